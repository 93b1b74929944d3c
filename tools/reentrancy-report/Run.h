//===-- The analysis of a compile database ----------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "Report.h"
#include <functional>

namespace reentrancy::report {

/// How a code base is analysed.
struct RunOptions {
  std::string Tidy;        ///< the reentrancy-tidy to start
  std::string ResourceDir; ///< of Clang; for finding the headers of a file
  std::string BuildDir;    ///< where compile_commands.json is
  std::string Root;        ///< paths below it are shown relative to it
  std::vector<std::string> Files; ///< to analyse; empty: all of the database
  std::vector<std::string>
      TidyArgs; ///< checks and options, for reentrancy-tidy
  unsigned Jobs = 1;
  unsigned Shard = 1, Shards = 1; ///< part \c Shard of \c Shards
  std::string CacheDir;           ///< empty: nothing is kept
  uint64_t CacheBytes = 0;        ///< the most that is kept
};

/// How far a run is.
struct Progress {
  size_t Done, Cached, All, Findings;
};

/// Analyses the files of a compile database, each in a process of its own, so
/// that one that ends the analyser costs no other file's findings.
///
/// What was analysed before is taken from the cache, if its source, headers,
/// command, options and analyser have the same content. The cache is LLVM's own
/// (llvm/Support/Caching.h): an entry gets its name when it is whole, so that
/// parallel runs and an end at any point leave no broken one.
/// \param Told called after each file, by one thread at a time.
/// \returns an error if there is nothing to analyse, or no analyser; what goes
/// wrong with one file is a Failure of the report.
llvm::Expected<Report> analyse(const RunOptions &Options,
                               std::function<void(const Progress &)> Told);

} // namespace reentrancy::report
