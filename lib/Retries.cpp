//===- Retries.cpp - The replay of a yield that asks for another try ------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TwoRuns.h"

namespace reentrancy {

/// Whether \p Value is what the caller gave as a callback.
static bool isCallback(const TermTable &Terms, Term Value) {
  const Symbol Sym = Terms[Value].Kind == TermKind::Init
                         ? Terms.symbolOf(Terms[Value].Args[0])
                         : 0;
  const auto *P = llvm::dyn_cast_or_null<clang::ParmVarDecl>(
      Sym ? Terms.decl(Sym) : nullptr);
  return P && P->getType()->isFunctionPointerType();
}

/// Whether a function that answers by a plain value has stored, on the way to
/// \p Y, what goes on in its place when the wait is over: a callback that it
/// was given, or the address of a handler that does not lead here.
bool TwoRuns::handsOver(const Reached &Y) const {
  if (!F.Values)
    return false;
  bool Other = false;
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes) {
      const TermNode &V = Terms[W.New];
      if (!Terms.persistent(W.Loc) || W.By->Kind != FactKind::Store)
        continue;
      if (isCallback(Terms, W.New))
        return true;
      if (V.Kind != TermKind::Const || !V.Num)
        continue;
      const auto *Handler =
          llvm::dyn_cast_or_null<clang::FunctionDecl>(Terms.decl(V.Sym));
      if (!Handler || !Handler->getDefinition())
        continue;
      if (Up.leadsTo(Handler, F.Function))
        return false;
      Other = true;
    }
  return Other;
}

/// Whether \p Value is, or adds, a number that the caller passed by value.
static bool addsParameter(const TermTable &Terms, Term Value) {
  return Terms.somePart(Value, [&](Term Part) {
    if (Terms[Part].Kind != TermKind::Init)
      return false;
    const Symbol Sym = Terms.symbolOf(Terms[Part].Args[0]);
    const auto *P = llvm::dyn_cast_or_null<clang::ParmVarDecl>(
        Sym ? Terms.decl(Sym) : nullptr);
    return P && P->getType()->isIntegerType();
  });
}

/// Whether the call takes in more input, by a number that it was given: it has
/// moved a pointer in persistent state (the end of what has arrived) by a
/// parameter. "Again" asks for more, and the next call is given another number.
bool TwoRuns::takesInput(const Reached &Y) const {
  if (!F.Values)
    return false;
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes) {
      if (!Terms.persistent(W.Loc) || W.By->Kind != FactKind::Store ||
          W.By->Role != WriteRole::Modify || !addsParameter(Terms, W.New))
        continue;
      const Symbol Sym = Terms.symbolOf(W.Loc);
      const clang::ValueDecl *D = Sym ? Terms.decl(Sym) : nullptr;
      if (D && D->getType()->isPointerType())
        return true;
    }
  return false;
}

/// Whether a retry hands back what it went through, and where it stopped: a
/// loop's cursor was read from persistent state and is saved there. The next
/// call sees other input.
bool TwoRuns::savesCursor(const Reached &Y, int Test) const {
  std::vector<Term> Cursors;
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (Terms.persistent(W.Loc) && W.By->Kind == FactKind::Store &&
          W.By->Role == WriteRole::Assign && W.New != W.Old &&
          Terms.contains(W.New, W.Old))
        Cursors.push_back(Terms.affine(W.New).Base);
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
/// after: "go on with the next", not "wait".
bool TwoRuns::goesOn(const Reached &Y, int Test) const {
  if (!F.Values)
    return false;
  for (int N = Y.At; N >= Test; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (Terms.persistent(W.Loc) && W.By->Kind == FactKind::Store &&
          W.By->Role == WriteRole::Modify)
        return true;
  return false;
}

bool TwoRuns::replayRetry(const Reached &Y) {
  // The test in front of it.
  int T = Y.At;
  while (T >= 0 &&
         !(FirstRun[T].Via && (FirstRun[T].Via->Kind == Terminator::Switch ||
                               (FirstRun[T].Via->Then != NoBlock &&
                                FirstRun[T].Via->Else != NoBlock))))
    T = FirstRun[T].Parent;
  if (T < 0)
    return true; // waits in any case: nothing to compare with
  const Node &Test = FirstRun[FirstRun[T].Parent];
  const Block &B = F.Blocks[Test.At];
  // Work in portions: the way to the test changed what the test reads.
  bool InPortions = false;
  std::set<const Fact *> InTest;
  for (uint32_t I = B.End.TestBegin; I < B.Facts.size(); ++I)
    InTest.insert(&B.Facts[I]);
  // What an unseen method of an object tells depends on what others do to it
  // if a test on the way asked the object before.
  auto AskedBefore = [&](Term Object) {
    for (int N = Test.Parent; N >= 0; N = FirstRun[N].Parent) {
      const Block &Earlier = F.Blocks[FirstRun[N].At];
      if (Earlier.End.Kind != Terminator::Jump &&
          llvm::any_of(FirstRun[N].Reads, [&](const ReadEvent &R) {
            return R.Loc == Object &&
                   R.By >= Earlier.Facts.data() + Earlier.End.TestBegin &&
                   R.By < Earlier.Facts.data() + Earlier.Facts.size();
          }))
        return true;
    }
    return false;
  };
  std::vector<Term> Tested;
  for (const ReadEvent &R : Test.Reads)
    if (InTest.count(R.By) && (R.Value != Term::None || AskedBefore(R.Loc)))
      Tested.push_back(R.Loc);
  for (int N = FirstRun[T].Parent; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (!InTest.count(W.By) && W.Old != W.New && !reentrant(*W.By))
        for (Term L : Tested)
          InPortions |= Terms.persistent(W.Loc) &&
                        (Terms.within(W.Loc, L) || Terms.within(L, W.Loc));
  // Or what the condition's value was computed from.
  for (auto &[L, V] : Space.entries(Y.Left))
    InPortions |= Terms.persistent(L) && !Terms.isFn(V, "after") &&
                  Terms[V].Kind != TermKind::Int &&
                  Terms[V].Kind != TermKind::Const &&
                  Terms.contains(FirstRun[T].Cond, V);
  if (savesCursor(Y, T) || goesOn(Y, T))
    return true;
  State S = leave(Y);
  Space.dropLocals(S);
  if (!leaveBehind(S))
    return true;
  // The waiting run goes the other way once the test comes out so.
  State Ref = leave(Y);
  Ref.Known = Test.In.Known;
  ReplayVisitor V(E);
  WaitsFor = GoesOn =
      FirstRun[T].Via->Kind == Terminator::Branch
          ? (FirstRun[T].Choice ? FirstRun[T].Via->Else : FirstRun[T].Via->Then)
          : NoBlock;
  V.SyncBlock = Test.At;
  V.SyncFact = B.End.TestBegin;
  if (!E.run(Mode::Blocking, S, F.Entry, 0, V, Bounds.MaxRunStates))
    return true;
  // Then the next portion starts at the entry, if it comes to the test at all.
  if (InPortions &&
      llvm::any_of(V.Arrivals, [](const Arrival &A) { return A.Exact; }))
    return true;
  judge(Y, Ref, V, nullptr);
  return true;
}

} // namespace reentrancy
