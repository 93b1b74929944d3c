//===- Twins.cpp - Both runs followed behind a twin ----------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"
#include "values/Answer.h"

namespace reentrancy {

/// Behind a twin the two runs are followed to their ends.
void TwoRuns::followTwin(const Reached &Y, const State &Ref, const Arrival &A,
                         const CallEvent *Pending,
                         std::vector<Difference> &Found) {
  // Where the pending call stands.
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    const std::vector<Fact> &Facts = F.Blocks[FirstRun[N].At].Facts;
    for (uint32_t I = 0; I != Facts.size(); ++I)
      if (&Facts[I] == Pending->By)
        return compareEnds(Y, Ref, FirstRun[N].At, I, A, Pending, Found);
  }
}

/// The replay that arrived at \p A must not end in a state in which the
/// blocking run, from fact \p Index of \p Here, could not.
void TwoRuns::compareEnds(const Reached &Y, const State &Ref, BlockId Here,
                          uint32_t Index, const Arrival &A,
                          const CallEvent *Pending,
                          std::vector<Difference> &Found) {
  std::vector<Node> Replay = std::move(E.Nodes);
  State Waiting = Ref;
  Waiting.Run = A.S.Run;
  Waiting.Calls = A.S.Calls;
  E.startBehind(Waiting, Repeats::None, Pending);
  EndVisitor Blocked, Replayed;
  const bool Whole =
      E.run(Mode::Blocking, Waiting, Here, Index, Blocked, Bounds.MaxRunStates);
  // How often the callee runs on the way to an end.
  auto Runs = [&](int N) {
    unsigned Count = 0;
    for (; N >= 0; N = E.Nodes[N].Parent)
      for (const CallEvent &C : E.Nodes[N].Calls)
        Count += Pending && C.Call->Callee == Pending->Call->Callee;
    return Count;
  };
  std::vector<EndVisitor::End> Right;
  std::vector<bool> Sure; // whether it does not hang on what the wait decides
  unsigned MostRuns = 0;
  for (EndVisitor::End &X : Blocked.Ends)
    if (!E.stale(X.At)) {
      MostRuns = std::max(MostRuns, Runs(X.At));
      Sure.push_back(waits(X.At).empty());
      Right.push_back(std::move(X));
    }
  if (!Whole || Right.empty()) {
    E.Nodes = std::move(Replay);
    return;
  }
  if (A.Ended) {
    E.Nodes = Replay;
    Replayed.Ends.push_back({A.At, A.S, Term::None});
  } else {
    // There the pending call goes on: it is not the one that was answered.
    State Twin = A.S;
    E.startBehind(Twin, Repeats::AtTheSame, A.Exact ? Pending : nullptr);
    if (!E.run(Mode::Blocking, Twin, Replay[A.At].At, A.Fact, Replayed,
               Bounds.MaxRunStates)) {
      E.Nodes = std::move(Replay);
      return;
    }
  }
  std::vector<Difference> Twins;
  // A replay that comes to no end is none that the blocking run has.
  bool Differs = llvm::all_of(Replayed.Ends, [this](const EndVisitor::End &X) {
    return E.stale(X.At);
  });
  for (const EndVisitor::End &X : Replayed.Ends) {
    if (E.stale(X.At))
      continue;
    // The right end that is nearest to it; None stands for the answer.
    std::vector<Term> Least;
    bool Some = false;
    for (const EndVisitor::End &R : Right) {
      // Both runs start in one state: what one learned of it holds in both.
      if (!Space.compatible(R.S, X.S))
        continue;
      auto Alike = [&](Term T, Term U) {
        return T == Term::None || U == Term::None ||
               maySame(Terms, Space.resolve(X.S, T), Space.resolve(X.S, U));
      };
      std::vector<Term> Unlike;
      for (Term L : Space.places(R.S, X.S))
        if (Terms.persistent(L) &&
            !Alike(Space.load(R.S, L), Space.load(X.S, L)) &&
            !(gone(Space, R.S, L) && gone(Space, X.S, L)))
          Unlike.push_back(L);
      // Two loops that do the same to each element, wherever they stand.
      auto OfElements = [&](const State &S) {
        std::set<std::pair<Term, Term>> Made;
        for (Term L : Space.places(R.S, X.S))
          if (const Term V = Space.load(S, L);
              Terms[L].HasVar && V != Terms.init(L))
            Made.insert({Terms.ofAnyLoop(L), Terms.ofAnyLoop(V)});
        return Made;
      };
      auto IsElement = [&](Term L) { return Terms[L].HasVar; };
      if (llvm::any_of(Unlike, IsElement) && OfElements(R.S) == OfElements(X.S))
        llvm::erase_if(Unlike, IsElement);
      auto Done = [&](const EndVisitor::End &End) {
        return F.Values ? End.Answer != Term::None &&
                              mayBeDone(Space, End.S, End.Answer, F.Values)
                        : Terms.isFn(End.Answer, "done");
      };
      if (!Alike(R.Answer, X.Answer) && Done(R) && Done(X))
        Unlike.push_back(Term::None);
      // A replay that ended without skips what some of the ways do.
      Differs |= A.Ended && !Unlike.empty() && Sure[&R - Right.data()] &&
                 waits(X.At).empty();
      if (!Some || Unlike.size() < Least.size())
        Least = std::move(Unlike);
      Some = true;
    }
    // One more run of the callee itself makes what it works on differ.
    const bool Extra = Pending && Runs(X.At) > MostRuns;
    bool ByCallee = Extra; // all that differs so far
    for (Term L : Least) {
      int At = X.At;
      const CallEvent *Again = nullptr;
      if (Extra && L != Term::None)
        if (const WriteEvent *W =
                lastWrite(E.Nodes, At, L, [&](const WriteEvent &W) {
                  return reentrant(*W.By) &&
                         F.Calls[W.By->Call].Callee == Pending->Call->Callee;
                }))
          for (const CallEvent &C : E.Nodes[At].Calls)
            if (C.By == W->By)
              Again = &C;
      if (Again) {
        Difference D = make(Y, FindingKind::RepeatedCallee, Pending);
        D.Certainty = repetition(*Again, Pending);
        D.At = D.Again = A.Call.By;
        D.Place = L;
        if (D.Certainty >= Threshold) {
          Differs = true;
          Twins.push_back(std::move(D));
        }
        continue;
      }
      // Then so does the answer, which comes last.
      if (L == Term::None && ByCallee)
        continue;
      ByCallee = false;
      At = X.At;
      const WriteEvent *Last = nullptr;
      auto Any = [](const WriteEvent &) { return true; };
      if (L != Term::None && !(Last = lastWrite(E.Nodes, At, L, Any))) {
        At = A.At;
        Last = lastWrite(Replay, At, L, Any);
      }
      if (Last && ((Pending && keepsAnswer(Y, *Pending, Last->Loc)) ||
                   triedAgain(Y, Last->By)))
        continue;
      Differs = true;
      // Changed by both: that is a change made again.
      if (!Last || reentrant(*Last->By) || !firstRunRan(Y, Last->By))
        continue;
      Difference D = make(Y, FindingKind::ChangedAgain, Pending);
      if (Last->By->Kind == FactKind::Call)
        D.Certainty = F.Calls[Last->By->Call].Confidence;
      D.Certainty = std::min(D.Certainty, Terms[Space.load(X.S, L)].Certainty);
      if (Last->By->Role == WriteRole::Consume)
        D.Kind = FindingKind::Consumed;
      D.At = D.Again = Last->By;
      D.Place = L;
      if (D.Certainty >= Threshold)
        Twins.push_back(std::move(D));
    }
  }
  E.Nodes = std::move(Replay);
  if (!Differs)
    return;
  if (Twins.empty() || !A.Exact) {
    const size_t Before = Found.size();
    divert(Y, A, Pending, FindingKind::OtherPath, Found);
    if (Found.size() != Before)
      return;
  }
  for (Difference &D : Twins) {
    explainGuard(D, A, A.At);
    Found.push_back(std::move(D));
  }
}

} // namespace reentrancy
