//===- DanglingAcrossYieldCheck.h -------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_DANGLINGACROSSYIELDCHECK_H
#define REENTRANCY_CHECKS_DANGLINGACROSSYIELDCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds the address, view or iterator of a local that I/O in flight or
/// persistent state still uses when the function returns pending.
///
/// docs/checks/dangling-across-yield.md
class DanglingAcrossYieldCheck : public ReentrancyCheck {
public:
  using ReentrancyCheck::ReentrancyCheck;

protected:
  bool mine(const ::reentrancy::Finding &F) const override;
  std::string headline(const ::reentrancy::Finding &F,
                       StringRef Function) const override;
  std::string advice(const ::reentrancy::Finding &F) const override;
  std::string tell(const ::reentrancy::Step &S,
                   const ::reentrancy::Finding &F,
                   StringRef Function) const override;
};

} // namespace clang::tidy::reentrancy

#endif
