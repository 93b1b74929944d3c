#include "ioresult/macros.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "ioresult/completion_group.hpp"

// Names that an expansion must not pick up by accident.
namespace elsewhere {
namespace std {}
namespace ioresult {}

::ioresult::IOResult<int> twice(::ioresult::IOResult<int> first, bool wait) {
  RETURN_IF_IO(first);
  ASSIGN_OR_RETURN_IO(int value, first);
  RETURN_AND_RESTORE_IF_IO(value, -1, first);
  if (wait)
    IO_YIELD_ONE(::ioresult::Completion::make_yield());
  return ::ioresult::IOResult<int>::done(2 * value);
}
} // namespace elsewhere

namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::IOPending;
using ioresult::IOResult;
using runtime_test::kIoError;

IOResult<int> done(int value) { return IOResult<int>::done(value); }
IOResult<int> wait() { return IOResult<int>::io(Completion::make()); }
IOResult<int> fail() { return IOResult<int>::err(kIoError); }

template <class A, class B> IOResult<int> sum(A a, B b) {
  return done(static_cast<int>(a + b));
}

TEST(Macros, WorkInAnyNamespace) {
  EXPECT_EQ(elsewhere::twice(done(4), false).value(), 8);
  EXPECT_TRUE(elsewhere::twice(done(4), true).is_io());
  EXPECT_TRUE(elsewhere::twice(wait(), false).is_io());
}

// RETURN_IF_IO

IOResult<std::string> after(IOResult<int> first) {
  RETURN_IF_IO(first);
  return IOResult<std::string>::done("behind");
}

TEST(ReturnIfIo, GoesOnOnlyWhenDone) {
  EXPECT_EQ(after(done(1)).value(), "behind");
  EXPECT_EQ(after(fail()).error(), kIoError);
}

TEST(ReturnIfIo, PassesOnTheVeryCompletion) {
  const Completion completion = Completion::make();
  const IOResult<std::string> result = after(IOResult<int>::io(completion));
  ASSERT_TRUE(result.is_io());
  completion.complete();
  EXPECT_TRUE(result.completion().finished());
}

TEST(ReturnIfIo, EvaluatesItsArgumentOnce) {
  int calls = 0;
  const auto counted = [&]() -> IOResult<void> {
    RETURN_IF_IO((++calls, done(1)));
    return IOResult<void>::done();
  };
  EXPECT_TRUE(counted().is_done());
  EXPECT_EQ(calls, 1);
}

TEST(ReturnIfIo, TakesCommas) {
  const auto f = []() -> IOResult<void> {
    RETURN_IF_IO(sum<int, long>(1, 2));
    RETURN_IF_IO([a = 1, b = 2] { return sum(a, b); }());
    return IOResult<void>::done();
  };
  EXPECT_TRUE(f().is_done());
}

TEST(ReturnIfIo, IsOneStatement) {
  const auto f = [](bool condition) -> IOResult<int> {
    if (condition)
      RETURN_IF_IO(wait());
    else
      RETURN_IF_IO(fail());
    return done(0);
  };
  EXPECT_TRUE(f(true).is_io());
  EXPECT_TRUE(f(false).is_err());
}

TEST(ReturnIfIo, TakesMoveOnlyAndVoid) {
  using Owned = std::unique_ptr<int>;
  const auto f = [](IOResult<Owned> owned,
                    IOResult<void> nothing) -> IOResult<Owned> {
    RETURN_IF_IO(std::move(nothing));
    RETURN_IF_IO(std::move(owned));
    return IOResult<Owned>::done(std::make_unique<int>(1));
  };
  EXPECT_TRUE(f(IOResult<Owned>::done(), IOResult<void>::done()).is_done());
  EXPECT_TRUE(
      f(IOResult<Owned>::done(), IOResult<void>::err(kIoError)).is_err());
  EXPECT_TRUE(f(IOResult<Owned>::io(Completion::make()), IOResult<void>::done())
                  .is_io());
}

TEST(ReturnIfIo, MayStandInItsOwnArgument) {
  const auto f = [](IOResult<int> inner, IOResult<int> outer) -> IOResult<int> {
    // clang-format off
    RETURN_IF_IO([&]() -> IOResult<int> { RETURN_IF_IO(inner); RETURN_IF_IO(outer); return outer; }());
    // clang-format on
    return done(7);
  };
  EXPECT_EQ(f(done(1), done(2)).value(), 7);
  EXPECT_TRUE(f(wait(), done(2)).is_io());
  EXPECT_TRUE(f(done(1), fail()).is_err());
}

// A return type that is not an IOResult but takes one, as
// std::expected<IOResult<T>, E> does.
struct Wrapped {
  template <std::convertible_to<IOResult<int>> From>
  Wrapped(From &&from) : result(std::forward<From>(from)) {}
  IOResult<int> result;
};

