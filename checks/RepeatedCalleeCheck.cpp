//===- RepeatedCalleeCheck.cpp --------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RepeatedCalleeCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool RepeatedCalleeCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::RepeatedCallee;
}

std::string RepeatedCalleeCheck::headline(const Finding &F,
                               StringRef Function) const {
  return "'" + F.Callee + "' has finished, and runs again when '" +
         Function.str() + "' is called again after a pending yield";
}

std::string RepeatedCalleeCheck::advice(const Finding &F) const {
  return "give each of the two calls a state of its own: when '" + F.Callee +
         "' is done, set a state that skips it at the next call" +
         guarded(F);
}

} // namespace clang::tidy::reentrancy
