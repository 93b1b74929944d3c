//===- PathAnalyses.cpp - Analyses that judge one path at a time ----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "paths/PathAnalyses.h"

namespace reentrancy {

void analysePaths(Paths &P, Summaries &Callees, const Callers &Up,
                  std::vector<Finding> &Out) {
  FindingList List(Out);
  findIgnoredResults(P, Callees, Up, List);
  findLostCompletions(P, List);
  findUnfinishedHandles(P, List);
  findHitsInFlight(P, List);
  findCallbackErrors(P, List);
  findEarlySuccess(P, List);
  findDangling(P, List);
  if (!P.Vocabulary.reentrant(P.F.Function))
    return;
  findStatesNotReset(P, Callees, List);
  findLostTransitions(P, List);
  findKeptResults(P, Callees, List);
  findScopedGuards(P, List);
  findDroppedOwners(P, List);
  findHeldLocks(P, List);
}

} // namespace reentrancy
