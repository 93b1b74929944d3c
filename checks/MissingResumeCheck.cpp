//===- MissingResumeCheck.cpp ---------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MissingResumeCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool MissingResumeCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::ResetProgress;
}

std::string MissingResumeCheck::headline(const Finding &F,
                               StringRef Function) const {
  return "'" + F.Place + "' is set on each call, over what '" + pending(F) +
         "' has made of it so far";
}

std::string MissingResumeCheck::advice(const Finding &F) const {
  return "set '" + F.Place + "' only when the operation starts, not when it is "
         "resumed: guard it with a state that " + behind(F) + " does not reset";
}

} // namespace clang::tidy::reentrancy
