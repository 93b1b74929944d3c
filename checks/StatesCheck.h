//===- StatesCheck.h - Functions as machines of states ----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_STATESCHECK_H
#define REENTRANCY_CHECKS_STATESCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Tells the states of each re-entrant function, and from which to which its
/// calls lead: one note for each, at the return. For reports that draw it.
/// User documentation: docs/audit.md.
class StatesCheck : public ReentrancyCheck {
public:
  StatesCheck(StringRef Name, ClangTidyContext *Context)
      : ReentrancyCheck(Name, Context) {
    // As the audit, whose verdicts the notes carry.
    lookForPossible();
  }
  void check(const ast_matchers::MatchFinder::MatchResult &Result) override;

protected:
  bool mine(const ::reentrancy::Finding &) const override { return false; }
};

} // namespace clang::tidy::reentrancy

#endif
