//===- Replay.cpp - The two-run rule --------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Replay.h"
#include "Answer.h"
#include "Summary.h"
#include "Valuations.h"
#include "Verbs.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include <functional>
#include <map>
#include <set>

namespace reentrancy {

namespace {

/// Whether two values are the same, or stand for so many that they may be.
bool maySame(const TermTable &Terms, Term A, Term B) {
  return A == B || Terms[A].Blurred || Terms[B].Blurred;
}

/// Visits of blocks when a run is followed behind its sync point.
constexpr unsigned MaxContinuation = 2000;

/// A yield that the first run reached.
struct Reached {
  int At; ///< node of the first run
  State Left;
  const Terminator *Site;
  Yield How;
};

/// Collects the yields of the first run.
class YieldCollector : public RunVisitor {
public:
  std::vector<Reached> Yields;
  std::vector<std::pair<int, State>> Ends;
  void atReturn(int N, const State &S, Term, const Terminator &T,
                const Yield &Y) override {
    if (Y.Kind != YieldKind::None)
      Yields.push_back({N, S, &T, Y});
    else
      Ends.push_back({N, S});
  }
};

/// Where and in what state a replay met its sync point, or ended without.
struct Arrival {
  int At;
  State S;
  bool Exact;   ///< the same call with the same arguments
  bool Ended;   ///< returned without having come there
  uint32_t Fact;
  CallEvent Call;
};

/// Runs a replay up to its sync point.
class ReplayVisitor : public RunVisitor {
public:
  explicit ReplayVisitor(Explorer &E) : E(E) {}
  // The sync point: a call, or a place in the code.
  const CallEvent *Pending = nullptr;
  BlockId SyncBlock = NoBlock;
  uint32_t SyncFact = 0;
  std::vector<Arrival> Arrivals;

  bool atFact(int N, uint32_t Index, State &S) override {
    Position = Index;
    if (Pending || E.Nodes[N].At != SyncBlock || Index != SyncFact)
      return false;
    Arrivals.push_back({N, S, true, false, Index, {}});
    return !generic(N);
  }
  bool atCall(int N, const CallEvent &C, const State &S) override {
    if (!Pending || C.Call->Callee != Pending->Call->Callee ||
        C.Object != Pending->Object ||
        !(C.Call->Reentrant || C.Call->Values))
      return false;
    if (C.Key == Pending->Key) {
      Arrivals.push_back({N, S, true, false, Position, C});
      return !generic(N);
    }
    // Another call of it that was answered before is answered again; one that
    // was never made is its twin.
    if (C.Repeated || sameButJoined(C))
      return false;
    Arrivals.push_back({N, S, false, false, Position, C});
    return true;
  }
  void atReturn(int N, const State &S, Term, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind == YieldKind::None)
      Arrivals.push_back({N, S, false, true, 0, {}});
  }

private:
  /// Whether the visit is one of any number of passes of a loop.
  bool generic(int N) const {
    for (; N >= 0; N = E.Nodes[N].Parent)
      if (E.Nodes[N].Generic)
        return true;
    return false;
  }
  /// A call in a later pass of a loop that the first run went through as well.
  bool sameButJoined(const CallEvent &C) const {
    for (Term A : C.Args)
      if (E.Terms[A].HasVar)
        return true;
    return false;
  }
  Explorer &E;
  uint32_t Position = 0;
};

/// Continues the blocking run with one value marked, and sees whether the mark
/// arrives anywhere.
class MarkVisitor : public RunVisitor {
public:
  MarkVisitor(Explorer &E, Term Mark) : E(E), Mark(Mark) {}
  bool Arrived = false;
  bool atFact(int, uint32_t, State &) override { return Arrived; }
  bool atCall(int, const CallEvent &C, const State &S) override {
    // The arguments of the pending call itself were compared.
    const bool Compared = First;
    First = false;
    if (const Summary &Seen = E.callees()->of(C.Call->Callee); Seen.Known) {
      // What its body reads is known.
      for (Term R : Seen.Reads)
        if (Term L = Summaries::instantiate(E.Terms, R, C); L != Term::None)
          Arrived |= E.Terms.contains(E.Space.load(S, L), Mark);
      for (Term A : C.Args)
        Arrived |= !Compared && E.Terms.contains(A, Mark);
      return Arrived;
    }
    for (unsigned I = 0; I != C.Args.size(); ++I) {
      const Term A = C.Args[I];
      const bool ByAddress = C.Call->Args[I].Mode == ArgMode::MutableRef ||
                             E.Terms[A].Kind == TermKind::Addr;
      Arrived |= (!Compared && E.Terms.contains(A, Mark)) ||
                 (ByAddress &&
                  E.Terms.contains(E.Space.load(S, E.Terms.deref(A)), Mark));
    }
    // An unseen method of one's own class reads what it likes; as it is not
    // known, it does not count.
    if (C.Object != Term::None && !C.Call->OwnObject)
      Arrived |= E.Terms.contains(E.Space.load(S, C.Object), Mark);
    return Arrived;
  }
  void atTest(int, Term Cond, const State &) override {
    Arrived |= Cond != Term::None && E.Terms.contains(Cond, Mark);
  }
  void atReturn(int, const State &S, Term Answer, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind != YieldKind::None)
      return;
    Arrived |= Answer != Term::None && E.Terms.contains(Answer, Mark);
    for (auto &[L, V] : E.Space.entries(S))
      if (E.Terms.persistent(L))
        Arrived |= E.Terms.contains(V, Mark);
  }
  bool First = false;

private:
  Explorer &E;
  Term Mark;
};

