//===- random.hpp - The same numbers on every machine -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_RANDOM_HPP
#define IORESULT_TESTING_DETAIL_RANDOM_HPP

#include <cstdint>

namespace ioresult::testing::detail {

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014). Not std::uniform_int_distribution, whose numbers
/// differ from one standard library to the next, so that a seed would not be a
/// bug report.
class Random {
public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  /// A number in [0, bound); 0 if bound is 0. Its bias is below bound / 2^64.
  std::uint64_t below(std::uint64_t bound) noexcept {
    return bound == 0 ? 0 : next() % bound;
  }

private:
  std::uint64_t state_;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_RANDOM_HPP
