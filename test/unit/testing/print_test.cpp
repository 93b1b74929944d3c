//===- print_test.cpp - Values as text --------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/detail/print.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>
#include <variant>
#include <vector>

#include <gmock/gmock.h>

namespace ioresult::testing::detail {
namespace {

struct Opaque {};
enum class Colour { Red = 3 };

TEST(Print, ValuesThatDifferHaveDifferentTexts) {
  EXPECT_EQ(text_of(true), "true");
  EXPECT_EQ(text_of(false), "false");
  EXPECT_EQ(text_of('a'), "97");
  EXPECT_EQ(text_of(std::string("1, 2")), "\"1, 2\"");
  EXPECT_EQ(text_of("x"), "\"x\"");
  EXPECT_EQ(text_of(Colour::Red), "3");
  EXPECT_EQ(text_of(std::byte(7)), "7");
  EXPECT_NE(text_of(0.1), text_of(0.1 + 1e-17L + 2e-16));
  EXPECT_EQ(text_of(std::monostate()), "()");
  EXPECT_EQ(text_of(std::error_code()), "no error");
  EXPECT_THAT(text_of(std::make_error_code(std::errc::io_error)),
              ::testing::StartsWith("error generic:5 ("));
}

TEST(Print, WhatHoldsValuesShowsThem) {
  EXPECT_EQ(text_of(std::vector<std::vector<int>>{{1, 2}, {}}), "[[1, 2], []]");
  EXPECT_EQ(text_of(std::map<int, std::string>{{1, "a"}}), "[(1, \"a\")]");
  EXPECT_EQ(text_of(std::tuple(1, 'b', true)), "(1, 98, true)");
  EXPECT_EQ(text_of(std::optional<int>()), "none");
  EXPECT_EQ(text_of(std::optional(0)), "0");
  EXPECT_EQ(text_of(std::make_unique<int>(5)), "5");
  EXPECT_EQ(text_of(std::variant<int, bool>(true)), "1:true");
}

TEST(Print, SaysWhatItCanPrint) {
  static_assert(printable<std::vector<std::optional<int>>>());
  static_assert(printable<std::variant<int, std::pair<bool, std::byte>>>());
  static_assert(!printable<Opaque>());
  static_assert(!printable<std::vector<Opaque>>());
  static_assert(!printable<std::unique_ptr<Opaque>>());
  static_assert(!printable<std::tuple<int, Opaque>>());
}

} // namespace
} // namespace ioresult::testing::detail
