//===- StateNotResetCheck.cpp ---------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StateNotResetCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;
using ::reentrancy::Step;
using ::reentrancy::StepRole;

namespace clang::tidy::reentrancy {

bool StateNotResetCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::ErrorKeepsWrapped ||
         F.Kind == FindingKind::ErrorKeepsState ||
         F.Kind == FindingKind::TransitionLost;
}

std::string StateNotResetCheck::headline(const Finding &F,
                                         StringRef Function) const {
  switch (F.Kind) {
  case FindingKind::ErrorKeepsWrapped:
    return "'" + F.Place + "' is set back when '" + F.Callee +
           "' is done, but not when it fails";
  case FindingKind::ErrorKeepsState:
    return "this error leaves '" + F.Place +
           "' in the middle, and the next operation starts there";
  default:
    return "'" + F.Place +
           "' is set again before anything has read it: the "
           "transition before is lost";
  }
}

std::string StateNotResetCheck::tell(const Step &S, const Finding &F,
                                     StringRef Function) const {
  const bool Begins = S.Role == StepRole::Begins;
  switch (F.Kind) {
  case FindingKind::ErrorKeepsWrapped:
    return "an error of '" + F.Callee + "' leaves '" + Function.str() +
           "' here, with '" + F.Place + "' wherever '" + F.Callee +
           "' has brought it";
  case FindingKind::ErrorKeepsState:
    return Begins ? "'" + F.Place + "' has moved on here"
                  : "the operation ends here; when it is done instead, '" +
                        F.Place + "' is back at its initial value";
  default:
    return Begins ? "'" + F.Place + "' is set here"
                  : "and here, on every way on from there";
  }
}

std::string StateNotResetCheck::advice(const Finding &F) const {
  switch (F.Kind) {
  case FindingKind::ErrorKeepsWrapped:
    return "set '" + F.Place + "' back unless the answer is pending";
  case FindingKind::ErrorKeepsState:
    return "set '" + F.Place + "' back before the error is returned";
  default:
    return "leave the case behind the first transition, or make the second "
           "depend on what it is meant for";
  }
}

} // namespace clang::tidy::reentrancy
