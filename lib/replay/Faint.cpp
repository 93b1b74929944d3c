//===- Faint.cpp - Whether a difference matters --------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"
#include "values/Answer.h"
#include "vocabulary/LibraryModel.h"
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
      // What its body makes of what it reads, it leaves or answers.
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
  void atTest(int, Term Cond, const State &S) override {
    Tested |= Cond != Term::None && E.Terms.contains(Cond, Mark) &&
              !E.Space.truth(S, Cond);
  }
  void atReturn(int N, const State &S, Term Answer, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind == YieldKind::Retry)
      Retries.push_back(N);
    if (Y.Kind != YieldKind::None)
      return;
    Arrived |= Answer != Term::None && E.Terms.contains(Answer, Mark);
    for (auto &[L, V] : E.Space.entries(S))
      if (E.Terms.persistent(L))
        Arrived |= (E.Terms.contains(V, Mark) || E.Terms.contains(L, Mark)) &&
                   !gone(E.Space, S, L);
    Ends.push_back({N, S, Answer});
  }
  /// Whether something at the ends hangs on how a test of the mark went.
  bool decides() const;
  bool First = false;

private:
  Explorer &E;
  Term Mark;
  bool Tested = false;
  std::vector<EndVisitor::End> Ends;
  std::vector<int> Retries;
};

/// More ends are not compared with each other.
constexpr size_t MaxEnds = 24;

bool MarkVisitor::decides() const {
  if (!Tested)
    return false;
  if (Ends.size() > MaxEnds)
    return true;
  // Each way of each such test must come to an end, or to where the call is
  // made again and everything local starts afresh.
  std::set<std::pair<const Terminator *, int64_t>> Ended;
  auto Note = [&](int N) {
    for (; N >= 0; N = E.Nodes[N].Parent)
      Ended.insert({E.Nodes[N].Via, E.Nodes[N].Choice});
  };
  for (const EndVisitor::End &X : Ends)
    Note(X.At);
  for (int N : Retries)
    Note(N);
  for (const Node &X : E.Nodes)
    if (X.Via && X.Cond != Term::None && E.Terms.contains(X.Cond, Mark) &&
        !Ended.count({X.Via, X.Choice}))
      return true;
  auto CalledAgain = [&](int N) {
    for (; N >= 0; N = E.Nodes[N].Parent)
      if (llvm::is_contained(Retries, N))
        return true;
    return false;
  };
  // The test at which two ways part is one of the mark.
  auto PartByMark = [&](int A, int B) {
    while (E.Nodes[A].Parent != E.Nodes[B].Parent) {
      int &Later = A > B ? A : B;
      Later = E.Nodes[Later].Parent;
      if (A == B)
        return false;
    }
    return E.Nodes[A].Cond != Term::None &&
           E.Terms.contains(E.Nodes[A].Cond, Mark);
  };
  auto MayBothBe = [&](const State &A, const State &B) {
    for (auto &[T, R] : E.Space.known(A))
      if (!E.Terms.contains(T, Mark))
        for (auto &[U, Q] : E.Space.known(B))
          if (T == U && !R.meets(Q))
            return false;
    return true;
  };
  for (const EndVisitor::End &A : Ends)
    for (const EndVisitor::End &B : Ends) {
      if (&A == &B)
        break;
      if (E.stale(A.At) || E.stale(B.At) || !PartByMark(A.At, B.At) ||
          !MayBothBe(A.S, B.S) || CalledAgain(A.At) || CalledAgain(B.At))
        continue;
      if (A.Answer != B.Answer)
        return true;
      for (Term L : E.Space.places(A.S, B.S))
        if (E.Terms.persistent(L) &&
            E.Space.load(A.S, L) != E.Space.load(B.S, L))
          return true;
    }
  return false;
}

} // namespace

bool TwoRuns::faint(const Arrival &A, Term Loc) {
  // A value that nothing is known of: no constant, which equals no other.
  const Term Mark = Terms.apply("\x01mark", {Loc});
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
  OnlyDecides = Whole && !V.Arrived;
  const bool Matters = !Whole || V.Arrived || V.decides();
  E.Nodes = std::move(Saved);
  if (!Matters)
    return true;
  // A bool has but two values, with which all tests are decided.
  const Symbol Sym = Terms.symbolOf(Loc);
  const clang::ValueDecl *D = Sym ? Terms.decl(Sym) : nullptr;
  if (!D || !D->getType()->isBooleanType() || WaitsFor != NoBlock)
    return false;
  Arrival Off = A, On = A;
  Space.store(Off.S, Loc, Terms.integer(0));
  Space.store(On.S, Loc, Terms.integer(1));
  return endsAlike(Off, On.S) && endsAlike(On, Off.S);
}

