#include "ioresult/block_on.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "ioresult/macros.hpp"

namespace {

using ioresult::block_on;
using ioresult::Completion;
using ioresult::IOResult;
using runtime_test::kIoError;

// Waits for `completion` once, then is done.
struct Waiter {
  Completion completion;
  int calls = 0;

  IOResult<int> operator()() {
    ++calls;
    if (!completion.finished())
      IO_YIELD_ONE(completion);
    return IOResult<int>::done(calls);
  }
};

TEST(BlockOn, ReturnsADoneAnswerWithoutAStep) {
  int steps = 0;
  EXPECT_EQ(
      block_on([] { return IOResult<int>::done(3); }, [&] { ++steps; }).value(),
      3);
  EXPECT_EQ(steps, 0);
}

TEST(BlockOn, CallsAgainWhenTheCompletionHasFinished) {
  Waiter waiter{Completion::make()};
  int steps = 0;
  const auto result = block_on(waiter, [&] {
    if (++steps == 3)
      waiter.completion.complete();
  });
  EXPECT_EQ(result.value(), 2) << "not called in between";
  EXPECT_EQ(steps, 3);
}

TEST(BlockOn, ReturnsAnError) {
  const auto result =
      block_on([] { return IOResult<int>::err(kIoError); }, [] {});
  EXPECT_EQ(result.error(), kIoError);
}

TEST(BlockOn, ReportsAnAwaitedFailureWithoutCallingAgain) {
  Waiter waiter{Completion::make()};
  const auto result =
      block_on(waiter, [&] { waiter.completion.fail(kIoError); });
  EXPECT_EQ(result.error(), kIoError);
  EXPECT_EQ(waiter.calls, 1);
}

TEST(BlockOn, TakesOneStepAtAnExplicitYield) {
  int calls = 0;
  int steps = 0;
  const auto result = block_on(
      [&]() -> IOResult<void> {
        if (++calls < 4)
          IO_YIELD_ONE(Completion::make_yield());
        return IOResult<void>::done();
      },
      [&] { return ++steps, false; });
  EXPECT_TRUE(result.is_done());
  EXPECT_EQ(steps, 3);
}

TEST(BlockOn, ReportsAWaitThatNobodyCanEnd) {
  Waiter waiter{Completion::make()};
  const auto result = block_on(waiter, [] { return false; });
  EXPECT_EQ(result.error(), std::errc::resource_deadlock_would_occur);
  EXPECT_EQ(waiter.calls, 1);
}

TEST(BlockOn, ALastStepMayFinishTheCompletion) {
  Waiter waiter{Completion::make()};
  const auto result =
      block_on(waiter, [&] { return waiter.completion.complete(), false; });
  EXPECT_EQ(result.value(), 2);
}

TEST(BlockOn, ReturnsMoveOnlyValues) {
  const auto result = block_on(
      [] {
        return IOResult<std::unique_ptr<int>>::done(std::make_unique<int>(2));
      },
      [] {});
  EXPECT_EQ(*result.value(), 2);
}

TEST(BlockOn, TakesAnObjectThatCanStep) {
  struct Device {
    void step() { completion.complete(); }
    Completion completion = Completion::make();
  } device;
  EXPECT_EQ(block_on(Waiter{device.completion}, device).value(), 2);
}

TEST(BlockOn, DoesNotWaitAtAnExplicitYield) {
  struct Device {
    bool step(ioresult::Patience patience) {
      patiences.push_back(patience);
      completion.complete();
      return true;
    }
    Completion completion = Completion::make();
    std::vector<ioresult::Patience> patiences;
  } device;
  auto operation = [&, call = 0]() mutable -> IOResult<void> {
    if (++call == 1)
      IO_YIELD_ONE(Completion::make_yield());
    device.completion = Completion::make();
    if (call == 2)
      IO_YIELD_ONE(device.completion);
    return IOResult<void>::done();
  };
  EXPECT_TRUE(block_on(operation, device).is_done());
  EXPECT_EQ(device.patiences,
            (std::vector{ioresult::Patience::zero(), ioresult::kForever}));
}

TEST(BlockOn, ExceptionsPassThrough) {
  const auto throws = []() -> IOResult<void> { throw std::runtime_error("1"); };
  EXPECT_THROW((void)block_on(throws, [] {}), std::runtime_error);
  EXPECT_THROW((void)block_on(Waiter{Completion::make()},
                              [] { throw std::logic_error("2"); }),
               std::logic_error);
}

TEST(BlockOn, WaitsForAnotherThread) {
  Waiter waiter{Completion::make()};
  std::thread other(
      [completion = waiter.completion] { completion.complete(); });
  EXPECT_EQ(block_on(waiter, [] { std::this_thread::yield(); }).is_done(),
            true);
  other.join();
}

} // namespace
