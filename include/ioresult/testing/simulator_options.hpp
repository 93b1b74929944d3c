//===- simulator_options.hpp - What a simulated world is like ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_SIMULATOR_OPTIONS_HPP
#define IORESULT_TESTING_SIMULATOR_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <string>

namespace ioresult::testing {

struct SimulatorOptions {
  /// The same seed, options and program give the same trace, byte for byte.
  std::uint64_t seed = 1;
  /// A request takes a time in between, drawn anew for each: so they end in
  /// another order than they start.
  std::chrono::microseconds min_latency{10};
  std::chrono::microseconds max_latency{1000};
  /// How many of 1000 requests fail. Of a write that does, a part may be in
  /// the file.
  std::uint32_t errors_per_mille = 0;
  /// How many of 1000 reads and writes move fewer bytes than they were asked
  /// to and succeed. No io::Backend does that; it is for code that looks at
  /// Completion::bytes() itself.
  std::uint32_t short_per_mille = 0;
  /// A trace, to decide as it did. Then its seed counts, not the one above.
  std::string replay = {};
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_SIMULATOR_OPTIONS_HPP
