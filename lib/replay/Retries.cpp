//===- Retries.cpp - The replay of a yield that asks for another try ------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"

namespace reentrancy {

/// What declares \p Loc, or null.
static const clang::ValueDecl *declarationOf(const TermTable &Terms, Term Loc) {
  const Symbol Sym = Terms.symbolOf(Loc);
  return Sym ? Terms.decl(Sym) : nullptr;
}

/// The parameter that \p Value is, as the caller gave it, or null.
static const clang::ParmVarDecl *parameterOf(const TermTable &Terms,
                                             Term Value) {
  const TermNode &V = Terms[Value];
  return llvm::dyn_cast_or_null<clang::ParmVarDecl>(
      V.Kind == TermKind::Init ? declarationOf(Terms, V.Args[0]) : nullptr);
}

/// Whether \p Wanted accepts one of the function's own writes of persistent
/// state on the way to \p Y, the last first, from node \p First on.
bool TwoRuns::stored(
    const Reached &Y, int First,
    llvm::function_ref<bool(const WriteEvent &)> Wanted) const {
  for (int N = Y.At; N >= First; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (W.By->Kind == FactKind::Store && Terms.persistent(W.Loc) && Wanted(W))
        return true;
  return false;
}

/// Whether a function that answers by a plain value has stored, on the way to
/// \p Y, what goes on in its place when the wait is over: a callback that it
/// was given, or the address of a handler that does not lead here.
bool TwoRuns::handsOver(const Reached &Y) const {
  if (!F.Values)
    return false;
  bool ToOther = false, ToThis = false;
  return stored(Y, 0,
                [&](const WriteEvent &W) {
                  const clang::ParmVarDecl *P = parameterOf(Terms, W.New);
                  if (P && P->getType()->isFunctionPointerType())
                    return !ToThis;
                  const TermNode &V = Terms[W.New];
                  const auto *Handler =
                      V.Kind == TermKind::Const && V.Num
                          ? llvm::dyn_cast_or_null<clang::FunctionDecl>(
                                Terms.decl(V.Sym))
                          : nullptr;
                  if (Handler && Handler->getDefinition())
                    (Up.leadsTo(Handler, F.Function) ? ToThis : ToOther) = true;
                  return false;
                }) ||
         (ToOther && !ToThis);
}

/// Whether the call takes in more input, by a number that it was given: it has
/// moved a pointer in persistent state (the end of what has arrived) by a
/// parameter. "Again" asks for more, and the next call is given another number.
bool TwoRuns::takesInput(const Reached &Y) const {
  return F.Values && stored(Y, 0, [&](const WriteEvent &W) {
           const clang::ValueDecl *D = declarationOf(Terms, W.Loc);
           return W.By->Role == WriteRole::Modify && D &&
                  D->getType()->isPointerType() &&
                  Terms.somePart(W.New, [&](Term Part) {
                    const clang::ParmVarDecl *P = parameterOf(Terms, Part);
                    return P && P->getType()->isIntegerType();
                  });
         });
}

/// Whether a retry hands back what it went through, and where it stopped: a
/// loop's cursor was read from persistent state and is saved there. The next
/// call sees other input.
bool TwoRuns::savesCursor(const Reached &Y, int Test) const {
  std::vector<Term> Cursors;
  stored(Y, 0, [&](const WriteEvent &W) {
    if (W.By->Role == WriteRole::Assign && W.New != W.Old &&
        Terms.contains(W.New, W.Old))
      Cursors.push_back(Terms.affine(W.New).Base);
    return false;
  });
  for (int N = Test; N >= 0 && !Cursors.empty(); N = FirstRun[N].Parent) {
    const Node &X = FirstRun[N];
    if (X.Parent >= 0 && X.Cond != Term::None &&
        F.Blocks[FirstRun[X.Parent].At].LoopHead &&
        llvm::any_of(Cursors,
                     [&](Term C) { return Terms.contains(X.Cond, C); }))
      return true;
  }
  return false;
}

/// Whether a plain value says "again" behind a step forward that no test comes
/// after, of a number that is changed or set to one that was read: "go on with
/// the next", not "wait".
bool TwoRuns::goesOn(const Reached &Y, int Test) const {
  return F.Values && stored(Y, Test, [&](const WriteEvent &W) {
           if (W.By->Role == WriteRole::Modify)
             return true;
           const clang::ValueDecl *D = declarationOf(Terms, W.Loc);
           return W.By->Role == WriteRole::Assign && D &&
                  D->getType()->isIntegerType() &&
                  Terms[W.New].Kind == TermKind::Init;
         });
}

/// Whether there is more than one way on behind \p T.
static bool decides(const Terminator &T) {
  return T.Kind == Terminator::Switch ||
         (T.Kind == Terminator::Branch && T.Then != NoBlock &&
          T.Else != NoBlock);
}

/// The way that the branch into \p N did not take.
static BlockId otherWay(const Node &N) {
  return N.Choice ? N.Via->Else : N.Via->Then;
}

/// The nodes behind the parts of the test that a retry at \p Y waits for, the
/// last part first: `a && b` and `a || b` are tested in several blocks.
std::vector<int> TwoRuns::testInFront(const Reached &Y) const {
  int N = Y.At;
  while (N >= 0 && !(FirstRun[N].Via && decides(*FirstRun[N].Via)))
    N = FirstRun[N].Parent;
  if (N < 0)
    return {};
  std::vector<int> Parts{N};
  while (true) {
    const Node &Behind = FirstRun[Parts.back()];
    const Node &Test = FirstRun[Behind.Parent];
    if (Behind.Via->Kind != Terminator::Branch ||
        F.Blocks[Test.At].End.TestBegin || F.Blocks[Test.At].LoopHead ||
        !Test.Via || Test.Via->Kind != Terminator::Branch ||
        !decides(*Test.Via) ||
        (otherWay(Test) != Behind.Via->Then &&
         otherWay(Test) != Behind.Via->Else))
      return Parts;
    Parts.push_back(Behind.Parent);
  }
}

/// Whether the way to the test of \p Parts changed what the test reads: work
/// in portions.
bool TwoRuns::inPortions(const Reached &Y,
                         const std::vector<int> &Parts) const {
  const int First = FirstRun[Parts.back()].Parent;
  auto testFacts = [&](const Node &N) {
    const Block &B = F.Blocks[N.At];
    return llvm::ArrayRef(B.Facts).drop_front(B.End.TestBegin);
  };
  auto within = [](llvm::ArrayRef<Fact> Facts, const Fact *X) {
    return X >= Facts.begin() && X < Facts.end();
  };
  // What an unseen method of an object tells depends on what others do to it
  // if a test on the way asked the object before.
  auto AskedBefore = [&](Term Object) {
    for (int N = FirstRun[First].Parent; N >= 0; N = FirstRun[N].Parent)
      if (F.Blocks[FirstRun[N].At].End.Kind != Terminator::Jump &&
          llvm::any_of(FirstRun[N].Reads, [&](const ReadEvent &R) {
            return R.Loc == Object && within(testFacts(FirstRun[N]), R.By);
          }))
        return true;
    return false;
  };
  std::vector<Term> Tested;
  for (int P : Parts) {
    const Node &Test = FirstRun[FirstRun[P].Parent];
    for (const ReadEvent &R : Test.Reads)
      if (within(testFacts(Test), R.By) &&
          (R.Value != Term::None || AskedBefore(R.Loc)))
        Tested.push_back(R.Loc);
  }
  // What the test's value was read from before, and may have been taken out of.
  for (int N = First; N >= 0; N = FirstRun[N].Parent)
    for (const ReadEvent &R : FirstRun[N].Reads)
      if (R.Value != Term::None && !Terms.isInt(R.Value) &&
          Terms[R.Value].Kind != TermKind::Const && Terms.persistent(R.Loc) &&
          llvm::any_of(Parts, [&](int P) {
            return Terms.contains(FirstRun[P].Cond, R.Value);
          }))
        Tested.push_back(R.Loc);
  for (int N = First; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (!(N == First && within(testFacts(FirstRun[N]), W.By)) &&
          W.Old != W.New && !reentrant(*W.By) && Terms.persistent(W.Loc) &&
          llvm::any_of(Tested, [&](Term L) {
            return Terms.within(W.Loc, L) || Terms.within(L, W.Loc);
          }))
        return true;
  // Or what the condition's value was computed from.
  return llvm::any_of(Space.entries(Y.Left), [&](auto &Entry) {
    auto &[L, V] = Entry;
    return Terms.persistent(L) && !Terms.isFn(V, "after") &&
           Terms[V].Kind != TermKind::Int && Terms[V].Kind != TermKind::Const &&
           llvm::any_of(Parts, [&](int P) {
             return Terms.contains(FirstRun[P].Cond, V);
           });
  });
}

/// No test stands in front of the retry, so that the blocking run never gets
/// behind it. What is taken out on the way is taken once, all the same: the
/// next call finds it gone.
bool TwoRuns::waitsAnyway(const Reached &Y) {
  State S = leave(Y);
  Space.dropLocals(S);
  if (!leaveBehind(S))
    return true;
  ReplayVisitor V(E);
  V.SyncBlock = FirstRun[Y.At].At;
  V.SyncFact = F.Blocks[V.SyncBlock].Facts.size();
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates)) {
    Now->Whole = false;
    return true;
  }
  for (const Arrival &A : V.Arrivals)
    for (int N = A.Ended ? -1 : A.At; N >= 0; N = E.Nodes[N].Parent)
      for (const WriteEvent &W : E.Nodes[N].Writes) {
        if (W.By->Role != WriteRole::Consume || !Terms.persistent(W.Loc) ||
            !firstRunRan(Y, W.By) || givenAway(W.Loc) ||
            W.Old != Space.load(S, W.Loc))
          continue;
        Difference D = make(Y, FindingKind::Consumed, nullptr);
        D.At = D.Again = W.By;
        D.Place = W.Loc;
        Out.push_back(std::move(D));
      }
  return true;
}

bool TwoRuns::replayRetry(const Reached &Y) {
  const std::vector<int> Parts = testInFront(Y);
  if (Parts.empty())
    return waitsAnyway(Y);
  const Node &Last = FirstRun[Parts.front()];
  const Node &Test = FirstRun[FirstRun[Parts.back()].Parent];
  if (savesCursor(Y, Parts.back()) || goesOn(Y, Parts.front())) {
    Now->Replayed = false;
    return true;
  }
  State S = leave(Y);
  Space.dropLocals(S);
  if (!leaveBehind(S))
    return true;
  // The waiting run goes the other way once the test comes out so.
  State Ref = leave(Y);
  Ref.Known = Test.In.Known;
  ReplayVisitor V(E);
  WaitsFor = GoesOn =
      Last.Via->Kind == Terminator::Branch ? otherWay(Last) : NoBlock;
  V.SyncBlock = Test.At;
  V.SyncFact = F.Blocks[Test.At].End.TestBegin;
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates)) {
    Now->Whole = false;
    return true;
  }
  // Then the next portion starts at the entry, if it comes to the test at all.
  if (llvm::any_of(V.Arrivals, [](const Arrival &A) { return A.Exact; }) &&
      inPortions(Y, Parts))
    return true;
  judge(Y, Ref, V, nullptr);
  return true;
}

} // namespace reentrancy
