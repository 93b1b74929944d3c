//===- Analysis.cpp - Entry point of the analysis -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "calls/CalledAgain.h"
#include "candidates/Candidates.h"
#include "execution/Summary.h"
#include "facts/FactsGenerator.h"
#include "findings/Explain.h"
#include "findings/SourceText.h"
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

/// Adds what is proved without a replay: a change that dominates the only call
/// of a callee, where the replay has not told it. \p Whole: all yields are in
/// \p Yields; else one that is not may be one all the same.
void addProofs(const Candidates &May, const FunctionFacts &F,
               Summaries &Callees, const Callers &Up,
               llvm::ArrayRef<ReplayedYield> Yields, bool Whole,
               std::vector<Difference> &Differences,
               std::deque<CallEvent> &Calls) {
  const TermTable &Terms = Callees.terms();
  const auto Writes = [&](const CallInfo &C, Term Place) {
    const Summary &Seen = Callees.of(C.Callee);
    for (const auto *Ways : {&Seen.Done, &Seen.Pending})
      for (const Summary::Way &W : *Ways)
        for (auto &[L, V] : W.Writes)
          if (Terms.symbolOf(L) == Terms.symbolOf(Place))
            return true;
    return false;
  };
  for (const Candidates::Proof &P : May.proofs(Writes)) {
    const CallInfo &C = F.Calls[P.Call->Call];
    const Summary &Seen = Callees.of(C.Callee);
    // One that has moved on and hands out a completion has done its part; of
    // one that comes back to this function another call of this goes on.
    if (!Up.calledOnce(C.Callee) || Up.leadsTo(C.Callee, F.Function) ||
        (Seen.Known && Seen.Pending.empty()) ||
        llvm::any_of(Seen.Pending,
                     [](const Summary::Way &W) { return !W.Resumes; }) ||
        llvm::any_of(Differences,
                     [&](const Difference &D) { return D.At == P.Change->By; }))
      continue;
    const Terminator *Yield = nullptr;
    for (const ReplayedYield &Y : Yields)
      if (Y.Pending == P.Call && Y.Replayed)
        Yield = Y.Site;
    for (const Block &B : F.Blocks)
      if (!Whole && !Yield && B.End.Kind == Terminator::Return &&
          B.Order >= May.order(P.Call))
        Yield = &B.End;
    if (!Yield)
      continue;
    CallEvent E{};
    E.By = P.Call;
    E.Call = &C;
    Calls.push_back(std::move(E));
    Difference D;
    D.Kind = FindingKind::ChangedAgain;
    D.Certainty = Tier::Likely;
    D.At = D.Again = P.Change->By;
    D.Place = P.Change->Place;
    D.Yield = Yield;
    D.How = YieldKind::Propagated;
    D.Callee = &Calls.back();
    Differences.push_back(std::move(D));
  }
}

