//===- MutationBeforeYieldCheck.cpp ---------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MutationBeforeYieldCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool MutationBeforeYieldCheck::mine(const Finding &F) const {
  switch (F.Kind) {
  case FindingKind::ChangedAgain:
  case FindingKind::Reset:
  case FindingKind::OtherPath:
  case FindingKind::LostProgress:
    return true;
  default:
    return false;
  }
}

std::string MutationBeforeYieldCheck::headline(const Finding &F,
                                               StringRef Function) const {
  const std::string Again =
      " when '" + Function.str() + "' is called again after a pending yield";
  switch (F.Kind) {
  case FindingKind::Reset:
    return "'" + F.Place + "' is changed before a yield and set back" + Again;
  case FindingKind::OtherPath:
    return "'" + F.Place + "' is changed before a yield, and '" +
           Function.str() +
           "' reads the changed value when it is called again";
  default:
    return "'" + F.Place + "' is changed before a yield and changed again" +
           Again;
  }
}

std::string MutationBeforeYieldCheck::advice(const Finding &F) const {
  const std::string Behind = behind(F);
  switch (F.Kind) {
  case FindingKind::Reset:
    return "set '" + F.Place +
           "' only when the operation starts: guard it with a state that is "
           "advanced before " +
           Behind;
  case FindingKind::OtherPath:
    return "move this behind " + Behind;
  case FindingKind::LostProgress:
    return "keep the progress in a member that is advanced behind " + Behind +
           ", so that the next call goes on where this one stopped";
  default:
    break;
  }
  std::string A = "move this behind " + Behind;
  if (!F.Guard.empty())
    A += ", or give it a state of its own: set '" + F.Guard +
         "' to a new value right behind the change";
  else
    A += ", or guard it with a state that is set here and tested at the next "
         "call";
  return A;
}

} // namespace clang::tidy::reentrancy
