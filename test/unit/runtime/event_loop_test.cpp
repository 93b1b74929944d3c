#include "ioresult/event_loop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "ioresult/completion_group.hpp"
#include "ioresult/macros.hpp"

namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::EventLoop;
using ioresult::EventLoopOptions;
using ioresult::IOResult;
using ioresult::Patience;
using runtime_test::kCanceled;
using runtime_test::kIoError;
using std::chrono::nanoseconds;

const std::error_code kDeadlock =
    std::make_error_code(std::errc::resource_deadlock_would_occur);
const std::error_code kTimedOut = std::make_error_code(std::errc::timed_out);

// I/O whose requests end one per step, the oldest first, after a tick of its
// clock each. A cancelled one ends in a later step too, as with a device.
class FakeIo {
public:
  Completion read() {
    requests_.push_back({Completion::make_read(ioresult::Buffer()), {}});
    return requests_.back().completion;
  }

  bool step(Patience patience) {
    patiences.push_back(patience);
    if (requests_.empty())
      return false;
    const auto next =
        held ? std::find_if(requests_.begin(), requests_.end(),
                            [](const Request &r) { return bool(r.error); })
             : requests_.begin();
    if (next == requests_.end()) {
      if (patience != ioresult::kForever)
        now += patience; // nothing ends: the wait lasts as long as it may
      return true;
    }
    now += tick;
    const Request request = *next;
    requests_.erase(next);
    if (request.error)
      request.completion.fail(request.error);
    else
      request.completion.complete();
    return true;
  }

  void cancel(const Completion &completion) {
    ++cancels;
    for (Request &request : requests_)
      if (request.completion == completion)
        request.error = kCanceled;
  }

  bool idle() const { return requests_.empty(); }

  EventLoopOptions options() {
    return {.now = [this] { return now; }};
  }

  nanoseconds now{0};
  nanoseconds tick{10};
  bool held = false; // requests end only when cancelled
  int cancels = 0;
  std::vector<Patience> patiences;

private:
  struct Request {
    Completion completion;
    std::error_code error;
  };
  std::deque<Request> requests_;
};

// Waits for one read after the other, `reads` times, and answers how often it
// was called.
class Reader {
public:
  Reader(FakeIo &io, int reads) : io_(&io), reads_(reads) {}

  IOResult<int> operator()() {
    ++calls_;
    while (reads_ > 0) {
      if (!read_)
        read_ = io_->read();
      if (!read_->finished())
        IO_YIELD_ONE(*read_);
      read_.reset();
      --reads_;
    }
    return IOResult<int>::done(calls_);
  }

private:
  FakeIo *io_;
  int reads_;
  int calls_ = 0;
  std::optional<Completion> read_;
};

// What ends were reported.
class Ends {
public:
  auto record() {
    return [this](const IOResult<int> &answer) {
      EXPECT_FALSE(answer.is_io());
      if (answer.is_done())
        values.push_back(answer.value());
      else
        errors.push_back(answer.error());
    };
  }
  std::size_t count() const { return values.size() + errors.size(); }

  std::vector<int> values;
  std::vector<std::error_code> errors;
};

// Waits for one completion, and counts its calls.
struct Waiter {
  Completion completion;
  int *calls;

  IOResult<int> operator()() {
    ++*calls;
    if (!completion.finished())
      IO_YIELD_ONE(completion);
    return IOResult<int>::done(*calls);
  }
};

TEST(EventLoop, RunsManyOperationsToTheirEnds) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  for (int i = 0; i < 50; ++i)
    loop.start(Reader(io, i % 5), ends.record());
  EXPECT_EQ(loop.size(), 50u);
  loop.run();
  EXPECT_EQ(loop.size(), 0u);
  EXPECT_EQ(ends.count(), 50u);
  int calls = 0;
  for (const int n : ends.values)
    calls += n;
  EXPECT_EQ(calls, 50 + 10 * (0 + 1 + 2 + 3 + 4))
      << "each was called once, and once more for each read";
}

TEST(EventLoop, CallsNothingBeforeItRuns) {
  FakeIo io;
  EventLoop loop(io);
  int calls = 0;
  Ends ends;
  loop.start(Waiter{Completion::make_yield(), &calls}, ends.record());
  EXPECT_EQ(calls, 0);
  EXPECT_FALSE(loop.run_once());
  EXPECT_EQ(calls, 1);
}

