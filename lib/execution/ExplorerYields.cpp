//===- ExplorerYields.cpp - Which kind of yield a return is ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "execution/Explorer.h"
#include "values/Answer.h"

namespace reentrancy {

const CallEvent *callOf(const std::vector<Node> &Path, int N, Term Answer) {
  for (; N >= 0; N = Path[N].Parent)
    for (const CallEvent &C : llvm::reverse(Path[N].Calls))
      if (C.Answer == Answer)
        return &C;
  return nullptr;
}

/// Whether only the way that the test in front of node \p Chosen went leads to
/// block \p To, unless control comes to that test again.
bool Explorer::dependsOn(int Chosen, BlockId To) const {
  const BlockId Test = Nodes[Nodes[Chosen].Parent].At;
  llvm::DenseSet<BlockId> Seen{Test, Nodes[Chosen].At};
  llvm::SmallVector<BlockId, 16> Work{Test};
  while (!Work.empty())
    for (BlockId B : F.Blocks[Work.pop_back_val()].successors())
      if (Seen.insert(B).second) {
        if (B == To)
          return false;
        Work.push_back(B);
      }
  return true;
}

/// The answer that the last test before node \p N found to be pending, or an
/// earlier one, if it is what leads to the return there.
Term Explorer::askedPending(const State &S, int N) const {
  bool Last = true;
  for (int P = N; P >= 0; P = Nodes[P].Parent) {
    if (!Nodes[P].Via || !Nodes[P].Undecided)
      continue;
    for (Term A : answersIn(Terms, Nodes[P].Cond)) {
      const CallEvent *Call = callOf(Nodes, P, A);
      const AnswerValues *Values = Call ? Call->Call->Values : nullptr;
      if ((Values || Terms.isFn(A, "answer")) &&
          mayBePending(Space, S, A, Values) &&
          !mayBeDone(Space, S, A, Values) &&
          (Last || dependsOn(P, Nodes[N].At)))
        return A;
    }
    Last = false;
  }
  return Term::None;
}

/// Whether the path from node \p From on, up to node \p N, has set persistent
/// state: a step forward, a saved cursor. It is known there how to go on.
bool Explorer::setsState(int From, int N) const {
  for (; N >= From; N = Nodes[N].Parent)
    for (const WriteEvent &W : Nodes[N].Writes)
      if (W.By->Kind == FactKind::Store && Terms.persistent(W.Loc))
        return true;
  return false;
}

/// The answer of an unseen call, if a test of nothing but that answer leads to
/// the return at node \p N: what it has not done yet is told in one's own words
/// (`if (put(x) == -1) return AGAIN;`). Questions are not meant.
Term Explorer::askedInOwnWords(const State &S, int N) const {
  // `errno == EAGAIN` may stand between: it asks what the same call has left.
  auto AsksErrno = [this](Term Cond) {
    return Terms.somePart(Cond, [this](Term Part) {
      const TermNode &Of = Terms[Part];
      if (Of.Kind != TermKind::Init)
        return false;
      const TermNode &Place = Terms[Of.Args[0]];
      return Place.Kind == TermKind::Global ||
             (Place.Kind == TermKind::Deref &&
              Terms.isFn(Place.Args[0], "result"));
    });
  };
  bool Last = true;
  for (int P = N; P >= 0; P = Nodes[P].Parent) {
    if (!Nodes[P].Via || !Nodes[P].Undecided)
      continue;
    for (Term A : answersIn(Terms, Nodes[P].Cond)) {
      const CallEvent *Call = callOf(Nodes, P, A);
      if (!Call || !Call->Call->mayLeaveTrace() || !before(S, A) ||
          !(Last || dependsOn(P, Nodes[N].At)))
        continue;
      return setsState(P, N) ? Term::None : A;
    }
    if (!AsksErrno(Nodes[P].Cond))
      return Term::None;
    Last = false;
  }
  return Term::None;
}

/// A yield of a function whose answers are plain values.
Yield Explorer::classifyValue(const State &S, Term Answer, int N,
                              const Terminator &At) const {
  Yield Y;
  while (Terms[Answer].Kind == TermKind::Var && !Terms[Answer].Args.empty())
    Answer = Terms[Answer].Args.back();
  if (!mayBePending(Space, S, Answer, F.Values))
    return Y;
  const bool Surely = surelyPending(Space, S, Answer, F.Values);
  if (At.Leaf) {
    Y.Kind = YieldKind::Leaf;
  } else if (const CallEvent *Call = callOf(Nodes, N, Answer);
             Call && (Call->Call->Reentrant ||
                      (Call->Call->Values &&
                       surelyPending(Space, S, Answer, Call->Call->Values)))) {
    Y.Kind = YieldKind::Propagated;
    Y.Answer = Answer;
  } else if (Surely) {
    const Range R = Space.range(S, Answer);
    if (R.single() && F.Values->leaf(R.Lo)) {
      Y.Kind = YieldKind::Leaf;
    } else {
      Y.Answer = askedPending(S, N);
      if (Y.Answer == Term::None)
        Y.Answer = askedInOwnWords(S, N);
      Y.Kind =
          Y.Answer == Term::None ? YieldKind::Retry : YieldKind::Propagated;
    }
  }
  return Y;
}

Yield Explorer::classify(const State &S, Term Answer, int N,
                         const Terminator &At) const {
  if (F.Values && Answer != Term::None)
    return classifyValue(S, Answer, N, At);
  Yield Y;
  if (At.SaysPending || F.YieldsSilently) {
    Y.Answer = At.Leaf ? Term::None : askedPending(S, N);
    Y.Kind = Y.Answer != Term::None ? YieldKind::Propagated
             : At.Leaf              ? YieldKind::Leaf
             : At.SaysPending       ? YieldKind::Retry
                                    : YieldKind::None;
    return Y;
  }
  for (unsigned Depth = 0; Depth < 16 && Answer != Term::None; ++Depth) {
    const TermNode &A = Terms[Answer];
    if (!Space.range(S, Terms.apply("status", {Answer}))
             .has(int(Status::Pending)))
      return Y;
    if (A.Kind == TermKind::Var && !A.Args.empty()) {
      Answer = A.Args.back();
      continue;
    }
    if (A.Kind != TermKind::Fn)
      return Y;
    llvm::StringRef Op = Terms.name(A.Sym);
    if (Op == "pass_on" || Op == "some" || Op == "make") {
      if (A.Args.size() != (Op == "make" ? 2u : 1u))
        return Y;
      Answer = A.Args.back();
      continue;
    }
    if (Op == "answer") {
      if (!Space.range(S, Terms.apply("status", {Answer}))
               .has(int(Status::Pending)))
        return Y;
      Y.Kind = YieldKind::Propagated;
      Y.Answer = Answer;
      return Y;
    }
    if (Op == "not_done")
      if (const Term From = restOf(Terms, Answer); From != Term::None) {
        Answer = From;
        continue;
      }
    if (Op == "not_yet" || Op == "not_done") {
      // Said in one's own words that the callee just asked is not ready?
      Y.Answer = askedPending(S, N);
      if (Y.Answer == Term::None && Op == "not_done")
        return Y;
      Y.Kind =
          Y.Answer == Term::None ? YieldKind::Retry : YieldKind::Propagated;
      return Y;
    }
    if (Op != "pending")
      return Y;
    // A completion: this very call's, a callee's, or one from before.
    Term C = A.Args[0];
    Y.Completion = C;
    Y.Kind = YieldKind::Retry;
    llvm::SmallVector<Term, 8> Work{C};
    llvm::DenseMap<unsigned, bool> Seen;
    while (!Work.empty()) {
      Term T = Work.pop_back_val();
      if (!Seen.try_emplace(unsigned(T), true).second)
        continue;
      if (Terms.isFn(T, "project") &&
          Terms[T].Args[1] == Terms.partKey("completion")) {
        Term Of = Terms[T].Args[0];
        while (Terms.isFn(Of, "pass_on"))
          Of = Terms[Of].Args[0];
        if (Terms.isFn(Of, "answer")) {
          Y.Kind = YieldKind::Propagated;
          Y.Answer = Of;
          return Y;
        }
      }
      if (Terms.isFn(T, "result") || Terms.isFn(T, "handle") ||
          Terms.isFn(T, "completion") || Terms.isFn(T, "answer")) {
        Y.Kind = YieldKind::Leaf;
        continue;
      }
      if (Terms[T].Kind == TermKind::Fn || Terms[T].Kind == TermKind::Var)
        Work.append(Terms[T].Args.begin(), Terms[T].Args.end());
    }
    return Y;
  }
  return Y;
}

} // namespace reentrancy
