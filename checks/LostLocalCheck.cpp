//===- LostLocalCheck.cpp -------------------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LostLocalCheck.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

bool LostLocalCheck::mine(const Finding &F) const {
  return F.Kind == FindingKind::LostLocal;
}

std::string LostLocalCheck::headline(const Finding &F,
                               StringRef Function) const {
  return "'" + F.Place + "' is a local that dies at a yield, and '" +
         Function.str() + "' cannot compute it again";
}

std::string LostLocalCheck::advice(const Finding &F) const {
  return "keep '" + F.Place + "' in a member, or save it in full on the pending path";
}

} // namespace clang::tidy::reentrancy
