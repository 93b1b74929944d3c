//===- Replay.h - The two-run rule ------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The two-run rule. For every yield that the first run reaches: execute the
// waiting run and the replay to their sync point and compare what they leave.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_REPLAY_H
#define REENTRANCY_LIB_REPLAY_H

#include "calls/Callers.h"
#include "calls/InitialValues.h"
#include "execution/Explorer.h"
#include "results/Finding.h"

namespace reentrancy {

/// One difference, before it is put into words.
struct Difference {
  FindingKind Kind;
  Tier Certainty = Tier::Certain;
  const Fact *At = nullptr;          ///< where the warning stands
  Term Place = Term::None;           ///< what differs
  const Fact *Again = nullptr;       ///< the write on the replay
  const Terminator *Guard = nullptr; ///< last test before Again on the replay
  Term GuardCond = Term::None;
  int64_t GuardChoice = 0;
  bool GuardUndecided = false;
  bool GuardWritten = false; ///< what it reads was written before
  const Terminator *Yield = nullptr;
  YieldKind How = YieldKind::None;
  const CallEvent *Callee = nullptr; ///< Propagated: the pending call
  Term Lost = Term::None;            ///< LostProgress, LostLocal: the local
  /// Fields and globals that the first call left changed when it yielded.
  std::set<const clang::ValueDecl *> ChangedBefore;
};

/// A yield that some first run came to, and how well it was looked at.
struct ReplayedYield {
  const Terminator *Site;
  YieldKind How;
  const Fact *Pending; ///< Propagated: the call; else null
  BlockId At;
  bool Whole = true;    ///< each way to it was followed to its end
  bool Replayed = true; ///< false: the next call is not one of this function
};

/// A return that a first run came to.
struct FirstEnd {
  int At; ///< node of the run
  State S;
  const Terminator *Site;
  Yield How;
};

/// Finds the differences of all yields of a function, which \p Yields names.
/// \p E holds a first run from anywhere that came to \p Ends.
/// \returns false if the bounds were met; \p Out is then incomplete and must
/// not be used.
bool findDifferences(Explorer &E, llvm::ArrayRef<FirstEnd> Ends,
                     const Limits &Bounds, Tier Threshold,
                     InitialValues &Initial, const Callers &Up,
                     std::vector<Difference> &Out, std::deque<CallEvent> &Calls,
                     std::vector<ReplayedYield> &Yields);

} // namespace reentrancy

#endif
