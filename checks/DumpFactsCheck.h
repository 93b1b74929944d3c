//===- DumpFactsCheck.h -----------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_DUMPFACTSCHECK_H
#define REENTRANCY_CHECKS_DUMPFACTSCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Prints the facts of each re-entrant function, so that a wrong warning can be
/// traced to a wrong fact. For developers of the checks; hidden.
class DumpFactsCheck : public ReentrancyCheck {
public:
  using ReentrancyCheck::ReentrancyCheck;
  void check(const ast_matchers::MatchFinder::MatchResult &Result) override;

protected:
  bool mine(const ::reentrancy::Finding &) const override { return false; }
};

} // namespace clang::tidy::reentrancy

#endif