TEST(EventLoop, WithoutOperationsHasNothingToDo) {
  FakeIo io;
  EventLoop loop(io);
  EXPECT_FALSE(loop.run_once());
  EXPECT_TRUE(io.patiences.empty());
}

TEST(EventLoop, ReportsAFailedWaitWithoutCallingAgain) {
  FakeIo io;
  EventLoop loop(io);
  int calls = 0;
  Ends ends;
  const Completion completion = Completion::make();
  const auto task = loop.start(Waiter{completion, &calls}, ends.record());
  const Completion busy = io.read();
  EXPECT_TRUE(loop.run_once());
  completion.fail(kIoError);
  EXPECT_FALSE(task.ended());
  loop.run();
  EXPECT_TRUE(task.ended());
  EXPECT_EQ(ends.errors, std::vector{kIoError});
  EXPECT_EQ(calls, 1);
}

TEST(EventLoop, ReportsAnOperationsOwnError) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  loop.start([] { return IOResult<int>::err(kIoError); }, ends.record());
  loop.run();
  EXPECT_EQ(ends.errors, std::vector{kIoError});
}

TEST(EventLoop, GoesOnAtOnceIfTheWaitIsOverAlready) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  const Completion over = Completion::make();
  over.complete();
  loop.start(
      [over, first = true]() mutable -> IOResult<int> {
        if (std::exchange(first, false))
          IO_YIELD_ONE(over);
        return IOResult<int>::done(1);
      },
      ends.record());
  loop.run();
  EXPECT_EQ(ends.values, std::vector{1});
}

TEST(EventLoop, LetsOthersGoFirstAtAnExplicitYield) {
  FakeIo io;
  EventLoop loop(io);
  std::string order;
  const auto turns = [&order](char name) {
    return [&order, name, left = 3]() mutable -> IOResult<void> {
      order += name;
      if (--left > 0)
        IO_YIELD_ONE(Completion::make_yield());
      return IOResult<void>::done();
    };
  };
  const auto ignore = [](const IOResult<void> &) {};
  loop.start(turns('a'), ignore);
  loop.start(turns('b'), ignore);
  const Completion read = io.read();
  EXPECT_TRUE(loop.run_once());
  EXPECT_TRUE(read.finished()) << "the I/O has its turn, too";
  loop.run();
  EXPECT_EQ(order, "ababab");
  for (const Patience patience : io.patiences)
    EXPECT_EQ(patience, Patience::zero()) << "no waiting while some are ready";
}

TEST(EventLoop, DoesNotCallWhileTheWaitGoesOn) {
  FakeIo io;
  EventLoop loop(io);
  const Completion first = Completion::make();
  const Completion second = io.read();
  int calls = 0;
  Ends ends;
  loop.start(
      [&, stage = 0]() mutable -> IOResult<int> {
        ++calls;
        if (stage == 0) {
          stage = 1;
          IO_YIELD_ONE(first);
        }
        if (!second.finished())
          IO_YIELD_ONE(second);
        return IOResult<int>::done(calls);
      },
      ends.record());
  io.held = true;
  io.tick = nanoseconds(0);
  first.complete();
  EXPECT_TRUE(loop.run_once()); // waits for first, which is over
  EXPECT_TRUE(loop.run_once()); // waits for second
  EXPECT_TRUE(loop.run_once());
  EXPECT_EQ(calls, 2);
  io.held = false;
  loop.run();
  EXPECT_EQ(calls, 3);
}

TEST(EventLoop, EndsAWaitThatNobodyCanEnd) {
  FakeIo io;
  EventLoop loop(io);
  int calls = 0;
  Ends ends;
  loop.start(Waiter{Completion::make(), &calls}, ends.record());
  loop.run();
  EXPECT_EQ(ends.errors, std::vector{kDeadlock});
  EXPECT_EQ(calls, 1);
}

TEST(EventLoop, TheEndOfOneMayEndTheWaitOfAnother) {
  FakeIo io;
  EventLoop loop(io);
  int calls = 0;
  Ends ends;
  const Completion lock = Completion::make();
  loop.start(Waiter{Completion::make(), &calls},
             [&, lock](const IOResult<int> &answer) {
               EXPECT_EQ(answer.error(), kDeadlock);
               lock.complete();
             });
  int more_calls = 0;
  loop.start(Waiter{lock, &more_calls}, ends.record());
  loop.run();
  EXPECT_EQ(ends.values, std::vector{2});
}

