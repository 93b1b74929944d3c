//===- AbandonedCalleeCheck.h -----------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_ABANDONEDCALLEECHECK_H
#define REENTRANCY_CHECKS_ABANDONEDCALLEECHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds a state that advances before the yield of a callee, so that the pending
/// callee is never called again.
///
/// docs/checks/abandoned-callee.md
class AbandonedCalleeCheck : public ReentrancyCheck {
public:
  using ReentrancyCheck::ReentrancyCheck;

protected:
  bool mine(const ::reentrancy::Finding &F) const override;
  std::string headline(const ::reentrancy::Finding &F,
                       StringRef Function) const override;
  std::string advice(const ::reentrancy::Finding &F) const override;
};

} // namespace clang::tidy::reentrancy

#endif
