#include "ioresult/waker.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "errors.hpp"
#include "ioresult/completion.hpp"
#include "ioresult/completion_group.hpp"

namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::Waker;
using runtime_test::kIoError;

TEST(Waker, CallsEachTimeItIsWoken) {
  int woken = 0;
  const Waker waker = Waker::make([&] { ++woken; });
  waker.wake();
  const Waker copy = waker;
  copy.wake();
  EXPECT_EQ(woken, 2);
  EXPECT_EQ(waker, copy);
  EXPECT_NE(waker, Waker::make([] {}));
}

TEST(Waker, OfNobodyDoesNothing) {
  const Waker nobody;
  nobody.wake();
  EXPECT_EQ(nobody, Waker());
}

TEST(Waker, MayBeMoveOnly) {
  int woken = 0;
  const Waker waker =
      Waker::make([&woken, by = std::make_unique<int>(3)] { woken += *by; });
  waker.wake();
  EXPECT_EQ(woken, 3);
}

TEST(CompletionWaker, IsWokenOnceBehindTheEnd) {
  const Completion completion = Completion::make();
  int woken = 0;
  bool finished = false;
  completion.add_waker(Waker::make([&] {
    ++woken;
    finished = completion.finished();
  }));
  EXPECT_EQ(woken, 0);
  completion.complete();
  EXPECT_EQ(woken, 1);
  EXPECT_TRUE(finished);
  completion.abort();
  EXPECT_EQ(woken, 1);
}

TEST(CompletionWaker, IsWokenByFailureAndAbort) {
  int woken = 0;
  const Waker waker = Waker::make([&] { ++woken; });
  const Completion failed = Completion::make();
  failed.add_waker(waker);
  failed.fail(kIoError);
  EXPECT_EQ(woken, 1);
  const Completion aborted = Completion::make();
  aborted.add_waker(waker);
  aborted.abort();
  EXPECT_EQ(woken, 2);
}

TEST(CompletionWaker, IsWokenAtOnceByAFinishedCompletion) {
  int woken = 0;
  const Waker waker = Waker::make([&] { ++woken; });
  const Completion completion = Completion::make();
  completion.complete();
  completion.add_waker(waker);
  EXPECT_EQ(woken, 1);
  Completion::make_yield().add_waker(waker);
  EXPECT_EQ(woken, 2);
}

TEST(CompletionWaker, CountsOnceHoweverOftenItIsAdded) {
  int woken = 0;
  const Waker waker = Waker::make([&] { ++woken; });
  const Completion completion = Completion::make();
  completion.add_waker(waker);
  completion.add_waker(waker);
  completion.complete();
  EXPECT_EQ(woken, 1);
}

TEST(CompletionWaker, ThereMayBeSeveral) {
  int first = 0;
  int second = 0;
  const Completion completion = Completion::make();
  completion.add_waker(Waker::make([&] { ++first; }));
  completion.add_waker(Waker::make([&] { ++second; }));
  completion.complete();
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
}

TEST(CompletionWaker, CanBeTakenBack) {
  int woken = 0;
  const Waker waker = Waker::make([&] { ++woken; });
  const Completion completion = Completion::make();
  completion.remove_waker(waker); // was never there
  completion.add_waker(waker);
  completion.remove_waker(waker);
  completion.complete();
  Completion::make_yield().remove_waker(waker);
  EXPECT_EQ(woken, 0);
}

TEST(CompletionWaker, IsLetGoOfBehindTheEnd) {
  auto owned = std::make_shared<int>(0);
  const std::weak_ptr<int> watch = owned;
  const Completion completion = Completion::make();
  completion.add_waker(Waker::make([owned = std::move(owned)] {}));
  completion.complete();
  EXPECT_TRUE(watch.expired());
}

TEST(CompletionWaker, MayAddItselfToTheNextCompletion) {
  const Completion first = Completion::make();
  const Completion second = Completion::make();
  int woken = 0;
  Waker waker;
  waker = Waker::make([&] {
    if (++woken == 1)
      second.add_waker(waker);
  });
  first.add_waker(waker);
  first.complete();
  EXPECT_EQ(woken, 1);
  second.complete();
  EXPECT_EQ(woken, 2);
  waker = Waker(); // it held itself
}

TEST(CompletionWaker, OfAGroupIsWokenByItsLastChild) {
  int woken = 0;
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  CompletionGroup group;
  group.add(a);
  group.add(b);
  const Completion all = group.build();
  all.add_waker(Waker::make([&] { ++woken; }));
  a.fail(kIoError);
  EXPECT_EQ(woken, 0);
  b.complete();
  EXPECT_EQ(woken, 1);
}

} // namespace
