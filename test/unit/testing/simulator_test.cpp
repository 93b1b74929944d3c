//===- simulator_test.cpp - The simulated world -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/simulator.hpp"

#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "ioresult/ioresult.hpp"

namespace ioresult::testing {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

constexpr io::OpenOptions kCreate{.write = true, .create = true};

std::shared_ptr<io::File> open(Simulator &simulator, const char *path) {
  std::error_code error;
  return simulator.open(path, kCreate, error);
}

Buffer filled(std::size_t size, char with) {
  Buffer buffer = Buffer::allocate(size);
  std::fill(buffer.bytes().begin(), buffer.bytes().end(), std::byte(with));
  return buffer;
}

std::string contents(Simulator &simulator, const char *path) {
  const auto file = open(simulator, path);
  std::error_code error;
  const Buffer into = Buffer::allocate(file->size(error));
  const Completion read = file->read(0, into);
  simulator.drain();
  return {reinterpret_cast<const char *>(into.data()), read.bytes()};
}

/// Reads its counter from a file, waits, writes it back one higher.
class Increment {
public:
  explicit Increment(std::shared_ptr<io::File> file) : file_(std::move(file)) {}

  IOResult<int> operator()() {
    if (!read_)
      read_ = file_->read(0, byte_);
    if (!read_->finished())
      IO_YIELD_ONE(*read_);
    if (!write_) {
      next_ = read_->bytes() ? std::to_integer<int>(*byte_.data()) + 1 : 1;
      write_ = file_->write(0, filled(1, static_cast<char>(next_)));
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    return IOResult<int>::done(next_);
  }

private:
  std::shared_ptr<io::File> file_;
  Buffer byte_ = Buffer::allocate(1);
  std::optional<Completion> read_, write_;
  int next_ = 0;
};

/// Three increments at a time, and a crash.
struct Story {
  std::string trace;
  bool faithful;
  std::string answers;
};
Story tell(const SimulatorOptions &options) {
  Simulator simulator(options);
  const auto file = open(simulator, "counter");
  for (const char *name : {"a", "b", "c"})
    simulator.spawn(name, Increment(file));
  simulator.run();
  Story story;
  for (std::size_t i = 0; i < 3; ++i)
    story.answers += simulator.answer(i) + ';';
  static_cast<void>(file->write(0, filled(2000, 'x')));
  simulator.crash();
  story.trace = simulator.trace();
  story.faithful = simulator.faithful();
  return story;
}

// --- determinism -------------------------------------------------------------

TEST(Simulator, TheSameSeedGivesTheSameTrace) {
  for (const std::uint64_t seed : {1U, 2U, 77U}) {
    const SimulatorOptions options{.seed = seed, .errors_per_mille = 100};
    EXPECT_EQ(tell(options).trace, tell(options).trace);
  }
}

TEST(Simulator, OtherSeedsGiveOtherRuns) {
  std::set<std::string> answers;
  for (std::uint64_t seed = 1; seed <= 30; ++seed)
    answers.insert(tell({.seed = seed}).answers);
  EXPECT_GT(answers.size(), 2U) << "orders of the three operations";
}

TEST(Simulator, ATraceIsReplayedByteForByte) {
  const SimulatorOptions options{.seed = 5, .errors_per_mille = 200};
  const Story first = tell(options);
  SimulatorOptions again = options;
  again.seed = 6; // does not count
  again.replay = first.trace;
  const Story second = tell(again);
  EXPECT_EQ(second.trace, first.trace);
  EXPECT_TRUE(second.faithful);
}

TEST(Simulator, AnEditedTraceChangesTheRun) {
  Story first = tell({.seed = 5});
  // The first request takes as long as it can.
  const std::string question = "? latency of #1 above the least, us: ";
  const std::size_t at = first.trace.find(question) + question.size();
  first.trace.replace(at, first.trace.find('\n', at) - at, "990");
  const Story second = tell({.replay = first.trace});
  EXPECT_THAT(second.trace, HasSubstr("1000us #1 ends"));
}

TEST(Simulator, AReplayThatDoesNotFitIsSaidToBeUnfaithful) {
  Story first = tell({.seed = 5});
  const std::size_t at = first.trace.find("? latency of #2");
  first.trace.erase(at, first.trace.find('\n', at) + 1 - at);
  EXPECT_FALSE(tell({.replay = first.trace}).faithful);
}

TEST(Simulator, ATraceThatEndsEarlyIsLeftWhereItEnds) {
  const Story first = tell({.seed = 5});
  const std::size_t half = first.trace.find("? latency of #3");
  const Story second = tell({.replay = first.trace.substr(0, half)});
  EXPECT_FALSE(second.faithful);
  // The seed goes on as it would have.
  EXPECT_EQ(second.trace, first.trace);
  EXPECT_FALSE(tell({.replay = "no trace"}).faithful);
}

// --- time and order ----------------------------------------------------------

TEST(Simulator, TimePassesOnlyWhileNothingElseCanHappen) {
  Simulator simulator;
  EXPECT_EQ(simulator.now(), 0us);
  const Completion later = simulator.sleep(2h);
  EXPECT_TRUE(simulator.step());
  EXPECT_TRUE(later.succeeded());
  EXPECT_EQ(simulator.now(), 2h);
  EXPECT_FALSE(simulator.step());
}

TEST(Simulator, PatienceEndsAStep) {
  Simulator simulator;
  const Completion later = simulator.sleep(10ms);
  EXPECT_TRUE(simulator.step(3ms));
  EXPECT_FALSE(later.finished());
  EXPECT_EQ(simulator.now(), 3ms);
  EXPECT_TRUE(simulator.step(7ms));
  EXPECT_TRUE(later.finished());
}

TEST(Simulator, RequestsEndInAnotherOrderThanTheyStart) {
  std::set<std::string> orders;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Simulator simulator({.seed = seed});
    const auto file = open(simulator, "f");
    std::string order;
    for (const char name : {'a', 'b', 'c'})
      static_cast<void>(file->sync(Completion::make_sync(
          [&order, name](std::error_code) { order += name; })));
    simulator.drain();
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 6U);
}

TEST(Simulator, OperationsThatDoNotWaitForEachOtherLoseUpdates) {
  std::set<std::string> ends;
  for (std::uint64_t seed = 1; seed <= 30; ++seed)
    ends.insert(tell({.seed = seed}).answers);
  EXPECT_TRUE(ends.contains("done 1;done 1;done 1;"));
}

TEST(Simulator, APatienceThatItsTimeCannotMeasureIsRoundedUp) {
  Simulator simulator;
  const Completion done = simulator.sleep(5us);
  EXPECT_TRUE(simulator.step(1ns));
  EXPECT_EQ(simulator.now(), 1us) << "else who waits so long waits forever";
  EXPECT_TRUE(simulator.step(0ns));
  EXPECT_EQ(simulator.now(), 1us);
  EXPECT_TRUE(simulator.step(3999ns));
  EXPECT_EQ(simulator.now(), 5us);
  EXPECT_FALSE(done.finished());
  EXPECT_TRUE(simulator.step(0ns));
  EXPECT_TRUE(done.succeeded());
}

TEST(Simulator, AnEventLoopsTimeoutsPassInItsTime) {
  Simulator simulator;
  EventLoop loop(simulator, {.now = [&] { return simulator.now(); }});
  const Completion late = simulator.sleep(2h);
  std::error_code error;
  const auto wait = [late]() -> IOResult<void> {
    if (!late.finished())
      IO_YIELD_ONE(late);
    return IOResult<void>::done();
  };
  loop.start(wait, [&](IOResult<void> answer) { error = answer.error(); }, 1h);
  while (loop.run_once()) {
  }
  EXPECT_EQ(error, std::errc::timed_out);
  EXPECT_EQ(simulator.now(), 1h);
}

// --- errors ------------------------------------------------------------------

TEST(Simulator, AFailedWaitEndsItsOperation) {
  Simulator simulator({.errors_per_mille = 1000});
  const auto number = simulator.spawn("a", Increment(open(simulator, "f")));
  EXPECT_EQ(simulator.run(), Simulator::Outcome::Done);
  EXPECT_THAT(simulator.answer(number), HasSubstr("error generic:5"));
}

TEST(Simulator, DrawsAmongTheErrorsThatItIsGiven) {
  std::set<int> of_writes;
  std::set<int> of_reads;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Simulator simulator(
        {.seed = seed, .errors_per_mille = 1000, .errors = all_errors()});
    const auto file = open(simulator, "f");
    const Completion write = file->write(0, filled(4, 'x'));
    const Completion read = file->read(0, filled(4, 'x'));
    simulator.drain();
    of_writes.insert(write.error().value());
    of_reads.insert(read.error().value());
  }
  EXPECT_EQ(of_writes, (std::set{EIO, ENOSPC, EINTR, EACCES, ESTALE}));
  EXPECT_EQ(of_reads, (std::set{EIO, EINTR, EACCES, ESTALE}));

