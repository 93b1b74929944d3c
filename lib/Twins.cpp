//===- Twins.cpp - Both runs followed behind a twin ----------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TwoRuns.h"

namespace reentrancy {

/// Behind a twin the two runs are followed to their ends: the replay must not
/// end in a state in which the blocking run could not.
void TwoRuns::followTwin(const Reached &Y, const State &Ref, const Arrival &A,
                         const CallEvent *Pending,
                         std::vector<Difference> &Found) {
  // Where the pending call stands.
  BlockId Here = NoBlock;
  uint32_t Index = 0;
  for (int N = Y.At; N >= 0 && Here == NoBlock; N = FirstRun[N].Parent) {
    const std::vector<Fact> &Facts = F.Blocks[FirstRun[N].At].Facts;
    for (uint32_t I = 0; I != Facts.size(); ++I)
      if (&Facts[I] == Pending->By) {
        Here = FirstRun[N].At;
        Index = I;
      }
  }
  if (Here == NoBlock)
    return;
  std::vector<Node> Replay = std::move(E.Nodes);
  State Waiting = Ref;
  Waiting.Run = A.S.Run;
  Waiting.Calls = A.S.Calls;
  EndVisitor Blocked, Replayed;
  const bool Whole =
      E.run(Mode::Blocking, Waiting, Here, Index, Blocked,
            Bounds.MaxRunStates);
  // How often the callee runs on the way to an end.
  auto Runs = [&](int N) {
    unsigned Count = 0;
    for (; N >= 0; N = E.Nodes[N].Parent)
      for (const CallEvent &C : E.Nodes[N].Calls)
        Count += C.Call->Callee == Pending->Call->Callee;
    return Count;
  };
  std::vector<std::pair<int, State>> Right;
  unsigned MostRuns = 0;
  for (auto &X : Blocked.Ends)
    if (!E.stale(X.first)) {
      Right.push_back(X);
      MostRuns = std::max(MostRuns, Runs(X.first));
    }
  if (!Whole || Right.empty() ||
      !E.run(Mode::Blocking, A.S, Replay[A.At].At, A.Fact, Replayed,
             Bounds.MaxRunStates)) {
    E.Nodes = std::move(Replay);
    return;
  }
  std::vector<Difference> Twins;
  bool Differs = false;
  for (auto &[N, End] : Replayed.Ends) {
    if (E.stale(N))
      continue;
    // The right end that is nearest to it.
    std::vector<Term> Least;
    bool Some = false;
    for (auto &[M, R] : Right) {
      std::set<Term> Places;
      for (auto &[L, V] : Space.entries(R))
        Places.insert(L);
      for (auto &[L, V] : Space.entries(End))
        Places.insert(L);
      std::vector<Term> Unlike;
      for (Term L : Places)
        if (Terms.persistent(L) &&
            !maySame(Terms, Space.resolve(End, Space.load(R, L)),
                     Space.resolve(End, Space.load(End, L))))
          Unlike.push_back(L);
      if (!Some || Unlike.size() < Least.size())
        Least = std::move(Unlike);
      Some = true;
    }
    if (Least.empty())
      continue;
    Differs = true;
    for (Term L : Least) {
      const WriteEvent *Last = nullptr;
      for (int X = N; X >= 0 && !Last; X = E.Nodes[X].Parent)
        for (const WriteEvent &W : llvm::reverse(E.Nodes[X].Writes))
          if (Terms.within(W.Loc, L) || Terms.within(L, W.Loc)) {
            Last = &W;
            break;
          }
      if (!Last)
        for (int X = A.At; X >= 0 && !Last; X = Replay[X].Parent)
          for (const WriteEvent &W : llvm::reverse(Replay[X].Writes))
            if (Terms.within(W.Loc, L) || Terms.within(L, W.Loc)) {
              Last = &W;
              break;
            }
      // One more run of the callee itself.
      if (Last && Last->By->Kind == FactKind::Call &&
          F.Calls[Last->By->Call].Reentrant) {
        const CallEvent *Extra = nullptr;
        for (int X = N; X >= 0 && !Extra; X = E.Nodes[X].Parent)
          for (const CallEvent &C : E.Nodes[X].Calls)
            if (C.By == Last->By)
              Extra = &C;
        if (!Extra || Runs(N) <= MostRuns)
          continue;
        Difference D = make(Y, FindingKind::RepeatedCallee, Pending);
        D.Certainty = repetition(*Extra, Pending);
        D.At = D.Again = A.Call.By;
        D.Place = L;
        if (D.Certainty >= Threshold)
          Twins.push_back(std::move(D));
        continue;
      }
      // Changed by both: that is a change made again.
      if (!Last || !firstRunRan(Y, Last->By) ||
          (Last->By->Kind == FactKind::Call &&
           F.Calls[Last->By->Call].Reentrant))
        continue;
      Difference D = make(Y, FindingKind::ChangedAgain, Pending);
      if (Last->By->Kind == FactKind::Call)
        D.Certainty = F.Calls[Last->By->Call].Confidence;
      D.Certainty =
          std::min(D.Certainty, Terms[Space.load(End, L)].Certainty);
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
