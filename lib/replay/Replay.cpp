//===- Replay.cpp - The runs of the two-run rule -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"
#include "values/Answer.h"
#include "clang/AST/Decl.h"

namespace reentrancy {

bool TwoRuns::run(llvm::ArrayRef<FirstEnd> Ends) {
  for (const Node &N : E.Nodes)
    for (const WriteEvent &W : N.Writes)
      if (W.By->Kind == FactKind::Store && Terms.persistent(W.Loc))
        Own.insert(W.Loc);
  // Which places guard, and what they may hold first.
  Starts.emplace(E, Initial, Up);
  if (!Starts->any()) {
    YieldCollector First;
    for (const FirstEnd &X : Ends)
      if (X.How.Kind != YieldKind::None)
        First.Yields.push_back({X.At, X.S, X.Site, X.How});
      else
        First.Ends.push_back({X.At, X.S});
    return runFrom(First);
  }
  // First in which states it may be called at all, where they grow.
  return (!Starts->mayGrow() || runAll(false)) && runAll(true);
}

/// Runs from each state that there is to start from, and if \p Judge compares
/// what follows; else only more such states are looked for.
bool TwoRuns::runAll(bool Judge) {
  Judging = Judge;
  Starts->restart();
  while (std::optional<State> S = Starts->next()) {
    if (!Judge && E.visited() > Bounds.ofManyWays() / 4)
      Starts->forgetNumbers();
    YieldCollector C;
    if (!E.run(Mode::FirstRun, *S, F.Entry, 0, C, Bounds.MaxStates) ||
        !runFrom(C))
      return false;
    if (E.visited() > Bounds.MaxStates) {
      for (ReplayedYield &Y : Looked)
        Y.Whole = false;
      return true;
    }
  }
  return true;
}

/// Judges the yields of the first run that is in the explorer.
bool TwoRuns::runFrom(YieldCollector &C) {
  for (auto &[N, S] : C.Ends)
    if (!E.stale(N))
      Starts->reached(S);
  std::vector<Reached> Yields;
  for (Reached &Y : C.Yields) {
    if (E.stale(Y.At))
      continue;
    bool Known = false;
    for (const Reached &O : Yields)
      Known |= O.Site == Y.Site && O.How.Answer == Y.How.Answer &&
               O.Left.sameAs(Y.Left);
    if (!Known)
      Yields.push_back(std::move(Y));
  }
  FirstRun = std::move(E.Nodes);
  // What is left of the budget is shared by the yields. Each is judged on one
  // way to it at least; the further ones are many where calls and flags that
  // have nothing to do with it multiply.
  std::map<const Terminator *, size_t> Spent;
  for (const Reached &Y : Yields)
    Spent[Y.Site] = 0;
  const size_t Left =
      Bounds.ofManyWays() - std::min<size_t>(Bounds.ofManyWays(), E.visited());
  const size_t Share = Left / (2 * std::max<size_t>(1, Spent.size()));
  for (const Reached &Y : Yields) {
    size_t &Cost = Spent[Y.Site];
    Now = &lookedAt(Y);
    if (Cost > Share) {
      Now->Whole = false;
      continue;
    }
    const size_t Before = E.visited(), First = Out.size();
    if (!replay(Y))
      return false;
    Cost += E.visited() - Before;
    const auto Changed = changedBefore(Y);
    for (size_t I = First; I != Out.size(); ++I)
      Out[I].ChangedBefore = Changed;
    if (E.visited() > Bounds.MaxStates) {
      // What was found holds; what was not looked at is undecided.
      for (const Reached &Rest : Yields)
        lookedAt(Rest).Whole = false;
      return true;
    }
  }
  return true;
}

/// The fields and globals that the first call left changed at \p Y.
std::set<const clang::ValueDecl *> TwoRuns::changedBefore(const Reached &Y) {
  std::set<const clang::ValueDecl *> Changed;
  for (auto &[L, V] : Space.entries(Y.Left)) {
    if (!Terms.persistent(L) || V == Terms.init(L))
      continue;
    for (Term P = L; P != Term::None; P = Terms.parent(P)) {
      const TermNode &N = Terms[P];
      const TermNode &K = N.Kind == TermKind::At ? Terms[N.Args[1]] : N;
      if ((K.Kind == TermKind::FieldKey || K.Kind == TermKind::Global) && K.Sym)
        if (const auto *D = Terms.decl(K.Sym))
          Changed.insert(D);
    }
  }
  return Changed;
}

/// The record of the yield \p Y, made if it is the first way to it.
ReplayedYield &TwoRuns::lookedAt(const Reached &Y) {
  const CallEvent *Call = Y.How.Kind == YieldKind::Propagated
                              ? callOf(FirstRun, Y.At, Y.How.Answer)
                              : nullptr;
  const Fact *Pending = Call ? Call->By : nullptr;
  for (ReplayedYield &X : Looked)
    if (X.Site == Y.Site && X.Pending == Pending)
      return X;
  Looked.push_back({Y.Site, Y.How.Kind, Pending, FirstRun[Y.At].At});
  return Looked.back();
}

bool TwoRuns::replay(const Reached &Y) {
  CalleeWrote.clear();
  Way = nullptr;
  WaitsFor = GoesOn = NoBlock;
  if (handsOver(Y) || takesInput(Y)) {
    Now->Replayed = false;
    return true;
  }
  switch (Y.How.Kind) {
  case YieldKind::Propagated:
    return replayPropagated(Y);
  case YieldKind::Leaf:
    return replayLeaf(Y);
  case YieldKind::Retry:
    return replayRetry(Y);
  case YieldKind::None:
    break;
  }
  return true;
}

/// The next call starts from \p S. \returns whether to see what it does.
bool TwoRuns::leaveBehind(const State &S) {
  Left = S;
  Starts->reached(S);
  return Judging;
}

/// Puts back in \p S what the run to \p Y last wrote or read of a place, where
/// a callee that was handed the whole may possibly have written over it since:
/// of that it is not assumed that it opens what is guarded.
void TwoRuns::keepOwn(const Reached &Y, State &S) {
  llvm::DenseSet<unsigned> Seen;
  auto Keep = [&](Term Loc, Term Value) {
    if (Value == Term::None || !Terms.persistent(Loc) ||
        !Seen.insert(unsigned(Loc)).second)
      return;
    Term Now = Space.load(S, Loc);
    if (Now == Value || !Terms.isFn(Now, "project"))
      return;
    const Tier Sure = Terms[Now].Certainty;
    while (Terms.isFn(Now, "project"))
      Now = Terms[Now].Args[0];
    if (Terms.isFn(Now, "after") && Sure < Threshold)
      Space.store(S, Loc, Value);
  };
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes))
      if (W.By->Kind == FactKind::Store)
        Keep(W.Loc, W.New);
    for (const ReadEvent &R : llvm::reverse(FirstRun[N].Reads))
      Keep(R.Loc, R.Value);
  }
}

