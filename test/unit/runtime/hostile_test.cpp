// Programs that want the runtime to fail: exceptions in the middle of a round,
// chains without end, completions used twice.
#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "ioresult/event_loop.hpp"
#include "ioresult/io/file.hpp"
#include "ioresult/ioresult.hpp"

namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::CompletionResult;
using ioresult::EventLoop;
using ioresult::Interest;
using ioresult::IOResult;
using ioresult::Waker;
using runtime_test::kCanceled;
using runtime_test::kIoError;

constexpr std::size_t kMany = 200'000;

/// An operation that is done when `awaited` is, or throws then.
auto waits_for(Completion awaited, bool throws = false) {
  return [awaited, throws]() -> IOResult<int> {
    if (!awaited.finished())
      IO_YIELD_ONE(awaited);
    if (throws)
      throw std::runtime_error("out of an operation");
    return IOResult<int>::done(1);
  };
}

// --- exceptions -------------------------------------------------------------

class Thrower : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(, Thrower, testing::Bool(),
                         [](const auto &is_end) -> std::string {
                           return is_end.param ? "OutOfTheEnd"
                                               : "OutOfTheOperation";
                         });

TEST_P(Thrower, LosesNoOtherOperationOfItsRound) {
  const Completion all = Completion::make();
  bool stepped = false;
  auto io = [&] {
    all.complete();
    return !std::exchange(stepped, true);
  };
  EventLoop loop(io);
  std::vector<std::error_code> ended;
  const auto note = [&](const IOResult<int> &answer) {
    ended.push_back(answer.error());
  };
  loop.start(waits_for(all), note);
  if (GetParam())
    loop.start(waits_for(all), [](const IOResult<int> &) {
      throw std::runtime_error("out of who gets the answer");
    });
  else
    loop.start(waits_for(all, true), note);
  for (int i = 0; i < 3; ++i)
    loop.start(waits_for(all), note);
  EXPECT_THROW(loop.run(), std::runtime_error);
  EXPECT_EQ(loop.size(), 3U);
  loop.run();
  EXPECT_EQ(ended, std::vector(4, std::error_code{}));
}

TEST(Exceptions, OneOutOfEachOperationEndsEach) {
  const Completion all = Completion::make();
  auto io = [&] {
    all.complete();
    return true;
  };
  EventLoop loop(io);
  for (int i = 0; i < 5; ++i)
    loop.start(waits_for(all, true), [](const IOResult<int> &) {});
  for (int i = 0; i < 5; ++i)
    EXPECT_THROW(loop.run(), std::runtime_error) << i;
  EXPECT_EQ(loop.size(), 0U);
}

struct ThrowingMove {
  explicit ThrowingMove(bool does) : throws(does) {}
  ThrowingMove(ThrowingMove &&other) : throws(other.throws) {
    if (throws)
      throw std::runtime_error("out of a move");
  }
  ThrowingMove &operator=(ThrowingMove &&) = default;
  bool throws;
};

TEST(Exceptions, AHalfAssignedAnswerIsAnError) {
  auto answer = IOResult<ThrowingMove>::io(Completion::make());
  auto next = IOResult<ThrowingMove>::done(ThrowingMove(false));
  next.value().throws = true;
  EXPECT_THROW(answer = std::move(next), std::runtime_error);
  EXPECT_FALSE(answer.is_done());
  EXPECT_FALSE(answer.is_io());
  EXPECT_TRUE(answer.is_err());
  EXPECT_EQ(answer.error(), std::errc::state_not_recoverable);
  const IOResult<int> passed_on = answer.pending();
  EXPECT_EQ(passed_on.error(), std::errc::state_not_recoverable);
  auto good = IOResult<ThrowingMove>::done(ThrowingMove(false));
  answer = std::move(good);
  EXPECT_TRUE(answer.is_done());
  EXPECT_FALSE(answer.is_err());
  EXPECT_FALSE(answer.error());
}

// --- the stack --------------------------------------------------------------

TEST(Queue, AChainOfCallbacksOfAnyLengthEnds) {
  std::size_t called = 0;
  Completion next = Completion::make();
  const Completion last = next;
  for (std::size_t i = 0; i < kMany; ++i)
    next = Completion::make(
        [&called, behind = std::move(next)](CompletionResult) mutable {
          ++called;
          behind.complete();
        });
  next.complete();
  EXPECT_EQ(called, kMany);
  EXPECT_TRUE(last.succeeded());
}

