//===- CostCheck.cpp ------------------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CostCheck.h"
#include "clang/AST/ASTContext.h"

namespace clang::tidy::reentrancy {

void CostCheck::check(const ast_matchers::MatchFinder::MatchResult &Result) {
  const auto *FD = Result.Nodes.getNodeAs<FunctionDecl>("function");
  if (!FD || !::reentrancy::isCandidate(FD, options().Vocabulary))
    return;
  const auto &Report = analysis(FD, *Result.Context);
  if (!Report.Skipped.empty())
    diag(FD->getLocation(), "'%0' was not analysed: %1")
        << FD->getNameAsString() << Report.Skipped;
  else
    diag(FD->getLocation(), "'%0' was analysed: %1 blocks, %2 states")
        << FD->getNameAsString() << unsigned(Report.Blocks)
        << unsigned(Report.States);
  for (const Stmt *S : Report.NotUnderstood)
    diag(S->getBeginLoc(), "it is not known what this answer of '%0' says")
        << FD->getNameAsString();
}

} // namespace clang::tidy::reentrancy