TEST(EventLoop, AnEndMayStartMore) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  loop.start(Reader(io, 1), [&](const IOResult<int> &) {
    loop.start(Reader(io, 2), ends.record());
  });
  loop.run();
  EXPECT_EQ(ends.values, std::vector{3});
}

TEST(EventLoop, DestroysTheOperationBeforeItReports) {
  FakeIo io;
  EventLoop loop(io);
  auto owned = std::make_shared<int>(7);
  const std::weak_ptr<int> watch = owned;
  bool gone = false;
  const auto task = loop.start(
      [owned = std::move(owned)] { return IOResult<int>::done(*owned); },
      [&](const IOResult<int> &answer) {
        EXPECT_EQ(answer.value(), 7);
        gone = watch.expired();
      });
  loop.run();
  EXPECT_TRUE(gone);
}

TEST(EventLoop, TakesMoveOnlyOperationsAndAnswers) {
  FakeIo io;
  EventLoop loop(io);
  int got = 0;
  loop.start(
      [owned = std::make_unique<int>(4)]() mutable {
        return IOResult<std::unique_ptr<int>>::done(std::move(owned));
      },
      [&](IOResult<std::unique_ptr<int>> answer) { got = *answer.value(); });
  loop.run();
  EXPECT_EQ(got, 4);
}

// Stopping

TEST(EventLoopCancel, CancelsTheWaitDrainsItAndThenReports) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  io.held = true;
  auto owned = std::make_shared<int>(0);
  const std::weak_ptr<int> watch = owned;
  int calls = 0;
  const auto task = loop.start(
      [&calls, owned = std::move(owned),
       wait = io.read()]() mutable -> IOResult<int> {
        ++calls;
        IO_YIELD_ONE(wait);
      },
      ends.record());
  EXPECT_TRUE(loop.run_once());
  task.cancel();
  EXPECT_EQ(io.cancels, 0) << "in the next round";
  EXPECT_TRUE(loop.run_once());
  EXPECT_EQ(io.cancels, 1);
  EXPECT_TRUE(io.idle());
  EXPECT_EQ(ends.count(), 0u);
  EXPECT_FALSE(watch.expired())
      << "a device may use what the operation owns until the wait is over";
  EXPECT_FALSE(loop.run_once());
  EXPECT_EQ(ends.errors, std::vector{kCanceled});
  EXPECT_TRUE(task.ended());
  EXPECT_TRUE(watch.expired());
  EXPECT_EQ(calls, 1);
  task.cancel(); // nothing left to do
  EXPECT_FALSE(loop.run_once());
}

TEST(EventLoopCancel, CountsEvenIfTheWaitSucceedsMeanwhile) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  const auto task = loop.start(Reader(io, 1), ends.record());
  EXPECT_TRUE(loop.run_once()); // the read has ended
  task.cancel();
  task.cancel();
  loop.run();
  EXPECT_EQ(ends.errors, std::vector{kCanceled});
  EXPECT_EQ(io.cancels, 0);
}

TEST(EventLoopCancel, BeforeTheFirstCallMeansNone) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  int calls = 0;
  loop.start(Waiter{Completion::make(), &calls}, ends.record()).cancel();
  loop.run();
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(ends.errors, std::vector{kCanceled});
}

TEST(EventLoopCancel, ReachesAllOfAGroup) {
  FakeIo io;
  EventLoop loop(io);
  io.held = true;
  Ends ends;
  CompletionGroup inner;
  inner.add(io.read());
  CompletionGroup group;
  group.add(inner.build());
  group.add(io.read());
  const Completion lock = Completion::make();
  group.add(lock);
  int calls = 0;
  const auto task = loop.start(Waiter{group.build(), &calls}, ends.record());
  EXPECT_TRUE(loop.run_once());
  task.cancel();
  loop.run();
  EXPECT_EQ(io.cancels, 2);
  EXPECT_EQ(lock.error(), kCanceled)
      << "no device has it, so the source of I/O is not asked";
  EXPECT_EQ(ends.errors, std::vector{kCanceled});
}

