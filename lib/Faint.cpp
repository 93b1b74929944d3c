//===- Faint.cpp - Whether a difference matters --------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LibraryModel.h"
#include "TwoRuns.h"
#include "clang/AST/Decl.h"

namespace reentrancy {

bool gone(StateSpace &Space, const State &S, Term Loc) {
  TermTable &Terms = Space.Terms;
  while (Terms.parent(Loc) != Term::None)
    Loc = Terms.parent(Loc);
  if (Terms[Loc].Kind != TermKind::Deref)
    return false;
  const Term Pointer = Terms[Loc].Args[0];
  if (Terms[Pointer].Kind == TermKind::Init) {
    // What a sole owner held at first.
    const Term Owner = Terms[Pointer].Args[0];
    const Symbol Sym = Terms.symbolOf(Owner);
    const clang::ValueDecl *D = Sym ? Terms.decl(Sym) : nullptr;
    if (!D || !isSoleOwner(D->getType()) || Space.load(S, Owner) == Pointer)
      return false;
  } else if (!Terms.isFn(Pointer, "new")) {
    return false;
  }
  for (auto &[L, V] : Space.entries(S))
    if (Terms.persistent(L) && !Terms.within(L, Loc) &&
        Terms.contains(V, Pointer))
      return false;
  return true;
}

namespace {

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
        Arrived |= E.Terms.contains(V, Mark) && !gone(E.Space, S, L);
  }
  bool First = false;

private:
  Explorer &E;
  Term Mark;
};

} // namespace

bool TwoRuns::faint(const Arrival &A, Term Loc) {
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

/// Whether \p Loc ends as it does in the blocking run, in spite of what the
/// first call changed in advance.
bool TwoRuns::endsAlike(const Arrival &A, const State &Ref, Term Loc) {
  std::vector<Node> Saved = std::move(E.Nodes);
  // What it holds at the ends that are reached from S.
  auto Contents = [&](const State &S) {
    EndVisitor V;
    std::set<Term> Held;
    if (E.run(Mode::Blocking, S, Saved[A.At].At, A.Fact, V, MaxContinuation))
      for (const EndVisitor::End &X : V.Ends)
        if (!E.stale(X.At))
          Held.insert(Space.resolve(X.S, Space.load(X.S, Loc)));
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

} // namespace reentrancy
