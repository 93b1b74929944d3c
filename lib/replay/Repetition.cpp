//===- Repetition.cpp - What the replay does again -----------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"
#include "vocabulary/LibraryModel.h"
#include "vocabulary/Verbs.h"
#include "clang/AST/Decl.h"
#include <functional>

namespace reentrancy {

/// Whether \p C starts what a leaf yield hands out. Where answers are plain
/// values, none says which I/O it stands for.
static bool submitsFor(const Reached &Y, const CallEvent &C) {
  return C.Call->Submits ||
         (C.Call->StartsIO && Y.How.Kind == YieldKind::Leaf &&
          Y.How.Completion == Term::None);
}

/// Finished callees and submissions on the replay.
void TwoRuns::repeated(const Reached &Y, const Arrival &A,
                       const CallEvent *Pending,
                       std::vector<Difference> &Found) {
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    for (const CallEvent &C : E.Nodes[N].Calls) {
      if (A.Call.By == C.By && N == A.At)
        continue; // the sync point itself
      const bool Submits = submitsFor(Y, C);
      // A call that is found to be pending by a test alone is a callee too.
      const bool Same = Pending && C.Call->Callee == Pending->Call->Callee &&
                        C.Call->Name == Pending->Call->Name &&
                        C.Call->keepsAll();
      if (!Submits && !((C.Call->Reentrant || Same) && C.Repeated))
        continue;
      if (Submits && !firstRunRan(Y, C.By))
        continue;
      if (!Submits && Pending && lostProgress(Y, C, *Pending, Found))
        continue;
      Difference D = make(
          Y, Submits ? FindingKind::Resubmitted : FindingKind::RepeatedCallee,
          Pending);
      D.Certainty = Submits ? Tier::Likely : repetition(C, Pending);
      if (D.Certainty < Threshold)
        continue;
      D.At = D.Again = C.By;
      D.Place = C.Object;
      explainGuard(D, A, N);
      Found.push_back(std::move(D));
    }
}

/// How sure it is that repeating a finished callee leaves a trace.
Tier TwoRuns::repetition(const CallEvent &C, const CallEvent *Pending) const {
  const clang::FunctionDecl *FD = C.Call->Callee;
  const Summary &Seen = E.callees()->of(FD);
  if (Seen.Known)
    return Seen.Trace.value_or(Tier::Possible);
  if (C.Call->KeepsObject && C.Object != Term::None)
    return Tier::Possible;
  switch (verbOf(FD)) {
  case Verb::Changes:
    return Tier::Likely;
  case Verb::Unknown:
    break;
  default:
    return Tier::Possible;
  }
  // It may undo what the pending callee has done of its work on the object.
  if (!Pending || C.Object == Term::None || C.Object != Pending->Object ||
      Pending->Call->Callee == FD)
    return Tier::Possible;
  switch (verbOf(Pending->Call->Callee)) {
  case Verb::Changes:
  case Verb::Unknown:
    return Tier::Likely;
  default:
    return Tier::Possible;
  }
}

/// Whether the call at \p X was tried in the first run, and its answer tested
/// on the way to \p Y: to try it again is what a retry is for.
bool TwoRuns::triedAgain(const Reached &Y, const Fact *X) const {
  if (Y.How.Kind != YieldKind::Retry || X->Kind != FactKind::Call)
    return false;
  llvm::SmallVector<Term, 8> Tested;
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    for (const CallEvent &C : FirstRun[N].Calls)
      if (C.By == X && llvm::any_of(Tested, [&](Term Cond) {
            return Terms.contains(Cond, C.Answer);
          }))
        return true;
    if (FirstRun[N].Cond != Term::None)
      Tested.push_back(FirstRun[N].Cond);
  }
  return false;
}

/// A leaf yield whose state did not move on: what was submitted is submitted
/// again in the same state.
void TwoRuns::resubmitted(const Reached &Y, const Arrival &A,
                          std::vector<Difference> &Found) {
  const CallEvent *Submission = nullptr;
  for (int N = Y.At; N >= 0 && !Submission; N = FirstRun[N].Parent)
    for (const CallEvent &C : llvm::reverse(FirstRun[N].Calls))
      if (submitsFor(Y, C) && (Y.How.Completion == Term::None ||
                               Terms.contains(Y.How.Completion, C.Answer))) {
        Submission = &C;
        break;
      }
  if (!Submission)
    return;
  const State Was = E.snapshot(Submission->Before);
  const Term Object = Submission->Call->OfFirst
                          ? Terms.deref(Submission->Args.front())
                          : Submission->Object;
  class Again : public RunVisitor {
  public:
    std::function<bool(const CallEvent &, const State &)> Same;
    bool Hit = false;
    bool atFact(int, uint32_t, State &) override { return Hit; }
    bool atCall(int, const CallEvent &C, const State &S) override {
      return Hit |= Same(C, S);
    }
  } V;
  V.Same = [&](const CallEvent &C, const State &S) {
    if (C.By != Submission->By || C.Object != Submission->Object)
      return false;
    for (Term L : Space.places(Was, S))
      if (Terms.persistent(L) && !Terms.within(L, Object) &&
          Space.resolve(S, Space.load(Was, L)) !=
              Space.resolve(S, Space.load(S, L)))
        return false;
    return true;
  };
  std::vector<Node> Saved = std::move(E.Nodes);
  E.run(Mode::Blocking, A.S, Saved[A.At].At, A.Fact, V, MaxContinuation);
  E.Nodes = std::move(Saved);
  if (!V.Hit)
    return;
  Difference D = make(Y, FindingKind::Resubmitted, nullptr);
  D.Certainty = Tier::Likely;
  D.At = D.Again = Submission->By;
  D.Place = Submission->Object;
  Found.push_back(std::move(D));
}

} // namespace reentrancy
