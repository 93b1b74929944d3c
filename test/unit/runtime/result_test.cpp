// The first include of each file here is the header it tests: so each compiles
// alone.
#include "ioresult/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include "errors.hpp"

namespace {

using ioresult::Completion;
using ioresult::IOResult;
using runtime_test::kIoError;

TEST(IOResult, IsExactlyOneOfDoneIoAndErr) {
  const auto done = IOResult<int>::done(3);
  EXPECT_TRUE(done.is_done() && !done.is_io() && !done.is_err());
  EXPECT_EQ(done.value(), 3);

  const Completion completion = Completion::make();
  const auto io = IOResult<int>::io(completion);
  EXPECT_TRUE(!io.is_done() && io.is_io() && !io.is_err());
  EXPECT_FALSE(io.completion().finished());
  completion.complete();
  EXPECT_TRUE(io.completion().finished()) << "it must be the same operation";

  const auto err = IOResult<int>::err(kIoError);
  EXPECT_TRUE(!err.is_done() && !err.is_io() && err.is_err());
  EXPECT_EQ(err.error(), kIoError);
}

TEST(IOResult, HasNoErrorUnlessErr) {
  EXPECT_FALSE(IOResult<int>::done(1).error());
  EXPECT_FALSE(IOResult<int>::io(Completion::make_yield()).error());
}

TEST(IOResult, DoneWithoutArgumentIsTheDefaultValue) {
  EXPECT_EQ(IOResult<int>::done().value(), 0);
  EXPECT_EQ(IOResult<std::string>::done().value(), "");
}

TEST(IOResult, DoneConvertsToTheValueType) {
  EXPECT_EQ(IOResult<std::string>::done("text").value(), "text");
  EXPECT_EQ((IOResult<std::pair<int, int>>::done({1, 2}).value()),
            (std::pair{1, 2}));
}

TEST(IOResult, MayHoldWhatTheOtherAlternativesHold) {
  EXPECT_EQ(IOResult<std::error_code>::done(kIoError).value(), kIoError);
  EXPECT_TRUE(IOResult<std::error_code>::done(kIoError).is_done());
  EXPECT_TRUE(IOResult<Completion>::done(Completion::make()).is_done());
}

TEST(IOResult, MoveOnlyValuesMoveThrough) {
  auto result = IOResult<std::unique_ptr<int>>::done(std::make_unique<int>(5));
  EXPECT_EQ(*result.value(), 5);
  IOResult<std::unique_ptr<int>> moved = std::move(result);
  const std::unique_ptr<int> value = std::move(moved).value();
  EXPECT_EQ(*value, 5);
  static_assert(!std::is_copy_constructible_v<IOResult<std::unique_ptr<int>>>);
}

TEST(IOResult, ValueOfATemporaryDoesNotDangle) {
  auto &&value = IOResult<std::string>::done(std::string(100, 'x')).value();
  EXPECT_EQ(value.size(), 100u);
}

TEST(IOResult, ValueOfAnLvalueCanBeChangedInPlace) {
  auto result = IOResult<int>::done(1);
  result.value() = 2;
  EXPECT_EQ(result.value(), 2);
}

TEST(IOResult, OfVoid) {
  auto done = IOResult<void>::done();
  EXPECT_TRUE(done.is_done());
  done.value();
  std::as_const(done).value();
  std::move(done).value();
  static_assert(std::is_void_v<decltype(done.value())>);
  EXPECT_TRUE(IOResult<void>::io(Completion::make()).is_io());
  EXPECT_EQ(IOResult<void>::err(kIoError).error(), kIoError);
}

TEST(IOResultMap, ChangesTheValueOnly) {
  EXPECT_EQ(IOResult<int>::done(3)
                .map([](int n) { return std::to_string(n); })
                .value(),
            "3");
  const auto never = [](int) -> int { throw "not to be called"; };
  EXPECT_TRUE(IOResult<int>::io(Completion::make()).map(never).is_io());
  EXPECT_EQ(IOResult<int>::err(kIoError).map(never).error(), kIoError);
}

TEST(IOResultMap, FromAndToVoid) {
  int calls = 0;
  EXPECT_TRUE(IOResult<int>::done(1).map([&](int) { ++calls; }).is_done());
  EXPECT_EQ(IOResult<void>::done().map([&] { return ++calls; }).value(), 2);
  EXPECT_TRUE(IOResult<void>::done().map([&] { ++calls; }).is_done());
  EXPECT_EQ(calls, 3);
}

TEST(IOResultMap, MovesOutOfATemporaryAndLeavesAnLvalue) {
  auto length =
      IOResult<std::unique_ptr<std::string>>::done(
          std::make_unique<std::string>("four"))
          .map([](std::unique_ptr<std::string> s) { return s->size(); });
  EXPECT_EQ(length.value(), 4u);
  const auto kept = IOResult<std::string>::done("kept");
  EXPECT_EQ(kept.map([](std::string s) { return std::move(s) + "!"; }).value(),
            "kept!");
  EXPECT_EQ(kept.value(), "kept");
}

TEST(IOResultMap, TakesMemberPointersAndDropsReferences) {
  const auto result =
      IOResult<std::string>::done("abc").map(&std::string::size);
  EXPECT_EQ(result.value(), 3u);
  static const int global = 7;
  auto by_reference =
      IOResult<void>::done().map([]() -> const int & { return global; });
  static_assert(std::is_same_v<decltype(by_reference), IOResult<int>>);
  EXPECT_EQ(by_reference.value(), 7);
}

TEST(IOResultAndThen, IsTheNextAnswer) {
  const auto half = [](int n) {
    return n % 2 == 0 ? IOResult<int>::done(n / 2)
                      : IOResult<int>::err(kIoError);
  };
  EXPECT_EQ(IOResult<int>::done(8).and_then(half).and_then(half).value(), 2);
  EXPECT_EQ(IOResult<int>::done(6).and_then(half).and_then(half).error(),
            kIoError);
  const auto wait = [](int) { return IOResult<void>::io(Completion::make()); };
  EXPECT_TRUE(IOResult<int>::done(8).and_then(wait).is_io());
}

TEST(IOResultAndThen, IsNotCalledUnlessDone) {
  const auto never = [](int) -> IOResult<std::string> {
    throw "not to be called";
  };
  EXPECT_TRUE(IOResult<int>::io(Completion::make()).and_then(never).is_io());
  const auto failed = IOResult<int>::err(kIoError);
  EXPECT_EQ(failed.and_then(never).error(), kIoError);
}

TEST(IOResultAndThen, PassesMoveOnlyValuesOn) {
  const auto same = [](std::unique_ptr<int> p) {
    return IOResult<std::unique_ptr<int>>::done(std::move(p));
  };
  EXPECT_EQ(*IOResult<std::unique_ptr<int>>::done(std::make_unique<int>(4))
                 .and_then(same)
                 .value(),
            4);
  EXPECT_EQ(IOResult<void>::done()
                .and_then([] { return IOResult<int>::done(1); })
                .value(),
            1);
}

} // namespace
