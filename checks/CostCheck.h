//===- CostCheck.h ----------------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_COSTCHECK_H
#define REENTRANCY_CHECKS_COSTCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Prints of each re-entrant function what its analysis cost, or why there was
/// none: so that a silence over a code base can be told from a blindness. For
/// developers of the checks; hidden.
class CostCheck : public ReentrancyCheck {
public:
  using ReentrancyCheck::ReentrancyCheck;
  void check(const ast_matchers::MatchFinder::MatchResult &Result) override;

protected:
  bool mine(const ::reentrancy::Finding &) const override { return false; }
};

} // namespace clang::tidy::reentrancy

#endif
