//===- gtest.hpp - Yield transparency as a GoogleTest assertion -*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_GTEST_HPP
#define IORESULT_TESTING_GTEST_HPP

#include <utility>

#include <gtest/gtest.h>

#include "ioresult/testing/yield_transparency.hpp"

namespace ioresult::testing {

/// Reports a failure of the running test, with the report's message, unless
/// check_yield_transparent() of the same arguments holds, has explored
/// anything, and, where TransparencyOptions::exhaustive asks for it,
/// everything. Returns whether it has.
template <class Make, class Operate, class Observe>
bool expect_yield_transparent(Make make, Operate operate, Observe observe,
                              const TransparencyOptions &options = {}) {
  const TransparencyReport report = check_yield_transparent(
      std::move(make), std::move(operate), std::move(observe), options);
  const bool shown = report.holds && report.explored &&
                     (report.complete || !options.exhaustive);
  EXPECT_TRUE(shown) << report.message;
  if (shown && !report.complete && options.replay.empty() && options.progress)
    options.progress("ioresult: not exhaustive: " + report.left_out);
  return shown;
}

} // namespace ioresult::testing

#endif // IORESULT_TESTING_GTEST_HPP
