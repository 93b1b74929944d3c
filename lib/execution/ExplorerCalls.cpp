//===- ExplorerCalls.cpp - What a call leaves behind, and what it answers -===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "execution/Explorer.h"
#include "execution/Summary.h"
#include "values/Answer.h"
#include "vocabulary/Verbs.h"
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
  if (!Callee)
    return false;
  const clang::QualType Answer = Callee->getReturnType();
  if (Answer->isIntegralOrEnumerationType())
    return true;
  const auto *RD =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(
          Answer->getAsCXXRecordDecl());
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

/// What the object of \p E holds, as far as its answer and effects hang on it.
Term Explorer::objectBefore(const State &S, const CallEvent &E) const {
  // Which members an unseen method of one's own class reads is not known; in
  // the blocking run it need not be.
  return E.Object == Term::None ? Terms.integer(0)
         : E.Call->OwnObject && Current == Mode::Blocking
             ? Terms.init(E.Object)
             : Space.load(S, E.Object);
}

/// \p Content without what does not change the answer of \p E: questions that
/// were asked before, and what a callee that leaves nothing more did before.
Term Explorer::bare(const CallEvent &E, const Summary *Seen,
                    Term Content) const {
  const bool Settles = settles(*E.Call);
  for (Term Was = Content; Settles && Was != Term::None;) {
    Content = Was;
    Was = Seen && Terms.isFn(Content, "after") &&
                  Terms[Content].Args[0] == Terms.named(E.Call->Name)
              ? Terms[Content].Args.back()
              : beforeQuestion(Terms, Content);
  }
  return Content;
}

/// What the answer and the effects of \p E are computed from: of a callee that
/// is \p Seen what it reads, else all that it gets. The callee itself is first.
llvm::SmallVector<Term, 6> Explorer::inputs(const State &S, const CallEvent &E,
                                            const Summary *Seen) const {
  const CallInfo &C = *E.Call;
  llvm::SmallVector<Term, 6> Parts{Terms.named(C.Name)};
  auto Input = [&](Term Content) { Parts.push_back(bare(E, Seen, Content)); };
  if (!Seen)
    Input(objectBefore(S, E));
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
  return Parts;
}

/// What \p E, of which \p Seen is known, leaves when it is done, from \p S on.
llvm::SmallVector<Explorer::Left, 4>
Explorer::leaves(const State &S, const CallEvent &E,
                 const Summary &Seen) const {
  // None where that hangs on the way that it takes.
  std::map<Term, Term> Values;
  for (const Summary::Way &W : Seen.Done)
    for (auto &[L, V] : W.Writes) {
      auto [It, New] = Values.try_emplace(L, V);
      if (It->second != V)
        It->second = Term::None;
    }
  llvm::SmallVector<Left, 4> All;
  for (auto &[Inner, Value] : Values) {
    const Term L = Summaries::instantiate(Terms, Inner, E);
    if (L == Term::None)
      continue;
    bool Always = true, Sure = true, Framed = true;
    for (const Summary::Way &W : Seen.Done) {
      auto At = llvm::find_if(
          W.Writes, [&, Of = Inner](auto &X) { return X.first == Of; });
      Always &= At != W.Writes.end();
      Sure &= Always && !Terms.contains(At->second, Terms.init(Inner));
      Framed &= At == W.Writes.end() || W.Framed[At - W.Writes.begin()];
    }
    Term V = Always && Value != Term::None
                 ? Summaries::instantiateValue(Space, S, Value, E)
                 : Term::None;
    if (V == Term::None) {
      llvm::SmallVector<Term, 6> P = inputs(S, E, &Seen);
      P.push_back(Terms.address(L));
      // What it may leave as it is.
      P.push_back(Sure ? Terms.integer(0) : bare(E, &Seen, Space.load(S, L)));
      V = Terms.apply("after", P);
    }
    All.push_back({L, V, Sure, Framed});
  }
  return All;
}

/// The places in \p L, itself first, that hold in \p S neither what they held
/// in \p Then, before a call, nor the part of what that made of \p L, \p V;
/// with what they hold. \p Settles: not even if only the wait decides it.
static std::vector<std::pair<Term, Term>> madeSince(StateSpace &Space,
                                                    const State &S,
                                                    const State &Then, Term L,
                                                    Term V, bool Settles) {
  TermTable &Terms = Space.Terms;
  std::vector<std::pair<Term, Term>> Made, Parts;
  for (auto [P, Now] : Space.entries(S))
    if (P != L && Terms.within(P, L))
      Parts.push_back({P, Now});
  // Of the whole what no part of it holds.
  auto Whole = [&](const State &Of) {
    const Term Stored = Space.stored(Of, L);
    return Stored != Term::None ? Stored
           : Parts.empty()      ? Space.load(Of, L)
                                : Terms.init(L);
  };
  auto Since = [&](Term Now, Term Was, Term Left) {
    return Now != Left && Now != Was && (!Terms[Now].Waits || Settles);
  };
  if (const Term Now = Whole(S); Since(Now, Whole(Then), V))
    Made.push_back({L, Now});
  State Left = S;
  Space.store(Left, L, V);
  for (auto &[P, Now] : Parts)
    if (!Made.empty() || Since(Now, Space.load(Then, P), Space.load(Left, P)))
      Made.push_back({P, Now});
  return Made;
}

bool isFieldOf(const TermTable &Terms, Term Loc, Term Whole) {
  if (Loc == Whole || !Terms.within(Loc, Whole))
    return false;
  Term Step = Loc;
  while (Terms.parent(Step) != Whole)
    Step = Terms.parent(Step);
  return Terms[Terms[Step].Args[1]].Kind == TermKind::FieldKey;
}