  Simulator full(
      {.errors_per_mille = 1000, .errors = {std::errc::no_space_on_device}});
  const auto file = open(full, "f");
  const Completion write = file->truncate(4);
  const Completion read = file->read(0, filled(4, 'x'));
  full.drain();
  EXPECT_EQ(write.error(), std::errc::no_space_on_device);
  EXPECT_EQ(read.error(), std::errc::io_error) << "reading needs no space";
}

TEST(Simulator, OfAWriteThatFailsAPartMayBeInTheFile) {
  std::set<std::size_t> sizes;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Simulator simulator({.seed = seed, .errors_per_mille = 1000});
    const auto file = open(simulator, "f");
    const Completion write = file->write(0, filled(4, 'x'));
    simulator.drain();
    EXPECT_TRUE(write.failed());
    std::error_code error;
    sizes.insert(file->size(error));
  }
  EXPECT_GT(sizes.size(), 2U);
  EXPECT_LT(*sizes.rbegin(), 4U);
}

TEST(Simulator, ShortTransfersSucceedWithFewerBytes) {
  Simulator simulator({.short_per_mille = 1000});
  const auto file = open(simulator, "f");
  const Completion write = file->write(0, filled(100, 'x'));
  simulator.drain();
  EXPECT_TRUE(write.succeeded());
  EXPECT_LT(write.bytes(), 100U);
  std::error_code error;
  EXPECT_EQ(file->size(error), write.bytes());
}