/// Collects how a continuation ends.
class EndVisitor : public RunVisitor {
public:
  std::vector<std::pair<int, State>> Ends;
  void atReturn(int N, const State &S, Term, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind == YieldKind::None)
      Ends.push_back({N, S});
  }
};

class TwoRuns {
public:
  TwoRuns(const FunctionFacts &F, StateSpace &Space, const Limits &Bounds,
          Tier Threshold, Summaries &Callees, InitialValues &Initial,
          std::vector<Difference> &Out, std::deque<CallEvent> &Calls)
      : F(F), Space(Space), Terms(Space.Terms), Bounds(Bounds),
        Threshold(Threshold), E(F, Space, Bounds, Threshold, &Callees), Out(Out),
        Calls(Calls), Initial(Initial) {}

  bool run();
  size_t states() const { return E.visited(); }

private:
  bool runFrom(YieldCollector &C, Valuations &Starts);
  bool replay(const Reached &Y, Valuations &Starts);
  void leaveBehind(const State &S);
  bool replayPropagated(const Reached &Y);
  bool replayLeaf(const Reached &Y);
  bool replayRetry(const Reached &Y);
  State leave(const Reached &Y);
  void judge(const Reached &Y, const State &Ref, ReplayVisitor &V,
             const CallEvent *Pending);
  void compare(const Reached &Y, const State &Ref, const Arrival &A,
               const CallEvent *Pending, std::vector<Difference> &Found);
  void comparePersistent(const Reached &Y, const State &Ref, const Arrival &A,
                         const CallEvent *Pending,
                         std::vector<Difference> &Found);
  void followTwin(const Reached &Y, const State &Ref, const Arrival &A,
                  const CallEvent *Pending, std::vector<Difference> &Found);
  void compareLocals(const Reached &Y, const State &Ref, const Arrival &A,
                     const CallEvent *Pending, std::vector<Difference> &Found);
  bool decided(int N) const;
  const WriteEvent *writeBehind(const Reached &Y, const CallEvent &Pending,
                                Term Loc) const;
  bool endsAlike(const Arrival &A, const State &Ref, Term Loc);
  bool behindCall(const Reached &Y, const WriteEvent &W,
                  const CallEvent &Pending) const;
  bool tested(const Reached &Y, Term L, const std::set<BlockId> &Blocks) const;
  void divert(const Reached &Y, const Arrival &A, const CallEvent *Pending,
              FindingKind Kind, std::vector<Difference> &Found,
              Term Into = Term::None);
  void repeated(const Reached &Y, const Arrival &A, const CallEvent *Pending,
                std::vector<Difference> &Found);
  bool holdsFresh(Term V) const;
  void dyingCompletions(const Reached &Y, const State &Before,
                        const CallEvent *Pending);
  static Tier staleness(const CallEvent *Pending);
  Tier repetition(const CallEvent &C, const CallEvent *Pending) const;
  void resubmitted(const Reached &Y, const Arrival &A,
                   std::vector<Difference> &Found);
  bool faint(const Arrival &A, Term Loc, const State &Ref);
  void explainGuard(Difference &D, const Arrival &A, int At);
  const WriteEvent *firstRunWrite(const Reached &Y, Term Loc) const;
  bool firstRunRan(const Reached &Y, const Fact *X) const;
  std::vector<std::pair<Term, int64_t>> waits(int N) const;
  Difference make(const Reached &Y, FindingKind K, const CallEvent *Pending);

  const FunctionFacts &F;
  StateSpace &Space;
  TermTable &Terms;
  const Limits &Bounds;
  Tier Threshold;
  Explorer E;
  std::vector<Difference> &Out;
  std::deque<CallEvent> &Calls;
  std::vector<Node> FirstRun;
  bool madeByCallee(Term Loc) const {
    return llvm::any_of(CalleeWrote, [&](Term L) {
      return Terms.within(L, Loc) || Terms.within(Loc, L);
    });
  }

  State Left; ///< what the replay starts from
  Valuations *Reachable = nullptr;
  InitialValues &Initial;
  BlockId WaitsFor = NoBlock; ///< a retry: the other way out of its test
  std::vector<Term> CalleeWrote; ///< by the pending callee, as far as seen
};

