//===- AbandonedCalleeCheck.cpp -------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AbandonedCalleeCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool AbandonedCalleeCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::Abandoned;
}

std::string AbandonedCalleeCheck::headline(const Finding &F,
                               StringRef Function) const {
  return "'" + F.Place + "' is advanced before '" + pending(F) +
         "' has finished, so '" + pending(F) +
         "' is never called again if it is pending";
}

std::string AbandonedCalleeCheck::advice(const Finding &F) const {
  return "advance '" + F.Place + "' behind " + behind(F);
}

} // namespace clang::tidy::reentrancy