TEST(Simulator, WhatNobodyFinishesIsADeadlock) {
  Simulator simulator;
  const Completion never = Completion::make();
  simulator.spawn("a", [never]() -> IOResult<void> { IO_YIELD_ONE(never); });
  EXPECT_EQ(simulator.run(), Simulator::Outcome::Deadlocked);
  never.abort();
}

TEST(Simulator, ARunStopsAtItsLimitAndGoesOn) {
  Simulator simulator;
  int calls = 0;
  const auto number = simulator.spawn("a", [&calls]() -> IOResult<int> {
    if (++calls < 10)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<int>::done(calls);
  });
  EXPECT_EQ(simulator.run(4), Simulator::Outcome::Limit);
  EXPECT_EQ(calls, 4);
  EXPECT_EQ(simulator.answer(number), "");
  EXPECT_EQ(simulator.run(), Simulator::Outcome::Done);
  EXPECT_EQ(simulator.answer(number), "done 10");
}

TEST(Simulator, AnOperationMaySpawnOthers) {
  Simulator simulator;
  simulator.spawn("parent", [&simulator]() -> IOResult<void> {
    for (int i = 0; i < 20; ++i)
      simulator.spawn("child", [] { return IOResult<int>::done(1); });
    return IOResult<void>::done();
  });
  EXPECT_EQ(simulator.run(), Simulator::Outcome::Done);
  EXPECT_EQ(simulator.answer(20), "done 1");
}

