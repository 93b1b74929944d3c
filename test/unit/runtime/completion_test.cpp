#include "ioresult/completion.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "errors.hpp"

namespace {

using ioresult::Buffer;
using ioresult::Completion;
using ioresult::CompletionCallback;
using ioresult::CompletionKind;
using ioresult::CompletionResult;
using runtime_test::kCanceled;
using runtime_test::kIoError;
using runtime_test::kNoSpace;

// All accessors at once, so that no test looks at one and misses that another
// disagrees.
enum class Seen { Pending, Succeeded, Failed, Contradiction };
Seen look(const Completion &c) {
  if (!c.finished() && !c.succeeded() && !c.failed() && !c.error())
    return Seen::Pending;
  if (c.finished() && c.succeeded() && !c.failed() && !c.error())
    return Seen::Succeeded;
  if (c.finished() && !c.succeeded() && c.failed() && c.error())
    return Seen::Failed;
  return Seen::Contradiction;
}

TEST(Completion, IsPendingUntilItsResult) {
  const Completion completion = Completion::make();
  EXPECT_EQ(look(completion), Seen::Pending);
  EXPECT_FALSE(completion.is_explicit_yield());
  completion.complete();
  EXPECT_EQ(look(completion), Seen::Succeeded);
}

TEST(Completion, AccessorsAgreeOnFailure) {
  const Completion completion = Completion::make();
  completion.fail(kIoError);
  EXPECT_EQ(look(completion), Seen::Failed);
  EXPECT_EQ(completion.error(), kIoError);
}

TEST(Completion, AbortIsAFailure) {
  const Completion completion = Completion::make();
  completion.abort();
  EXPECT_EQ(look(completion), Seen::Failed);
  EXPECT_EQ(completion.error(), kCanceled);
}

TEST(Completion, TheFirstResultWins) {
  int calls = 0;
  const auto count = [&](std::error_code) { ++calls; };
  const Completion success = Completion::make(count);
  success.complete();
  success.fail(kIoError);
  success.abort();
  EXPECT_EQ(look(success), Seen::Succeeded);
  EXPECT_EQ(calls, 1);

  const Completion failure = Completion::make(count);
  failure.fail(kNoSpace);
  failure.fail(kIoError);
  failure.complete();
  EXPECT_EQ(failure.error(), kNoSpace);
  EXPECT_EQ(calls, 2);
}

TEST(Completion, CallsBackOnceWithWhateverResult) {
  std::vector<std::error_code> results;
  const auto record = [&](std::error_code error) { results.push_back(error); };
  Completion::make(record).complete();
  Completion::make(record).fail(kIoError);
  Completion::make(record).abort();
  EXPECT_EQ(results, (std::vector<std::error_code>{{}, kIoError, kCanceled}));
}

TEST(Completion, IsFinishedOnlyBehindItsCallback) {
  Completion completion;
  Seen during = Seen::Contradiction;
  completion =
      Completion::make([&](std::error_code) { during = look(completion); });
  completion.complete();
  EXPECT_EQ(during, Seen::Pending);
  EXPECT_EQ(look(completion), Seen::Succeeded);
}

TEST(Completion, AResultFromWithinTheCallbackIsNotTheFirst) {
  Completion completion;
  int calls = 0;
  completion = Completion::make([&](std::error_code) {
    ++calls;
    completion.fail(kIoError);
  });
  completion.complete();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(look(completion), Seen::Succeeded);
}

TEST(Completion, CallbackMayDestroyTheHandleItIsCalledThrough) {
  auto completion = std::make_unique<Completion>();
  *completion = Completion::make([&](std::error_code) { completion.reset(); });
  completion->complete();
  EXPECT_EQ(completion, nullptr);
}

TEST(Completion, CallbackMayBeMoveOnlyAndIsDestroyedWhenItHasRun) {
  auto buffer = std::make_shared<int>(0);
  const std::weak_ptr<int> watch = buffer;
  auto owned = std::make_unique<int>(5);
  const Completion completion =
      Completion::make([buffer = std::move(buffer), owned = std::move(owned)](
                           std::error_code) { *buffer = *owned; });
  EXPECT_FALSE(watch.expired())
      << "what the callback captured lives until the result";
  completion.complete();
  EXPECT_TRUE(watch.expired());
}

TEST(Completion, CallbackThatHoldsItsOwnCompletionDoesNotLeak) {
  auto watched = std::make_shared<int>(0);
  const std::weak_ptr<int> watch = watched;
  auto handle = std::make_shared<Completion>();
  *handle = Completion::make(
      [handle, watched = std::move(watched)](std::error_code) {});
  handle->complete();
  handle.reset();
  EXPECT_TRUE(watch.expired());
}

TEST(Completion, DroppedUnfinishedNeverCallsBack) {
  int calls = 0;
  {
    const Completion dropped =
        Completion::make([&](std::error_code) { ++calls; });
  }
  EXPECT_EQ(calls, 0);
}

TEST(Completion, CopiesAreHandlesOfTheSameOperation) {
  const Completion completion = Completion::make();
  const Completion copy = completion;
  copy.fail(kIoError);
  EXPECT_EQ(look(completion), Seen::Failed);
}

TEST(Completion, TakesAStdFunction) {
  int calls = 0;
  const std::function<void(std::error_code)> callback = [&](std::error_code) {
    ++calls;
  };
  Completion::make(callback).complete();
  EXPECT_EQ(calls, 1);
}

TEST(CompletionKind, IsWhatItWasMadeAs) {
  const Buffer buffer = Buffer::allocate(4);
  EXPECT_EQ(Completion::make().kind(), CompletionKind::Other);
  EXPECT_EQ(Completion::make_read(buffer).kind(), CompletionKind::Read);
  EXPECT_EQ(Completion::make_write(buffer).kind(), CompletionKind::Write);
  EXPECT_EQ(Completion::make_sync().kind(), CompletionKind::Sync);
  EXPECT_EQ(Completion::make_truncate().kind(), CompletionKind::Truncate);
  EXPECT_EQ(Completion::make_yield().kind(), CompletionKind::Yield);
}

TEST(CompletionKind, EachCallsBackWithItsBytes) {
  std::vector<CompletionResult> results;
  const auto record = [&](const CompletionResult &r) { results.push_back(r); };
  const Buffer buffer = Buffer::allocate(4);
  Completion::make(record).complete();
  Completion::make_read(buffer, record).complete(4);
  Completion::make_read(std::vector{buffer, buffer}, record).complete(8);
  Completion::make_write(buffer, record).complete(3);
  Completion::make_write(std::vector{buffer}, record).fail(kNoSpace);
  Completion::make_sync(record).complete();
  Completion::make_truncate(record).abort();
  EXPECT_EQ(results, (std::vector<CompletionResult>{{{}, 0},
                                                    {{}, 4},
                                                    {{}, 8},
                                                    {{}, 3},
                                                    {kNoSpace, 0},
                                                    {{}, 0},
                                                    {kCanceled, 0}}));
}

TEST(CompletionBytes, AreThereWhenItHasSucceeded) {
  const Completion read = Completion::make_read(Buffer::allocate(4));
  EXPECT_EQ(read.bytes(), 0u);
  read.complete(3);
  EXPECT_EQ(read.bytes(), 3u);
  const Completion failed = Completion::make_read(Buffer::allocate(4));
  failed.fail(kIoError);
  EXPECT_EQ(failed.bytes(), 0u);
  EXPECT_EQ(Completion::make_yield().bytes(), 0u);
}

TEST(CompletionBuffers, AreThoseItWasMadeWith) {
  const Buffer a = Buffer::allocate(1);
  const Buffer b = Buffer::allocate(2);
  const Completion single = Completion::make_write(a);
  ASSERT_EQ(single.buffers().size(), 1u);
  EXPECT_EQ(single.buffers()[0], a);
  const Completion vectored = Completion::make_read(std::vector{a, b});
  ASSERT_EQ(vectored.buffers().size(), 2u);
  EXPECT_EQ(vectored.buffers()[1], b);
  EXPECT_TRUE(Completion::make_sync().buffers().empty());
  EXPECT_TRUE(Completion::make_yield().buffers().empty());
}

TEST(CompletionBuffers, AreKeptAliveBehindAnAbort) {
  bool freed = false;
  std::byte memory[1] = {};
  Completion of_backend;
  {
    const Completion read = Completion::make_read(Buffer::adopt(
        std::shared_ptr<std::byte>(memory, [&](std::byte *) { freed = true; }),
        1));
    of_backend = read;
    read.abort();
  }
  EXPECT_FALSE(freed) << "the device may still be writing";
  of_backend.complete(1);
  EXPECT_EQ(of_backend.error(), kCanceled);
  of_backend = Completion();
  EXPECT_TRUE(freed);
}

TEST(CompletionCallback, MayFailAShortRead) {
  const auto whole = [](const CompletionResult &result) {
    return result.bytes == 4 ? std::error_code{} : kIoError;
  };
  const Completion short_read =
      Completion::make_read(Buffer::allocate(4), whole);
  short_read.complete(3);
  EXPECT_EQ(look(short_read), Seen::Failed);
  EXPECT_EQ(short_read.error(), kIoError);
  EXPECT_EQ(short_read.bytes(), 0u);
  const Completion read = Completion::make_read(Buffer::allocate(4), whole);
  read.complete(4);
  EXPECT_EQ(look(read), Seen::Succeeded);
}

TEST(CompletionCallback, DoesNotReplaceTheFirstError) {
  const Completion completion =
      Completion::make([](std::error_code) { return kNoSpace; });
  completion.fail(kIoError);
  EXPECT_EQ(completion.error(), kIoError);
  const Completion objects =
      Completion::make([](std::error_code) { return kNoSpace; });
  objects.complete();
  EXPECT_EQ(objects.error(), kNoSpace);
}

TEST(CompletionCallback, OfOtherFormsIsNoCallback) {
  static_assert(CompletionCallback<void (*)(std::error_code)>);
  static_assert(CompletionCallback<std::error_code (*)(CompletionResult)>);
  static_assert(!CompletionCallback<int (*)(std::error_code)>);
  static_assert(!CompletionCallback<void (*)(int *)>);
  static_assert(!CompletionCallback<int>);
}

TEST(CompletionUnfinished, IsItselfUntilItHasFinished) {
  const Completion completion = Completion::make();
  EXPECT_EQ(completion.unfinished(), std::vector{completion});
  completion.complete();
  EXPECT_TRUE(completion.unfinished().empty());
  EXPECT_TRUE(Completion::make_yield().unfinished().empty());
}

TEST(Completion, EqualsItsCopiesOnly) {
  const Completion completion = Completion::make();
  const Completion copy = completion;
  EXPECT_EQ(completion, copy);
  EXPECT_NE(completion, Completion::make());
  EXPECT_EQ(Completion(), Completion::make_yield());
}

TEST(ExplicitYield, IsAlwaysFinishedAndSuccessful) {
  const Completion yield = Completion::make_yield();
  EXPECT_TRUE(yield.is_explicit_yield());
  EXPECT_EQ(look(yield), Seen::Succeeded);
  yield.fail(kIoError);
  yield.abort();
  yield.complete();
  EXPECT_EQ(look(yield), Seen::Succeeded);
  EXPECT_TRUE(Completion().is_explicit_yield());
}

} // namespace