bool TwoRuns::run() {
  // Which places guard, and what they may hold first.
  YieldCollector Scout;
  if (!E.run(Mode::FirstRun, State(), F.Entry, 0, Scout, Bounds.MaxStates))
    return false;
  Valuations Starts(E, Initial);
  if (!Starts.any())
    return runFrom(Scout, Starts);
  while (std::optional<State> S = Starts.next()) {
    YieldCollector C;
    if (!E.run(Mode::FirstRun, *S, F.Entry, 0, C, Bounds.MaxStates) ||
        !runFrom(C, Starts))
      return false;
  }
  return true;
}

/// Judges the yields of the first run that is in the explorer.
bool TwoRuns::runFrom(YieldCollector &C, Valuations &Starts) {
  for (auto &[N, S] : C.Ends)
    if (!E.stale(N))
      Starts.reached(S);
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
  for (const Reached &Y : Yields) {
    if (!replay(Y, Starts))
      return false;
    if (E.visited() > Bounds.MaxStates)
      return false;
  }
  return true;
}

bool TwoRuns::replay(const Reached &Y, Valuations &Starts) {
  CalleeWrote.clear();
  WaitsFor = NoBlock;
  Reachable = &Starts;
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

/// The state from which the next call starts.
void TwoRuns::leaveBehind(const State &S) {
  Left = S;
  Reachable->reached(S);
}

State TwoRuns::leave(const Reached &Y) {
  State S = Y.Left;
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
  dyingCompletions(Y, *Before, Pending);
  State S = leave(Y);
  // It was not done: its outputs, and what is saved of them, are what they
  // were before.
  for (auto &[Loc, V] : E.left(S, *Pending))
    for (auto &[L, Saved] : Space.entries(S))
      if (Saved == V)
        Space.store(S, L, Space.load(*Before, Loc));
  E.unanswer(S, *Pending);
  State Ref = *Before;
  auto Wait = [&](Term Loc, int Which) {
    if (!Terms.persistent(Loc))
      return;
    Term V = Terms.waited("wait", {Terms.named(Pending->Call->Name),
                                   Terms.address(Loc), Terms.integer(Which)});
    Space.store(S, Loc, V);
    Space.store(Ref, Loc, V);
  };
  const Summary &Seen = E.callees()->of(Pending->Call->Callee);
  if (Seen.Known) {
    // Each way to be pending leaves a state of its own.
    Space.dropLocals(S);
    for (const Summary::Writes &W : Seen.Pending) {
      State From = S, Ref = *Before;
      CalleeWrote.clear();
      for (auto &[Inner, Value] : W) {
        const Term L = Summaries::instantiate(Terms, Inner, *Pending);
        if (L == Term::None)
          continue;
        const bool Closed = Terms[Value].Kind == TermKind::Int ||
                            Terms[Value].Kind == TermKind::Const;
        const Term V =
            Closed ? Value
                   : Terms.waited("wait",
                                  {Terms.named(Pending->Call->Name),
                                   Terms.address(L), Space.load(From, L)});
        if (Space.load(From, L) != V)
          CalleeWrote.push_back(L);
        Space.store(From, L, V);
        Space.store(Ref, L, V);
      }
      leaveBehind(From);
      ReplayVisitor V(E);
      V.Pending = Pending;
      if (E.run(Mode::Blocking, From, F.Entry, 0, V, Bounds.MaxRunStates))
        judge(Y, Ref, V, Pending);
    }
    return true;
  }
  if (Pending->Object != Term::None && !Pending->Call->OwnObject &&
      !Pending->Call->KeepsObject)
    Wait(Pending->Object, -1);
  for (unsigned I = 0; I != Pending->Args.size(); ++I)
    if (Pending->Call->Args[I].Mode == ArgMode::MutableRef)
      Wait(Terms.deref(Pending->Args[I]), I);
  Space.dropLocals(S);
  leaveBehind(S);
  ReplayVisitor V(E);
  V.Pending = Pending;
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates))
    return true; // too many ways: quiet
  judge(Y, Ref, V, Pending);
  return true;
}

/// A completion in a local is lost without further conditions: the I/O is in
/// flight, and nobody waits for it.
void TwoRuns::dyingCompletions(const Reached &Y, const State &Before,
                               const CallEvent *Pending) {
  for (auto &[L, V] : Space.entries(Before)) {
    if (Terms[L].Kind != TermKind::Local || !F.Holders.count(Terms[L].Sym))
      continue;
    const WriteEvent *Last = nullptr;
    for (int N = Y.At; N >= 0 && !Last; N = FirstRun[N].Parent)
      for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes))
        if (W.Loc == L) {
          Last = &W;
          break;
        }
    // In a loop what it holds is joined with what it held before.
    if (!Last || !Terms.contains(V, Last->New) || !holdsFresh(V))
      continue;
    Difference D = make(Y, FindingKind::LostLocal, Pending);
    D.Certainty = Tier::Likely;
    D.At = D.Again = Last->By;
    D.Place = D.Lost = L;
    if (D.Certainty >= Threshold)
      Out.push_back(std::move(D));
  }
}