TEST(Simulator, AnExceptionPassesThroughAndTheRestGoesOn) {
  Simulator simulator;
  int calls = 0;
  simulator.spawn("a", [&calls]() -> IOResult<void> {
    if (++calls == 1)
      throw std::runtime_error("out of an operation");
    return IOResult<void>::done();
  });
  EXPECT_THROW(simulator.run(), std::runtime_error);
  EXPECT_EQ(simulator.run(), Simulator::Outcome::Done);
  EXPECT_EQ(calls, 2);
}

TEST(SimulatorDeathTest, AnOperationMustNotRunCrashOrDestroyIt) {
  const auto run_with = [](auto act) {
    auto simulator = std::make_unique<Simulator>();
    simulator->spawn("a", [&simulator, act] {
      act(simulator);
      return IOResult<void>::done();
    });
    simulator->run();
  };
  const char *rule = "ioresult: a simulator was run, crashed or destroyed by";
  EXPECT_DEATH(run_with([](auto &simulator) { simulator->run(); }), rule);
  EXPECT_DEATH(run_with([](auto &simulator) { simulator->crash(); }), rule);
  EXPECT_DEATH(run_with([](auto &simulator) { simulator.reset(); }), rule);
}

TEST(SimulatorDeathTest, AnswersAreOfOperationsSpawnedSinceTheLastCrash) {
  Simulator simulator;
  const auto number =
      simulator.spawn("a", [] { return IOResult<int>::done(1); });
  simulator.run();
  EXPECT_EQ(simulator.answer(number), "done 1");
  const char *rule = "ioresult: Simulator::answer\\(\\) of an operation";
  EXPECT_DEATH((void)simulator.answer(number + 1), rule);
  simulator.crash();
  EXPECT_DEATH((void)simulator.answer(number), rule);
}

TEST(Simulator, CancelMayComeInTimeOrNot) {
  std::set<bool> cancelled;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Simulator simulator({.seed = seed});
    const auto file = open(simulator, "f");
    const Completion write = file->write(0, filled(3, 'x'));
    simulator.cancel(write);
    EXPECT_FALSE(write.finished()) << "it finishes in a step";
    simulator.drain();
    std::error_code error;
    cancelled.insert(write.failed());
    EXPECT_EQ(file->size(error), write.failed() ? 0U : 3U);
    if (write.failed()) {
      EXPECT_EQ(write.error(), std::errc::operation_canceled);
    }
  }
  EXPECT_EQ(cancelled.size(), 2U);
}

TEST(Simulator, CancellingWhatIsNotUnderWayDoesNothing) {
  Simulator simulator;
  const std::string before = simulator.trace();
  simulator.cancel(Completion::make());
  EXPECT_EQ(simulator.trace(), before);
}

TEST(Simulator, CancellingTwiceIsLikeOnce) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Simulator simulator({.seed = seed});
    const auto file = open(simulator, "f");
    const Completion write = file->write(0, filled(3, 'x'));
    simulator.cancel(write);
    simulator.cancel(write);
    simulator.crash();
    EXPECT_FALSE(write.finished());
  }
}

TEST(Simulator, WhatFailsHasNoEffectUnlessItIsAWrite) {
  Simulator simulator({.errors_per_mille = 1000});
  const auto file = open(simulator, "f");
  const Completion truncate = file->truncate(100), sync = file->sync();
  simulator.drain();
  std::error_code error;
  EXPECT_TRUE(truncate.failed());
  EXPECT_TRUE(sync.failed());
  EXPECT_EQ(file->size(error), 0U);
}

// --- files -------------------------------------------------------------------

TEST(Simulator, FilesDoWhatFilesDo) {
  Simulator simulator;
  const auto file = open(simulator, "f");
  static_cast<void>(
      file->writev(2, {filled(2, 'a'), Buffer(), filled(1, 'b')}));
  simulator.drain();
  EXPECT_EQ(contents(simulator, "f"), std::string("\0\0aab", 5));
  static_cast<void>(file->truncate(3));
  simulator.drain();
  EXPECT_EQ(contents(simulator, "f"), std::string("\0\0a", 3));
  const Buffer first = Buffer::allocate(2), second = Buffer::allocate(2);
  const Completion read = file->readv(1, {first, second});
  const Completion behind = file->read(10, Buffer::allocate(4));
  simulator.drain();
  EXPECT_EQ(read.bytes(), 2U);
  EXPECT_EQ(*(first.data() + 1), std::byte('a'));
  EXPECT_TRUE(behind.succeeded());
  EXPECT_EQ(behind.bytes(), 0U);
}

