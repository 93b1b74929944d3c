//===- Verdict.h - What is said of each yield, as plain data ----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every yield of every re-entrant function has a verdict, and none has silence.
// A bug that is called transparent would be a false proof; so whatever was not
// followed to its end, or rests on what is only possible, is undecided and says
// what was missing. docs/audit.md explains each to users.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_RESULTS_VERDICT_H
#define REENTRANCY_LIB_RESULTS_VERDICT_H

#include "vocabulary/YieldKind.h"
#include <string>
#include <vector>

namespace clang {
class Stmt;
} // namespace clang

namespace reentrancy {

enum class VerdictKind { Transparent, Bug, Undecided };

/// Why a verdict is what it is.
enum class VerdictReason {
  NothingBefore, ///< transparent: nothing that survives is changed before it
  Refuted,       ///< transparent: no way of a replay shows a difference
  Shown,         ///< bug: a replay shows a difference; there is a finding
  OnlyPossible,  ///< undecided: it differs only if a possible fact holds
  BoundMet,      ///< undecided: not every way was followed
  NotReplayed,   ///< undecided: another function goes on, or with other input
};

struct Verdict {
  const clang::Stmt *Where = nullptr;  ///< the pending call, else the return
  const clang::Stmt *Return = nullptr; ///< that may say "not yet"
  YieldKind How = YieldKind::None;
  std::string Callee; ///< whose answer may be pending; empty if none
  VerdictKind Kind = VerdictKind::Undecided;
  VerdictReason Why = VerdictReason::BoundMet;
  /// What may be changed before it, as written, each once; or what differs.
  std::vector<std::string> Places;
};

} // namespace reentrancy

#endif