TEST(EventLoopCancel, LeavesAloneWhatAnotherOperationAwaits) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  const Completion shared = io.read();
  const Completion before = io.read();
  int calls[2] = {};
  const auto first = loop.start(Waiter{shared, &calls[0]}, ends.record());
  loop.start(Waiter{shared, &calls[1]}, ends.record());
  io.held = true;
  EXPECT_TRUE(loop.run_once());
  first.cancel();
  EXPECT_TRUE(loop.run_once());
  EXPECT_EQ(io.cancels, 0);
  EXPECT_EQ(ends.count(), 0u) << "but it is waited for";
  io.held = false;
  loop.run();
  EXPECT_EQ(ends.errors, std::vector{kCanceled});
  EXPECT_EQ(ends.values, std::vector{2});
}

TEST(EventLoopCancel, AbortsWhereTheSourceCannotCancel) {
  int steps = 0;
  const auto step = [&] { return ++steps < 100; };
  EventLoop loop(step);
  Ends ends;
  int calls = 0;
  const Completion read = Completion::make_read(ioresult::Buffer());
  const auto task = loop.start(Waiter{read, &calls}, ends.record());
  EXPECT_TRUE(loop.run_once());
  task.cancel();
  loop.run();
  EXPECT_EQ(read.error(), kCanceled);
  EXPECT_EQ(ends.errors, std::vector{kCanceled});
}

TEST(EventLoopCancel, ReportsTheReasonIfTheDrainCannotEnd) {
  struct Deaf { // takes no notice of a cancellation
    bool step() { return ++steps == 1; }
    void cancel(const Completion &) {}
    int steps = 0;
  } io;
  EventLoop loop(io);
  Ends ends;
  int calls = 0;
  const auto task =
      loop.start(Waiter{Completion::make_sync(), &calls}, ends.record());
  EXPECT_TRUE(loop.run_once());
  EXPECT_EQ(calls, 1);
  task.cancel();
  EXPECT_FALSE(task.ended());
  loop.run();
  EXPECT_EQ(ends.errors, std::vector{kCanceled}) << "and not kDeadlock";
}

TEST(EventLoopCancel, IsWhatTheDestructorDoes) {
  FakeIo io;
  io.held = true;
  Ends ends;
  std::optional<EventLoop> loop;
  loop.emplace(io);
  loop->start(Reader(io, 1), ends.record());
  EXPECT_TRUE(loop->run_once());
  EventLoop::Task late;
  loop->start(Reader(io, 1), [&](const IOResult<int> &) {
    late = loop->start(Reader(io, 1), ends.record());
  });
  loop.reset();
  EXPECT_EQ(ends.errors, std::vector{kCanceled}) << "the late one is refused";
  EXPECT_TRUE(io.idle());
  EXPECT_TRUE(late.ended());
  late.cancel();
}

TEST(EventLoopTimeout, StopsWhatTakesTooLong) {
  FakeIo io;
  io.held = true;
  EventLoop loop(io, io.options());
  Ends ends;
  loop.start(Reader(io, 1), ends.record(), nanoseconds(100));
  loop.run();
  EXPECT_EQ(ends.errors, std::vector{kTimedOut});
  EXPECT_EQ(io.cancels, 1);
  ASSERT_FALSE(io.patiences.empty());
  EXPECT_EQ(io.patiences.front(), nanoseconds(100))
      << "a step may wait as long as nobody's time is over";
}

TEST(EventLoopTimeout, LeavesAloneWhatIsInTime) {
  FakeIo io;
  EventLoop loop(io, io.options());
  Ends ends;
  loop.start(Reader(io, 3), ends.record(), nanoseconds(31));
  loop.start(Reader(io, 0), ends.record(), nanoseconds(0));
  loop.run();
  EXPECT_EQ(ends.values, (std::vector{1, 4}));
}

TEST(EventLoopTimeout, ThatDoesNotEndIsNone) {
  FakeIo io;
  io.now = nanoseconds(1000); // so that now and the timeout are too much
  EventLoop loop(io, io.options());
  Ends ends;
  loop.start(Reader(io, 2), ends.record(), ioresult::kForever);
  loop.start(Reader(io, 0), ends.record(), ioresult::kForever - io.now);
  loop.run();
  EXPECT_EQ(ends.values, (std::vector{1, 3}));
}

