//===- EarlySuccessCheck.cpp ----------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EarlySuccessCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;
using ::reentrancy::Step;
using ::reentrancy::StepRole;

namespace clang::tidy::reentrancy {

bool EarlySuccessCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::PublishedEarly ||
         F.Kind == FindingKind::LoadedAssumed ||
         F.Kind == FindingKind::ErrorUnread;
}

std::string EarlySuccessCheck::headline(const Finding &F,
                                        StringRef Function) const {
  const std::string Place = F.Place.empty() ? "state" : "'" + F.Place + "'";
  switch (F.Kind) {
  case FindingKind::PublishedEarly:
    return Place + " tells others that the work is done while its I/O is in "
                   "flight";
  case FindingKind::LoadedAssumed:
    return Place +
           " is set when the I/O is started, and taken for its success "
           "when '" +
           Function.str() + "' is called again";
  default:
    return Place + " says that the work is done, whatever error the callback "
                   "is given";
  }
}

std::string EarlySuccessCheck::tell(const Step &S, const Finding &F,
                                    StringRef Function) const {
  if (F.Kind == FindingKind::ErrorUnread)
    return "the callback is told how the I/O ended, and does not look";
  if (S.Role == StepRole::Begins)
    return "the I/O is started here";
  if (F.Kind == FindingKind::LoadedAssumed)
    return "'" + Function.str() +
           "' hands out the completion here and does not keep it, so the next "
           "call cannot tell whether the I/O succeeded";
  return "'" + Function.str() +
         "' returns pending here: others run, and see it";
}

std::string EarlySuccessCheck::advice(const Finding &F) const {
  switch (F.Kind) {
  case FindingKind::PublishedEarly:
    return "set it behind the wait";
  case FindingKind::LoadedAssumed:
    return "keep the completion and wait for that, or ask again at each call";
  default:
    return "look at the error first";
  }
}

} // namespace clang::tidy::reentrancy