/// Whether a value is, or holds, a completion of this very call.
bool TwoRuns::holdsFresh(Term V) const {
  llvm::SmallVector<Term, 8> Work{V};
  std::set<Term> Seen;
  while (!Work.empty()) {
    const Term T = Work.pop_back_val();
    if (!Seen.insert(T).second)
      continue;
    if (Terms.isFn(T, "result") || Terms.isFn(T, "handle"))
      return true;
    // A callee's answer, if it was taken out and kept.
    if (Terms.isFn(T, "answer") && T != V)
      return true;
    Work.append(Terms[T].Args.begin(), Terms[T].Args.end());
  }
  return false;
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
          !F.Blocks[B.End.Then].LoopHead)
        break;
      E.execute(Ref, Sync, 0, B.Facts.size());
      Sync = B.End.Then;
    }
  }
  State S = leave(Y);
  Space.dropLocals(S);
  leaveBehind(S);
  ReplayVisitor V(E);
  V.SyncBlock = Sync;
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates))
    return true;
  judge(Y, Ref, V, nullptr);
  return true;
}

bool TwoRuns::replayRetry(const Reached &Y) {
  // The test in front of it.
  int T = Y.At;
  while (T >= 0 && !(FirstRun[T].Via &&
                     (FirstRun[T].Via->Kind == Terminator::Switch ||
                      (FirstRun[T].Via->Then != NoBlock &&
                       FirstRun[T].Via->Else != NoBlock))))
    T = FirstRun[T].Parent;
  if (T < 0)
    return true; // waits in any case: nothing to compare with
  const Node &Test = FirstRun[FirstRun[T].Parent];
  const Block &B = F.Blocks[Test.At];
  // Work in portions: the way to the test changed what the test reads.
  std::set<const Fact *> InTest;
  for (uint32_t I = B.End.TestBegin; I < B.Facts.size(); ++I)
    InTest.insert(&B.Facts[I]);
  std::vector<Term> Tested;
  for (const ReadEvent &R : Test.Reads)
    if (InTest.count(R.By))
      Tested.push_back(R.Loc);
  for (int N = FirstRun[T].Parent; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (!InTest.count(W.By) && W.Old != W.New)
        for (Term L : Tested)
          if (Terms.persistent(W.Loc) &&
              (Terms.within(W.Loc, L) || Terms.within(L, W.Loc)))
            return true;
  // Or what the condition's value was computed from.
  for (auto &[L, V] : Space.entries(Y.Left))
    if (Terms.persistent(L) && Terms[V].Kind != TermKind::Int &&
        Terms[V].Kind != TermKind::Const &&
        Terms.contains(FirstRun[T].Cond, V))
      return true;
  State S = leave(Y);
  Space.dropLocals(S);
  leaveBehind(S);
  State Ref = S;
  ReplayVisitor V(E);
  WaitsFor = FirstRun[T].Via->Kind == Terminator::Branch
                 ? (FirstRun[T].Choice ? FirstRun[T].Via->Else
                                       : FirstRun[T].Via->Then)
                 : NoBlock;
  V.SyncBlock = Test.At;
  V.SyncFact = B.End.TestBegin;
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates))
    return true;
  judge(Y, Ref, V, nullptr);
  return true;
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

/// Whether every test on the way to node \p N of the replay was decided.
bool TwoRuns::decided(int N) const {
  for (; N >= 0; N = E.Nodes[N].Parent)
    if (E.Nodes[N].Undecided)
      return false;
  return true;
}

std::vector<std::pair<Term, int64_t>> TwoRuns::waits(int N) const {
  std::vector<std::pair<Term, int64_t>> W;
  for (; N >= 0; N = E.Nodes[N].Parent)
    if (E.Nodes[N].Undecided && E.Nodes[N].Cond != Term::None &&
        Terms[E.Nodes[N].Cond].Waits)
      W.push_back({E.Nodes[N].Cond, E.Nodes[N].Choice});
  llvm::sort(W);
  return W;
}

void TwoRuns::judge(const Reached &Y, const State &Ref, ReplayVisitor &V,
                    const CallEvent *Pending) {
  // What only the wait decides must show on both ways.
  std::map<std::vector<std::pair<Term, int64_t>>, std::vector<Difference>>
      ByWait;
  // In a loop's later passes the pending call may be this one or the next: a
  // way to the end that comes by the call has not missed it.
  std::set<int> Met;
  for (const Arrival &A : V.Arrivals)
    if (A.Exact)
      Met.insert(A.At);
  auto cameBy = [&](int N) {
    for (; N >= 0; N = E.Nodes[N].Parent)
      if (Met.count(N))
        return true;
    return false;
  };
  for (const Arrival &A : V.Arrivals) {
    if (E.stale(A.At) || (!A.Exact && cameBy(A.At)) ||
        (A.Ended && cameBy(A.At)))
      continue;
    auto &Found = ByWait[waits(A.At)];
    compare(Y, Ref, A, Pending, Found);
  }
  if (ByWait.empty())
    return;
  std::vector<Difference> Common = ByWait.begin()->second;
  for (auto It = std::next(ByWait.begin()); It != ByWait.end(); ++It)
    llvm::erase_if(Common, [&](const Difference &D) {
      return llvm::none_of(It->second, [&](const Difference &O) {
        return O.At == D.At && O.Kind == D.Kind;
      });
    });
  for (Difference &D : Common)
    if (D.Certainty >= Threshold)
      Out.push_back(std::move(D));
}

