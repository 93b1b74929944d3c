//===- Analysis.cpp - Entry point of the analysis -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "Annotations.h"
#include "Explain.h"
#include "FactsGenerator.h"
#include "Replay.h"
#include "Summary.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace reentrancy {

bool isCandidate(const FunctionDecl *FD, const Protocol &Vocabulary) {
  if (!FD->doesThisDeclarationHaveABody() || FD->isDependentContext())
    return false;
  if (auto *MD = dyn_cast<CXXMethodDecl>(FD);
      MD && Vocabulary.ownType(MD->getParent()))
    return false;
  return !marked(FD, Mark::Ignore) &&
         (Vocabulary.reentrant(FD) ||
          (FD->getReturnType()->isVoidType() && marked(FD, Mark::Yields)));
}

FunctionReport analyze(const FunctionDecl *FD, ASTContext &Context,
                       const Options &Opts, InitialValues &Initial) {
  FunctionReport R;
  TermTable Terms;
  auto Facts = generateFacts(FD, Context, Opts.Vocabulary, Opts.Bounds, Terms,
                             R.Skipped);
  if (!Facts)
    return R;
  R.Blocks = Facts->Blocks.size();
  StateSpace Space(Terms);
  std::vector<Difference> Differences;
  std::deque<CallEvent> Calls;
  Summaries Callees(Context, Opts, Terms);
  if (!findDifferences(*Facts, Space, Opts.Bounds, Opts.LeastConfidence,
                       Callees, Initial, Differences, R.States, Calls)) {
    R.Skipped = "more than " + std::to_string(Opts.Bounds.MaxStates) +
                " states";
    return R;
  }
  R.Findings = explain(*Facts, Terms, Context, Differences);
  return R;
}

std::string dumpFacts(const FunctionDecl *FD, ASTContext &Context,
                      const Options &Opts) {
  TermTable Terms;
  std::string Why, Text;
  auto Facts = generateFacts(FD, Context, Opts.Vocabulary, Opts.Bounds, Terms,
                             Why);
  llvm::raw_string_ostream OS(Text);
  if (Facts)
    Facts->dump(OS, Terms);
  else
    OS << "skipped: " << Why << "\n";
  return Text;
}

} // namespace reentrancy
