//===- Limits.h - Bounds of the analysis ------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_LIMITS_H
#define REENTRANCY_LIB_LIMITS_H

namespace reentrancy {

/// Bounds that no human-written function meets. Over the first two the function
/// is skipped; over the next two a replay, or the analyses of single paths,
/// are; over the others states are joined, which is quieter.
struct Limits {
  unsigned MaxBlocks = 100000;      ///< basic blocks of one function
  unsigned MaxStates = 20000;       ///< visits of blocks, all runs together
  unsigned MaxRunStates = 4000;     ///< visits of blocks in one replay
  unsigned MaxPathBlocks = 2000000; ///< of all ways to an end together
  unsigned MaxValuations = 24;      ///< states kept apart at one block
  unsigned MaxInlineDepth = 3;      ///< helpers within helpers
  unsigned MaxInlineBlocks = 60;    ///< size of a helper's body

  /// Visits of blocks after which a yield is judged on one way to it from each
  /// state, and numbers no longer tell states apart. As many for the callees
  /// whose bodies are seen.
  unsigned ofManyWays() const { return MaxStates / 4; }
};

} // namespace reentrancy

#endif