/// What \p Whole, the content of \p Loc, is but for the function's own fields.
Term TwoRuns::withoutOwn(Term Whole, Term Loc) const {
  if (!Terms.isFn(Whole, "update"))
    return Whole;
  const TermNode N = Terms[Whole];
  const Term Base = withoutOwn(N.Args[0], Loc);
  const Term Place = Terms.at(Loc, N.Args[1]);
  if (Own.count(Place))
    return Base;
  const Term Part = withoutOwn(N.Args[2], Place);
  return Part == Terms.project(Base, N.Args[1])
             ? Base
             : Terms.update(Base, N.Args[1], Part);
}

/// The wait for \p Pending makes something of \p Loc that it was handed. The
/// frame condition of an unseen call: the fields that the function itself sets
/// are its own, and it is not the callee that moves them.
void TwoRuns::wait(State &S, const CallEvent &Pending, Term Loc,
                   int Which) const {
  if (!Terms.persistent(Loc))
    return;
  std::vector<std::pair<Term, Term>> Kept;
  for (Term L : Own)
    if (isFieldOf(Terms, L, Loc))
      Kept.push_back({L, Space.load(S, L)});
  for (Term L : E.Pointers)
    if (isFieldOf(Terms, L, Loc))
      Kept.push_back({L, Space.load(S, L)});
  // Nor does what it makes of the rest hang on them.
  Space.store(S, Loc,
              Terms.waited("wait", {Terms.named(Pending.Call->Name),
                                    Terms.address(Loc), Terms.integer(Which),
                                    withoutOwn(Space.load(S, Loc), Loc)}));
  for (auto [L, Value] : Kept)
    Space.store(S, L, Value);
}

