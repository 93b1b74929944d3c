//===- DumpFactsCheck.cpp -------------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DumpFactsCheck.h"
#include "clang/AST/ASTContext.h"

namespace clang::tidy::reentrancy {

void DumpFactsCheck::check(
    const ast_matchers::MatchFinder::MatchResult &Result) {
  const auto *FD = Result.Nodes.getNodeAs<FunctionDecl>("function");
  if (!FD || !::reentrancy::isCandidate(FD, options().Vocabulary))
    return;
  diag(FD->getLocation(), "facts of '%0':\n%1")
      << FD->getNameAsString()
      << ::reentrancy::dumpFacts(FD, *Result.Context, options());
}

} // namespace clang::tidy::reentrancy