TEST(ReturnIfIo, WorksWhereThePendingAnswerConverts) {
  const auto f = [](IOResult<std::string> r) -> Wrapped {
    RETURN_IF_IO(r);
    return done(1);
  };
  EXPECT_TRUE(f(IOResult<std::string>::io(Completion::make())).result.is_io());
  EXPECT_TRUE(f(IOResult<std::string>::err(kIoError)).result.is_err());
  EXPECT_EQ(f(IOResult<std::string>::done()).result.value(), 1);
}

// ASSIGN_OR_RETURN_IO

TEST(AssignOrReturnIo, DeclaresOrAssigns) {
  const auto f = [](IOResult<int> a, IOResult<int> b) -> IOResult<int> {
    ASSIGN_OR_RETURN_IO(const int first, a);
    int second = 0;
    ASSIGN_OR_RETURN_IO(second, b);
    return done(first + second);
  };
  EXPECT_EQ(f(done(1), done(2)).value(), 3);
  EXPECT_TRUE(f(wait(), done(2)).is_io());
  EXPECT_TRUE(f(done(1), fail()).is_err());
}

TEST(AssignOrReturnIo, LeavesTheTargetAloneUnlessDone) {
  int evaluated = 0;
  int target = 5;
  const auto where = [&]() -> int & { return ++evaluated, target; };
  const auto f = [&](IOResult<int> r) -> IOResult<void> {
    ASSIGN_OR_RETURN_IO(where(), r);
    return IOResult<void>::done();
  };
  EXPECT_TRUE(f(wait()).is_io());
  EXPECT_EQ(target, 5);
  EXPECT_EQ(evaluated, 0);
  EXPECT_TRUE(f(done(6)).is_done());
  EXPECT_EQ(target, 6);
}

TEST(AssignOrReturnIo, MovesTheValue) {
  const auto f = []() -> IOResult<int> {
    ASSIGN_OR_RETURN_IO(const auto owned, IOResult<std::unique_ptr<int>>::done(
                                              std::make_unique<int>(9)));
    return done(*owned);
  };
  EXPECT_EQ(f().value(), 9);
}

TEST(AssignOrReturnIo, TakesCommas) {
  const auto f = []() -> IOResult<int> {
    ASSIGN_OR_RETURN_IO(const int total, sum<int, long>(1, 2));
    return done(total);
  };
  EXPECT_EQ(f().value(), 3);
}

#define ASSIGN_BOTH(a, x, b, y)                                                \
  ASSIGN_OR_RETURN_IO(a, x);                                                   \
  ASSIGN_OR_RETURN_IO(b, y)

TEST(AssignOrReturnIo, MayStandTwiceOnALineAndInAnotherMacro) {
  const auto f = []() -> IOResult<int> {
    // clang-format off
    ASSIGN_OR_RETURN_IO(const int a, done(1)); ASSIGN_OR_RETURN_IO(const int b, done(2));
    // clang-format on
    ASSIGN_BOTH(const int c, done(3), const int d, done(4));
    return done(a + b + c + d);
  };
  EXPECT_EQ(f().value(), 10);
}

TEST(AssignOrReturnIo, IsNotCaughtByTheUsersNames) {
  const auto f = []() -> IOResult<int> {
    auto r = done(1);
    auto io_result = done(2);
    ASSIGN_OR_RETURN_IO(auto result,
                        r.and_then([&](int) { return io_result; }));
    RETURN_IF_IO(r);
    return done(result);
  };
  EXPECT_EQ(f().value(), 2);
}

// RETURN_AND_RESTORE_IF_IO

// Takes its buffer for the time of a call, and must have it again for the next
// one.
struct Sender {
  std::unique_ptr<std::string> buffer = std::make_unique<std::string>("data");

  IOResult<int> send(IOResult<int> answer) {
    auto taken = std::move(buffer);
    RETURN_AND_RESTORE_IF_IO(buffer, std::move(taken), answer);
    return IOResult<int>::done(static_cast<int>(taken->size()));
  }
};

TEST(ReturnAndRestoreIfIo, RestoresOnIo) {
  Sender sender;
  EXPECT_TRUE(sender.send(wait()).is_io());
  ASSERT_NE(sender.buffer, nullptr);
  EXPECT_EQ(*sender.buffer, "data");
  EXPECT_EQ(sender.send(done(0)).value(), 4)
      << "the second call finds what the first one did";
}

TEST(ReturnAndRestoreIfIo, RestoresOnErr) {
  Sender sender;
  EXPECT_EQ(sender.send(fail()).error(), kIoError);
  ASSERT_NE(sender.buffer, nullptr);
  EXPECT_EQ(*sender.buffer, "data");
}

TEST(ReturnAndRestoreIfIo, DoesNotRestoreWhenDone) {
  Sender sender;
  EXPECT_EQ(sender.send(done(0)).value(), 4);
  EXPECT_EQ(sender.buffer, nullptr);
}