TEST(Simulator, OpensAsItIsTold) {
  Simulator simulator;
  std::error_code error;
  EXPECT_EQ(simulator.open("f", {}, error), nullptr);
  EXPECT_EQ(error, std::errc::no_such_file_or_directory);
  ASSERT_NE(simulator.open("f", kCreate, error), nullptr);
  EXPECT_EQ(simulator.open(
                "f", {.write = true, .create = true, .exclusive = true}, error),
            nullptr);
  EXPECT_EQ(error, std::errc::file_exists);
  const auto read_only = simulator.open("f", {}, error);
  EXPECT_EQ(read_only->write(0, filled(1, 'x')).error(),
            std::errc::bad_file_descriptor);
  static_cast<void>(open(simulator, "f")->write(0, filled(5, 'x')));
  simulator.drain();
  static_cast<void>(
      simulator.open("f", {.write = true, .truncate = true}, error));
  EXPECT_EQ(contents(simulator, "f"), "");
}

TEST(Simulator, AFileHasItsLargestSize) {
  Simulator simulator;
  const Completion write =
      open(simulator, "f")->write(~std::uint64_t{0} - 1, filled(8, 'x'));
  simulator.drain();
  EXPECT_EQ(write.error(), std::errc::file_too_large);
}

TEST(Simulator, AFileOutlivesItsBackend) {
  auto simulator = std::make_unique<Simulator>();
  const auto file = open(*simulator, "f");
  const Completion write = file->write(0, filled(1, 'x'));
  simulator.reset();
  EXPECT_EQ(write.error(), std::errc::operation_canceled);
  EXPECT_EQ(file->sync().error(), std::errc::operation_canceled);
}

// --- crashes -----------------------------------------------------------------

/// What is in the file behind a crash, over many seeds; `before` does the
/// writing.
template <class Before> std::set<std::string> behind_a_crash(Before before) {
  std::set<std::string> found;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Simulator simulator({.seed = seed});
    before(simulator, *open(simulator, "f"));
    simulator.crash();
    found.insert(contents(simulator, "f"));
  }
  return found;
}

void write(Simulator &simulator, io::File &file, std::size_t size, char with) {
  static_cast<void>(file.write(0, filled(size, with)));
  simulator.drain();
}
void sync(Simulator &simulator, io::File &file) {
  static_cast<void>(file.sync());
  simulator.drain();
}

TEST(Crash, WhatWasSyncedSurvives) {
  EXPECT_EQ(behind_a_crash([](Simulator &simulator, io::File &file) {
              write(simulator, file, 1500, 'a');
              sync(simulator, file);
            }),
            std::set{std::string(1500, 'a')});
}

TEST(Crash, WhatWasNotSyncedMaySurvive) {
  EXPECT_EQ(behind_a_crash([](Simulator &simulator, io::File &file) {
              write(simulator, file, 100, 'a');
            }),
            (std::set{std::string(), std::string(100, 'a')}));
}

TEST(Crash, AWriteIsTornBetweenSectorsAndNowhereElse) {
  const auto found = behind_a_crash([](Simulator &simulator, io::File &file) {
    write(simulator, file, 1024, 'a');
    sync(simulator, file);
    write(simulator, file, 1024, 'b');
  });
  std::set<std::string> want;
  for (const char first : {'a', 'b'})
    for (const char second : {'a', 'b'})
      want.insert(std::string(512, first) + std::string(512, second));
  EXPECT_EQ(found, want);
}

TEST(Crash, AWriteAcrossABoundaryIsTornThereHoweverShort) {
  const auto found = behind_a_crash([](Simulator &simulator, io::File &file) {
    write(simulator, file, 513, 'a');
    sync(simulator, file);
    static_cast<void>(file.write(511, filled(2, 'b')));
    simulator.drain();
  });
  const std::string front(511, 'a');
  EXPECT_EQ(found,
            (std::set{front + "aa", front + "ab", front + "ba", front + "bb"}));
}

