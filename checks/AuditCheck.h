//===- AuditCheck.h - The verdict of each yield -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_AUDITCHECK_H
#define REENTRANCY_CHECKS_AUDITCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Says of each yield of each re-entrant function whether it is transparent, a
/// bug or undecided, and why; and counts them.
/// User documentation: docs/audit.md.
class AuditCheck : public ReentrancyCheck {
public:
  AuditCheck(StringRef Name, ClangTidyContext *Context);
  void check(const ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override;

protected:
  bool mine(const ::reentrancy::Finding &) const override { return false; }

private:
  unsigned Functions = 0, Skipped = 0, Transparent = 0, Bugs = 0, Undecided = 0;
};

} // namespace clang::tidy::reentrancy

#endif
