//===- GuardAcrossYieldCheck.cpp ------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GuardAcrossYieldCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;
using ::reentrancy::Step;
using ::reentrancy::StepRole;

namespace clang::tidy::reentrancy {

bool GuardAcrossYieldCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::LockAgain ||
         F.Kind == FindingKind::LockLeaked ||
         F.Kind == FindingKind::GuardAlive ||
         F.Kind == FindingKind::OwnerDropped;
}

std::string GuardAcrossYieldCheck::headline(const Finding &F,
                                            StringRef Function) const {
  const std::string Place = F.Place.empty() ? "the lock" : "'" + F.Place + "'";
  switch (F.Kind) {
  case FindingKind::LockAgain:
    return Place + " is held across a yield and taken again when '" +
           Function.str() + "' is called again";
  case FindingKind::LockLeaked:
    return "this error leaves " + Place + " held, and no state says so";
  case FindingKind::GuardAlive:
    return Place + " guards up to a yield only: it is given up there, in the "
                   "middle of the operation";
  default:
    return Place + " is changed for the time of a wait, and stays changed if "
                   "the operation is dropped there";
  }
}

std::string GuardAcrossYieldCheck::tell(const Step &S, const Finding &F,
                                        StringRef Function) const {
  const bool Begins = S.Role == StepRole::Begins;
  switch (F.Kind) {
  case FindingKind::LockAgain:
    return Begins ? "first call: it is taken here"
                  : "'" + Function.str() +
                        "' may return pending here with the lock held; the "
                        "next call takes it again, because no state keeps it "
                        "from there";
  case FindingKind::LockLeaked:
    return Begins ? "it is taken here"
                  : "here it is neither released nor remembered as held, as "
                    "it is on other ways";
  case FindingKind::GuardAlive:
    return Begins ? "it is taken here"
                  : "'" + Function.str() +
                        "' may return pending here, which destroys the guard";
  default:
    return Begins ? "it is changed here"
                  : "'" + Function.str() +
                        "' may be left for good here; its class has no "
                        "destructor that sets it back";
  }
}

std::string GuardAcrossYieldCheck::advice(const Finding &F) const {
  switch (F.Kind) {
  case FindingKind::LockAgain:
    return "release it on the pending path, or remember that it is held and "
           "take it only if it is not";
  case FindingKind::LockLeaked:
    return "do what can fail before it is taken, or release it here";
  case FindingKind::GuardAlive:
    return "end the guard's scope before the yield, or hold an explicit lock "
           "with a flag and a destructor that releases it";
  default:
    return "set it back in a destructor";
  }
}

} // namespace clang::tidy::reentrancy