/// \p Content without the questions that it was asked, in any number.
static Term withoutQuestions(TermTable &Terms, Term Content) {
  for (Term Was; (Was = beforeQuestion(Terms, Content)) != Term::None;)
    Content = Was;
  const TermNode N = Terms[Content];
  if (Terms.isFn(Content, "after") && Terms.isInt(N.Args.back())) {
    llvm::SmallVector<Term, 6> Args(N.Args.begin(), N.Args.end());
    Args[1] = withoutQuestions(Terms, Args[1]);
    return Terms.apply(N.Sym, Args, N.Certainty);
  }
  if (N.Kind != TermKind::Var)
    return Content;
  // Joined in a loop: of two passes; or of the place, and what it held.
  Term Same = Term::None;
  for (Term A : llvm::drop_begin(N.Args, N.Args.size() == 3)) {
    const Term Bare = withoutQuestions(Terms, A);
    if (Same != Term::None && Bare != Same)
      return Content;
    Same = Bare;
  }
  return Same;
}

/// The ends that the blocking run comes to from fact \p Fact of \p At; none
/// where they are too many. Many places are asked of for one pair of states.
const std::vector<EndVisitor::End> &
TwoRuns::endsFrom(const State &S, BlockId At, uint32_t Fact) {
  constexpr size_t Kept = 4;
  for (const Continuation &C : Continuations)
    if (C.At == At && C.Fact == Fact && C.From.sameAs(S) &&
        C.From.Calls == S.Calls && C.From.Counts == S.Counts)
      return C.Ends;
  if (Continuations.size() == Kept)
    Continuations.pop_front();
  Continuations.push_back({S, At, Fact, {}});
  Continuation &C = Continuations.back();
  std::vector<Node> Saved = std::move(E.Nodes);
  EndVisitor V;
  if (E.run(Mode::Blocking, S, At, Fact, V, MaxContinuation))
    for (EndVisitor::End &X : V.Ends)
      if (!E.stale(X.At))
        C.Ends.push_back(std::move(X));
  E.Nodes = std::move(Saved);
  return C.Ends;
}

/// Whether \p Loc, or if it is none the whole of what persists and the answer,
/// ends as in the blocking run whatever the first call did in advance or the
/// replay does again. What each pass of a loop adds to is not known well
/// enough.
bool TwoRuns::endsAlike(const Arrival &A, const State &Ref, Term Loc) {
  using Content = std::vector<std::pair<Term, Term>>;
  bool Known = true;
  const BlockId Here = E.Nodes[A.At].At;
  // What is held at the ends that are reached from S.
  auto Contents = [&](const State &S) {
    std::set<Content> Held;
    for (const EndVisitor::End &X : endsFrom(S, Here, A.Fact)) {
      Content &&C = Loc == Term::None ? Space.entries(X.S)
                                      : Content{{Loc, Space.load(X.S, Loc)}};
      llvm::erase_if(C, [&](auto &P) { return !Terms.persistent(P.first); });
      if (Loc == Term::None) {
        C.push_back({Term::None, X.Answer});
        // Under the same conditions, too, but that all calls are done.
        for (auto &[T, R] : Space.known(X.S))
          if (!Terms.isFn(T, F.Values ? "answer" : "status")) {
            llvm::SmallVector<Term, 4> Of{Terms.integer(R.Lo),
                                          Terms.integer(R.Hi)};
            for (int64_t Not : R.Not)
              Of.push_back(Terms.integer(Not));
            C.push_back({T, Terms.apply("range", Of)});
          }
      }
      for (auto &[L, Value] : C) {
        Value = withoutQuestions(Terms, Space.resolve(X.S, Value));
        Known &= Loc != Term::None || !Terms[Value].HasVar;
      }
      Held.insert(C);
    }
    return Held;
  };
  State Waiting = Ref;
  Waiting.Run = A.S.Run;
  Waiting.Calls = A.S.Calls;
  const std::set<Content> Right = Contents(Waiting);
  const std::set<Content> Replayed = Contents(A.S);
  return Known && !Replayed.empty() &&
         std::includes(Right.begin(), Right.end(), Replayed.begin(),
                       Replayed.end());
}

} // namespace reentrancy
