//===- Analysis.cpp - Entry point of the analysis -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "calls/CalledAgain.h"
#include "execution/Summary.h"
#include "facts/FactsGenerator.h"
#include "findings/Explain.h"
#include "paths/PathAnalyses.h"
#include "replay/Replay.h"
#include "values/Answer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

using namespace clang;

namespace reentrancy {

namespace {

/// Leaves one finding a place: of several, the most specific kind.
void keepMostSpecific(std::vector<Finding> &Findings, const SourceManager &SM) {
  auto Place = [&SM](const Finding &X) {
    return SM.getFileLoc(X.Where->getBeginLoc());
  };
  std::map<SourceLocation, const Finding *> First;
  for (const Finding &X : Findings) {
    const Finding *&Kept = First[Place(X)];
    if (!Kept || X.Kind < Kept->Kind)
      Kept = &X;
  }
  std::vector<Finding> Left;
  for (const Finding &X : Findings)
    if (First[Place(X)] == &X)
      Left.push_back(X);
  Findings = std::move(Left);
}

/// The returns of what may be "not yet" for all that is known, and is no yield
/// that is known.
std::vector<const Stmt *> notUnderstood(const Paths &P,
                                        const SourceManager &SM) {
  std::vector<const Stmt *> Sites;
  if (P.F.Values && !P.F.Values->Dedicated)
    return Sites;
  for (const PathEnd &End : P.Ends)
    if (End.How.Kind == YieldKind::None && End.Answer != Term::None &&
        End.Site->Site && !P.E.stale(End.At) &&
        (P.F.Values ? mayBePending(P.Space, End.S, End.Answer, P.F.Values)
                    : P.may(End.S, End.Answer, Status::Pending)) &&
        !llvm::is_contained(Sites, End.Site->Site))
      Sites.push_back(End.Site->Site);
  llvm::sort(Sites, [&SM](const Stmt *A, const Stmt *B) {
    return SM.isBeforeInTranslationUnit(SM.getExpansionLoc(A->getBeginLoc()),
                                        SM.getExpansionLoc(B->getBeginLoc()));
  });
  return Sites;
}

} // namespace

FunctionReport analyze(const FunctionDecl *FD, ASTContext &Context,
                       const Options &Opts, InitialValues &Initial,
                       const Callers &Up) {
  FunctionReport R;
  const bool CalledAgain = isCandidate(FD, Opts.Vocabulary);
  if (!CalledAgain && !isUser(FD, Opts.Vocabulary))
    return R;
  TermTable Terms;
  auto Facts = generateFacts(FD, Context, Opts.Vocabulary, Opts.Bounds, Terms,
                             R.Skipped);
  if (!Facts) {
    // Only who is called again is promised an analysis.
    if (!CalledAgain)
      R.Skipped.clear();
    return R;
  }
  R.Blocks = Facts->Blocks.size();
  StateSpace Space(Terms);
  std::vector<Difference> Differences;
  std::deque<CallEvent> Calls;
  Summaries Callees(Context, Opts, Terms);
  if (CalledAgain &&
      !findDifferences(*Facts, Space, Opts.Bounds, Opts.LeastConfidence,
                       Callees, Initial, Up, Differences, R.States, Calls)) {
    R.Skipped =
        "more than " + std::to_string(Opts.Bounds.MaxStates) + " states";
    return R;
  }
  llvm::erase_if(Differences, [&](Difference &D) {
    const bool Callers =
        Up.decide(FD, Opts.Vocabulary,
                  [&](const ValueDecl *V) { return D.ChangedBefore.count(V); });
    if (Callers)
      D.Certainty = Tier::Possible;
    return D.Certainty < Opts.LeastConfidence;
  });
  if (!Differences.empty() && !mayBeCalledAgain(FD, Context, Opts, Up))
    Differences.clear();
  R.Findings = explain(*Facts, Terms, Context, Differences);
  Paths First(*Facts, Space, Opts.Bounds, Opts.LeastConfidence, Callees,
              Opts.Vocabulary, Context);
  if (First.run()) {
    analysePaths(First, Callees, R.Findings);
    if (CalledAgain)
      R.NotUnderstood = notUnderstood(First, Context.getSourceManager());
  } else
    R.Skipped = "its paths are too long together";
  llvm::erase_if(R.Findings, [&](const Finding &X) {
    return X.Certainty < Opts.LeastConfidence;
  });
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(R.Findings, [&](const Finding &A, const Finding &B) {
    return SM.isBeforeInTranslationUnit(
        SM.getExpansionLoc(A.Where->getBeginLoc()),
        SM.getExpansionLoc(B.Where->getBeginLoc()));
  });
  keepMostSpecific(R.Findings, SM);
  return R;
}

std::string dumpFacts(const FunctionDecl *FD, ASTContext &Context,
                      const Options &Opts) {
  TermTable Terms;
  std::string Why, Text;
  auto Facts =
      generateFacts(FD, Context, Opts.Vocabulary, Opts.Bounds, Terms, Why);
  llvm::raw_string_ostream OS(Text);
  if (Facts)
    Facts->dump(OS, Terms);
  else
    OS << "skipped: " << Why << "\n";
  return Text;
}

} // namespace reentrancy
