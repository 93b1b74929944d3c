//===- simulator_options.hpp - What a simulated world is like ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_SIMULATOR_OPTIONS_HPP
#define IORESULT_TESTING_SIMULATOR_OPTIONS_HPP

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

namespace ioresult::testing {

/// For SimulatorOptions::errors: a broken device, a full disk, an interrupted
/// call, a permission that was withdrawn, a file server that has forgotten the
/// handle.
inline std::vector<std::errc> all_errors() {
  return {std::errc::io_error, std::errc::no_space_on_device,
          std::errc::interrupted, std::errc::permission_denied,
          static_cast<std::errc>(ESTALE)};
}

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
  /// What they fail with: one of these, drawn. That a disk is full is told only
  /// to writes and truncates. At least one that fits each kind of request, or
  /// std::errc::io_error is taken.
  std::vector<std::errc> errors = {std::errc::io_error};
  /// How many of 1000 reads and writes move fewer bytes than they were asked
  /// to and succeed. No io::Backend does that; it is for code that looks at
  /// Completion::bytes() itself.
  std::uint32_t short_per_mille = 0;
  /// A trace, to decide as it did. Then its seed counts, not the one above.
  std::string replay = {};
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_SIMULATOR_OPTIONS_HPP
