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
#include "clang/AST/DeclTemplate.h"

namespace reentrancy {

/// How often one call is told apart on one path; more are a loop's.
constexpr unsigned MaxOccurrences = 3;

bool Explorer::settles(const CallInfo &C) const {
  if (C.Reentrant && Callees)
    if (const Summary &Seen = Callees->of(C.Callee); Seen.Known)
      return !Seen.Trace;
  return onlyAsks(verbOf(C.Callee));
}

/// Whether \p Callee answers a number: of that, unlike of a handle or of I/O
/// that was started, there is but one.
static bool answersNumber(const clang::FunctionDecl *Callee) {
  const auto *RD =
      Callee ? llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(
                   Callee->getReturnType()->getAsCXXRecordDecl())
             : nullptr;
  return RD && RD->getTemplateArgs().size() &&
         RD->getTemplateArgs()[0].getKind() == clang::TemplateArgument::Type &&
         RD->getTemplateArgs()[0].getAsType()->isIntegralOrEnumerationType();
}

/// Who is called at \p X with what, and whether the first run did so.
CallEvent Explorer::callAt(const State &S, const Fact &X) {
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
  llvm::SmallVector<Term, 4> Written = Key;
  for (const CallArg &A : C.Args) {
    Term T = Space.slot(S, A.S);
    if (T == Term::None)
      T = Terms.constant("undefined");
    if (A.Mode == ArgMode::MutableRef && Terms.isLocation(T))
      T = Terms.address(T);
    Written.push_back(T);
    E.Args.push_back(Space.resolve(S, T));
    Key.push_back(E.Args.back());
  }
  E.Key = Terms.apply("call", Key);
  // A joined value stands for another in each pass.
  E.Written = Terms.apply("call", Written);
  if (Terms[E.Written].HasVar)
    E.Written = E.Key;
  // The same call made twice in one run is two operations of the callee.
  if (C.Reentrant || C.Values)
    E.Nth = std::max(Space.get(S.Counts, unsigned(E.Key), 0),
                     Space.get(S.Counts, unsigned(E.Written), 0));
  E.Repeated = outcome(S, E) != 0;
  return E;
}

bool Explorer::runCall(int N, State &S, const Fact &X) {
  const CallInfo &C = F.Calls[X.Call];
  CallEvent E = callAt(S, X);
  const Term Callee = Terms.named(C.Name);
  const bool Counts = C.Reentrant || C.Values;
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

  if (Counts && E.Nth < MaxOccurrences)
    for (Term K : {E.Key, E.Written})
      Space.put(S.Counts, unsigned(K), E.Nth + 1);

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
  if (S.Run && E.Repeated && !MayAddUp && !Pure && !C.Submits) {
    const Outcome O = Outcomes[outcome(S, E)];
    E.Answer = O.Answer;
    // Where the first run only saw that it is not pending, it was done.
    if (Counts && Current == Mode::Blocking &&
        mayBeDone(Space, S, E.Answer, C.Values))
      assumeDone(Space, S, E.Answer, C.Values);
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
    O.By = &X;
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
    const bool Settles = settles(C);
    // Questions that were asked before do not change the answer to this one;
    // nor does a callee that leaves nothing more, when it runs again.
    auto Bare = [&](Term Content) {
      for (Term Was = Content; Settles && Was != Term::None;) {
        Content = Was;
        Was = Seen && Terms.isFn(Content, "after") &&
                      Terms[Content].Args[0] == Callee
                  ? Terms[Content].Args.back()
                  : beforeQuestion(Terms, Content);
      }
      return Content;
    };
    auto Input = [&](Term Content) { Parts.push_back(Bare(Content)); };
    if (!Seen)
      Input(Old);
    for (unsigned I = 0; I != E.Args.size(); ++I) {
      if (C.Args[I].Mode != ArgMode::MutableRef)
        Parts.push_back(Terms[E.Written].Args[2 + I]);
      else if (!Seen)
        Input(Space.load(S, Terms.deref(E.Args[I])));
      if (Terms.positionOf(E.Args[I]) != Term::None && !Seen)
        Input(Space.load(S, Terms.parent(Terms[E.Args[I]].Args[0])));
    }
    if (Seen)
      for (Term R : Seen->Reads)
        if (Term L = Summaries::instantiate(Terms, R, E); L != Term::None)
          Input(Space.load(S, L));
    // A call that was pending is answered anew after the wait. What a question
    // is told when it is asked again is the same, but for one that the same
    // place asks over and over: that waits for another answer.
    llvm::SmallVector<Term, 6> Asked = Parts;
    if (C.Reentrant) {
      const unsigned Here =
          unsigned(Terms.apply("asked at", {E.Written, Terms.integer(X.Call)}));
      const Term Turn = Terms.integer(S.Run + E.Nth * 64);
      if (S.Run || E.Nth)
        Asked.push_back(Settles && answersNumber(C.Callee) &&
                                !Space.get(S.Counts, Here, 0)
                            ? Terms.apply("asked again", {Turn})
                            : Turn);
      Space.put(S.Counts, Here, 1);
    }
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
      if (Settles && Loc == E.Object) {
        // Whether the same was asked before.
        for (Term Now = Old, Was;
             (Was = beforeQuestion(Terms, Now)) != Term::None; Now = Was)
          if (Terms[Now].Args[0] == P[0] &&
              llvm::ArrayRef(Terms[Now].Args).drop_front(2) ==
                  llvm::ArrayRef(P).drop_front(2)) {
            O.After.push_back({Loc, Old});
            return;
          }
        P[1] = Old;
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
      for (const Summary::Way &W : Seen->Done)
        for (auto &[L, V] : W.Writes) {
          auto [It, New] = Left.try_emplace(L, V);
          if (It->second != V)
            It->second = Term::None;
        }
      for (const Summary::Way &W : Seen->Done)
        for (auto &[L, V] : Left)
          if (llvm::none_of(W.Writes, [&](auto &X) { return X.first == L; }))
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
          P.push_back(Bare(Space.load(S, L)));
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
    if (Counts) {
      Space.put(S.Calls, 2 * unsigned(E.Answer) + 1, Snapshots.size());
      Snapshots.push_back(Before);
      if (Current == Mode::Blocking)
        assumeDone(Space, S, E.Answer, C.Values);
    }
    for (unsigned I : entries(E))
      Space.put(S.Calls, I, Outcomes.size());
    Outcomes.push_back(std::move(O));
  }
  if (C.Reentrant && S.Run)
    for (Term Given : {E.Answer, Terms.firstAnswer(E.Answer)})
      Space.put(S.Counts, unsigned(Given), 1);
  Space.setSlot(S, X.Dst, C.ReturnsPlace ? Terms.deref(E.Answer) : E.Answer);
  if (N >= 0)
    Nodes[N].Calls.push_back(std::move(E));
  return false;
}

} // namespace reentrancy
