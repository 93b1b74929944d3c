//===- Analysis.h - Entry point of the analysis -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pipeline: vocabulary (Protocol) -> facts (FactsGenerator) -> runs
// (Explorer over State) -> the two-run rule (Replay) -> findings.
//
// Invariants. The analysis prints nothing and keeps nothing between calls. The
// same input gives the same findings in the same order.
//
// Safe conditions, each by the mechanism that grants it:
//  (a) a value that the replay computes again from unchanged inputs is the
//      same term (Term);
//  (b) a test goes as it last went while its condition is the same term, by
//      what is known of that term (State);
//  (c) earlier callees answer as they did (Explorer, Blocking mode);
//  (d) a difference that nothing reads before it is overwritten is faint: the
//      blocking run is continued with the differing value marked, and the mark
//      must arrive somewhere (Replay);
//  (e) where only the wait decides a test, a finding must show on both ways.
//
// Known holes, each with the code that fools it:
//  - two access paths that name one object: `p->n_` and `q->n_` with p == q;
//  - elements under indices that are neither equal nor constant:
//    `v_[i] = 1; v_[j]++`;
//  - an unseen callee that changes members of its caller:
//    `step(); // declared, defined elsewhere: writes n_`;
//  - exceptions and gotos into loops.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_ANALYSIS_H
#define REENTRANCY_LIB_ANALYSIS_H

#include "calls/Callers.h"
#include "calls/InitialValues.h"
#include "execution/Summary.h"
#include "results/Finding.h"
#include "vocabulary/Options.h"
#include "vocabulary/Subjects.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace reentrancy {

/// Analyses one function: a candidate or a user; others have no findings. Cost:
/// near linear in the number of its blocks, times the number of guard
/// valuations that are told apart (Limits).
/// \p Initial, \p Up, \p Bodies: of the translation unit that \p FD is in, and
/// \p Bodies for these \p Opts.
FunctionReport analyze(const clang::FunctionDecl *FD,
                       clang::ASTContext &Context, const Options &Opts,
                       InitialValues &Initial, const Callers &Up,
                       SummaryStore &Bodies);

/// The facts of \p FD in a stable textual form; for tests and debugging.
std::string dumpFacts(const clang::FunctionDecl *FD, clang::ASTContext &Context,
                      const Options &Opts);

} // namespace reentrancy

#endif
