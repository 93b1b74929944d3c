#include "ioresult/completion.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "errors.hpp"

namespace {

using ioresult::Completion;
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
