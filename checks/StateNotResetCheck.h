//===- StateNotResetCheck.h -------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_STATENOTRESETCHECK_H
#define REENTRANCY_CHECKS_STATENOTRESETCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds an operation that ends with its state in the middle, so that the next
/// one starts there.
///
/// docs/checks/state-not-reset.md
class StateNotResetCheck : public ReentrancyCheck {
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
