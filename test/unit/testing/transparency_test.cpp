//===- transparency_test.cpp - Each property, broken and kept ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/gtest.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include "ioresult/ioresult.hpp"

namespace ioresult::testing {
namespace {

using ::testing::HasSubstr;

/// A table of numbers behind I/O, a lock, and a place to write.
struct World {
  explicit World(TestIo &test_io) : io(test_io) {}

  IOResult<int> fetch(int key) {
    if (auto wait = io.may_wait("fetch " + std::to_string(key)))
      IO_YIELD_ONE(*wait);
    return IOResult<int>::done(10 * key);
  }

  bool at_rest() const { return locked; }
  bool invariant() const { return published <= written; }

  TestIo &io;
  int total = 0;
  bool locked = false;
  int written = 0, published = 0;
  std::optional<Completion> begun;
};

World make(TestIo &io) { return World(io); }
int total(const World &world) { return world.total; }

IOResult<void> add_right(World &world) {
  ASSIGN_OR_RETURN_IO(const int first, world.fetch(1));
  ASSIGN_OR_RETURN_IO(const int second, world.fetch(2));
  world.total += first + second;
  return IOResult<void>::done();
}

IOResult<void> add_wrong(World &world) {
  ASSIGN_OR_RETURN_IO(const int first, world.fetch(1));
  world.total += first;
  ASSIGN_OR_RETURN_IO(const int second, world.fetch(2));
  world.total += second;
  return IOResult<void>::done();
}

/// Waits once at most, so that there is an end to its schedules.
IOResult<void> add_once(World &world) {
  if (!world.begun)
    world.begun = world.io.submit("begin");
  if (!world.begun->finished())
    IO_YIELD_ONE(*world.begun);
  world.begun.reset();
  world.total += 1;
  return IOResult<void>::done();
}

/// Only `mode`, and what it needs.
TransparencyOptions only(std::string_view mode) {
  TransparencyOptions options;
  options.yields = mode == "yields";
  options.errors = mode == "errors";
  options.drops = mode == "drops";
  options.interleaved = mode == "interleaved";
  options.early_polls = mode == "early-polls";
  return options;
}

// --- yield transparency ------------------------------------------------------

TEST(Transparency, SaysWhatWasLeftOut) {
  TransparencyOptions options = only("yields");
  options.bounds.deviations = 2;
  const auto all = check_yield_transparent(make, add_once, total, options);
  EXPECT_TRUE(all.holds && all.complete) << all.message;
  EXPECT_EQ(all.left_out, "");
  EXPECT_THAT(all.message, HasSubstr("alike under all schedules: yields"));

  options.bounds.deviations = 1;
  const auto cut = check_yield_transparent(make, add_once, total, options);
  EXPECT_TRUE(cut.holds);
  EXPECT_FALSE(cut.complete);
  EXPECT_EQ(cut.depth, 1U);
  EXPECT_THAT(cut.left_out, HasSubstr("from 2 deviations on"));
  EXPECT_THAT(cut.message, HasSubstr("not exhaustive: yields: "));

  options.bounds.deviations = 2;
  options.drops = true; // add_once() answers itself: nothing to destroy
  EXPECT_EQ(check_yield_transparent(make, add_once, total, options).left_out,
            "drops: operations are no objects");
}

TEST(Transparency, FailsOrTellsWhereItIsNotExhaustive) {
  std::string told;
  TransparencyOptions options = only("yields");
  options.bounds.deviations = 1;
  options.progress = [&](std::string_view line) { told += line; };
  EXPECT_TRUE(expect_yield_transparent(make, add_once, total, options));
  EXPECT_THAT(told, HasSubstr("ioresult: not exhaustive: yields: "));
  told.clear();
  options.exhaustive = true;
  EXPECT_NONFATAL_FAILURE(
      expect_yield_transparent(make, add_once, total, options),
      "not exhaustive: yields: ");
  options.bounds.deviations = 2;
  EXPECT_TRUE(expect_yield_transparent(make, add_once, total, options));
  EXPECT_EQ(told, "");
}

TEST(Transparency, HoldsForRightCode) {
  EXPECT_TRUE(expect_yield_transparent(make, add_right, total));
}

TEST(Transparency, AMutationBeforeAYieldIsFound) {
  const auto report = check_yield_transparent(make, add_wrong, total);
  EXPECT_FALSE(report.holds);
  EXPECT_EQ(report.replay, "yields .y");
  EXPECT_THAT(report.message,
              HasSubstr("what is observed behind operation 0 differs:\n"
                        "  blocking run: 30\n"
                        "  this run:     40\n"));
  EXPECT_THAT(report.message,
              HasSubstr("they part at question 3: at \"fetch 2\" the blocking "
                        "run observes 10, and this run 20"));
  EXPECT_THAT(report.message, HasSubstr("  1 y fetch 2\n"));
}

TEST(Transparency, AReplayRunsNothingElse) {
  TransparencyOptions options;
  options.replay = "yields .y";
  const auto again = check_yield_transparent(make, add_wrong, total, options);
  EXPECT_FALSE(again.holds);
  EXPECT_EQ(again.replay, "yields .y");
  EXPECT_EQ(again.runs, 2U); // the blocking run, and this one
  options.replay = "yields y";
  EXPECT_TRUE(check_yield_transparent(make, add_wrong, total, options).holds);
  options.replay = "yields 12";
  EXPECT_THAT(check_yield_transparent(make, add_wrong, total, options).message,
              HasSubstr("this is no schedule: \"12\"; one is never, once:3"));
  for (const char *mode : {"yield y", "yields"}) {
    options.replay = mode;
    EXPECT_THAT(
        check_yield_transparent(make, add_wrong, total, options).message,
        HasSubstr("no mode: \"" + std::string(mode) + "\"; a replay is"));
  }
}

TEST(Transparency, WhereNothingAsksNothingIsShown) {
  const auto unreached = [](World &world) {
    ++world.total; // never waits, whatever the schedule
    return IOResult<void>::done();
  };
  EXPECT_FALSE(check_yield_transparent(make, unreached, total).explored);
  EXPECT_NONFATAL_FAILURE(expect_yield_transparent(make, unreached, total),
                          "there is nothing to explore");
  TransparencyOptions options;
  options.operations = 0;
  EXPECT_FALSE(
      check_yield_transparent(make, add_right, total, options).explored);
  // One whose waits are not injected can still be dropped at them.
  const auto waits = [](World &world) {
    return [&world, first = true]() mutable -> IOResult<void> {
      if (std::exchange(first, false))
        IO_YIELD_ONE(Completion::make_yield());
      ++world.total;
      return IOResult<void>::done();
    };
  };
  EXPECT_TRUE(expect_yield_transparent(make, waits, total));
}

TEST(Transparency, TellsItsProgressByMode) {
  std::vector<std::string> lines;
  TransparencyOptions options = only("yields");
  options.bounds.tell_every = std::chrono::nanoseconds(0);
  options.progress = [&](std::string_view line) { lines.emplace_back(line); };
  EXPECT_TRUE(check_yield_transparent(make, add_right, total, options).holds);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "ioresult: yields: 1 schedules run, 0 waiting");
}

TEST(Transparency, ALongRunIsToldInPart) {
  TransparencyOptions options = only("yields");
  options.operations = 9;
  options.progress = nullptr;
  options.bounds.tell_every = std::chrono::nanoseconds(0);
  const auto nameless = [](World &world) -> IOResult<void> {
    ++world.total;
    if (auto wait = world.io.may_wait())
      IO_YIELD_ONE(*wait);
    RETURN_IF_IO(world.fetch(1));
    return IOResult<void>::done();
  };
  const auto report = check_yield_transparent(make, nameless, total, options);
  EXPECT_EQ(report.replay, "yields y");
  EXPECT_THAT(report.message, HasSubstr("at an unnamed question"));
  EXPECT_THAT(report.message, HasSubstr("  and 10 more\n"));
}

TEST(Transparency, TheGoogleTestFormReportsTheMessage) {
  EXPECT_NONFATAL_FAILURE(expect_yield_transparent(make, add_wrong, total),
                          "smallest schedule found");
}

TEST(Transparency, AnotherPathThanTheBlockingRunsIsTold) {
  TransparencyOptions options = only("yields");
  options.operations = 1;
  const auto report = check_yield_transparent(
      make,
      [](World &world) -> IOResult<int> {
        return world.fetch(world.total++ == 0 ? 1 : 9); // leaves what yields
      },
      [](const World &) { return 0; }, options);
  EXPECT_THAT(report.message,
              HasSubstr("they part at question 1: the blocking run is through, "
                        "and this run comes to \"fetch 9\""));
}

TEST(Transparency, AnErrorThatOnlyAYieldBringsIsFound) {
  const auto report = check_yield_transparent(
      make,
      [](World &world) -> IOResult<void> {
        if (!world.fetch(1).is_done())
          return IOResult<void>::err(std::make_error_code(std::errc::io_error));
        return IOResult<void>::done();
      },
      total);
  EXPECT_EQ(report.replay, "yields y");
}

TEST(Transparency, AHangIsFound) {
  TransparencyOptions options;
  options.max_calls = 50;
  const auto report = check_yield_transparent(
      make,
      [](World &world) -> IOResult<void> {
        if (world.locked)
          IO_YIELD_ONE(Completion::make_yield()); // its own lock
        world.locked = true;
        RETURN_IF_IO(world.fetch(1));
        world.locked = false;
        return IOResult<void>::done();
      },
      total, options);
  EXPECT_EQ(report.replay, "yields y");
  EXPECT_THAT(report.message, HasSubstr("the run hangs: 50 calls"));
}

TEST(Transparency, AnExceptionIsAFailureAndNotSwallowed) {
  const auto report = check_yield_transparent(
      make,
      [](World &world) -> IOResult<void> {
        if (world.total++ > 2)
          throw std::runtime_error("called too often");
        RETURN_IF_IO(world.fetch(1));
        return IOResult<void>::done();
      },
      [](const World &) { return 0; });
  EXPECT_FALSE(report.holds);
  EXPECT_THAT(report.message, HasSubstr("exception: called too often"));
}

TEST(Transparency, AWorldMayDoIoInItsDestructorAlsoBehindAnException) {
  struct Closes : World {
    using World::World;
    ~Closes() { static_cast<void>(io.submit("close")); }
  };
  const auto report =
      check_yield_transparent([](TestIo &io) { return Closes(io); },
                              [](Closes &world) -> IOResult<void> {
                                if (!world.fetch(1).is_done())
                                  throw 1;
                                return IOResult<void>::done();
                              },
                              [](const Closes &world) { return world.total; });
  EXPECT_EQ(report.replay, "yields y");
  EXPECT_THAT(report.message, HasSubstr("no std::exception"));
}

TEST(Transparency, AReferenceInAnotherOrderThatIsWrongIsSaidToBe) {
  struct Second {
    World *world;
    std::size_t number;
    IOResult<void> operator()() {
      if (number == 1 && world->total == 0)
        IO_YIELD_ONE(Completion::make()); // waits for operation 0 in vain
      ++world->total;
      return IOResult<void>::done();
    }
  };
  const auto operate = [](World &world, std::size_t n) {
    return Second{&world, n};
  };
  TransparencyOptions options = only("interleaved");
  EXPECT_THAT(check_yield_transparent(make, operate, total, options).message,
              HasSubstr("the blocking run itself is wrong: operation 1 waits"));
  options = only("drops");
  options.atomic = true;
  EXPECT_FALSE(check_yield_transparent(make, operate, total, options).holds);
}

TEST(TransparencyDeathTest, AnAbortNamesItsSchedule) {
  const auto explore = [] {
    const auto report = check_yield_transparent(
        make,
        [](World &world) -> IOResult<void> {
          const auto value = world.fetch(1);
          static_cast<void>(value.value()); // a broken contract when it yields
          return IOResult<void>::done();
        },
        total);
    return report.holds;
  };
  EXPECT_DEATH(static_cast<void>(explore()),
               "not done\nioresult: the process ended in the run yields y");
}

TEST(Transparency, ABlockingRunThatIsWrongIsSaidToBe) {
  const auto report = check_yield_transparent(
      make, [](World &) -> IOResult<void> { IO_YIELD_ONE(Completion::make()); },
      total);
  EXPECT_THAT(report.message, HasSubstr("the blocking run itself is wrong"));
  EXPECT_EQ(report.replay, "");
}

TEST(Transparency, WorldsNeedNoTestIoWhereInjectionPointsAsk) {
  const auto report = check_yield_transparent(
      [] { return 0; },
      [](int &count) -> IOResult<int> {
        ++count;
        if (YieldInjector::current()->should_yield("point"))
          IO_YIELD_ONE(Completion::make_yield());
        return IOResult<int>::done(count);
      },
      [](const int &count) { return count; });
  EXPECT_EQ(report.replay, "yields y");
}

TEST(Transparency, AnAnswerOfAnyTypeIsAllowed) {
  struct Opaque {};
  EXPECT_TRUE(expect_yield_transparent(
      make,
      [](World &world) -> IOResult<std::unique_ptr<Opaque>> {
        RETURN_IF_IO(world.fetch(1));
        return IOResult<std::unique_ptr<Opaque>>::done(
            std::make_unique<Opaque>());
      },
      total));
}

TEST(Transparency, EarlyPollsAreForThoseWhoLook) {
  struct Leaf : World {
    using World::World;
    std::optional<Completion> reading;
    int value = 0;
    bool looks = false;
    IOResult<int> read() {
      if (!reading) {
        reading = io.submit(
            "read", Completion::make([this](std::error_code) { value = 7; }));
        if (!reading->finished() && !looks)
          IO_YIELD_ONE(*reading);
      }
      if (looks && !reading->finished())
        IO_YIELD_ONE(*reading);
      reading.reset();
      return IOResult<int>::done(std::exchange(value, 0));
    }
  };
  for (const bool looks : {false, true}) {
    const auto explore = [looks](std::string_view mode) {
      return check_yield_transparent(
          [looks](TestIo &io) {
            auto world =
                std::make_unique<Leaf>(io); // its callback points to it
            world->looks = looks;
            return world;
          },
          [](auto &world) { return world->read(); }, [](auto &) { return 0; },
          only(mode));
    };
    EXPECT_TRUE(explore("yields").holds);
    EXPECT_EQ(explore("early-polls").holds, looks);
  }
}

// --- clean end ---------------------------------------------------------------

/// Locks, waits, adds. `Unlocks` is what a right operation does when it is
/// dropped.
template <bool Unlocks> class Adder {
public:
  explicit Adder(World &world) : world_(&world) {}
  Adder(const Adder &) = delete;
  Adder &operator=(const Adder &) = delete;
  ~Adder() {
    if (Unlocks && mine_)
      world_->locked = false;
  }

  IOResult<int> operator()() {
    if (!mine_) {
      if (world_->locked)
        IO_YIELD_ONE(Completion::make_yield());
      mine_ = world_->locked = true;
    }
    ASSIGN_OR_RETURN_IO(const int value, world_->fetch(1));
    world_->total += value;
    mine_ = world_->locked = false;
    return IOResult<int>::done(world_->total);
  }

private:
  World *world_;
  bool mine_ = false;
};

TEST(CleanEnd, ALockThatADropLeavesIsFound) {
  const auto leaks = [](World &world) { return Adder<false>(world); };
  EXPECT_TRUE(
      check_yield_transparent(make, leaks, total, only("yields")).holds);
  const auto dropped =
      check_yield_transparent(make, leaks, total, only("drops"));
  EXPECT_EQ(dropped.replay, "drops yd");
  EXPECT_THAT(dropped.message, HasSubstr("not at rest: true instead of false"));
  const auto failed =
      check_yield_transparent(make, leaks, total, only("errors"));
  EXPECT_EQ(failed.replay, "errors e");
}

TEST(CleanEnd, ALockThatIsReleasedIsRight) {
  EXPECT_TRUE(expect_yield_transparent(
      make, [](World &world) { return Adder<true>(world); }, total));
}

TEST(CleanEnd, WithoutAtRestTheNextOperationHangs) {
  struct Plain {
    World world;
  };
  TransparencyOptions options = only("drops");
  options.max_calls = 50;
  const auto report = check_yield_transparent(
      [](TestIo &io) { return Plain{World(io)}; },
      [](Plain &plain) { return Adder<false>(plain.world); },
      [](const Plain &plain) { return plain.world.total; }, options);
  EXPECT_THAT(report.message, HasSubstr("the run hangs"));
}

TEST(CleanEnd, AnErrorThatIsOverlookedIsFound) {
  struct Disk {
    TestIo &io;
    int stored = 0;
  };
  const auto explore = [](bool looks) {
    struct Write {
      Disk *disk;
      bool looks;
      std::shared_ptr<std::optional<Completion>> writing =
          std::make_shared<std::optional<Completion>>();
      IOResult<void> operator()() {
        if (!*writing) {
          *writing = Completion::make(
              [to = disk](std::error_code error) { to->stored += !error; });
          static_cast<void>(disk->io.submit("write", **writing));
        }
        while (!(*writing)->finished()) // waits for another thing
          IO_YIELD_ONE(Completion::make_yield());
        if (looks && (*writing)->failed())
          return IOResult<void>::err((*writing)->error());
        return IOResult<void>::done();
      }
    };
    return check_yield_transparent(
        [](TestIo &io) { return std::make_unique<Disk>(Disk{io}); },
        [looks](auto &disk) { return Write{disk.get(), looks}; },
        [](const auto &disk) { return disk->stored; }, only("errors"));
  };
  EXPECT_TRUE(explore(true).holds) << explore(true).message;
  EXPECT_EQ(explore(false).replay, "errors e");
}

TEST(CleanEnd, HalfAnOperationIsFoundWhereItMustBeAtomic) {
  struct Pair {
    TestIo &io;
    std::vector<int> stored;
  };
  struct Write {
    Pair *pair;
    std::size_t number;
    int at = 0;
    IOResult<void> operator()() {
      for (; at < 2; ++at) {
        if (auto wait = pair->io.may_wait("write"))
          IO_YIELD_ONE(*wait);
        pair->stored.push_back(static_cast<int>(number) * 10 + at);
      }
      return IOResult<void>::done();
    }
  };
  TransparencyOptions options = only("drops");
  const auto explore = [&options] {
    return check_yield_transparent(
        [](TestIo &io) { return Pair{io, {}}; },
        [](Pair &pair, std::size_t n) { return Write{&pair, n}; },
        [](const Pair &pair) { return pair.stored; }, options);
  };
  EXPECT_TRUE(explore().holds);
  options.atomic = true;
  const auto report = explore();
  EXPECT_EQ(report.replay, "drops .yd");
  EXPECT_THAT(report.message, HasSubstr("neither as a whole nor not at all"));
}

// --- isolation ---------------------------------------------------------------

TEST(Isolation, ALostUpdateIsFound) {
  struct Add {
    World *world;
    std::optional<int> before;
    IOResult<void> operator()() {
      if (!before)
        before = world->total;
      ASSIGN_OR_RETURN_IO(const int value, world->fetch(1));
      world->total = *before + value; // what was read before the wait is stale
      return IOResult<void>::done();
    }
  };
  const auto stale = [](World &world) { return Add{&world, {}}; };
  EXPECT_TRUE(
      check_yield_transparent(make, stale, total, only("yields")).holds);
  const auto report =
      check_yield_transparent(make, stale, total, only("interleaved"));
  EXPECT_EQ(report.replay, "interleaved .ys");
  EXPECT_THAT(report.message, HasSubstr("what neither order gives"));
}

TEST(Isolation, EachOrderIsRight) {
  // The lock makes one wait for the other; who is first is open.
  const auto report = check_yield_transparent(
      make, [](World &world) { return Adder<true>(world); }, total,
      only("interleaved"));
  EXPECT_TRUE(report.holds) << report.message;
  EXPECT_GT(report.runs, 20U);
}

TEST(Isolation, AnInvariantIsLookedAtDuringWaits) {
  const auto publishes_early = [](World &world) -> IOResult<void> {
    if (world.published == world.written)
      ++world.published;
    RETURN_IF_IO(world.fetch(1));
    ++world.written;
    return IOResult<void>::done();
  };
  const auto report = check_yield_transparent(
      make, publishes_early, [](const World &world) { return world.written; },
      only("yields"));
  EXPECT_THAT(report.message, HasSubstr("invariant does not hold"));
}

TEST(Isolation, OperationsThatWaitForEachOtherInVainAreFound) {
  struct Table : World {
    using World::World;
    int waiting = 0;
  };
  // Each goes on at once when it is alone, and waits for the other if that is
  // under way, too.
  struct Polite {
    Table *table;
    bool started = false;
    IOResult<void> operator()() {
      if (!started) {
        started = true;
        ++table->waiting;
      }
      RETURN_IF_IO(table->fetch(1));
      if (table->waiting > 1)
        IO_YIELD_ONE(Completion::make());
      --table->waiting;
      return IOResult<void>::done();
    }
  };
  const auto report = check_yield_transparent(
      [](TestIo &io) { return Table(io); },
      [](Table &table) { return Polite{&table}; }, total, only("interleaved"));
  EXPECT_EQ(report.replay, "interleaved .ys");
  EXPECT_THAT(report.message, HasSubstr("nothing under way will finish"));
}

TEST(Isolation, AWaitThatFailsEndsItsOperationOnly) {
  struct Fails {
    World *world;
    std::size_t number;
    IOResult<void> operator()() {
      const Completion read = Completion::make();
      if (number == 0 && world->total == 0) {
        world->io.defer("read", [read](std::error_code) {
          read.fail(std::make_error_code(std::errc::io_error));
        });
        IO_YIELD_ONE(read);
      }
      RETURN_IF_IO(world->fetch(1));
      return IOResult<void>::done();
    }
  };
  const auto report = check_yield_transparent(
      make, [](World &world, std::size_t n) { return Fails{&world, n}; }, total,
      only("interleaved"));
  EXPECT_TRUE(report.holds) << report.message;
}

TEST(Isolation, AnInvariantIsLookedAtWhenAllIsAtRest) {
  const auto publishes_late = [](World &world) -> IOResult<void> {
    const Completion late = world.io.submit(
        "late",
        Completion::make([&world](std::error_code) { ++world.published; }));
    if (late.finished())
      ++world.written;
    return IOResult<void>::done();
  };
  TransparencyOptions options = only("yields");
  options.background_io = true;
  EXPECT_THAT(
      check_yield_transparent(make, publishes_late, total, options).message,
      HasSubstr("invariant does not hold at rest"));
}

TEST(Isolation, AHangIsFound) {
  struct Adds {
    World *world;
    IOResult<void> operator()() { return add_right(*world); }
  };
  TransparencyOptions options = only("interleaved");
  options.max_calls = 3; // each is called once, and once behind each wait
  EXPECT_THAT(
      check_yield_transparent(
          make, [](World &world) { return Adds{&world}; }, total, options)
          .message,
      HasSubstr("the run hangs"));
}

// --- accounting --------------------------------------------------------------

TEST(Accounting, WaitingForWhatNobodyFinishesIsFound) {
  const auto report = check_yield_transparent(
      make,
      [](World &world) -> IOResult<void> {
        if (!world.fetch(1).is_done())
          IO_YIELD_ONE(Completion::make()); // not the one that fetch gave
        return IOResult<void>::done();
      },
      total);
  EXPECT_EQ(report.replay, "yields y");
  EXPECT_THAT(report.message, HasSubstr("nothing under way will finish"));
}

TEST(Accounting, BeingDoneBeforeOnesIoIsFoundUnlessAllowed) {
  const auto writes_behind = [](World &world) -> IOResult<void> {
    static_cast<void>(world.io.submit("write behind"));
    return IOResult<void>::done();
  };
  const auto report = check_yield_transparent(make, writes_behind, total);
  EXPECT_THAT(report.message, HasSubstr("nobody waits for"));
  TransparencyOptions options;
  options.background_io = true;
  EXPECT_TRUE(
      check_yield_transparent(make, writes_behind, total, options).holds);
}

} // namespace
} // namespace ioresult::testing
