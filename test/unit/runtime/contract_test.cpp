#include "ioresult/contract.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "errors.hpp"
#include "ioresult/ioresult.hpp"

// Misuse ends the program with one line that names the rule, in every build
// type.
namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::IOPending;
using ioresult::IOResult;
using runtime_test::kIoError;

TEST(ContractDeathTest, ValueNeedsDone) {
  auto io = IOResult<int>::io(Completion::make());
  const auto err = IOResult<std::string>::err(kIoError);
  auto nothing = IOResult<void>::io(Completion::make());
  const char *rule =
      "ioresult: IOResult::value\\(\\) on an answer that is not done";
  EXPECT_DEATH((void)io.value(), rule);
  EXPECT_DEATH((void)std::move(io).value(), rule);
  EXPECT_DEATH((void)err.value(), rule);
  EXPECT_DEATH(nothing.value(), rule);
}

TEST(ContractDeathTest, CompletionNeedsIo) {
  const char *rule =
      "ioresult: IOResult::completion\\(\\) on an answer that is not io";
  EXPECT_DEATH((void)IOResult<int>::done(1).completion(), rule);
  EXPECT_DEATH((void)IOResult<int>::err(kIoError).completion(), rule);
}

TEST(ContractDeathTest, PendingNeedsIoOrErr) {
  EXPECT_DEATH((void)IOResult<int>::done(1).pending(),
               "ioresult: IOResult::pending\\(\\) on an answer that is done");
}

TEST(ContractDeathTest, AnErrorMustBeOne) {
  const std::error_code none;
  EXPECT_DEATH((void)IOResult<int>::err(none),
               "ioresult: IOResult::err\\(\\) needs an error");
  EXPECT_DEATH((void)IOPending(none),
               "ioresult: IOPending needs a completion or an error");
  const Completion completion = Completion::make();
  EXPECT_DEATH(completion.fail(none),
               "ioresult: Completion::fail\\(\\) needs an error");
}

TEST(ContractDeathTest, ACompletionBelongsToOneGroup) {
  const char *rule = "ioresult: a completion can be added to one group only";
  const Completion child = Completion::make();
  CompletionGroup first;
  first.add(child);
  CompletionGroup second;
  EXPECT_DEATH(second.add(child), rule);
  EXPECT_DEATH(first.add(child), rule) << "not to the same group twice either";
  const Completion all = first.build();
  EXPECT_DEATH(second.add(child), rule);
  child.complete();
  EXPECT_DEATH(second.add(child), rule)
      << "whether it is noticed must not depend on timing";
}

TEST(ContractDeathTest, ABuiltGroupIsClosed) {
  CompletionGroup group;
  const Completion all = group.build();
  EXPECT_DEATH(group.add(Completion::make()),
               "ioresult: CompletionGroup::add\\(\\) after build");
  EXPECT_DEATH((void)group.build(),
               "ioresult: CompletionGroup::build\\(\\) called twice");
}

TEST(ContractDeathTest, AMovedFromGroupIsOver) {
  CompletionGroup group;
  const CompletionGroup moved = std::move(group);
  group.abort(); // nothing left in it
  EXPECT_DEATH(group.add(Completion::make()), "after build");
  EXPECT_DEATH((void)group.build(), "called twice");
}

TEST(ContractDeathTest, AGroupIsFinishedByItsChildren) {
  CompletionGroup group;
  group.add(Completion::make());
  const Completion all = group.build();
  const char *rule =
      "ioresult: a group's completion is finished by its children only";
  EXPECT_DEATH(all.complete(), rule);
  EXPECT_DEATH(all.fail(kIoError), rule);
}

TEST(ContractDeathTest, AnExceptionOutOfACallbackIsNotSwallowed) {
  const Completion completion = Completion::make(
      [](std::error_code) { throw std::runtime_error("out of a callback"); });
  EXPECT_DEATH(completion.complete(), "out of a callback");
}

} // namespace
