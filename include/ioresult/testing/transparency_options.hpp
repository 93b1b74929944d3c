//===- transparency_options.hpp - What to explore ---------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_TRANSPARENCY_OPTIONS_HPP
#define IORESULT_TESTING_TRANSPARENCY_OPTIONS_HPP

#include <cstddef>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "ioresult/testing/detail/explorer.hpp"

namespace ioresult::testing {

/// What check_yield_transparent() explores. Each mode has a tree of schedules
/// of its own; in all of them there are yields.
struct TransparencyOptions {
  /// How many operations run one after the other in a run.
  std::size_t operations = 2;

  /// Nothing but yields: each run must be like the blocking one.
  bool yields = true;
  /// Each I/O of the first operation fails, one in a run. If all operations are
  /// done in spite of that, the run must be like the blocking one; else the
  /// operations behind it must not fail or hang.
  bool errors = true;
  /// The first operation is dropped at each of its yields. The ones behind it
  /// must not fail or hang. Needs operations that are objects.
  bool drops = true;
  /// Operations 0 and 1 at the same time. What they come to must be what they
  /// come to in one order or the other. Needs operations that are objects.
  bool interleaved = true;
  /// The driver calls again before the awaited completion has finished. Only
  /// for operations that look whether what they wait for is there.
  bool early_polls = false;

  /// An operation that failed or was dropped must have happened as a whole or
  /// not at all, judging by what is observed behind the next.
  bool atomic = false;
  /// An operation may be done while I/O that it started is under way.
  bool background_io = false;

  /// For each mode.
  ExploreBounds bounds;
  /// A run with more calls than that hangs.
  std::size_t max_calls = 1000;

  /// expect_yield_transparent() fails where not each schedule was run. Without
  /// it what was left out is told to `progress`.
  bool exhaustive = false;
  /// A report's `replay`, to run nothing but that.
  std::string replay;
  /// Gets a line every few seconds of a long exploration, and from
  /// expect_yield_transparent() one on what was left out. Null: silence.
  std::function<void(std::string_view)> progress = [](std::string_view line) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
  };
};

/// What check_yield_transparent() found.
struct TransparencyReport {
  bool holds = true;
  /// If it holds: whether any operation waited or asked whether to. If none
  /// did, all runs were the same one, and nothing is shown.
  bool explored = false;
  /// If it holds: whether each schedule of each mode that was asked for was
  /// run. If not, all of up to `depth` deviations were, and `left_out` says
  /// what was not.
  bool complete = true;
  std::size_t depth = std::numeric_limits<std::size_t>::max();
  std::string left_out;
  /// What was explored, or the failure: the schedule, the difference, and the
  /// first point at which the run and the blocking run part. Many lines.
  std::string message;
  /// If it does not hold: the mode and the smallest schedule found, for
  /// TransparencyOptions::replay.
  std::string replay;
  /// How many runs there were.
  std::size_t runs = 0;
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_TRANSPARENCY_OPTIONS_HPP