State TwoRuns::leave(const Reached &Y) {
  State S = Y.Left;
  keepOwn(Y, S);
  S.Run += 1;
  if (Y.How.Kind == YieldKind::Propagated) {
    // It answered pending, whatever else the test before let through.
    if (const CallEvent *Call = callOf(FirstRun, Y.At, Y.How.Answer))
      assumePending(Space, S, Y.How.Answer, Call->Call->Values);
  }
  return S;
}

bool TwoRuns::replayPropagated(const Reached &Y) {
  const CallEvent *Call = callOf(FirstRun, Y.At, Y.How.Answer);
  const State *Before = E.before(Y.Left, Y.How.Answer);
  if (!Call || !Before)
    return true;
  Calls.push_back(*Call);
  const CallEvent *Pending = &Calls.back();
  if (Judging)
    dyingCompletions(Y, *Before, Pending);
  State S = leave(Y);
  // It was not done: its outputs, and what is saved of them, are what they
  // were before. That a place holds the same number says nothing.
  std::vector<std::pair<Term, Term>> Saved; // where, and of which output
  for (auto &[Loc, V] : E.left(S, *Pending))
    for (auto &[L, Now] : Space.entries(S))
      if (Now == V &&
          (L == Loc || (!Terms.isInt(V) && Terms[V].Kind != TermKind::Const &&
                        Space.load(*Before, L) != V))) {
        // What was made of its parts behind the call stays.
        std::vector<std::pair<Term, Term>> Parts;
        for (auto &[P, Made] : Space.entries(S))
          if (P != L && Terms.within(P, L))
            Parts.push_back({P, Made});
        Space.store(S, L, Space.load(*Before, Loc));
        for (auto [P, Made] : Parts)
          Space.store(S, P, Made);
        if (L != Loc)
          Saved.push_back({L, Loc});
      }
  // Nor is what was computed from them.
  for (auto &[Loc, V] : E.left(S, *Pending))
    if (Terms.isFn(V, "after")) {
      const Term Was = Space.load(*Before, Loc);
      const auto Held = Space.entries(S);
      if (llvm::any_of(Held, [&, Made = V](auto &X) {
            return Terms.contains(X.second, Made);
          }))
        for (auto [L, Now] : Held)
          Space.store(S, L, Terms.replace(Now, V, Was));
    }
  E.unanswer(S, *Pending);
  State Ref = *Before;
  keepOwn(Y, Ref);
  // The wait makes the same of what both runs leave, unless the pending branch
  // changed it.
  auto Wait = [&](Term Loc, int Which) {
    for (State *X : {&S, &Ref})
      wait(*X, *Pending, Loc, Which);
  };
  const Summary &Seen = E.callees()->of(Pending->Call->Callee);
  if (Seen.Known) {
    // Each way to be pending leaves a state of its own.
    Space.dropLocals(S);
    for (const Summary::Way &W : Seen.Pending) {
      // One that starts from another state is not this call's.
      if (llvm::any_of(W.Known, [&](auto &K) {
            const Term V =
                Summaries::instantiateValue(Space, *Before, K.first, *Pending);
            return V != Term::None && !Space.range(*Before, V).meets(K.second);
          }))
        continue;
      State From = S, Ref = *Before;
      keepOwn(Y, Ref);
      CalleeWrote.clear();
      Way = &W;
      for (auto &[Inner, Value] : W.Writes) {
        const Term L = Summaries::instantiate(Terms, Inner, *Pending);
        if (L == Term::None)
          continue;
        Term V = Summaries::instantiateValue(Space, *Before, Value, *Pending);
        if (V == Term::None)
          V = Terms.waited("wait", {Terms.named(Pending->Call->Name),
                                    Terms.address(L), Space.load(From, L)});
        if (Space.load(From, L) != V)
          CalleeWrote.push_back(L);
        Space.store(From, L, V);
        Space.store(Ref, L, V);
      }
      for (auto &[L, Loc] : Saved)
        for (State *X : {&From, &Ref})
          Space.store(*X, L, Space.load(From, Loc));
      if (!leaveBehind(From))
        continue;
      ReplayVisitor V(E);
      V.Pending = Pending;
      if (E.run(Mode::Blocking, From, F.Entry, 0, V, Bounds.MaxRunStates))
        judge(Y, Ref, V, Pending);
      else
        Now->Whole = false;
    }
    return true;
  }
  if (Pending->Object != Term::None && !Pending->Call->OwnObject &&
      !Pending->Call->KeepsObject)
    Wait(Pending->Object, -1);
  for (unsigned I = 0; I != Pending->Args.size(); ++I)
    if (Pending->Call->Args[I].Mode == ArgMode::MutableRef)
      Wait(Terms.deref(Pending->Args[I]),
           I || !Pending->Call->OfFirst ? int(I) : -1);
  Space.dropLocals(S);
  if (!leaveBehind(S))
    return true;
  ReplayVisitor V(E);
  V.Pending = Pending;
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates)) {
    Now->Whole = false; // too many ways: quiet
    return true;
  }
  judge(Y, Ref, V, Pending);
  return true;
}