/// A completion in `kMany` groups, each in the next.
Completion nested(const Completion &leaf, std::size_t &called) {
  Completion inner = leaf;
  for (std::size_t i = 0; i < kMany; ++i) {
    CompletionGroup group([&called](CompletionResult) { ++called; });
    group.add(inner);
    inner = group.build();
  }
  return inner;
}

TEST(Queue, NestedGroupsOfAnyDepthFinish) {
  std::size_t called = 0;
  const Completion leaf = Completion::make();
  const Completion all = nested(leaf, called);
  EXPECT_EQ(all.unfinished(), std::vector{leaf});
  EXPECT_FALSE(leaf.is_wanted());
  all.add_waker(Waker::make([] {}));
  EXPECT_TRUE(leaf.is_wanted());
  leaf.fail(kIoError);
  EXPECT_EQ(all.error(), kIoError);
  EXPECT_EQ(called, kMany);
}

TEST(Queue, NestedGroupsOfAnyDepthAreAborted) {
  std::size_t called = 0;
  const Completion leaf = Completion::make();
  const Completion all = nested(leaf, called);
  all.abort();
  EXPECT_EQ(all.error(), kCanceled);
  EXPECT_EQ(called, kMany);
}

TEST(Queue, NestedGroupsOfAnyDepthAreDropped) {
  std::size_t called = 0;
  (void)nested(Completion::make(), called);
  EXPECT_EQ(called, 0U);
}

TEST(Queue, WhatACallbackFinishesFinishesBehindIt) {
  std::vector<std::string> order;
  const Completion second =
      Completion::make([&](CompletionResult) { order.emplace_back("second"); });
  const Completion third =
      Completion::make([&](CompletionResult) { order.emplace_back("third"); });
  const Completion first = Completion::make([&](CompletionResult) {
    second.complete();
    third.fail(kIoError);
    third.complete();
    EXPECT_FALSE(second.finished());
    EXPECT_FALSE(third.finished());
    order.emplace_back("first");
  });
  first.complete();
  EXPECT_EQ(order, (std::vector<std::string>{"first", "second", "third"}));
  EXPECT_TRUE(second.succeeded());
  EXPECT_EQ(third.error(), kIoError);
}

TEST(Queue, KeepsWhatNobodyElseHolds) {
  bool called = false;
  const Completion first = Completion::make([&](CompletionResult) {
    Completion::make([&](CompletionResult) { called = true; }).complete();
    EXPECT_FALSE(called);
  });
  first.complete();
  EXPECT_TRUE(called);
}

TEST(QueueDeathTest, ACallbackMustNotWait) {
  const auto drive = [](auto drive_in_callback) {
    Completion::make([&](CompletionResult) { drive_in_callback(); }).complete();
  };
  EXPECT_DEATH(
      drive([] {
        (void)ioresult::block_on(waits_for(Completion::make()),
                                 [] { return false; });
      }),
      "ioresult: block_on\\(\\) was called by a completion's callback");
  EXPECT_DEATH(drive([] {
                 auto io = [] { return false; };
                 EventLoop loop(io);
                 loop.run();
               }),
               "ioresult: an event loop was run by a completion's callback");
}

TEST(Refusal, CallsNoCallbackButTellsAllOthers) {
  int woken = 0;
  const auto held = std::make_shared<int>(1);
  const Completion refused =
      Completion::make([held](CompletionResult) { FAIL(); });
  CompletionGroup group;
  group.add(refused);
  const Completion all = group.build();
  refused.add_waker(Waker::make([&] { ++woken; }));
  refused.refuse(kCanceled);
  EXPECT_EQ(refused.error(), kCanceled);
  EXPECT_EQ(all.error(), kCanceled);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(held.use_count(), 1) << "the callback is gone";
  refused.complete();
  EXPECT_EQ(refused.error(), kCanceled);
}

TEST(Refusal, ALoopThatIsDestroyedTakesNothingOver) {
  int ended = 0;
  {
    auto io = [] { return true; };
    std::optional<EventLoop> loop(io);
    // Starts itself again, whatever the answer.
    std::function<void(const IOResult<int> &)> again =
        [&](const IOResult<int> &answer) {
          ++ended;
          EXPECT_EQ(answer.error(), kCanceled);
          EXPECT_TRUE(
              loop->start(waits_for(Completion::make()), again).ended());
        };
    EXPECT_FALSE(loop->start(waits_for(Completion::make()), again).ended());
    loop->run_once();
    loop.reset();
  }
  EXPECT_EQ(ended, 1);
}

