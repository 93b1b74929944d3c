//===- Finding.h - What the analysis found, as plain data -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_FINDING_H
#define REENTRANCY_LIB_FINDING_H

#include "Explorer.h"
#include "Term.h"
#include <string>
#include <vector>

namespace clang {
class FunctionDecl;
class Stmt;
} // namespace clang

namespace reentrancy {

/// Which of the differences between the two runs it is.
enum class FindingKind {
  ChangedAgain,    ///< read, changed and written again on the replay
  Reset,           ///< written over what was made behind it
  Consumed,        ///< taken out, and not there for the replay
  OtherPath,       ///< the change sends the replay another way
  LostProgress,    ///< a lost local makes the loop start, and change, again
  LostLocal,       ///< a local that the replay cannot compute again
  StaleValue,      ///< a local computed again from what the wait changed
  ResetProgress,   ///< written over what the pending callee made
  Abandoned,       ///< the pending callee is never called again
  RepeatedCallee,  ///< a finished callee runs again and leaves a trace
  Resubmitted,     ///< I/O is started again
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
};

/// Why the guard does not help.
enum class GuardReason {
  None,        ///< no test stands before the place
  Unchanged,   ///< the test reads what nothing wrote: it goes as before
  SetBehind,   ///< what it reads is written only behind the yield
  Undecided,   ///< what it reads was written; this way is open again
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
  size_t Blocks = 0, States = 0; ///< size and cost
};

} // namespace reentrancy

#endif
