//===- Finding.h - What the analysis found, as plain data -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_FINDING_H
#define REENTRANCY_LIB_FINDING_H

#include "results/Verdict.h"
#include "vocabulary/Tier.h"
#include "vocabulary/YieldKind.h"
#include <string>
#include <vector>

namespace clang {
class FunctionDecl;
class Stmt;
} // namespace clang

namespace reentrancy {

/// What is wrong, the more specific first: of several at one place, the first
/// is told.
enum class FindingKind {
  // Of one path (PathAnalyses.h).
  LockAgain,         ///< a lock that is held is taken again on re-entry
  LockLeaked,        ///< an exit leaves a lock that nothing remembers
  GuardAlive,        ///< a scoped guard is released by the yield
  AddedBehindBuild,  ///< a child is added to a group that is built
  GroupAborted,      ///< a built group is finished by hand
  CompletionUnread,  ///< an optional completion is used unchecked
  CompletionCleared, ///< a completion in flight is written over
  CompletionDropped, ///< an exit forgets a completion in flight
  NeverFinished,     ///< handed out, and nobody has it to finish it
  ErrorSwallowed,    ///< a callback finishes another, but not on an error
  HitInFlight,       ///< an entry whose I/O is in flight is told to be ready
  CompletionLost,    ///< a completion that no path accounts for
  DanglingHanded,    ///< I/O in flight uses a local
  DanglingKept,      ///< persistent state points at a local
  ValueUntested,     ///< the value of an answer that may be pending is used
  PendingFails,      ///< a pending answer is turned into an error
  PendingIgnored,    ///< a pending answer is turned into success
  FinishedTaken,     ///< `finished()` of a yield is taken for progress
  LoadedAssumed,     ///< the guard tells that I/O was started, not done
  PublishedEarly,    ///< shown to others before the I/O is done
  ErrorUnread,       ///< a callback says "done" whatever the error
  ErrorKeepsWrapped, ///< reset when the callee is done, not when it fails
  ErrorKeepsState,   ///< an error leaves the state in the middle
  ResetMisses,       ///< a reset forgets one of the states
  TransitionLost,    ///< a state is set twice, and not read in between
  MemoKept,          ///< what another operation keeps is changed under it
  OwnerDropped,      ///< shared state that a dropped operation leaves behind
  // Which of the differences between the two runs it is (TwoRuns.h).
  Resubmitted,    ///< I/O is started again
  RepeatedCallee, ///< a finished callee runs again and leaves a trace
  Abandoned,      ///< the pending callee is never called again
  NoArm,          ///< a state that a yield leaves behind is not dispatched
  Consumed,       ///< taken out, and not there for the replay
  ResetProgress,  ///< written over what the pending callee made
  StaleValue,     ///< a local computed again from what the wait changed
  HalfSaved,      ///< a local is saved, but not all that the replay needs
  LostLocal,      ///< a local that the replay cannot compute again
  ChangedAgain,   ///< read, changed and written again on the replay
  Reset,          ///< written over what was made behind it
  OtherPath,      ///< the change sends the replay another way
  LostProgress,   ///< a lost local makes the loop start, and change, again
};

/// What a point of a replay path says.
enum class StepRole {
  Changed,      ///< first call: this changes the place
  MayYield,     ///< the function may return pending here
  Reentered,    ///< next call: control gets here again (see Why)
  Inside,       ///< the change itself, in a helper that is called above
  ChangedAgain, ///< and the place is changed a second time
  LostHere,     ///< the local that starts afresh
  Diverted,     ///< this test now goes another way
  Advice,       ///< what to do
  // Of one path, in order; what each says is the check's matter.
  Begins,
  Meets,
  Ends,
};

/// Why the guard does not help.
enum class GuardReason {
  None,      ///< no test stands before the place
  Unchanged, ///< the test reads what nothing wrote: it goes as before
  SetBehind, ///< what it reads is written only behind the yield
  Undecided, ///< what it reads was written; this way is open again
};

struct Step {
  StepRole Role;
  const clang::Stmt *Where = nullptr;
  GuardReason Why = GuardReason::None;
  std::string Name;  ///< the place, the tested expression, the callee
  std::string Value; ///< the value that the test sees
};

struct YieldSite {
  const clang::Stmt *Where = nullptr;
  YieldKind Kind = YieldKind::None;
  std::string Callee; ///< whose answer may be pending; empty if none
};

/// A finding carries its replay path: the two runs told in order.
struct Finding {
  FindingKind Kind;
  Tier Certainty = Tier::Certain;
  const clang::Stmt *Where = nullptr; ///< where the warning stands
  std::string Place;                  ///< what is changed, as written
  std::string Callee;                 ///< whose call stands at Where, if any
  std::string Guard;                  ///< the state that selects the code
  std::vector<YieldSite> Yields;
  std::vector<Step> Path;
};

/// The result of analysing one function.
struct FunctionReport {
  std::vector<Finding> Findings; ///< in source order
  std::string Skipped;           ///< why it was not analysed; empty if it was
  /// Returns of which it is not known what they say as an answer; whether they
  /// are yields is undecided. In source order.
  std::vector<const clang::Stmt *> NotUnderstood;
  std::vector<Verdict> Verdicts; ///< one of each yield, in source order
  size_t Blocks = 0, States = 0; ///< size and cost
};

} // namespace reentrancy

#endif
