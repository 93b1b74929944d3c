//===- TwoRuns.h - Both runs of each yield, compared -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The class behind Replay.h. Its members are filed by what they do: the runs
// (Replay.cpp; of retries Retries.cpp), what differs where they meet
// (Compare.cpp), behind a twin (Twins.cpp), on another way (Divert.cpp), what
// is done again (Repetition.cpp), what does not survive (LostLocals.cpp), and
// whether a difference matters (Faint.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_TWORUNS_H
#define REENTRANCY_LIB_TWORUNS_H

#include "execution/Summary.h"
#include "replay/Replay.h"
#include "replay/Valuations.h"
#include "llvm/ADT/STLExtras.h"
#include <deque>
#include <map>
#include <set>

namespace reentrancy {

/// Whether two values are the same, or stand for so many that they may be.
inline bool maySame(const TermTable &Terms, Term A, Term B) {
  return A == B || Terms[A].Blurred || Terms[B].Blurred;
}

/// Whether \p Loc lies in an object that \p S has no way to any more: its sole
/// owner has let it go, or nobody took it.
bool gone(StateSpace &Space, const State &S, Term Loc);

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
  bool Exact; ///< the same call with the same arguments
  bool Ended; ///< returned without having come there
  uint32_t Fact;
  CallEvent Call;
  Term Answer = Term::None; ///< Ended: what was returned
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
  /// Where a loop's later pass may have made the pending call.
  std::set<int> Passed;
  std::vector<Arrival> Later;

  bool atFact(int N, uint32_t Index, State &S) override {
    Position = Index;
    if (Pending || E.Nodes[N].At != SyncBlock || Index != SyncFact)
      return false;
    Arrivals.push_back({N, S, true, false, Index, {}});
    return !generic(N);
  }
  bool atCall(int N, const CallEvent &C, const State &S) override {
    if (!Pending || C.Call->Callee != Pending->Call->Callee ||
        C.Call->Name != Pending->Call->Name || C.Object != Pending->Object ||
        !(C.Call->Reentrant || C.Call->Values ||
          !(Pending->Call->Reentrant || Pending->Call->Values)))
      return false;
    if (alike(C)) {
      Arrivals.push_back({N, S, true, false, Position, C});
      return !generic(N);
    }
    // Read one thing, and read another: neither stands for the other.
    if (surelyOther(C))
      return false;
    // Another call of it that was answered before is answered again; one that
    // was never made is its twin.
    if (sameButJoined(C)) {
      Passed.insert(N);
      Later.push_back({N, S, true, false, Position, C});
      return false;
    }
    if (C.Repeated)
      return false;
    Arrivals.push_back({N, S, false, false, Position, C});
    return true;
  }
  void atReturn(int N, const State &S, Term Answer, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind == YieldKind::None)
      Arrivals.push_back({N, S, false, true, 0, {}, Answer});
  }

private:
  /// Whether the visit is one of any number of passes of a loop around it.
  bool generic(int N) const { return E.genericPass(N, 0, E.Nodes[N].At); }
  /// Whether \p C is the pending call again. What the wait may have made of a
  /// value that it is given is not held against it.
  bool alike(const CallEvent &C) const {
    if (C.alike(*Pending))
      return true;
    if (C.Args.size() != Pending->Args.size())
      return false;
    for (unsigned I = 0; I != C.Args.size(); ++I)
      if (E.Terms.withoutWaits(C.Args[I]) !=
          E.Terms.withoutWaits(Pending->Args[I]))
        return false;
    return true;
  }
  /// Whether \p C is given a known number where the pending call was given
  /// another.
  bool surelyOther(const CallEvent &C) const {
    for (unsigned I = 0; I < std::min(C.Args.size(), Pending->Args.size()); ++I)
      if (E.Terms.isInt(C.Args[I]) && E.Terms.isInt(Pending->Args[I]) &&
          C.Args[I] != Pending->Args[I])
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

/// Collects how a continuation ends.
class EndVisitor : public RunVisitor {
public:
  struct End {
    int At;
    State S;
    Term Answer;
  };
  std::vector<End> Ends;
  void atReturn(int N, const State &S, Term Answer, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind == YieldKind::None)
      Ends.push_back({N, S, Answer});
  }
};