TEST(ReturnAndRestoreIfIo, EvaluatesSavedOnlyToRestoreAndBehindTheExpression) {
  std::string order;
  int field = 1;
  const auto saved = [&] { return order += "saved ", 2; };
  const auto f = [&](IOResult<int> r) -> IOResult<void> {
    RETURN_AND_RESTORE_IF_IO(field, saved(), (order += "expr ", r));
    return IOResult<void>::done();
  };
  EXPECT_TRUE(f(done(0)).is_done());
  EXPECT_EQ(order, "expr ");
  EXPECT_EQ(field, 1);
  EXPECT_TRUE(f(wait()).is_io());
  EXPECT_EQ(order, "expr expr saved ");
  EXPECT_EQ(field, 2);
}

TEST(ReturnAndRestoreIfIo, IsOneStatementAndTakesCommasAndExpressions) {
  std::vector<int> fields{1, 2};
  const auto f = [&](bool condition) -> IOResult<void> {
    if (condition)
      RETURN_AND_RESTORE_IF_IO(fields[1], fields[0] + 10, sum<int, long>(1, 2));
    else
      RETURN_AND_RESTORE_IF_IO(condition ? fields[0] : fields[1], true ? 8 : 9,
                               wait());
    return IOResult<void>::done();
  };
  EXPECT_TRUE(f(true).is_done());
  EXPECT_EQ(fields, (std::vector{1, 2}));
  EXPECT_TRUE(f(false).is_io());
  EXPECT_EQ(fields, (std::vector{1, 8}));
}

// IO_YIELD_ONE

TEST(IoYieldOne, LeavesWithTheCompletion) {
  const Completion completion = Completion::make();
  const auto f = [&]() -> IOResult<std::string> { IO_YIELD_ONE(completion); };
  const IOResult<std::string> result = f();
  ASSERT_TRUE(result.is_io());
  completion.complete();
  EXPECT_TRUE(result.completion().finished());
}

Completion start(int, int) { return Completion::make(); }

TEST(IoYieldOne, IsOneStatementAndTakesCommas) {
  const auto f = [](bool condition) -> IOResult<void> {
    if (condition)
      IO_YIELD_ONE(start(1, 2));
    else
      IO_YIELD_ONE(Completion::make_yield());
  };
  EXPECT_FALSE(f(true).completion().finished());
  EXPECT_TRUE(f(false).completion().is_explicit_yield());
}

// IO_YIELD

TEST(IoYield, LeavesWithTheWholeGroup) {
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  const auto f = [&]() -> IOResult<std::string> {
    CompletionGroup group;
    group.add(a);
    group.add(b);
    IO_YIELD(group);
  };
  const IOResult<std::string> result = f();
  ASSERT_TRUE(result.is_io());
  a.complete();
  EXPECT_FALSE(result.completion().finished());
  b.complete();
  EXPECT_TRUE(result.completion().finished());
}

CompletionGroup group_of(const Completion &a, const Completion &b) {
  CompletionGroup group;
  group.add(a);
  group.add(b);
  return group;
}

TEST(IoYield, IsOneStatementAndTakesAnyExpression) {
  const Completion child = Completion::make();
  const auto f = [&](bool condition) -> IOResult<void> {
    if (condition)
      IO_YIELD(group_of(child, Completion::make_yield()));
    else
      IO_YIELD(CompletionGroup());
  };
  EXPECT_TRUE(f(false).completion().finished());
  EXPECT_EQ(f(true).completion().unfinished(), std::vector{child});
}

// IO_TRY

#ifdef IO_TRY

TEST(IoTry, IsTheValueOrLeaves) {
  const auto twice = [](IOResult<int> r) -> IOResult<std::string> {
    const int value = IO_TRY(std::move(r));
    return IOResult<std::string>::done(std::to_string(2 * value));
  };
  EXPECT_EQ(twice(done(4)).value(), "8");
  EXPECT_TRUE(twice(wait()).is_io());
  EXPECT_EQ(twice(IOResult<int>::err(kIoError)).error(), kIoError);
}

TEST(IoTry, TakesMoveOnlyAndVoidAndCommas) {
  int calls = 0;
  const auto f = [&]() -> IOResult<int> {
    IO_TRY(IOResult<void>::done());
    const std::unique_ptr<int> owned = IO_TRY(
        (++calls, IOResult<std::unique_ptr<int>>::done(
                      std::make_unique<int>(sum<int, long>(1, 2).value()))));
    int value = 0;
    value = IO_TRY(sum<int, long>(*owned, 4));
    return done(value);
  };
  EXPECT_EQ(f().value(), 7);
  EXPECT_EQ(calls, 1);
}

TEST(IoTry, StandsInItsOwnArgument) {
  const auto f = [](IOResult<int> r) -> IOResult<int> {
    const int value = IO_TRY(done(IO_TRY(std::move(r)) + 1));
    return done(value);
  };
  EXPECT_EQ(f(done(1)).value(), 2);
  EXPECT_TRUE(f(wait()).is_io());
}

#endif

} // namespace
