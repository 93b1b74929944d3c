//===- Answer.h - What a term says as an answer -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One view of the two forms of an answer: an object with a status, and a value
// of which some numbers say "not yet" (AnswerValues; null for an object).
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_ANSWER_H
#define REENTRANCY_LIB_ANSWER_H

#include "values/State.h"
#include "vocabulary/AnswerValues.h"

namespace reentrancy {

/// Whether \p Answer can be "not yet" by what \p S knows.
bool mayBePending(StateSpace &Space, const State &S, Term Answer,
                  const AnswerValues *Values);
/// Whether \p Answer can be "done" by what \p S knows.
bool mayBeDone(StateSpace &Space, const State &S, Term Answer,
               const AnswerValues *Values);
/// Whether \p Answer can be an error by what \p S knows.
bool mayBeError(StateSpace &Space, const State &S, Term Answer,
                const AnswerValues *Values);
/// Whether \p Answer can be nothing but "not yet" by what \p S knows.
bool surelyPending(StateSpace &Space, const State &S, Term Answer,
                   const AnswerValues *Values);
/// Learns that \p Answer is "not yet", is not, or is "done".
void assumePending(StateSpace &Space, State &S, Term Answer,
                   const AnswerValues *Values);
void assumeNotPending(StateSpace &Space, State &S, Term Answer,
                      const AnswerValues *Values);
void assumeDone(StateSpace &Space, State &S, Term Answer,
                const AnswerValues *Values);

/// What an object held before the question, or the wait for its answer, that
/// made it \p Content; None if that was no question.
Term beforeQuestion(const TermTable &Terms, Term Content);

/// The answer whose alternative that is not done is handed on in \p Made,
/// another one; None if there is none.
Term restOf(const TermTable &Terms, Term Made);

/// The calls' answers that the condition \p Cond asks about.
llvm::SmallVector<Term, 2> answersIn(const TermTable &Terms, Term Cond);

} // namespace reentrancy

#endif
