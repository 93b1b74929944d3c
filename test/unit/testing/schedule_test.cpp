//===- schedule_test.cpp - Schedules as values and as text ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/schedule.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>

namespace ioresult::testing {
namespace {

std::string choices(const Schedule &schedule, std::size_t questions,
                    std::string_view alternatives = ".y") {
  std::string result;
  std::size_t deviations = 0;
  for (std::size_t i = 0; i < questions; ++i) {
    result += schedule.choose(alternatives, i, deviations);
    deviations += result.back() != '.';
  }
  return result;
}

TEST(Schedule, NeverDeviatesNowhere) {
  EXPECT_EQ(choices(Schedule::never(), 5), ".....");
}

TEST(Schedule, OnceDeviatesAtOneQuestion) {
  EXPECT_EQ(choices(Schedule::once(0), 4), "y...");
  EXPECT_EQ(choices(Schedule::once(3), 6), "...y..");
}

TEST(Schedule, AlternatingDeviatesAtEachSecondUntilItsBound) {
  EXPECT_EQ(choices(Schedule::alternating(), 5), "y.y.y");
  const std::string many = choices(Schedule::alternating(), 1000);
  EXPECT_EQ(std::count(many.begin(), many.end(), 'y'),
            static_cast<std::ptrdiff_t>(Schedule::kMaxDeviations));
}

TEST(Schedule, ASeedGivesTheSameChoicesEachTimeAndOnEachMachine) {
  EXPECT_EQ(choices(Schedule::seeded(7), 40), choices(Schedule::seeded(7), 40));
  EXPECT_NE(choices(Schedule::seeded(7), 40), choices(Schedule::seeded(8), 40));
  // Fixed by the generator's definition: a change would break the meaning of
  // seeds that people have written down.
  EXPECT_EQ(choices(Schedule::seeded(1), 24), ".......yyy.y..y.....y...");
}

TEST(Schedule, ASeedDeviatesUntilItsBound) {
  const std::string many = choices(Schedule::seeded(7), 1000);
  EXPECT_EQ(std::count(many.begin(), many.end(), 'y'),
            static_cast<std::ptrdiff_t>(Schedule::kMaxDeviations));
}

TEST(Schedule, ASeedDrawsAmongAllDeviationsOffered) {
  const std::string many = choices(Schedule::seeded(3), 150, ".ye");
  EXPECT_NE(many.find('y'), std::string::npos);
  EXPECT_NE(many.find('e'), std::string::npos);
}

TEST(Schedule, ExplicitChoicesThatAreNotOfferedAreNotTaken) {
  EXPECT_EQ(choices(Schedule::explicitly("y.ey"), 6), "y..y..");
  EXPECT_EQ(choices(Schedule::explicitly("y.ey"), 6, ".ye"), "y.ey..");
}

TEST(Schedule, NothingIsTakenWhereNothingIsOffered) {
  for (const Schedule &schedule :
       {Schedule::once(0), Schedule::alternating(), Schedule::seeded(1)})
    EXPECT_EQ(choices(schedule, 10, "."), "..........") << schedule.text();
}

TEST(Schedule, TextAndBack) {
  for (const char *text :
       {"never", "once:0", "once:17", "alternating", "seed:0",
        "seed:18446744073709551615", "y", "..y.e", "31.y4s"}) {
    const auto schedule = Schedule::parse(text);
    ASSERT_TRUE(schedule) << text;
    EXPECT_EQ(schedule->text(), text);
    EXPECT_EQ(Schedule::parse(schedule->text()), schedule);
  }
}

TEST(Schedule, TextIsShort) {
  EXPECT_EQ(Schedule::explicitly("....y...").text(), "4.y");
  EXPECT_EQ(Schedule::explicitly("..yy").text(), "..yy");
  EXPECT_EQ(Schedule::explicitly("...").text(), "never");
}

TEST(Schedule, WhatIsNoScheduleIsRefused) {
  for (const char *text :
       {"once:", "once:x", "once:1y", "seed:-1", "Y", "{", "y y", "3", "y12",
        "99999999999.y", "2000000.y", "99999999999999999999999.y"})
    EXPECT_FALSE(Schedule::parse(text)) << text;
}

} // namespace
} // namespace ioresult::testing
