//===- ConsumedBeforeYieldCheck.h -------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_CONSUMEDBEFOREYIELDCHECK_H
#define REENTRANCY_CHECKS_CONSUMEDBEFOREYIELDCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds persistent input that is moved out, exchanged or released before a
/// yield and not given back on the pending path.
///
/// docs/checks/consumed-before-yield.md
class ConsumedBeforeYieldCheck : public ReentrancyCheck {
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