Difference TwoRuns::make(const Reached &Y, FindingKind K,
                         const CallEvent *Pending) {
  Difference D;
  D.Kind = K;
  D.Yield = Y.Site;
  D.How = Y.How.Kind;
  D.Callee = Pending;
  return D;
}

void TwoRuns::compare(const Reached &Y, const State &Ref, const Arrival &A,
                      const CallEvent *Pending,
                      std::vector<Difference> &Found) {
  repeated(Y, A, Pending, Found);
  if (A.Ended) {
    if (Pending)
      divert(Y, A, Pending, FindingKind::Abandoned, Found);
    return;
  }
  if (Pending && A.Call.By != Pending->By) {
    followTwin(Y, Ref, A, Pending, Found);
    return;
  }
  if (!A.Exact) {
    // The pending call is made again, with another input.
    const size_t Before = Found.size();
    divert(Y, A, Pending, FindingKind::OtherPath, Found);
    // Where no test was open, its input differs for what was done again.
    if (Found.size() == Before && decided(A.At))
      comparePersistent(Y, Ref, A, Pending, Found);
    return;
  }
  if (Y.How.Kind != YieldKind::Retry)
    compareLocals(Y, Ref, A, Pending, Found);
  comparePersistent(Y, Ref, A, Pending, Found);
  if (Y.How.Kind == YieldKind::Leaf)
    resubmitted(Y, A, Found);
}

void TwoRuns::comparePersistent(const Reached &Y, const State &Ref,
                                const Arrival &A, const CallEvent *Pending,
                                std::vector<Difference> &Found) {
  std::set<Term> Places;
  for (auto &[L, V] : Space.entries(Ref))
    Places.insert(L);
  for (auto &[L, V] : Space.entries(A.S))
    Places.insert(L);
  for (Term L : Places) {
    if (!Terms.persistent(L))
      continue;
    // What a parent's entry covers is compared part by part.
    const Term X = Space.resolve(A.S, Space.load(Ref, L));
    const Term Z = Space.resolve(A.S, Space.load(A.S, L));
    if (maySame(Terms, X, Z))
      continue;
    // The last write of it on the replay.
    const WriteEvent *Last = nullptr;
    int At = A.At;
    for (int N = A.At; N >= 0 && !Last; N = E.Nodes[N].Parent)
      for (const WriteEvent &W : llvm::reverse(E.Nodes[N].Writes))
        if (Terms.within(W.Loc, L) || Terms.within(L, W.Loc)) {
          Last = &W;
          At = N;
          break;
        }
    // Changed between the pending call and the return, and not put back. What
    // the blocking run changes there as well is only done early.
    if (!Last && Pending) {
      Last = writeBehind(Y, *Pending, L);
      if (Last && endsAlike(A, Ref, L))
        continue;
    }
    if (!Last)
      continue; // the wait, or the waiting run
    if (Last->By->Kind == FactKind::Call &&
        F.Calls[Last->By->Call].Reentrant)
      continue; // a repeated callee: see there
    if (llvm::any_of(Found, [&](const Difference &O) {
          return O.At == Last->By && O.Kind == FindingKind::LostProgress;
        }))
      continue;
    Difference D = make(Y, FindingKind::ChangedAgain, Pending);
    if (Last->By->Kind == FactKind::Call)
      D.Certainty = F.Calls[Last->By->Call].Confidence;
    // What is read, changed and written is changed again whatever it is
    // changed by.
    if (Last->By->Role != WriteRole::Modify)
      D.Certainty = std::min({D.Certainty, Terms[X].Certainty,
                              Terms[Z].Certainty});
    if (D.Certainty < Threshold || faint(A, L, Ref))
      continue;
    switch (Last->By->Role) {
    case WriteRole::Consume:
      D.Kind = FindingKind::Consumed;
      break;
    case WriteRole::Assign:
    case WriteRole::Reset:
      if (Last->By->Kind != FactKind::Call &&
          !Terms.contains(Last->New, Last->Old))
        D.Kind = madeByCallee(L) ? FindingKind::ResetProgress
                                 : FindingKind::Reset;
      break;
    default:
      break;
    }
    D.At = D.Again = Last->By;
    D.Place = L;
    explainGuard(D, A, At);
    Found.push_back(std::move(D));
  }
}

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