/// The verdict of each yield that was looked at: by the findings that name it,
/// else by its candidates and by how far it was followed.
std::vector<Verdict> verdicts(const Candidates &May, const FunctionFacts &F,
                              const TermTable &Terms, ASTContext &Context,
                              llvm::ArrayRef<ReplayedYield> Yields,
                              llvm::ArrayRef<Difference> Differences) {
  std::vector<Verdict> All;
  for (const ReplayedYield &Y : Yields) {
    Verdict V;
    V.How = Y.How;
    const Expr *Call = Y.Pending ? F.Calls[Y.Pending->Call].Site : nullptr;
    V.Where = Call           ? static_cast<const Stmt *>(Call)
              : Y.Site->Site ? Y.Site->Site
                             : F.Function->getBody();
    V.Return = Y.Site->Site;
    if (Y.Pending && F.Calls[Y.Pending->Call].Callee)
      V.Callee = F.Calls[Y.Pending->Call].Callee->getNameAsString();
    auto Name = [&](Term Place, const Fact *By) {
      std::string N;
      if (By->Target && !By->Outer)
        N = sourceText(By->Target->IgnoreParenImpCasts(), Context);
      if (N.empty() && Place != Term::None)
        N = placeName(Terms, Place);
      if (!N.empty() && !llvm::is_contained(V.Places, N))
        V.Places.push_back(N);
    };
    std::optional<Tier> Shown;
    for (const Difference &D : Differences)
      if (D.Yield == Y.Site &&
          (D.Callee ? D.Callee->By : nullptr) == Y.Pending) {
        Shown = std::max(Shown.value_or(Tier::Possible), D.Certainty);
        Name(D.Place, D.At);
      }
    const auto Before = May.before(Y.At, Y.Pending);
    if (Shown && *Shown > Tier::Possible) {
      V.Kind = VerdictKind::Bug;
      V.Why = VerdictReason::Shown;
    } else if (Shown) {
      V.Why = VerdictReason::OnlyPossible;
    } else if (Before.empty()) {
      V.Kind = VerdictKind::Transparent;
      V.Why = VerdictReason::NothingBefore;
    } else {
      for (const Candidates::Effect *E : Before)
        Name(E->Place, E->By);
      if (!Y.Replayed)
        V.Why = VerdictReason::NotReplayed;
      else if (!Y.Whole)
        V.Why = VerdictReason::BoundMet;
      else {
        V.Kind = VerdictKind::Transparent;
        V.Why = VerdictReason::Refuted;
      }
    }
    All.push_back(std::move(V));
  }
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(All, [&SM](const Verdict &A, const Verdict &B) {
    return SM.isBeforeInTranslationUnit(
        SM.getExpansionLoc(A.Where->getBeginLoc()),
        SM.getExpansionLoc(B.Where->getBeginLoc()));
  });
  return All;
}

} // namespace

FunctionReport analyze(const FunctionDecl *FD, ASTContext &Context,
                       const Options &Opts, InitialValues &Initial,
                       const Callers &Up, SummaryStore &Bodies) {
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
  Summaries Callees(Bodies, Terms);
  const Candidates May(*Facts, Terms);
  // One first run from anywhere: single paths are judged by it, and what to
  // start the two runs from is read from it.
  Paths First(*Facts, Space, Opts.Bounds, Opts.LeastConfidence, Callees,
              Opts.Vocabulary, Context);
  First.E.Pointers = May.untestedPointers();
  bool Whole = First.run();
  if (Whole && !First.tooLong()) {
    analysePaths(First, Callees, Up, R.Findings);
    if (CalledAgain)
      R.NotUnderstood = notUnderstood(First, Context.getSourceManager());
  } else if (Whole)
    R.Skipped = "its paths are too long together";
  if (CalledAgain) {
    std::vector<Difference> Differences;
    std::deque<CallEvent> Calls;
    std::vector<ReplayedYield> Yields;
    std::vector<FirstEnd> Ends;
    for (PathEnd &X : First.Ends)
      Ends.push_back({X.At, std::move(X.S), X.Site, X.How});
    if (Whole &&
        !findDifferences(First.E, Ends, Opts.Bounds, Opts.LeastConfidence,
                         Initial, Up, Differences, Calls, Yields)) {
      // What was found so far may be of a way that a later state rules out.
      Differences.clear();
      for (ReplayedYield &Y : Yields)
        Y.Whole = false;
      Whole = false;
    }
    llvm::erase_if(Differences, [&](Difference &D) {
      const bool Callers =
          Up.decide(FD, Opts.Vocabulary, [&](const ValueDecl *V) {
            return D.ChangedBefore.count(V);
          });
      if (Callers)
        D.Certainty = Tier::Possible;
      return D.Certainty < Opts.LeastConfidence;
    });
    addProofs(May, *Facts, Callees, Up, Yields, Whole, Differences, Calls);
    if (!Differences.empty() &&
        !mayBeCalledAgain(FD, Context, Opts, Up, Bodies)) {
      Differences.clear();
      for (ReplayedYield &Y : Yields)
        Y.Replayed = false;
    }
    R.Verdicts = verdicts(May, *Facts, Terms, Context, Yields, Differences);
    llvm::append_range(R.Findings,
                       explain(*Facts, Terms, Context, Differences));
  }
  R.States = First.E.visited();
  if (!Whole)
    R.Skipped =
        "more than " + std::to_string(Opts.Bounds.MaxStates) + " states";
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
