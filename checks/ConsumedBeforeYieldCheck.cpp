//===- ConsumedBeforeYieldCheck.cpp ---------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConsumedBeforeYieldCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool ConsumedBeforeYieldCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::Consumed;
}

std::string ConsumedBeforeYieldCheck::headline(const Finding &F,
                               StringRef Function) const {
  return "'" + F.Place + "' is taken before a yield and no longer there when '" +
         Function.str() + "' is called again";
}

std::string ConsumedBeforeYieldCheck::advice(const Finding &F) const {
  return "take '" + F.Place + "' behind " + behind(F) +
         ", or put it back on the pending path";
}

} // namespace clang::tidy::reentrancy
