//===- Explain.h - From differences to findings -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Joins the differences that stand at one place into a finding with its replay
// path, and takes the names of what it speaks of from the source.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_EXPLAIN_H
#define REENTRANCY_LIB_EXPLAIN_H

#include "replay/Replay.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace reentrancy {

/// \returns the findings, in source order, one per place and kind.
std::vector<Finding> explain(const FunctionFacts &F, const TermTable &Terms,
                             clang::ASTContext &Context,
                             llvm::ArrayRef<Difference> Differences);

} // namespace reentrancy

#endif