/// Whether a test on the way was of this completion; its other way out.
static BlockId behindTest(const std::vector<Node> &Path, int N,
                          const TermTable &Terms, Term Completion) {
  for (; N >= 0; N = Path[N].Parent) {
    const Node &X = Path[N];
    if (!X.Via || X.Via->Kind != Terminator::Branch)
      continue;
    const BlockId Other = X.Choice ? X.Via->Else : X.Via->Then;
    if (Other == NoBlock)
      continue;
    // The completion itself, or the optional or handle that holds it.
    Term C = Completion;
    while (true) {
      if (Terms.contains(X.Cond, C))
        return Other;
      if (!Terms.isFn(C, "project") && !Terms.isFn(C, "some"))
        break;
      C = Terms[C].Args[0];
    }
    return NoBlock;
  }
  return NoBlock;
}

bool TwoRuns::replayLeaf(const Reached &Y) {
  State Ref = leave(Y);
  BlockId Sync = Y.How.Completion == Term::None
                     ? NoBlock
                     : behindTest(FirstRun, Y.At, Terms, Y.How.Completion);
  if (Sync == NoBlock)
    Sync = Y.Site->Resume;
  if (Sync != NoBlock) {
    // The waiting run, up to where the replay can meet it.
    for (unsigned Steps = 0; Steps < 16; ++Steps) {
      const Block &B = F.Blocks[Sync];
      if (B.LoopHead || B.End.Kind != Terminator::Jump ||
          !(B.Facts.empty() || F.Blocks[B.End.Then].LoopHead))
        break;
      E.execute(Ref, Sync, 0, B.Facts.size());
      Sync = B.End.Then;
    }
  }
  State S = leave(Y);
  Space.dropLocals(S);
  if (!leaveBehind(S))
    return true;
  ReplayVisitor V(E);
  V.SyncBlock = GoesOn = Sync;
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates)) {
    Now->Whole = false;
    return true;
  }
  judge(Y, Ref, V, nullptr);
  return true;
}

bool findDifferences(Explorer &E, llvm::ArrayRef<FirstEnd> Ends,
                     const Limits &Bounds, Tier Threshold,
                     InitialValues &Initial, const Callers &Up,
                     std::vector<Difference> &Out, std::deque<CallEvent> &Calls,
                     std::vector<ReplayedYield> &Yields) {
  return TwoRuns(E, Bounds, Threshold, Initial, Up, Out, Calls, Yields)
      .run(Ends);
}

} // namespace reentrancy
