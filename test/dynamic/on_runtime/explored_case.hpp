//===- explored_case.hpp - A corpus program under exploration ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TEST_DYNAMIC_ON_RUNTIME_EXPLORED_CASE_HPP
#define TEST_DYNAMIC_ON_RUNTIME_EXPLORED_CASE_HPP

#include "io_sim.h"
#include "ioresult/testing/yield_transparency.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using ioresult::testing::TestIo;
using ioresult::testing::TransparencyOptions;
using ioresult::testing::TransparencyReport;

/// The modes of exploration, one at a time: "blocking" explores nothing, so
/// what it finds is wrong in the blocking run already.
inline constexpr std::array<std::string_view, 6> kModes = {
    "blocking", "yields", "early-polls", "errors", "drops", "interleaved"};

/// One form of one program of the corpus.
struct ExploredCase {
  std::string_view name;
  std::string_view form; ///< "buggy" or "fixed"
  /// The modes that catch the buggy form, in the order of kModes.
  std::string_view caught_by;
  /// Explores its world in one mode.
  TransparencyReport (*explore)(std::string_view mode);
  /// Explores the corpus' own scenario, which drives its operations itself.
  TransparencyReport (*explore_scenario)();
};

/// All of them: made by CMake.
std::vector<ExploredCase> explored_cases();

template <class World> TransparencyReport explore_world(std::string_view mode) {
  TransparencyOptions options;
  if constexpr (requires { World::set(options); })
    World::set(options);
  options.yields = mode == "yields";
  options.early_polls = options.early_polls && mode == "early-polls";
  options.errors = options.errors && mode == "errors";
  options.drops = options.drops && mode == "drops";
  options.interleaved = options.interleaved && mode == "interleaved";
  return ioresult::testing::check_yield_transparent(
      [](TestIo &io) {
        io_sim::begin_run(io);
        return World{};
      },
      [](World &world, std::size_t n) { return world.operate(n); },
      [](World &world) {
        if constexpr (requires { world.observe(); })
          return world.observe();
        else
          return 0;
      },
      options);
}

/// A scenario as one operation without yields of its own. `expected` is what it
/// is to give; null: what it gives without yields.
template <std::string (*Scenario)()>
TransparencyReport explore_scenario(const char *expected) {
  struct World {
    const char *expected;
    std::string result = {};
    bool invariant() const { return !expected || result == expected; }
  };
  TransparencyOptions options;
  options.operations = 1;
  options.errors = false;
  options.background_io = true; // dropped operations leave I/O behind
  return ioresult::testing::check_yield_transparent(
      [expected](TestIo &io) {
        io_sim::begin_run(io);
        return World{expected};
      },
      [](World &world) {
        world.result = Scenario();
        return IOResult<void>::done();
      },
      [](World &world) { return world.result; }, options);
}

#endif // TEST_DYNAMIC_ON_RUNTIME_EXPLORED_CASE_HPP