// --- used twice, used behind the end ----------------------------------------

/// Takes requests and keeps them.
class KeepingFile final : public ioresult::io::File {
public:
  [[nodiscard]] std::uint64_t size(std::error_code &) const override {
    return 0;
  }
  std::vector<ioresult::io::Request> requests;

private:
  void submit(ioresult::io::Request request) override {
    requests.push_back(std::move(request));
  }
};

TEST(UsedTwiceDeathTest, ACompletionIsForOneRequest) {
  KeepingFile file;
  const char *rule = "ioresult: a completion can be given to one request only";
  const Completion read =
      file.read(0, Completion::make_read(ioresult::Buffer()));
  EXPECT_DEATH((void)file.read(0, read), rule) << "pending";
  read.complete();
  EXPECT_DEATH((void)file.read(0, read), rule) << "finished";
  const Completion sync = Completion::make_sync();
  sync.complete();
  EXPECT_DEATH((void)file.sync(sync),
               "ioresult: a request was given a completion that has finished");
}

TEST(UsedTwice, WhatWasAbortedBeforeIsNotBegun) {
  KeepingFile file;
  const Completion aborted = Completion::make_sync();
  aborted.abort();
  EXPECT_EQ(file.sync(aborted), aborted);
  EXPECT_TRUE(file.requests.empty());
  (void)file.sync(Completion::make_sync());
  EXPECT_EQ(file.requests.size(), 1U);
}

TEST(UsedTwiceDeathTest, WhatWasMovedFromIsNoCompletion) {
  Completion from = Completion::make();
  const Completion to = std::move(from);
  const char *rule = "ioresult: a completion was used after it was moved from";
  EXPECT_DEATH((void)from.succeeded(), rule);
  EXPECT_DEATH((void)from.finished(), rule);
  EXPECT_DEATH((void)from.kind(), rule);
  EXPECT_DEATH(from.complete(), rule);
  EXPECT_DEATH(from.abort(), rule);
  EXPECT_DEATH((void)from.unfinished(), rule);
  from = to;
  EXPECT_FALSE(from.finished());
  from = Completion();
  EXPECT_TRUE(from.succeeded());
}

// --- many who wait ----------------------------------------------------------

TEST(Wanted, ByWakersForTheResultOnly) {
  const Completion completion = Completion::make();
  const Waker first = Waker::make([] {});
  const Waker second = Waker::make([] {});
  EXPECT_FALSE(completion.is_wanted());
  completion.add_waker(first);
  completion.add_waker(second);
  completion.add_waker(first, Interest::End);
  EXPECT_TRUE(completion.is_wanted());
  completion.remove_waker(second);
  EXPECT_FALSE(completion.is_wanted());
  completion.add_waker(first);
  EXPECT_TRUE(completion.is_wanted());
  completion.complete();
  EXPECT_FALSE(completion.is_wanted());
}

TEST(Wanted, EachOfManyWakersIsWokenOnceInOrder) {
  const Completion completion = Completion::make();
  constexpr std::size_t kWakers = 100;
  std::vector<std::size_t> woken;
  std::vector<Waker> wakers;
  for (std::size_t i = 0; i < kWakers; ++i)
    wakers.push_back(Waker::make([&woken, i] { woken.push_back(i); }));
  for (int times = 0; times < 2; ++times)
    for (const Waker &waker : wakers)
      completion.add_waker(waker);
  // Every second goes, and two come back, to the end.
  for (std::size_t i = 0; i < kWakers; i += 2)
    completion.remove_waker(wakers[i]);
  completion.remove_waker(wakers[0]);
  completion.add_waker(wakers[4]);
  completion.add_waker(wakers[0]);
  completion.add_waker(Waker());
  completion.complete();
  std::vector<std::size_t> wanted;
  for (std::size_t i = 1; i < kWakers; i += 2)
    wanted.push_back(i);
  wanted.push_back(4);
  wanted.push_back(0);
  EXPECT_EQ(woken, wanted);
}

} // namespace