bool TwoRuns::faint(const Arrival &A, Term Loc, const State &Ref) {
  const Term Mark = Terms.constant("\x01mark");
  State S = A.S;
  Space.store(S, Loc, Mark);
  std::vector<Node> Saved = std::move(E.Nodes);
  MarkVisitor V(E, Mark);
  V.First = A.Call.Call != nullptr;
  BlockId From = Saved[A.At].At;
  uint32_t At = A.Fact;
  if (WaitsFor != NoBlock) {
    // The blocking run waits until the test comes out the other way.
    E.execute(S, From, At, F.Blocks[From].Facts.size());
    From = WaitsFor;
    At = 0;
  }
  const bool Whole = E.run(Mode::Blocking, S, From, At, V, MaxContinuation);
  E.Nodes = std::move(Saved);
  return Whole && !V.Arrived;
}

const WriteEvent *TwoRuns::firstRunWrite(const Reached &Y, Term Loc) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes))
      if (W.Old != W.New &&
          (Terms.within(W.Loc, Loc) || Terms.within(Loc, W.Loc)))
        return &W;
  return nullptr;
}

/// The last write of \p Loc that the first run made after the pending call.
const WriteEvent *TwoRuns::writeBehind(const Reached &Y,
                                       const CallEvent &Pending,
                                       Term Loc) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    const bool Called =
        llvm::any_of(FirstRun[N].Calls,
                     [&](const CallEvent &C) { return C.By == Pending.By; });
    for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes)) {
      if (Called && W.By <= Pending.By)
        break;
      if (W.By->Kind == FactKind::Store &&
          (Terms.within(W.Loc, Loc) || Terms.within(Loc, W.Loc)))
        return &W;
    }
    if (Called)
      break;
  }
  return nullptr;
}

/// Whether \p Loc ends as it does in the blocking run, in spite of what the
/// first call changed in advance.
bool TwoRuns::endsAlike(const Arrival &A, const State &Ref, Term Loc) {
  std::vector<Node> Saved = std::move(E.Nodes);
  // What it holds at the ends that are reached from S.
  auto Contents = [&](const State &S) {
    EndVisitor V;
    std::set<Term> Held;
    if (E.run(Mode::Blocking, S, Saved[A.At].At, A.Fact, V, MaxContinuation))
      for (auto &[N, End] : V.Ends)
        if (!E.stale(N))
          Held.insert(Space.resolve(End, Space.load(End, Loc)));
    return Held;
  };
  State Waiting = Ref;
  Waiting.Run = A.S.Run;
  Waiting.Calls = A.S.Calls;
  const std::set<Term> Right = Contents(Waiting);
  const std::set<Term> Replayed = Contents(A.S);
  E.Nodes = std::move(Saved);
  return !Replayed.empty() && std::includes(Right.begin(), Right.end(),
                                            Replayed.begin(), Replayed.end());
}

/// Whether the first run made the write after the pending call.
bool TwoRuns::behindCall(const Reached &Y, const WriteEvent &W,
                         const CallEvent &Pending) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    const Node &X = FirstRun[N];
    const bool Called = llvm::any_of(X.Calls, [&](const CallEvent &C) {
      return C.By == Pending.By;
    });
    for (const WriteEvent &O : X.Writes)
      if (&O == &W)
        return !Called || W.By > Pending.By;
    if (Called)
      return false;
  }
  return false;
}

/// The replay goes another way: blame the change that a test on the replay
/// reads, or that the pending callee's input was computed from.
void TwoRuns::divert(const Reached &Y, const Arrival &A,
                     const CallEvent *Pending, FindingKind Kind,
                     std::vector<Difference> &Found, Term Into) {
  // Reads of the replay that see a value which the first run left changed.
  std::vector<int> Path;
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    Path.push_back(N);
  std::set<Term> Written;
  for (int N : llvm::reverse(Path)) {
    for (const ReadEvent &R : E.Nodes[N].Reads) {
      if (!Terms.persistent(R.Loc) || Written.count(R.Loc) ||
          R.By->Kind == FactKind::Call)
        continue;
      const WriteEvent *W = firstRunWrite(Y, R.Loc);
      if (!W || (W->By->Kind == FactKind::Call &&
                 F.Calls[W->By->Call].Reentrant))
        continue;
      const Term Was = Space.resolve(Y.Left, W->Old);
      const Term Is = Space.resolve(Y.Left, Space.load(Left, R.Loc));
      if (W->Loc == R.Loc && Was == Is)
        continue;
      if (Terms[Is].Waits || Terms[Is].Blurred)
        continue;
      // A guard that is set knowing the pending answer is set on purpose.
      if (Pending && E.guards(W->Loc) && behindCall(Y, *W, *Pending))
        continue;
      // It must matter: in a test behind it, or in the callee's input.
      bool Matters = Into != Term::None && Terms.contains(Into, Is);
      for (int T : Path)
        Matters |= Into == Term::None && E.Nodes[T].Cond != Term::None && E.Nodes[T].Via &&
                   (Terms.contains(E.Nodes[T].Cond, Is) ||
                    llvm::any_of(E.Nodes[E.Nodes[T].Parent].Reads,
                                 [&](const ReadEvent &X) {
                                   return X.Loc == R.Loc;
                                 }));
      for (unsigned I = 0; Into == Term::None && I < A.Call.Args.size(); ++I)
        Matters |= Terms.contains(A.Call.Args[I], Is) ||
                   (Pending && I < Pending->Args.size() &&
                    Pending->Args[I] != A.Call.Args[I] &&
                    Terms.contains(Pending->Args[I], Was));
      if (!Matters)
        continue;
      Difference D = make(Y, Kind, Pending);
      D.Certainty = std::min(Terms[Is].Certainty, Terms[W->New].Certainty);
      if (D.Certainty < Threshold)
        continue;
      if (W->By->Role == WriteRole::Consume)
        D.Kind = FindingKind::Consumed;
      else if (Kind == FindingKind::Abandoned &&
               (Terms[W->New].Kind != TermKind::Int || !E.guards(W->Loc)))
        D.Kind = FindingKind::OtherPath; // not a state: progress
      D.At = W->By;
      D.Again = R.By;
      D.Place = W->Loc;
      explainGuard(D, A, A.At);
      Found.push_back(std::move(D));
      return;
    }
    for (const WriteEvent &W : E.Nodes[N].Writes)
      Written.insert(W.Loc);
  }
}

