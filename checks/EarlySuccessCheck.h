//===- EarlySuccessCheck.h --------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_EARLYSUCCESSCHECK_H
#define REENTRANCY_CHECKS_EARLYSUCCESSCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds state that says that work is done before the I/O that does it has
/// succeeded.
///
/// docs/checks/early-success.md
class EarlySuccessCheck : public ReentrancyCheck {
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