/// Finds the differences of all yields of one function.
class TwoRuns {
public:
  TwoRuns(Explorer &E, const Limits &Bounds, Tier Threshold,
          InitialValues &Initial, const Callers &Up,
          std::vector<Difference> &Out, std::deque<CallEvent> &Calls,
          std::vector<ReplayedYield> &Looked)
      : F(E.F), Space(E.Space), Terms(E.Terms), Bounds(Bounds),
        Threshold(Threshold), E(E), Out(Out), Calls(Calls), Looked(Looked),
        Initial(Initial), Up(Up) {}

  bool run(llvm::ArrayRef<FirstEnd> Ends);

private:
  bool runAll(bool Judge);
  bool runFrom(YieldCollector &C);
  bool replay(const Reached &Y);
  ReplayedYield &lookedAt(const Reached &Y);
  std::set<const clang::ValueDecl *> changedBefore(const Reached &Y);
  bool leaveBehind(const State &S);
  bool replayPropagated(const Reached &Y);
  bool replayLeaf(const Reached &Y);
  bool replayRetry(const Reached &Y);
  bool waitsAnyway(const Reached &Y);
  bool stored(const Reached &Y, int First,
              llvm::function_ref<bool(const WriteEvent &)> Wanted) const;
  bool handsOver(const Reached &Y) const;
  bool takesInput(const Reached &Y) const;
  bool savesCursor(const Reached &Y, int Test) const;
  bool goesOn(const Reached &Y, int Test) const;
  std::vector<int> testInFront(const Reached &Y) const;
  bool inPortions(const Reached &Y, const std::vector<int> &Parts) const;
  void keepOwn(const Reached &Y, State &S);
  void wait(State &S, const CallEvent &Pending, Term Loc, int Which) const;
  Term withoutOwn(Term Whole, Term Loc) const;
  bool runsExtra(const Reached &Y, const Arrival &A) const;
  bool givesUp(const Arrival &A) const;
  State leave(const Reached &Y);
  void judge(const Reached &Y, const State &Ref, ReplayVisitor &V,
             const CallEvent *Pending);
  void compare(const Reached &Y, const State &Ref, const Arrival &A,
               const CallEvent *Pending, std::vector<Difference> &Found);
  void comparePersistent(const Reached &Y, const State &Ref, const Arrival &A,
                         const CallEvent *Pending,
                         std::vector<Difference> &Found);
  void compareInput(const Reached &Y, const Arrival &A,
                    const CallEvent *Pending, std::vector<Difference> &Found);
  bool madeAnew(const CallEvent &Pending, Term Loc, const State &Ref,
                const State &Replayed);
  void followTwin(const Reached &Y, const State &Ref, const Arrival &A,
                  const CallEvent *Pending, std::vector<Difference> &Found);
  void compareEnds(const Reached &Y, const State &Ref, BlockId Here,
                   uint32_t Index, const Arrival &A, const CallEvent *Pending,
                   std::vector<Difference> &Found);
  void compareLocals(const Reached &Y, const State &Ref, const Arrival &A,
                     const CallEvent *Pending, std::vector<Difference> &Found);
  bool decided(int N) const;
  bool guardIsGiven(const Reached &Y, int At) const;
  void notDispatched(const Reached &Y, const CallEvent *Pending);
  bool reentrant(const Fact &X) const {
    return X.Kind == FactKind::Call && F.Calls[X.Call].Reentrant;
  }
  /// The last write of \p Loc, or of a part of it, that \p Wanted accepts on
  /// the way to node \p N of \p Path, which becomes the node that made it.
  const WriteEvent *
  lastWrite(const std::vector<Node> &Path, int &N, Term Loc,
            llvm::function_ref<bool(const WriteEvent &)> Wanted) const;
  const WriteEvent *writeBehind(const Reached &Y, const CallEvent &Pending,
                                Term Loc) const;
  bool madeByCallee(Term Loc) const {
    return llvm::any_of(CalleeWrote, [&](Term L) {
      return Terms.within(L, Loc) || Terms.within(Loc, L);
    });
  }
  std::optional<WriteEvent> calleeWrite(const Arrival &A, Term Loc,
                                        Term Was) const;
  bool anotherGoesOn(const Reached &Y, const Arrival &A,
                     const CallEvent &Pending) const;
  bool goesOnWithKept(const CallEvent &Again, const CallEvent &Pending) const;
  bool knowsThatItWaits(const Reached &Y, const WriteEvent &W) const;
  bool leftAsMark(const Reached &Y, Term Loc) const;
  bool givenAway(Term Loc) const;
  bool keepsAnswer(const Reached &Y, const CallEvent &Pending, Term Loc) const;
  bool triedAgain(const Reached &Y, const Fact *X) const;
  bool endsAlike(const Arrival &A, const State &Ref, Term Loc = Term::None);
  const std::vector<EndVisitor::End> &endsFrom(const State &S, BlockId At,
                                               uint32_t Fact);
  bool behindCall(const Reached &Y, const WriteEvent &W,
                  const CallEvent &Pending) const;
  std::set<BlockId> behind(BlockId Here) const;
  bool lostProgress(const Reached &Y, const CallEvent &C,
                    const CallEvent &Pending, std::vector<Difference> &Found);
  bool onlyWrites(const CallEvent *Pending, Term L, Term Replayed) const;
  bool leavesTrace(const Reached &Y, const CallEvent *Pending,
                   const std::set<BlockId> &Blocks) const;
  bool tested(const Reached &Y, Term L, const std::set<BlockId> &Blocks) const;
  Term savedLocal(const Reached &Y, const Arrival &A,
                  const WriteEvent &Save) const;
  void divert(const Reached &Y, const Arrival &A, const CallEvent *Pending,
              FindingKind Kind, std::vector<Difference> &Found,
              Term Into = Term::None);
  void repeated(const Reached &Y, const Arrival &A, const CallEvent *Pending,
                std::vector<Difference> &Found);
  llvm::SmallVector<Term, 2> freshIn(Term V) const;
  void dyingCompletions(const Reached &Y, const State &Before,
                        const CallEvent *Pending);
  static Tier staleness(const CallEvent *Pending);
  Tier repetition(const CallEvent &C, const CallEvent *Pending) const;
  void resubmitted(const Reached &Y, const Arrival &A,
                   std::vector<Difference> &Found);
  bool faint(const Arrival &A, Term Loc);
  /// What the last faint() saw: that the value reaches nothing itself, and at
  /// most decides how often, or which way, something is done.
  bool OnlyDecides = false;
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
  Explorer &E;
  std::vector<Difference> &Out;
  std::deque<CallEvent> &Calls;
  std::vector<ReplayedYield> &Looked;
  ReplayedYield *Now = nullptr; ///< the one that is being replayed
  std::vector<Node> FirstRun;
  /// The persistent places that the function itself assigns to, wherever that
  /// stands: its guards and its progress.
  std::set<Term> Own;
  State Left; ///< what the replay starts from
  InitialValues &Initial;
  const Callers &Up;
  std::optional<Valuations> Starts;
  bool Judging = true; ///< not while the states to start from are looked for
  BlockId WaitsFor = NoBlock; ///< a retry: the other way out of its test
  BlockId GoesOn = NoBlock;   ///< a leaf, a retry: where the waiting run does
  std::vector<Term> CalleeWrote;     ///< by the pending callee, as far as seen
  const Summary::Way *Way = nullptr; ///< that callee's, if it is seen
  /// How the blocking run goes on from a state; the last few that were asked
  /// for.
  struct Continuation {
    State From;
    BlockId At;
    uint32_t Fact;
    std::vector<EndVisitor::End> Ends;
  };
  std::deque<Continuation> Continuations;
};

} // namespace reentrancy

#endif