bool TwoRuns::firstRunRan(const Reached &Y, const Fact *X) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    for (const CallEvent &C : FirstRun[N].Calls)
      if (C.By == X)
        return true;
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (W.By == X)
        return true;
  }
  return false;
}

/// Finished callees and submissions on the replay.
void TwoRuns::repeated(const Reached &Y, const Arrival &A,
                       const CallEvent *Pending,
                       std::vector<Difference> &Found) {
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    for (const CallEvent &C : E.Nodes[N].Calls) {
      if (A.Call.By == C.By && N == A.At)
        continue; // the sync point itself
      if (!C.Call->Submits && !(C.Call->Reentrant && C.Repeated))
        continue;
      if (C.Call->Submits && !firstRunRan(Y, C.By))
        continue;
      Difference D = make(Y,
                          C.Call->Submits ? FindingKind::Resubmitted
                                          : FindingKind::RepeatedCallee,
                          Pending);
      D.Certainty = C.Call->Submits ? Tier::Likely : repetition(C, Pending);
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
  auto VerbOf = [](const clang::FunctionDecl *F) {
    return F && F->getIdentifier() ? verbOf(F->getName()) : Verb::Unknown;
  };
  switch (VerbOf(FD)) {
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
  switch (VerbOf(Pending->Call->Callee)) {
  case Verb::Changes:
  case Verb::Unknown:
    return Tier::Likely;
  default:
    return Tier::Possible;
  }
}

/// How sure it is that the pending callee changed what a local was read from.
Tier TwoRuns::staleness(const CallEvent *Pending) {
  const clang::FunctionDecl *FD = Pending ? Pending->Call->Callee : nullptr;
  return FD && FD->getIdentifier() && verbOf(FD->getName()) == Verb::Changes
             ? Tier::Likely
             : Tier::Possible;
}

/// A leaf yield whose state did not move on: what was submitted is submitted
/// again in the same state.
void TwoRuns::resubmitted(const Reached &Y, const Arrival &A,
                          std::vector<Difference> &Found) {
  const CallEvent *Submission = nullptr;
  for (int N = Y.At; N >= 0 && !Submission; N = FirstRun[N].Parent)
    for (const CallEvent &C : llvm::reverse(FirstRun[N].Calls))
      if (C.Call->Submits &&
          Terms.contains(Y.How.Completion, C.Answer)) {
        Submission = &C;
        break;
      }
  if (!Submission)
    return;
  const State Was = E.snapshot(Submission->Before);
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
    std::set<Term> Places;
    for (auto &[L, X] : Space.entries(Was))
      Places.insert(L);
    for (auto &[L, X] : Space.entries(S))
      Places.insert(L);
    for (Term L : Places)
      if (Terms.persistent(L) && !Terms.within(L, Submission->Object) &&
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

/// Whether a test among \p Blocks on the way to the yield read the local \p L.
bool TwoRuns::tested(const Reached &Y, Term L,
                     const std::set<BlockId> &Blocks) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    const Node &X = FirstRun[N];
    const Block &B = F.Blocks[X.At];
    if (!Blocks.count(X.At) || B.End.Kind == Terminator::Jump)
      continue;
    for (const ReadEvent &R : X.Reads)
      if (Terms.within(R.Loc, L) && B.Facts.data() + B.End.TestBegin <= R.By &&
          R.By < B.Facts.data() + B.Facts.size())
        return true;
  }
  return false;
}

/// Locals that are live at the sync point and were not computed again.
void TwoRuns::compareLocals(const Reached &Y, const State &Ref,
                            const Arrival &A, const CallEvent *Pending,
                            std::vector<Difference> &Found) {
  std::set<Term> Places;
  for (auto &[L, V] : Space.entries(Ref))
    Places.insert(L);
  for (auto &[L, V] : Space.entries(A.S))
    Places.insert(L);
  for (Term L : Places) {
    // A helper's locals are not alive at a yield of its caller.
    if (Terms[Terms.root(L)].Kind != TermKind::Local ||
        Terms[Terms.root(L)].Num != 0)
      continue;
    const Term X = Space.resolve(A.S, Space.load(Ref, L));
    const Term Z = Space.resolve(A.S, Space.load(A.S, L));
    if (maySame(Terms, X, Z) || Terms[X].Kind == TermKind::Addr)
      continue;
    if (std::min(Terms[X].Certainty, Terms[Z].Certainty) < Threshold ||
        faint(A, L, Ref))
      continue;
    // What is behind the yield and comes round to it again, changing what
    // persists, is done again for each step that the local forgets.
    std::set<BlockId> Ahead, Round;
    const BlockId Here = E.Nodes[A.At].At;
    std::vector<BlockId> Work{Here};
    while (!Work.empty()) {
      const BlockId B = Work.back();
      Work.pop_back();
      for (BlockId S : F.Blocks[B].successors())
        if (Ahead.insert(S).second)
          Work.push_back(S);
    }
    // Computed again from what the first call changed?
    const size_t Known = Found.size();
    divert(Y, A, Pending, FindingKind::OtherPath, Found, Z);
    if (Found.size() != Known)
      continue;
    bool Reported = false;
    if (Ahead.count(Here) && tested(Y, L, Ahead))
      for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
        if (!Ahead.count(FirstRun[N].At))
          continue;
        for (const WriteEvent &W : FirstRun[N].Writes) {
          if (!Terms.persistent(W.Loc) || W.By->Kind == FactKind::Call ||
              W.By->Role != WriteRole::Modify)
            continue;
          // Is it run again before the local has caught up?
          Difference D = make(Y, FindingKind::LostProgress, Pending);
          D.Certainty = Terms[W.New].Certainty;
          D.At = D.Again = W.By;
          D.Place = W.Loc;
          D.Lost = L;
          if (D.Certainty < Threshold ||
              llvm::any_of(Found, [&](const Difference &O) {
                return O.At == D.At;
              }))
            continue;
          Found.push_back(std::move(D));
          Reported = true;
        }
      }
    if (!Reported) {
      Difference D = make(Y,
                          Terms[Z].Waits ? FindingKind::StaleValue
                                         : FindingKind::LostLocal,
                          Pending);
      if (Terms[Z].Waits)
        D.Certainty = staleness(Pending);
      D.Lost = L;
      D.Place = L;
      for (int N = Y.At; N >= 0 && !D.At; N = FirstRun[N].Parent)
        for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes))
          if (Terms.within(W.Loc, L)) {
            D.At = W.By;
            break;
          }
      D.Again = D.At;
      if (D.At && D.Certainty >= Threshold)
        Found.push_back(std::move(D));
    }
  }
}