TEST(Crash, ALaterWriteMaySurviveAnEarlierOne) {
  const auto found = behind_a_crash([](Simulator &simulator, io::File &file) {
    write(simulator, file, 1, 'a');
    static_cast<void>(file.write(1, filled(1, 'b')));
    simulator.drain();
  });
  EXPECT_EQ(found,
            (std::set<std::string>{"", "a", std::string("\0b", 2), "ab"}));
}

TEST(Crash, ASyncCoversOnlyWhatHadFinishedWhenItBegan) {
  std::set<std::string> found; // where the write ends before the sync does
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Simulator simulator({.seed = seed});
    const auto file = open(simulator, "f");
    const Completion synced = file->sync();
    const Completion written = file->write(0, filled(1, 'a'));
    while (!written.finished())
      simulator.step();
    if (synced.finished())
      continue;
    simulator.drain();
    simulator.crash();
    found.insert(contents(simulator, "f"));
  }
  EXPECT_EQ(found, (std::set<std::string>{"", "a"}));
}

TEST(Crash, WhatIsUnderWayMayBeDoneAndNeverFinishes) {
  int callbacks = 0;
  EXPECT_EQ(
      behind_a_crash([&](Simulator &, io::File &file) {
        static_cast<void>(file.write(
            0, Completion::make_write(filled(1, 'a'),
                                      [&](std::error_code) { ++callbacks; })));
      }),
      (std::set<std::string>{"", "a"}));
  EXPECT_EQ(callbacks, 0);
}

TEST(Crash, ATruncationMaySurvive) {
  EXPECT_EQ(behind_a_crash([](Simulator &simulator, io::File &file) {
              write(simulator, file, 2, 'a');
              sync(simulator, file);
              static_cast<void>(file.truncate(1));
              simulator.drain();
            }),
            (std::set<std::string>{"a", "aa"}));
}

TEST(Crash, ATruncationUnderWayIsThereOrNot) {
  EXPECT_EQ(behind_a_crash([](Simulator &simulator, io::File &file) {
              write(simulator, file, 2, 'a');
              sync(simulator, file);
              static_cast<void>(file.truncate(1));
            }),
            (std::set<std::string>{"a", "aa"}));
}

TEST(Crash, OldHandlesAreOfNoUse) {
  Simulator simulator;
  const auto file = open(simulator, "f");
  simulator.crash();
  EXPECT_EQ(file->sync().error(), std::errc::operation_canceled);
}

TEST(Crash, RecoveryAfterACrashAtEachCall) {
  // A record is a byte that is synced before the operation is done: what was
  // said to be done must be there behind every crash.
  struct Append {
    std::shared_ptr<io::File> file;
    char record;
    std::uint64_t at;
    std::optional<Completion> step = {};
    int state = 0;
    IOResult<void> operator()() {
      for (;;) {
        if (step && !step->finished())
          IO_YIELD_ONE(*step);
        if (state == 0)
          step = file->write(at, filled(1, record));
        else if (state == 1)
          step = file->sync();
        else
          return IOResult<void>::done();
        ++state;
      }
    }
  };
  bool over = false;
  for (std::size_t calls = 1; !over; ++calls) {
    Simulator simulator({.seed = calls});
    const auto file = open(simulator, "f");
    for (const char record : {'p', 'q'})
      simulator.spawn({record}, Append{file, record, record == 'q' ? 1U : 0U});
    over = simulator.run(calls) == Simulator::Outcome::Done;
    const bool p = !simulator.answer(0).empty(),
               q = !simulator.answer(1).empty();
    simulator.crash();
    const std::string found = contents(simulator, "f");
    if (p) {
      EXPECT_EQ(found.substr(0, 1), "p") << simulator.trace();
    }
    if (q) {
      EXPECT_EQ(found.substr(1, 1), "q") << simulator.trace();
    }
    ASSERT_LT(calls, 50U);
  }
}

} // namespace
} // namespace ioresult::testing
