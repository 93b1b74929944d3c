//===- no_injection_point_test.cpp - Normal builds --------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/injection_point.hpp"

#include <gmock/gmock.h>

#define TEXT_OF_(...) #__VA_ARGS__
#define TEXT_OF(...) TEXT_OF_(__VA_ARGS__)

namespace {

// Not even a function that answers an IOResult: nothing is left of it.
constexpr int one() {
  IO_MAY_YIELD("nowhere");
  return 1;
}
static_assert(one() == 1);

TEST(NoInjectionPoint, IsNothing) {
  EXPECT_STREQ(TEXT_OF(IO_MAY_YIELD("nowhere")), "static_cast<void>(0)");
}

} // namespace
