//===- ExplorerCalls.cpp - What a call leaves behind, and what it answers -===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Answer.h"
#include "Explorer.h"
#include "Summary.h"
#include "Verbs.h"

namespace reentrancy {

/// How often one call is told apart on one path; more are a loop's.
constexpr unsigned MaxOccurrences = 3;

bool Explorer::settles(const CallInfo &C) const {
  if (!C.Callee || !C.Callee->getIdentifier())
    return false;
  if (C.Reentrant && Callees)
    if (const Summary &Seen = Callees->of(C.Callee); Seen.Known)
      return !Seen.Trace;
  return onlyAsks(verbOf(C.Callee->getName()));
}

bool Explorer::runCall(int N, State &S, const Fact &X) {
  const CallInfo &C = F.Calls[X.Call];
  CallEvent E;
  E.By = &X;
  E.Call = &C;
  E.Object = C.Object == NoSlot ? Term::None : Space.slot(S, C.Object);
  if (E.Object != Term::None && !Terms.isLocation(E.Object))
    E.Object = Terms.deref(E.Object);
  const Term Callee = Terms.named(C.Name);
  llvm::SmallVector<Term, 4> Key{Callee, E.Object == Term::None
                                             ? Terms.integer(0)
                                             : Terms.address(E.Object)};
  for (const CallArg &A : C.Args) {
    Term T = Space.slot(S, A.S);
    if (T == Term::None)
      T = Terms.constant("undefined");
    if (A.Mode == ArgMode::MutableRef && Terms.isLocation(T))
      T = Terms.address(T);
    else
      T = Space.resolve(S, T);
    E.Args.push_back(T);
    Key.push_back(T);
  }
  E.Key = E.Memo = Terms.apply("call", Key);
  // The same call made twice in one run is two operations of the callee.
  unsigned Nth = 0;
  if (C.Reentrant || C.Values) {
    Nth = Space.get(S.Counts, unsigned(E.Key), 0);
    if (Nth)
      E.Memo = Terms.apply("again", {E.Key, Terms.integer(Nth)});
  }
  const unsigned Known = Space.get(S.Calls, 2 * unsigned(E.Memo), 0);
  E.Repeated = Known != 0;
  if (C.Submits) {
    E.Before = Snapshots.size();
    Snapshots.push_back(S);
  }
  if (N >= 0 && E.Object != Term::None)
    Nodes[N].Reads.push_back({E.Object, &X, Term::None});
  if (Visitor->atCall(N, E, S)) {
    if (N >= 0)
      Nodes[N].Calls.push_back(E);
    return true;
  }

  if ((C.Reentrant || C.Values) && Nth < MaxOccurrences)
    Space.put(S.Counts, unsigned(E.Key), Nth + 1);

  // "Earlier callees answer Done again with the same answer"; and of what an
  // unseen callee may possibly do, it is not assumed that it adds up.
  const bool MayAddUp =
      !C.Reentrant && !C.Idempotent && C.Confidence >= Threshold &&
      (!C.KeepsObject || llvm::any_of(C.Args, [](const CallArg &A) {
        return A.Mode == ArgMode::MutableRef;
      }));
  const bool Pure = !C.Reentrant && C.KeepsObject && !C.OwnObject &&
                    llvm::none_of(C.Args, [](const CallArg &A) {
                      return A.Mode == ArgMode::MutableRef;
                    });
  if (S.Run && Known && !MayAddUp && !Pure && !C.Submits) {
    const Outcome O = Outcomes[Known];
    E.Answer = O.Answer;
    const State *Then = before(S, E.Answer);
    for (auto &[L, V] : O.After) {
      // What was made of it since, the repetition does not undo.
      const Term Now = Space.load(S, L);
      const bool Made = Then && Now != V && (!Terms[Now].Waits || settles(C)) &&
                        Now != Space.load(*Then, L) &&
                        llvm::none_of(E.Args, [&, L = L](Term A) {
                          return L == Terms.deref(A);
                        });
      if (!Made)
        write(N, S, L, V, X);
    }
  } else {
    Outcome O;
    const State Before = S;
    // Which members an unseen method of one's own class reads is not known; in
    // the blocking run it need not be.
    const Term Old = E.Object == Term::None ? Terms.integer(0)
                     : C.OwnObject && Current == Mode::Blocking
                         ? Terms.init(E.Object)
                         : Space.load(S, E.Object);
    const Summary *Seen = nullptr;
    if (C.Reentrant && Callees && C.Callee)
      Seen = &Callees->of(C.Callee);
    if (Seen && !Seen->Known)
      Seen = nullptr;
    // What its answer and effects are computed from: of a callee that is seen
    // what it reads, else all that it gets.
    llvm::SmallVector<Term, 6> Parts{Callee};
    if (!Seen)
      Parts.push_back(Old);
    for (unsigned I = 0; I != E.Args.size(); ++I) {
      if (C.Args[I].Mode != ArgMode::MutableRef)
        Parts.push_back(E.Args[I]);
      else if (!Seen)
        Parts.push_back(Space.load(S, Terms.deref(E.Args[I])));
      if (Terms.positionOf(E.Args[I]) != Term::None && !Seen)
        Parts.push_back(Space.load(S, Terms.parent(Terms[E.Args[I]].Args[0])));
    }
    if (Seen)
      for (Term R : Seen->Reads)
        if (Term L = Summaries::instantiate(Terms, R, E); L != Term::None)
          Parts.push_back(Space.load(S, L));
    // A call that was pending is answered anew after the wait.
    llvm::SmallVector<Term, 6> Asked = Parts;
    if (C.Reentrant && (S.Run || Nth))
      Asked.push_back(Terms.integer(S.Run + Nth * 64));
    const char *Kind = C.Reentrant ? "answer" : "result";
    E.Answer = Terms.apply(Kind, Asked);
    // So is one that only a test showed to be pending.
    if (!C.Reentrant && C.Values && S.Run &&
        mayBePending(Space, S, E.Answer, C.Values) &&
        !mayBeDone(Space, S, E.Answer, C.Values)) {
      Asked.push_back(Terms.integer(S.Run));
      E.Answer = Terms.apply(Kind, Asked);
    }
    auto Changes = [&](Term Loc, int Which) {
      llvm::SmallVector<Term, 6> P = Parts;
      P.push_back(Terms.integer(Which));
      if (const Term Now = Space.load(S, Loc);
          settles(C) && Now == Old && Terms.isFn(Now, "after") &&
          Terms[Now].Args.size() == P.size() && Terms[Now].Args[0] == P[0] &&
          llvm::ArrayRef(Terms[Now].Args).drop_front(2) ==
              llvm::ArrayRef(P).drop_front(2)) {
        O.After.push_back({Loc, Now});
        return;
      }
      const Tier T = C.Reentrant ? Tier::Certain : C.Confidence;
      Term V = Terms.apply("after", P, T);
      if (const Symbol Sym = Terms.symbolOf(Loc))
        if (const clang::ValueDecl *D = Terms.decl(Sym);
            D && D->getType()->isUnsignedIntegerType())
          Space.assume(S, Terms.less(V, Terms.integer(0)), false);
      write(N, S, Loc, V, X);
      O.After.push_back({Loc, V});
    };
    if (Seen) {
      // What it leaves when it is done, if all ways agree on it.
      std::map<Term, Term> Left;
      for (const Summary::Writes &W : Seen->Done)
        for (auto &[L, V] : W) {
          auto [It, New] = Left.try_emplace(L, V);
          if (It->second != V)
            It->second = Term::None;
        }
      for (const Summary::Writes &W : Seen->Done)
        for (auto &[L, V] : Left)
          if (llvm::none_of(W, [&](auto &X) { return X.first == L; }))
            V = Term::None;
      for (auto &[Inner, Value] : Left) {
        const Term L = Summaries::instantiate(Terms, Inner, E);
        if (L == Term::None)
          continue;
        Term V = Value == Term::None
                     ? Value
                     : Summaries::instantiateValue(Space, Before, Value, E);
        if (V == Term::None) {
          llvm::SmallVector<Term, 6> P = Parts;
          P.push_back(Terms.address(L));
          P.push_back(Space.load(S, L));
          V = Terms.apply("after", P);
        }
        write(N, S, L, V, X);
        O.After.push_back({L, V});
      }
    } else {
      if (E.Object != Term::None && !C.KeepsObject && !C.OwnObject)
        Changes(E.Object, -1);
      for (unsigned I = 0; I != E.Args.size(); ++I)
        if (C.Args[I].Mode == ArgMode::MutableRef)
          Changes(Terms.deref(E.Args[I]), I);
    }
    O.Answer = E.Answer;
    if (C.Reentrant || C.Values) {
      Space.put(S.Calls, 2 * unsigned(E.Answer) + 1, Snapshots.size());
      Snapshots.push_back(Before);
      if (Current == Mode::Blocking)
        assumeDone(Space, S, E.Answer, C.Values);
    }
    Space.put(S.Calls, 2 * unsigned(E.Memo), Outcomes.size());
    Outcomes.push_back(std::move(O));
  }
  if (C.Reentrant && S.Run)
    Space.put(S.Counts, unsigned(E.Answer), 1);
  Space.setSlot(S, X.Dst, C.ReturnsPlace ? Terms.deref(E.Answer) : E.Answer);
  if (N >= 0)
    Nodes[N].Calls.push_back(std::move(E));
  return false;
}

} // namespace reentrancy
