//===- LostCompletionCheck.cpp --------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LostCompletionCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;
using ::reentrancy::Step;
using ::reentrancy::StepRole;

namespace clang::tidy::reentrancy {

bool LostCompletionCheck::mine(const Finding &F) const {
  switch (F.Kind) {
  case FindingKind::AddedBehindBuild:
  case FindingKind::GroupAborted:
  case FindingKind::CompletionUnread:
  case FindingKind::CompletionCleared:
  case FindingKind::CompletionDropped:
  case FindingKind::CompletionLost:
    return true;
  default:
    return false;
  }
}

static std::string started(const Finding &F) {
  return F.Callee.empty() ? std::string("the call") : "'" + F.Callee + "'";
}

std::string LostCompletionCheck::headline(const Finding &F,
                                          StringRef Function) const {
  switch (F.Kind) {
  case FindingKind::AddedBehindBuild:
    return "a completion is added to a group that is already built";
  case FindingKind::GroupAborted:
    return "a group's completion is finished by '" + F.Callee +
           "' while its children are in flight";
  case FindingKind::CompletionUnread:
    return "there may be no completion here: the answer of " + started(F) +
           " is not checked";
  case FindingKind::CompletionCleared:
    return "the completion of " + started(F) +
           " is written over while its I/O may be in flight";
  case FindingKind::CompletionDropped:
    return "'" + Function.str() + "' is left here while the I/O that " +
           started(F) + " started is in flight, and nobody waits for it";
  default:
    return "nobody waits for the completion of " + started(F);
  }
}

std::string LostCompletionCheck::tell(const Step &S, const Finding &F,
                                      StringRef Function) const {
  const bool Group = F.Kind == FindingKind::AddedBehindBuild ||
                     F.Kind == FindingKind::GroupAborted;
  switch (S.Role) {
  case StepRole::Begins:
    return Group ? "the group is built here"
           : F.Kind == FindingKind::CompletionUnread
               ? "this answers a completion only if it has to wait"
               : "the I/O is started here";
  case StepRole::Meets:
    return "its completion is given up here, unfinished as far as is known";
  default:
    return "'" + Function.str() +
           "' ends here: it has neither stored, returned nor handed on the "
           "completion";
  }
}

std::string LostCompletionCheck::advice(const Finding &F) const {
  switch (F.Kind) {
  case FindingKind::AddedBehindBuild:
    return "add all children before 'build', or start a new group";
  case FindingKind::GroupAborted:
    return "finish the children: the group is finished by the last of them";
  case FindingKind::CompletionUnread:
    return "yield only if there is a completion";
  case FindingKind::CompletionDropped:
    return "before leaving, wait for what is in flight, or abort it";
  default:
    return "yield on the completion if it has not finished, or keep it and "
           "wait for it later";
  }
}

} // namespace clang::tidy::reentrancy
