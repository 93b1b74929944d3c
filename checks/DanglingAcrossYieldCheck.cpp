//===- DanglingAcrossYieldCheck.cpp ---------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DanglingAcrossYieldCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;
using ::reentrancy::Step;
using ::reentrancy::StepRole;

namespace clang::tidy::reentrancy {

bool DanglingAcrossYieldCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::DanglingHanded ||
         F.Kind == FindingKind::DanglingKept;
}

std::string DanglingAcrossYieldCheck::headline(const Finding &F,
                                               StringRef Function) const {
  return F.Kind == FindingKind::DanglingHanded
             ? "I/O that outlives this call of '" + Function.str() +
                   "' uses the local '" + F.Place + "'"
             : "persistent state points at the local '" + F.Place +
                   "', which dies at the yield";
}

std::string DanglingAcrossYieldCheck::tell(const Step &S, const Finding &F,
                                           StringRef Function) const {
  if (S.Role == StepRole::Begins)
    return F.Kind == FindingKind::DanglingHanded
               ? "it is given the memory of '" + F.Place + "' here"
               : "the address is stored here";
  return "'" + Function.str() + "' may return pending here, and '" + F.Place +
         "' is gone";
}

std::string DanglingAcrossYieldCheck::advice(const Finding &F) const {
  return F.Kind == FindingKind::DanglingHanded
             ? "let the completion, or a member, own '" + F.Place +
                   "' until the I/O is done"
             : "keep the object itself in a member";
}

} // namespace clang::tidy::reentrancy
