//===- StaleValueCheck.h ----------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_STALEVALUECHECK_H
#define REENTRANCY_CHECKS_STALEVALUECHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds a local that is read before a yield from state that the pending callee
/// changes, so that the next call reads another value.
///
/// docs/checks/stale-value.md
class StaleValueCheck : public ReentrancyCheck {
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
