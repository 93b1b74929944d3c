//===- blocking_yields_test.cpp - Leaf yields that wait ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Compiled with -include ioresult/testing/blocking_yields.hpp: the code under
// test does not name it.
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/test_io.hpp"

#include <string>

#include <gmock/gmock.h>

namespace ioresult::testing {
namespace {

/// Unconditional leaf yields in a state machine; the case below a yield is not
/// the one that comes next.
class Machine {
public:
  explicit Machine(TestIo &io) : io_(io) {}

  IOResult<std::string> run() {
    ++calls;
    for (;;) {
      switch (state_) {
      case State::Read:
        log_ += "read ";
        state_ = State::Check;
        IO_YIELD_ONE(start());
      case State::Write:
        log_ += "write ";
        state_ = State::Finished;
        if (const Completion written = start(); !written.finished())
          IO_YIELD_ONE(written);
        else
          log_ += "at once ";
        break;
      case State::Check:
        log_ += "check ";
        state_ = State::Write;
        break;
      case State::Finished:
        return IOResult<std::string>::done(log_);
      }
    }
  }

  int calls = 0;

private:
  enum class State { Read, Write, Check, Finished };

  Completion start() {
    Completion completion = Completion::make();
    io_.defer({}, [completion](std::error_code error) {
      if (error)
        completion.fail(error);
      else
        completion.complete();
    });
    return completion;
  }

  TestIo &io_;
  State state_ = State::Read;
  std::string log_;
};

TEST(BlockingYields, WithoutABlockingRunTheyReturn) {
  YieldInjector injector;
  TestIo io(injector);
  Machine machine(io);
  const auto answer = block_on([&] { return machine.run(); }, io);
  EXPECT_EQ(answer.value(), "read check write ");
  EXPECT_EQ(machine.calls, 3);
}

TEST(BlockingYields, InABlockingRunTheyWaitAndDispatchOnTheState) {
  YieldInjector injector;
  TestIo io(injector);
  const BlockingRun blocking(io);
  Machine machine(io);
  const auto answer = machine.run();
  ASSERT_TRUE(answer.is_done());
  EXPECT_EQ(answer.value(), "read check write ");
  EXPECT_EQ(machine.calls, 1);
}

TEST(BlockingYields, AFailedWaitIsTheDriversToReport) {
  YieldInjector injector(Schedule::explicitly("e"));
  TestIo io(injector);
  io.allow_errors(1);
  const BlockingRun blocking(io);
  Machine machine(io);
  const auto answer = machine.run();
  ASSERT_TRUE(answer.is_io());
  EXPECT_EQ(answer.completion().error(), std::errc::io_error);
}

TEST(BlockingYields, AnExplicitYieldIsNoWait) {
  const auto nothing_under_way = [] { return false; };
  const BlockingRun blocking(nothing_under_way);
  const auto operation = []() -> IOResult<void> {
    for (;;)
      IO_YIELD_ONE(Completion::make_yield());
  };
  EXPECT_TRUE(operation().is_io());
}

TEST(BlockingYields, WhatNobodyFinishesIsNotWaitedForForEver) {
  const auto nothing_under_way = [] { return false; };
  const BlockingRun blocking(nothing_under_way);
  const auto operation = []() -> IOResult<void> {
    for (;;)
      IO_YIELD_ONE(Completion::make());
  };
  EXPECT_TRUE(operation().is_io());
}

TEST(BlockingYields, AGroupIsWaitedForAsAWhole) {
  YieldInjector injector(Schedule::alternating());
  TestIo io(injector);
  const BlockingRun blocking(io);
  bool started = false;
  const auto operation = [&]() -> IOResult<std::size_t> {
    while (!started) {
      started = true;
      CompletionGroup group;
      for (int i = 0; i < 4; ++i)
        group.add(io.submit());
      IO_YIELD(group);
    }
    return IOResult<std::size_t>::done(io.in_flight());
  };
  EXPECT_EQ(operation().value(), 0U);
}

#pragma push_macro("IORESULT_GO_ON")
#undef IORESULT_GO_ON
#define IORESULT_GO_ON static_cast<void>(0)
IOResult<int> straight_line(TestIo &io, bool &started) {
  if (!started) {
    started = true;
    const Completion completion = Completion::make();
    io.defer({}, [completion](std::error_code) { completion.complete(); });
    IO_YIELD_ONE(completion);
  }
  return IOResult<int>::done(1);
}
#pragma pop_macro("IORESULT_GO_ON")

TEST(BlockingYields, CodeWithoutALoopSaysWhereItGoesOn) {
  YieldInjector injector;
  TestIo io(injector);
  bool started = false;
  const BlockingRun blocking(io);
  EXPECT_TRUE(straight_line(io, started).is_done());
}

} // namespace
} // namespace ioresult::testing
