//===- injection_point_test.cpp - IO_MAY_YIELD in a test build --*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/injection_point.hpp"

#include "ioresult/ioresult.hpp"

#include <gmock/gmock.h>

namespace ioresult::testing {
namespace {

IOResult<int> twice(int n) {
  IO_MAY_YIELD("before doubling");
  return IOResult<int>::done(2 * n);
}

TEST(InjectionPoint, GoesOnWithoutAnInjector) {
  EXPECT_EQ(twice(2).value(), 4);
}

TEST(InjectionPoint, YieldsWhereTheCurrentInjectorSays) {
  YieldInjector injector(Schedule::once(1));
  const InjectorScope scope(injector);
  EXPECT_TRUE(twice(2).is_done());
  const auto answer = twice(2);
  ASSERT_TRUE(answer.is_io());
  EXPECT_TRUE(answer.completion().is_explicit_yield());
  EXPECT_EQ(twice(2).value(), 4);
  EXPECT_EQ(injector.questions()[1].label, "before doubling");
}

} // namespace
} // namespace ioresult::testing
