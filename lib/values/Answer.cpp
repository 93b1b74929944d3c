//===- Answer.cpp - What a term says as an answer -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/Answer.h"
#include "vocabulary/Protocol.h"
#include "vocabulary/Verbs.h"
#include "clang/AST/Decl.h"

namespace reentrancy {

static Range exactly(int64_t N) {
  Range R;
  R.Lo = R.Hi = N;
  return R;
}

/// The smallest range around \p Values, without the numbers between that are
/// none of them, as far as a range can say that.
static Range around(llvm::ArrayRef<int64_t> Values) {
  Range R;
  R.Lo = Values.front();
  R.Hi = Values.back();
  if (uint64_t(R.Hi) - uint64_t(R.Lo) <= 64)
    for (int64_t N = R.Lo; N < R.Hi; ++N)
      if (!llvm::is_contained(Values, N))
        R.exclude(N);
  return R;
}

static Range done(const AnswerValues &V) {
  if (!V.Done.empty())
    return around(V.Done);
  Range R;
  if (V.NegativeIsError)
    R.clamp(0, R.Hi);
  if (V.PositiveIsError)
    R.clamp(R.Lo, 0);
  for (const auto *List : {&V.Pending, &V.Error})
    for (int64_t N : *List)
      R.exclude(N);
  return R;
}

Term beforeQuestion(const TermTable &Terms, Term Content) {
  const TermNode &N = Terms[Content];
  if (!(Terms.isFn(Content, "after") || Terms.isFn(Content, "wait")) ||
      !onlyAsks(verbOf(Terms.decl(Terms[N.Args[0]].Sym))))
    return Term::None;
  // Of an unseen callee the last is which of its outputs it is; what that held
  // is gone.
  if (Terms.isFn(Content, "wait") || !Terms.isInt(N.Args.back()))
    return N.Args.back();
  return Terms[N.Args.back()].Num < 0 ? N.Args[1] : Term::None;
}

static Term statusOf(StateSpace &Space, Term Answer) {
  return Space.Terms.apply("status", {Answer});
}

bool mayBePending(StateSpace &Space, const State &S, Term Answer,
                  const AnswerValues *Values) {
  if (!Values)
    return Space.range(S, statusOf(Space, Answer)).has(int(Status::Pending));
  const Range R = Space.range(S, Answer);
  return llvm::any_of(Values->Pending, [&](int64_t N) { return R.has(N); });
}

bool mayBeDone(StateSpace &Space, const State &S, Term Answer,
               const AnswerValues *Values) {
  if (!Values)
    return Space.range(S, statusOf(Space, Answer)).has(int(Status::Done));
  const Range R = Space.range(S, Answer);
  if (!Values->Done.empty())
    return llvm::any_of(Values->Done, [&](int64_t N) { return R.has(N); });
  Range D = done(*Values);
  D.clamp(R.Lo, R.Hi);
  for (int64_t N : R.Not)
    D.exclude(N);
  return !D.empty();
}

bool mayBeError(StateSpace &Space, const State &S, Term Answer,
                const AnswerValues *Values) {
  if (!Values)
    return Space.range(S, statusOf(Space, Answer)).has(int(Status::Error));
  const Range R = Space.range(S, Answer);
  if (llvm::any_of(Values->Error, [&](int64_t N) { return R.has(N); }))
    return true;
  // Of the numbers on one side of 0, those that are not pending.
  auto Beyond = [&](int64_t Lo, int64_t Hi) {
    Range Side = R;
    Side.clamp(Lo, Hi);
    for (int64_t N : Values->Pending)
      Side.exclude(N);
    return !Side.empty();
  };
  return (Values->NegativeIsError && Beyond(INT64_MIN, -1)) ||
         (Values->PositiveIsError && Beyond(1, INT64_MAX));
}

bool surelyPending(StateSpace &Space, const State &S, Term Answer,
                   const AnswerValues *Values) {
  if (!Values)
    return Space.range(S, statusOf(Space, Answer)) ==
           exactly(int(Status::Pending));
  const Range R = Space.range(S, Answer);
  if (uint64_t(R.Hi) - uint64_t(R.Lo) > 64)
    return false;
  for (int64_t N = R.Lo; N <= R.Hi; ++N)
    if (R.has(N) && !Values->pending(N))
      return false;
  return true;
}

void assumePending(StateSpace &Space, State &S, Term Answer,
                   const AnswerValues *Values) {
  if (Values)
    Space.narrow(S, Answer, around(Values->Pending));
  else
    Space.narrow(S, statusOf(Space, Answer), exactly(int(Status::Pending)));
}

void assumeNotPending(StateSpace &Space, State &S, Term Answer,
                      const AnswerValues *Values) {
  Range R;
  if (!Values)
    R.exclude(int(Status::Pending));
  else
    for (int64_t N : Values->Pending)
      R.exclude(N);
  Space.narrow(S, Values ? Answer : statusOf(Space, Answer), R);
}

void assumeDone(StateSpace &Space, State &S, Term Answer,
                const AnswerValues *Values) {
  if (Values)
    Space.narrow(S, Answer, done(*Values));
  else
    Space.narrow(S, statusOf(Space, Answer), exactly(int(Status::Done)));
}

Term restOf(const TermTable &Terms, Term Made) {
  for (Term A : Terms[Made].Args)
    if (Terms.isFn(A, "project") &&
        Terms[Terms[A].Args[1]].Kind == TermKind::PartKey &&
        Terms.name(Terms[Terms[A].Args[1]].Sym) == "rest")
      return Terms[A].Args[0];
  return Term::None;
}

llvm::SmallVector<Term, 2> answersIn(const TermTable &Terms, Term Cond) {
  llvm::SmallVector<Term, 2> Found;
  llvm::SmallVector<Term, 8> Work{Cond};
  while (!Work.empty()) {
    const Term T = Work.pop_back_val();
    if (T == Term::None)
      continue;
    if (Terms.isFn(T, "answer") || Terms.isFn(T, "result"))
      Found.push_back(T);
    else if (Terms.isFn(T, "status") || Terms.isFn(T, "!") ||
             Terms.isFn(T, "==0") || Terms.isFn(T, "<0") ||
             Terms.isFn(T, "pass_on") || Terms[T].Kind == TermKind::Sum)
      Work.append(Terms[T].Args.begin(), Terms[T].Args.end());
  }
  return Found;
}

} // namespace reentrancy