TEST(EventLoopTimeout, IsOfEachOperationItsOwn) {
  FakeIo io;
  io.held = true;
  EventLoop loop(io, io.options());
  std::string order;
  const auto note = [&](char name) {
    return [&order, name](const IOResult<int> &answer) {
      EXPECT_EQ(answer.error(), kTimedOut);
      order += name;
    };
  };
  loop.start(Reader(io, 1), note('a'), nanoseconds(300));
  loop.start(Reader(io, 1), note('b'), nanoseconds(100));
  loop.start(Reader(io, 1), note('c'), nanoseconds(200));
  loop.run();
  EXPECT_EQ(order, "bca");
}

TEST(EventLoopTimeout, DoesNotReplaceACancellation) {
  FakeIo io;
  io.held = true;
  EventLoop loop(io, io.options());
  Ends ends;
  const auto task = loop.start(Reader(io, 1), ends.record(), nanoseconds(50));
  EXPECT_TRUE(loop.run_once());
  EXPECT_EQ(io.now, nanoseconds(50));
  task.cancel();
  loop.run();
  EXPECT_EQ(ends.errors, std::vector{kCanceled});
}

// Exceptions

TEST(EventLoopException, PassesOutOfAnOperationWhichIsThenGone) {
  FakeIo io;
  EventLoop loop(io);
  Ends ends;
  auto owned = std::make_shared<int>(0);
  const std::weak_ptr<int> watch = owned;
  const auto task = loop.start(
      [owned = std::move(owned)]() -> IOResult<int> {
        throw std::runtime_error("from within");
      },
      ends.record());
  EXPECT_THROW(loop.run(), std::runtime_error);
  EXPECT_TRUE(task.ended());
  EXPECT_TRUE(watch.expired());
  loop.start(Reader(io, 1), ends.record());
  loop.run();
  EXPECT_EQ(ends.values, std::vector{2});
}

TEST(EventLoopException, PassesOutOfAnEnd) {
  FakeIo io;
  EventLoop loop(io);
  const auto task = loop.start(Reader(io, 0), [](const IOResult<int> &) {
    throw std::runtime_error("from within");
  });
  EXPECT_THROW(loop.run(), std::runtime_error);
  EXPECT_TRUE(task.ended());
  EXPECT_FALSE(loop.run_once());
}

// Other threads

TEST(EventLoopThreads, WaitsForWhatAnotherThreadFinishes) {
  FakeIo io;
  EventLoopOptions options;
  options.poll_others = std::chrono::milliseconds(50);
  EventLoop loop(io, options);
  Ends ends;
  for (int round = 0; round < 20; ++round) {
    int calls = 0;
    const Completion completion = Completion::make();
    loop.start(Waiter{completion, &calls}, ends.record());
    std::thread other([completion] { completion.complete(); });
    loop.run();
    other.join();
  }
  EXPECT_EQ(ends.values.size(), 20u);
  EXPECT_TRUE(ends.errors.empty());
}

TEST(EventLoopThreads, LooksForOthersWhileItsOwnIoGoesOn) {
  FakeIo io;
  io.held = true;
  EventLoopOptions options;
  options.poll_others = nanoseconds(7);
  Ends ends; // outlives the loop, whose end is reported to it
  int calls = 0;
  EventLoop loop(io, options);
  const auto task = loop.start(Waiter{io.read(), &calls}, ends.record());
  EXPECT_TRUE(loop.run_once());
  EXPECT_EQ(io.patiences, std::vector{nanoseconds(7)});
}

TEST(EventLoopDeathTest, WhatItCallsMustNotRunOrDestroyIt) {
  // Both are called in a round.
  const auto run = [](auto operation, auto end) {
    FakeIo io;
    auto loop = std::make_unique<EventLoop>(io);
    loop->start(
        [&] {
          operation(loop);
          return IOResult<void>::done();
        },
        [&](const IOResult<void> &) { end(loop); });
    loop->run();
  };
  const auto nothing = [](auto &) {};
  const auto run_it = [](auto &loop) { loop->run(); };
  const auto destroy_it = [](auto &loop) { loop.reset(); };
  const char *rule = "ioresult: an event loop was run or destroyed by what";
  EXPECT_DEATH(run(run_it, nothing), rule);
  EXPECT_DEATH(run(destroy_it, nothing), rule);
  EXPECT_DEATH(run(nothing, run_it), rule);
  EXPECT_DEATH(run(nothing, destroy_it), rule);
}

TEST(EventLoop, AHandleOfNothingHasEnded) {
  const EventLoop::Task none;
  EXPECT_TRUE(none.ended());
  none.cancel();
}

} // namespace
