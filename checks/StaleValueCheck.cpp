//===- StaleValueCheck.cpp ------------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StaleValueCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool StaleValueCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::StaleValue;
}

std::string StaleValueCheck::headline(const Finding &F,
                               StringRef Function) const {
  return "'" + F.Place + "' is read before '" + pending(F) +
         "' is done, which changes what it is read from";
}

std::string StaleValueCheck::advice(const Finding &F) const {
  return "keep '" + F.Place + "' in a member when the operation starts, or read it "
         "behind " +
         behind(F);
}

} // namespace clang::tidy::reentrancy
