#include "ioresult/pending.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>

#include "errors.hpp"
#include "ioresult/result.hpp"

namespace {

using ioresult::Completion;
using ioresult::IOCompletions;
using ioresult::IOPending;
using ioresult::IOResult;
using runtime_test::kIoError;

TEST(IOPending, ConvertsToEveryIOResult) {
  const Completion completion = Completion::make();
  const IOPending pending(completion);
  const IOResult<void> nothing = pending;
  const IOResult<std::string> text = pending;
  const IOResult<std::unique_ptr<int>> move_only = pending;
  completion.complete();
  EXPECT_TRUE(nothing.is_io() && nothing.completion().finished());
  EXPECT_TRUE(text.is_io() && text.completion().finished());
  EXPECT_TRUE(move_only.is_io() && move_only.completion().finished());
  static_assert(std::is_convertible_v<IOPending, IOResult<int>>);
  static_assert(std::is_constructible_v<IOResult<int>, IOPending>);
}

TEST(IOPending, CarriesAnError) {
  const IOResult<int> result = IOPending(kIoError);
  EXPECT_EQ(result.error(), kIoError);
}

TEST(IOPending, IsWhatAnAnswerOfAnotherTypePassesOn) {
  const Completion completion = Completion::make();
  const IOResult<int> io = IOResult<std::string>::io(completion).pending();
  completion.fail(kIoError);
  EXPECT_TRUE(io.is_io() && io.completion().failed());
  const IOResult<void> err = IOResult<int>::err(kIoError).pending();
  EXPECT_EQ(err.error(), kIoError);
}

TEST(IOCompletions, IsOneCompletion) {
  const IOCompletions completions = Completion::make_yield();
  EXPECT_TRUE(completions.single.is_explicit_yield());
}

} // namespace