/// Finds the last test before node \p At of the replay, and why it let control
/// through.
void TwoRuns::explainGuard(Difference &D, const Arrival &A, int At) {
  for (int N = At; N >= 0; N = E.Nodes[N].Parent) {
    const Node &X = E.Nodes[N];
    if (!X.Via || !X.Via->Test)
      continue;
    // Only what persists can guard; a callee's answer does not.
    const Node &Tested = E.Nodes[X.Parent];
    const Block &B = F.Blocks[Tested.At];
    const ReadEvent *Guard = nullptr;
    for (const ReadEvent &R : Tested.Reads)
      for (uint32_t I = B.End.TestBegin; I < B.Facts.size(); ++I)
        if (&B.Facts[I] == R.By && Terms.persistent(R.Loc) &&
            R.By->Kind != FactKind::Call)
          Guard = &R;
    if (!Guard)
      continue;
    D.Guard = X.Via;
    D.GuardCond = X.Cond;
    D.GuardChoice = X.Choice;
    D.GuardUndecided = X.Undecided;
    const Term Now = Space.load(Left, Guard->Loc);
    D.GuardWritten = Now != Terms.init(Guard->Loc);
    return;
  }
}

} // namespace

bool findDifferences(const FunctionFacts &F, StateSpace &Space,
                     const Limits &Bounds, Tier Threshold, Summaries &Callees,
                     InitialValues &Initial, std::vector<Difference> &Out,
                     size_t &States,
                     std::deque<CallEvent> &Calls) {
  TwoRuns R(F, Space, Bounds, Threshold, Callees, Initial, Out, Calls);
  const bool Whole = R.run();
  States = R.states();
  return Whole;
}

} // namespace reentrancy
