//===- MissingResumeCheck.h -------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_MISSINGRESUMECHECK_H
#define REENTRANCY_CHECKS_MISSINGRESUMECHECK_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// Finds state of an operation in progress that is written over on each call.
///
/// docs/checks/missing-resume.md
class MissingResumeCheck : public ReentrancyCheck {
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