/// The frame condition of a call that is not seen and was handed \p Whole: the
/// fields that its caller has written are what they were made before it.
void Explorer::keepFields(State &S, const State &Before, Term Whole) {
  for (auto &[L, Own] : Space.entries(Before))
    if (isFieldOf(Terms, L, Whole))
      Space.store(S, L, Own);
  for (Term L : Pointers)
    if (isFieldOf(Terms, L, Whole))
      Space.store(S, L, Space.load(Before, L));
}

bool Explorer::runCall(int N, State &S, const Fact &X) {
  const CallInfo &C = F.Calls[X.Call];
  CallEvent E = callAt(S, X);
  const bool Counts = C.Reentrant || C.Values;
  if (C.Submits || C.StartsIO) {
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
  const bool MayAddUp = !C.Reentrant && !C.Idempotent &&
                        C.Confidence >= Threshold && !C.keepsAll();
  const bool Pure = !C.Reentrant && !C.OwnObject && C.keepsAll();
  const Summary *Seen = nullptr;
  if (C.Reentrant && Callees && C.Callee)
    Seen = &Callees->of(C.Callee);
  if (Seen && !Seen->Known)
    Seen = nullptr;
  if (S.Run && E.Repeated && !MayAddUp && !Pure && !C.Submits) {
    const Outcome O = Outcomes[outcome(S, E)];
    E.Answer = O.Answer;
    // Where the first run only saw that it is not pending, it was done.
    if (Counts && Current == Mode::Blocking &&
        mayBeDone(Space, S, E.Answer, C.Values))
      assumeDone(Space, S, E.Answer, C.Values);
    const State *Then = before(S, E.Answer);
    const State Was = S;
    llvm::SmallVector<Left, 4> Again;
    if (Seen)
      Again = leaves(S, E, *Seen);
    for (auto &[L, V] : O.After) {
      // What was made of it since, the repetition does not undo, unless it is
      // seen to set it to the same.
      const bool Sure = llvm::any_of(Again, [&, L = L, V = V](const Left &Of) {
        return Of.Place == L && Of.Value == V && Of.Sure;
      });
      const bool IsOutput =
          llvm::any_of(llvm::drop_begin(E.Args, C.OfFirst),
                       [&, L = L](Term A) { return L == Terms.deref(A); });
      const auto Made = Sure || IsOutput || !Then
                            ? std::vector<std::pair<Term, Term>>()
                            : madeSince(Space, S, *Then, L, V, settles(C));
      if (Made.empty() || (Made.front().first != L && C.Reentrant))
        write(N, S, L, V, X);
      else if (Made.front().first != L)
        Space.store(S, L, V); // what differs is not its doing
      for (auto &[Part, Now] : Made)
        Space.store(S, Part, Now);
      if (!Seen || llvm::any_of(Again, [L = L](const Left &Of) {
            return Of.Place == L && Of.Framed;
          }))
        keepFields(S, Was, L);
    }
  } else {
    Outcome O;
    O.By = &X;
    const State Before = S;
    const bool Settles = settles(C);
    const llvm::SmallVector<Term, 6> Parts = inputs(S, E, Seen);
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
    // A callee may be of a type that can say "not yet", and have no way to, or
    // none with what it is handed here.
    if (Seen && Seen->AllWays && !Seen->Done.empty() &&
        llvm::none_of(Seen->Pending, [&](const Summary::Way &W) {
          return Summaries::mayTake(Space, Before, W, E);
        }))
      assumeNotPending(Space, S, E.Answer, C.Values);
    // Answered anew is also one that only a test showed to be pending.
    if (!C.Reentrant && S.Run &&
        ((C.Values && mayBePending(Space, S, E.Answer, C.Values) &&
          !mayBeDone(Space, S, E.Answer, C.Values)) ||
         Space.get(S.Calls, waitedFor(E.Key), 0) ||
         Space.get(S.Calls, waitedFor(E.Written), 0))) {
      Asked.push_back(Terms.integer(S.Run));
      E.Answer = Terms.apply(Kind, Asked);
    }
    auto Changes = [&](Term Loc, int Which) {
      llvm::SmallVector<Term, 6> P = Parts;
      P.push_back(Terms.integer(Which));
      if (Settles && Which < 0) {
        const Term Old =
            Loc == E.Object ? objectBefore(S, E) : Space.load(S, Loc);
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
      write(N, S, Loc, V, X, &Before);
      O.After.push_back({Loc, V});
    };
    if (Seen) {
      for (auto [L, V, Sure, Framed] : leaves(Before, E, *Seen)) {
        write(N, S, L, V, X, Framed ? &Before : nullptr);
        O.After.push_back({L, V});
      }
    } else {
      if (E.Object != Term::None && !C.KeepsObject && !C.OwnObject)
        Changes(E.Object, -1);
      for (unsigned I = 0; I != E.Args.size(); ++I)
        if (C.Args[I].Mode == ArgMode::MutableRef)
          // Less than nought: the object itself. The others are outputs.
          Changes(Terms.deref(E.Args[I]), I || !C.OfFirst ? int(I) : -1);
    }
    O.Answer = E.Answer;
    if (Counts || C.mayLeaveTrace()) {
      Space.put(S.Calls, 2 * unsigned(E.Answer) + 1, Snapshots.size());
      Snapshots.push_back(Before);
    }
    if (Counts && Current == Mode::Blocking)
      assumeDone(Space, S, E.Answer, C.Values);
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
