#include "ioresult/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <system_error>
#include <utility>
#include <version>

#include "errors.hpp"
#include "ioresult/macros.hpp"

// Compiled as C++23. Where the standard library has no std::expected yet, the
// one test says so.
namespace {

#ifndef __cpp_lib_expected

TEST(Expected, IsNotInThisStandardLibrary) { GTEST_SKIP(); }

#else

using ioresult::Completion;
using ioresult::IOResult;
using runtime_test::kIoError;

template <class T> using Expected = std::expected<T, std::error_code>;

TEST(Expected, BecomesDoneOrErr) {
  const auto f = [](Expected<int> e) -> IOResult<int> { return e; };
  EXPECT_EQ(f(3).value(), 3);
  EXPECT_EQ(f(std::unexpected(kIoError)).error(), kIoError);
  const IOResult<void> nothing = Expected<void>();
  EXPECT_TRUE(nothing.is_done());
}

TEST(Expected, AnUnexpectedCanBeReturned) {
  const auto f = []() -> IOResult<std::unique_ptr<int>> {
    return std::unexpected(kIoError);
  };
  EXPECT_EQ(f().error(), kIoError);
}

TEST(Expected, IsWhatADoneOrErrAnswerBecomes) {
  EXPECT_EQ(IOResult<int>::done(3).expected(), Expected<int>(3));
  EXPECT_EQ(IOResult<int>::err(kIoError).expected(),
            Expected<int>(std::unexpected(kIoError)));
  EXPECT_TRUE(IOResult<void>::done().expected().has_value());
  EXPECT_EQ(*IOResult<std::unique_ptr<int>>::done(std::make_unique<int>(5))
                 .expected()
                 .value(),
            5);
}

TEST(Expected, GoesThroughTheMacros) {
  const auto parse = [](int n) -> Expected<int> {
    if (n < 0)
      return std::unexpected(kIoError);
    return n + 1;
  };
  const auto f = [&](int n) -> IOResult<int> {
    ASSIGN_OR_RETURN_IO(const int next, IOResult<int>(parse(n)));
    return IOResult<int>::done(next * 2);
  };
  EXPECT_EQ(f(1).value(), 4);
  EXPECT_EQ(f(-1).error(), kIoError);
}

TEST(ExpectedDeathTest, IsNotThereOfAnIoAnswer) {
  EXPECT_DEATH((void)IOResult<int>::io(Completion::make()).expected(),
               "ioresult: IOResult::expected\\(\\) on an answer that is io");
}

#endif

} // namespace
