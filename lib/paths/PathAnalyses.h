//===- PathAnalyses.h - Analyses that judge one path at a time --*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each approximates a property of a path: that pending answers are passed on,
// that completions are accounted for, that an operation ends clean, that what
// is seen by others during a wait is true. None of them replays anything.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_PATHANALYSES_H
#define REENTRANCY_LIB_PATHANALYSES_H

#include "paths/Paths.h"

namespace reentrancy {

class Callers;
class Summaries;

/// Pending answers that are not passed on.
void findIgnoredResults(const Paths &P, Summaries &Callees, const Callers &Up,
                        FindingList &Out);

/// Completions that nobody waits for; groups that are used against their rules.
void findLostCompletions(const Paths &P, FindingList &Out);

/// Explicit locks that are held where nobody knows of it.
void findHeldLocks(Paths &P, FindingList &Out);

/// Scoped locks and pins that a yield gives up.
void findScopedGuards(const Paths &P, FindingList &Out);

/// Shared state that stays changed if the operation is dropped at a yield.
void findDroppedOwners(const Paths &P, FindingList &Out);

/// Operations that leave their state where the next one cannot start.
void findStatesNotReset(const Paths &P, Summaries &Callees, FindingList &Out);

/// Transitions that are written over before anybody reads them.
void findLostTransitions(const Paths &P, FindingList &Out);

/// Results that another operation keeps, and that this one makes untrue.
void findKeptResults(const Paths &P, Summaries &Callees, FindingList &Out);

/// Entries whose I/O is in flight, and that are handed out as ready.
void findHitsInFlight(const Paths &P, FindingList &Out);

/// Completions that are handed out, and that nobody can finish.
void findUnfinishedHandles(const Paths &P, FindingList &Out);

/// Callbacks that do not care how their I/O ended.
void findCallbackErrors(const Paths &P, FindingList &Out);

/// State that says "done" before the I/O is.
void findEarlySuccess(const Paths &P, FindingList &Out);

/// I/O in flight, or persistent state, that uses what dies at a yield.
void findDangling(Paths &P, FindingList &Out);

/// Runs all of them. Cost: linear in the length of all paths together.
void analysePaths(Paths &P, Summaries &Callees, const Callers &Up,
                  std::vector<Finding> &Out);

} // namespace reentrancy

#endif
