//===- injector_test.cpp - Asking, and asking again -------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/test_io.hpp"
#include "ioresult/testing/yield_injector.hpp"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace ioresult::testing {
namespace {

using ::testing::ElementsAre;

TEST(YieldInjector, WritesDownWhatItWasAskedAndAnswered) {
  YieldInjector injector(Schedule::once(1));
  EXPECT_FALSE(injector.should_yield("read"));
  injector.set_operation(4);
  EXPECT_TRUE(injector.should_yield("write"));
  ASSERT_EQ(injector.questions().size(), 2U);
  EXPECT_EQ(injector.questions()[0].label, "read");
  EXPECT_EQ(injector.questions()[1].chosen, 'y');
  EXPECT_EQ(injector.questions()[1].operation, 4U);
  EXPECT_EQ(injector.deviations(), 1U);
}

TEST(YieldInjector, ItsReplayAnswersAsItDid) {
  const auto run = [](const Schedule &schedule) {
    YieldInjector injector(schedule);
    std::string answers;
    for (int i = 0; i < 30; ++i)
      answers += injector.choose(i % 2 ? ".ye" : ".s");
    return std::pair(answers, injector.replay());
  };
  const auto [answers, replay] = run(Schedule::seeded(5));
  EXPECT_NE(answers.find_first_not_of('.'), std::string::npos);
  EXPECT_EQ(run(replay).first, answers);
  EXPECT_EQ(run(*Schedule::parse(replay.text())).first, answers);
}

TEST(YieldInjector, TheCurrentOneIsTheInnermostScopes) {
  EXPECT_EQ(YieldInjector::current(), nullptr);
  YieldInjector outer, inner;
  const InjectorScope outer_scope(outer);
  {
    const InjectorScope inner_scope(inner);
    EXPECT_EQ(YieldInjector::current(), &inner);
  }
  EXPECT_EQ(YieldInjector::current(), &outer);
}

TEST(YieldInjector, WhatAProbeAsksIsNoQuestionOfTheRun) {
  YieldInjector injector(Schedule::alternating());
  injector.set_probe([&] {
    EXPECT_FALSE(injector.should_yield("asked by the probe"));
    return std::string("seen");
  });
  EXPECT_TRUE(injector.should_yield("asked by the run"));
  ASSERT_EQ(injector.questions().size(), 1U);
  EXPECT_EQ(injector.questions()[0].seen, "seen");
}

TEST(TestIo, WithoutDeviationAllIsOverAtOnce) {
  YieldInjector injector;
  TestIo io(injector);
  EXPECT_FALSE(io.may_wait("fetch"));
  EXPECT_TRUE(io.submit("write").succeeded());
  EXPECT_EQ(io.in_flight(), 0U);
  EXPECT_FALSE(io.step());
}

TEST(TestIo, AYieldIsOverInTheNextStep) {
  YieldInjector injector(Schedule::once(0));
  TestIo io(injector);
  const std::optional<Completion> wait = io.may_wait("fetch");
  ASSERT_TRUE(wait);
  EXPECT_FALSE(wait->finished());
  EXPECT_EQ(io.in_flight(), 1U);
  EXPECT_TRUE(io.step());
  EXPECT_TRUE(wait->succeeded());
}

TEST(TestIo, ErrorsAreInjectedOnlyWhereAllowedAndCounted) {
  YieldInjector injector(Schedule::explicitly("eee"));
  TestIo io(injector);
  EXPECT_TRUE(io.submit("not yet").succeeded());
  io.allow_errors(1);
  const Completion failing = io.submit("now");
  EXPECT_FALSE(failing.finished());
  EXPECT_TRUE(io.step());
  EXPECT_EQ(failing.error(), std::errc::io_error);
  EXPECT_TRUE(io.submit("no more").succeeded());
}

TEST(TestIo, AFakeMayFailAtOnce) {
  YieldInjector injector(Schedule::explicitly("ee"));
  TestIo io(injector);
  EXPECT_FALSE(io.may_fail()) << "not allowed";
  EXPECT_TRUE(injector.questions().empty()) << "so it is no question";
  io.allow_errors(1);
  EXPECT_TRUE(io.may_fail());
  EXPECT_FALSE(io.may_fail());
}

TEST(TestIo, WhatIsDeferredIsNeverOverAtOnce) {
  YieldInjector injector(Schedule::explicitly("e"));
  TestIo io(injector);
  std::vector<std::error_code> ends;
  const auto note = [&](std::error_code error) { ends.push_back(error); };
  io.defer("right", note);
  EXPECT_TRUE(ends.empty());
  io.step();
  io.allow_errors(1);
  io.defer("fails", note);
  io.step();
  EXPECT_THAT(ends, ElementsAre(std::error_code{},
                                std::make_error_code(std::errc::io_error)));
}

TEST(TestIo, TheInjectorSaysWhichOfSeveralEndsFirst) {
  const auto order = [](const char *choices) {
    YieldInjector injector(Schedule::explicitly(choices));
    TestIo io(injector);
    std::string ended;
    for (const char name : {'a', 'b', 'c'})
      io.defer({}, [&ended, name](std::error_code) { ended += name; });
    while (io.step()) {
    }
    return ended;
  };
  EXPECT_EQ(order(""), "abc");
  EXPECT_EQ(order("n"), "cab");
  EXPECT_EQ(order("nn"), "cba");
  EXPECT_EQ(order(".n"), "acb");
}

TEST(TestIo, WhatEndsMayStartMore) {
  YieldInjector injector;
  TestIo io(injector);
  int ended = 0;
  io.defer({}, [&](std::error_code) {
    ++ended;
    io.defer({}, [&](std::error_code) { ++ended; });
  });
  EXPECT_TRUE(io.step());
  EXPECT_EQ(ended, 1);
  EXPECT_TRUE(io.step());
  EXPECT_EQ(ended, 2);
  EXPECT_FALSE(io.step());
}

} // namespace
} // namespace ioresult::testing
