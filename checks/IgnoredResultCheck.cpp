//===- IgnoredResultCheck.cpp ---------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IgnoredResultCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;
using ::reentrancy::Step;
using ::reentrancy::StepRole;

namespace clang::tidy::reentrancy {

/// What was called, as far as it has a name.
static std::string callee(const Finding &F) {
  return F.Callee.empty() ? std::string("the callee") : "'" + F.Callee + "'";
}

bool IgnoredResultCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::ValueUntested ||
         F.Kind == FindingKind::PendingFails ||
         F.Kind == FindingKind::PendingIgnored ||
         F.Kind == FindingKind::FinishedTaken;
}

std::string IgnoredResultCheck::headline(const Finding &F,
                                         StringRef Function) const {
  const std::string Answer = "the pending answer of " + callee(F) + " is ";
  switch (F.Kind) {
  case FindingKind::ValueUntested:
    return "the value of " + callee(F) +
           " is used though its answer may be pending";
  case FindingKind::PendingFails:
    return Answer + "turned into an error";
  case FindingKind::FinishedTaken:
    return "a finished completion of " + callee(F) +
           " is taken for progress, but that of a plain yield is always "
           "finished";
  default:
    return Answer + "ignored: '" + Function.str() +
           "' goes on as if it were done";
  }
}

std::string IgnoredResultCheck::tell(const Step &S, const Finding &F,
                                     StringRef Function) const {
  if (S.Role == StepRole::Begins)
    return callee(F) + " may be pending here";
  switch (F.Kind) {
  case FindingKind::ValueUntested:
    return "there is no value then";
  case FindingKind::PendingFails:
    return "then '" + Function.str() +
           "' fails here, though nothing went wrong";
  case FindingKind::FinishedTaken:
    return callee(F) + " is called again at once: who it waits for never runs";
  default:
    return "then '" + Function.str() + "' ends here, and nobody calls " +
           callee(F) + " again";
  }
}

std::string IgnoredResultCheck::advice(const Finding &F) const {
  if (F.Kind == FindingKind::FinishedTaken)
    return "give control back if the completion is an explicit yield";
  return "while " + callee(F) +
         " is pending, return its answer, so that this function is called "
         "again";
}

} // namespace clang::tidy::reentrancy
