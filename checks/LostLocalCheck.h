//===- LostLocalCheck.h -----------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_LOSTLOCALCHECK_H
#define REENTRANCY_CHECKS_LOSTLOCALCHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds a local that carries progress or I/O in flight across a yield at which
/// it dies.
///
/// docs/checks/lost-local.md
class LostLocalCheck : public ReentrancyCheck {
public:
  using ReentrancyCheck::ReentrancyCheck;

protected:
  bool mine(const ::reentrancy::Finding &F) const override;
  std::string headline(const ::reentrancy::Finding &F,
                       StringRef Function) const override;
  std::string advice(const ::reentrancy::Finding &F) const override;
};

} // namespace clang::tidy::reentrancy

#endif
