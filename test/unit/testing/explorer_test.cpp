//===- explorer_test.cpp - The search for a failing schedule ----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/detail/explorer.hpp"

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace ioresult::testing::detail {
namespace {

/// Asks ten questions; fails where `fails` says so of the answers.
template <class Fails> Explorer::Run asking_ten(Fails fails) {
  return [fails](const Schedule &schedule) {
    YieldInjector injector(schedule);
    std::string answers;
    for (int i = 0; i < 10; ++i)
      answers += injector.choose(".ye");
    return Attempt{injector.questions(), fails(answers) ? answers : ""};
  };
}

const Explorer::Progress kSilent = [](std::size_t, std::size_t) {};

TEST(Explorer, FindsNothingWhereNothingFails) {
  Explorer explorer({}, asking_ten([](const std::string &) { return false; }),
                    kSilent);
  EXPECT_FALSE(explorer.explore());
}

TEST(Explorer, TriesEachScheduleUpToTheBoundOnce) {
  std::multiset<std::string> seen;
  Explorer explorer({.deviations = 2, .exhaustive_runs = 10000, .seeds = 0},
                    asking_ten([&](const std::string &answers) {
                      seen.insert(answers);
                      return false;
                    }),
                    kSilent);
  EXPECT_FALSE(explorer.explore());
  // None, one of 10 * 2, two of (10 over 2) * 2 * 2; and the alternating one.
  EXPECT_EQ(explorer.runs(), 1U + 20U + 180U + 1U);
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 1U + 20U + 180U + 1U);
}

TEST(Explorer, SaysWhetherAllWasTriedAndWhatWasNot) {
  const auto nothing_fails =
      asking_ten([](const std::string &) { return false; });
  Explorer all({.deviations = 10, .exhaustive_runs = 100'000, .seeds = 0},
               nothing_fails, kSilent);
  EXPECT_FALSE(all.explore());
  EXPECT_TRUE(all.complete());
  EXPECT_EQ(all.left_out(), 0U);
  EXPECT_EQ(all.runs(), 59'049U); // three answers to each of ten questions

  Explorer shallow({.deviations = 1, .exhaustive_runs = 100'000, .seeds = 0},
                   nothing_fails, kSilent);
  EXPECT_FALSE(shallow.explore());
  EXPECT_FALSE(shallow.complete());
  EXPECT_EQ(shallow.first_depth_left_out(), 2U);
  EXPECT_EQ(shallow.left_out(), 180U); // (10 over 2) * 2 * 2

  // The first run, and nine of the twenty with one deviation.
  Explorer few({.deviations = 3, .exhaustive_runs = 10, .seeds = 0},
               nothing_fails, kSilent);
  EXPECT_FALSE(few.explore());
  EXPECT_FALSE(few.complete());
  EXPECT_EQ(few.first_depth_left_out(), 1U);

  Explorer none({.exhaustive_runs = 0, .seeds = 0}, nothing_fails, kSilent);
  EXPECT_FALSE(none.explore());
  EXPECT_FALSE(none.complete());
  EXPECT_EQ(none.first_depth_left_out(), 0U);
}

TEST(Explorer, MayGoBySeedsAlone) {
  Explorer explorer({.exhaustive_runs = 0, .seeds = 7},
                    asking_ten([](const std::string &) { return false; }),
                    kSilent);
  EXPECT_FALSE(explorer.explore());
  EXPECT_EQ(explorer.runs(), 1U + 7U); // the alternating one, and the seeds
}

TEST(Explorer, FindsTheFailureWithTheFewestDeviations) {
  Explorer explorer({}, asking_ten([](const std::string &answers) {
                      // Pairs in front of it and behind, for either order of
                      // a search that goes deep first.
                      return answers[4] == 'y' || answers.starts_with("yy") ||
                             answers.ends_with("yy");
                    }),
                    kSilent);
  EXPECT_EQ(explorer.explore(), Schedule::explicitly("....y"));
}

TEST(Explorer, BeyondTheBoundASeedFindsAndTheFindIsMadeSmaller) {
  // Needs three deviations, where only one is tried exhaustively.
  Explorer explorer({.deviations = 1, .exhaustive_runs = 1000, .seeds = 500},
                    asking_ten([](const std::string &answers) {
                      return answers[2] == 'y' && answers[5] == 'e' &&
                             answers[8] == 'y';
                    }),
                    kSilent);
  EXPECT_EQ(explorer.explore(), Schedule::explicitly("..y..e..y"));
}

TEST(Explorer, KeepsItsBoundOfRuns) {
  Explorer explorer({.deviations = 9, .exhaustive_runs = 50, .seeds = 10},
                    asking_ten([](const std::string &) { return false; }),
                    kSilent);
  EXPECT_FALSE(explorer.explore());
  EXPECT_LE(explorer.runs(), 50U + 11U);
}

TEST(Explorer, TellsItsProgress) {
  std::vector<std::size_t> told;
  ExploreBounds bounds{.deviations = 1, .exhaustive_runs = 100, .seeds = 0};
  bounds.tell_every = std::chrono::nanoseconds(0);
  Explorer explorer(
      bounds, asking_ten([](const std::string &) { return false; }),
      [&](std::size_t runs, std::size_t) { told.push_back(runs); });
  EXPECT_FALSE(explorer.explore());
  EXPECT_EQ(told.size(), explorer.runs());
  EXPECT_EQ(told.back(), explorer.runs());
}

TEST(Explorer, NeedsNoSeedsWhereAllWasTried) {
  const Explorer::Run one_question = [](const Schedule &schedule) {
    YieldInjector injector(schedule);
    injector.should_yield();
    return Attempt{injector.questions(), {}};
  };
  Explorer explorer({}, one_question, kSilent);
  EXPECT_FALSE(explorer.explore());
  EXPECT_EQ(explorer.runs(), 2U);
}

} // namespace
} // namespace ioresult::testing::detail
