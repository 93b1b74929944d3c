//===- RepeatedIoCheck.cpp ------------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RepeatedIoCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool RepeatedIoCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::Resubmitted;
}

std::string RepeatedIoCheck::headline(const Finding &F,
                               StringRef Function) const {
  return "'" + F.Callee + "' starts I/O again each time '" + Function.str() +
         "' is called again";
}

std::string RepeatedIoCheck::advice(const Finding &F) const {
  return "advance the state before the yield, or keep the completion and wait for "
         "that one" +
         guarded(F);
}

} // namespace clang::tidy::reentrancy
