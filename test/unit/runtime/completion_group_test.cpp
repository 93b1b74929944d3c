#include "ioresult/completion_group.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "errors.hpp"

namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using runtime_test::kCanceled;
using runtime_test::kIoError;
using runtime_test::kNoSpace;

// A group's callback that records its results.
class Record {
public:
  auto callback() {
    return [this](std::error_code error) { results_.push_back(error); };
  }
  const std::vector<std::error_code> &results() const { return results_; }
  bool once_with(std::error_code error) const {
    return results_ == std::vector<std::error_code>{error};
  }

private:
  std::vector<std::error_code> results_;
};

TEST(CompletionGroup, FinishesWithItsLastChild) {
  Record record;
  CompletionGroup group(record.callback());
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  group.add(a);
  group.add(b);
  const Completion all = group.build();
  EXPECT_FALSE(all.finished());
  b.complete();
  EXPECT_FALSE(all.finished());
  EXPECT_TRUE(record.results().empty());
  a.complete();
  EXPECT_TRUE(all.succeeded());
  EXPECT_TRUE(record.once_with({}));
}

TEST(CompletionGroup, DoesNotEndAtTheFirstErrorWithOthersInFlight) {
  Record record;
  CompletionGroup group(record.callback());
  const Completion failing = Completion::make();
  const Completion slow = Completion::make();
  group.add(failing);
  group.add(slow);
  const Completion all = group.build();
  failing.fail(kIoError);
  EXPECT_FALSE(all.finished());
  EXPECT_FALSE(all.failed())
      << "no accessor may know of the error before the end";
  EXPECT_FALSE(all.error());
  EXPECT_TRUE(record.results().empty());
  slow.complete();
  EXPECT_TRUE(all.failed());
  EXPECT_FALSE(all.succeeded());
  EXPECT_EQ(all.error(), kIoError);
  EXPECT_TRUE(record.once_with(kIoError));
}

TEST(CompletionGroup, ReportsTheErrorThatCameFirst) {
  CompletionGroup group;
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  group.add(a);
  group.add(b);
  const Completion all = group.build();
  b.fail(kNoSpace);
  a.fail(kIoError);
  EXPECT_EQ(all.error(), kNoSpace);
}

TEST(CompletionGroup, OfNoChildrenFinishesWhenBuilt) {
  Record record;
  CompletionGroup group(record.callback());
  EXPECT_TRUE(record.results().empty());
  const Completion all = group.build();
  EXPECT_TRUE(all.succeeded());
  EXPECT_TRUE(record.once_with({}));
}

TEST(CompletionGroup, OfFinishedChildrenFinishesWhenBuilt) {
  Record record;
  CompletionGroup group(record.callback());
  const Completion done = Completion::make();
  done.complete();
  const Completion failed = Completion::make();
  failed.fail(kIoError);
  group.add(done);
  group.add(failed);
  EXPECT_TRUE(record.results().empty());
  const Completion all = group.build();
  EXPECT_EQ(all.error(), kIoError);
  EXPECT_TRUE(record.once_with(kIoError));
}

TEST(CompletionGroup, DoesNotHangWhenChildrenFinishWhileItIsBuilt) {
  Record record;
  CompletionGroup group(record.callback());
  const Completion early = Completion::make();
  group.add(early);
  early.fail(kIoError); // added, not yet built, and already the only child
  EXPECT_TRUE(record.results().empty());
  const Completion late = Completion::make();
  group.add(late);
  const Completion all = group.build();
  EXPECT_FALSE(all.finished());
  late.complete();
  EXPECT_EQ(all.error(), kIoError);
  EXPECT_TRUE(record.once_with(kIoError));
}

TEST(CompletionGroup, DoesNotHangWhenAllChildrenFinishWhileItIsBuilt) {
  Record record;
  CompletionGroup group(record.callback());
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  group.add(a);
  a.complete();
  group.add(b);
  b.complete();
  EXPECT_TRUE(record.results().empty());
  EXPECT_TRUE(group.build().succeeded());
  EXPECT_TRUE(record.once_with({}));
}

TEST(CompletionGroup, TakesExplicitYieldsAnyNumberOfTimes) {
  const Completion yield = Completion::make_yield();
  CompletionGroup first;
  first.add(yield);
  first.add(yield);
  EXPECT_TRUE(first.build().succeeded());
  CompletionGroup second;
  second.add(yield);
  EXPECT_TRUE(second.build().succeeded());
}

TEST(CompletionGroup, CallsBackBehindItsLastChildsCallback) {
  std::string order;
  CompletionGroup group([&](std::error_code) { order += "group "; });
  const Completion child =
      Completion::make([&](std::error_code) { order += "child "; });
  group.add(child);
  const Completion all = group.build();
  child.complete();
  EXPECT_EQ(order, "child group ");
}

TEST(CompletionGroup, CallbackSeesAllChildrenFinished) {
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  bool all_finished = false;
  CompletionGroup group(
      [&](std::error_code) { all_finished = a.finished() && b.finished(); });
  group.add(a);
  group.add(b);
  const Completion all = group.build();
  a.fail(kIoError);
  b.complete();
  EXPECT_TRUE(all_finished);
}

TEST(CompletionGroup, LivesOnInItsChildren) {
  Record record;
  const Completion child = Completion::make();
  {
    CompletionGroup group(record.callback());
    group.add(child);
    const Completion all = group.build();
  }
  child.complete();
  EXPECT_TRUE(record.once_with({}));
}

TEST(CompletionGroup, NeitherLeaksNorCallsBackWhenDroppedWithItsChildren) {
  int calls = 0;
  auto captured = std::make_shared<int>(0);
  const std::weak_ptr<int> watch = captured;
  {
    CompletionGroup group(
        [&calls, captured = std::move(captured)](std::error_code) { ++calls; });
    group.add(Completion::make());
    const Completion all = group.build();
  }
  EXPECT_TRUE(watch.expired());
  EXPECT_EQ(calls, 0);
}

TEST(CompletionGroup, IsMovable) {
  const Completion child = Completion::make();
  CompletionGroup group;
  group.add(child);
  CompletionGroup moved = std::move(group);
  const Completion all = moved.build();
  child.complete();
  EXPECT_TRUE(all.succeeded());
}

TEST(CompletionGroup, IsOfItsOwnKind) {
  CompletionGroup group;
  EXPECT_EQ(group.build().kind(), ioresult::CompletionKind::Group);
}

TEST(CompletionGroup, TakesOverAnErrorOfAChildsCallback) {
  CompletionGroup group;
  const Completion short_read =
      Completion::make([](std::error_code) { return kIoError; });
  group.add(short_read);
  const Completion all = group.build();
  short_read.complete();
  EXPECT_EQ(all.error(), kIoError);
}

TEST(CompletionGroup, MayBeFailedByItsOwnCallback) {
  CompletionGroup inner([](std::error_code) { return kNoSpace; });
  CompletionGroup outer;
  outer.add(inner.build());
  EXPECT_EQ(outer.build().error(), kNoSpace);
}

TEST(CompletionGroup, KnowsWhatIsUnderWayInIt) {
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  CompletionGroup inner;
  inner.add(b);
  CompletionGroup outer;
  outer.add(a);
  outer.add(inner.build());
  {
    const Completion forgotten = Completion::make();
    CompletionGroup dropped;
    dropped.add(forgotten);
    outer.add(dropped.build());
  }
  const Completion all = outer.build();
  EXPECT_EQ(all.unfinished(), (std::vector{a, b}))
      << "what nobody can finish any more is not under way";
  a.complete();
  EXPECT_EQ(all.unfinished(), std::vector{b});
}

TEST(NestedGroup, TellsItsParent) {
  Record inner_record;
  Record outer_record;
  CompletionGroup inner(inner_record.callback());
  const Completion a = Completion::make();
  inner.add(a);
  CompletionGroup outer(outer_record.callback());
  const Completion b = Completion::make();
  outer.add(inner.build());
  outer.add(b);
  const Completion all = outer.build();
  b.complete();
  EXPECT_FALSE(all.finished());
  a.complete();
  EXPECT_TRUE(all.succeeded());
  EXPECT_TRUE(inner_record.once_with({}));
  EXPECT_TRUE(outer_record.once_with({}));
}

TEST(NestedGroup, PassesItsErrorUpThroughEveryLevel) {
  const Completion leaf = Completion::make();
  Completion nested = leaf;
  for (int level = 0; level < 4; ++level) {
    CompletionGroup group;
    group.add(nested);
    group.add(Completion::make_yield());
    nested = group.build();
  }
  EXPECT_FALSE(nested.finished());
  leaf.fail(kNoSpace);
  EXPECT_EQ(nested.error(), kNoSpace);
}

TEST(NestedGroup, ThatIsFinishedAlreadyCountsWithItsError) {
  CompletionGroup inner;
  const Completion child = Completion::make();
  inner.add(child);
  const Completion built = inner.build();
  child.fail(kIoError);
  CompletionGroup outer;
  outer.add(built);
  EXPECT_EQ(outer.build().error(), kIoError);
}

TEST(NestedGroup, OfNoChildrenDoesNotHoldUpItsParent) {
  CompletionGroup empty;
  CompletionGroup outer;
  outer.add(empty.build());
  EXPECT_TRUE(outer.build().succeeded());
}

TEST(NestedGroup, FailsItsParentOnlyWhenThatHasNothingInFlight) {
  CompletionGroup inner;
  const Completion a = Completion::make();
  inner.add(a);
  CompletionGroup outer;
  const Completion b = Completion::make();
  outer.add(inner.build());
  outer.add(b);
  const Completion all = outer.build();
  a.fail(kIoError);
  EXPECT_FALSE(all.finished());
  b.fail(kNoSpace);
  EXPECT_EQ(all.error(), kIoError);
}

TEST(CompletionGroupAbort, AbortsWhatIsNotFinished) {
  Record record;
  CompletionGroup group(record.callback());
  const Completion done = Completion::make();
  const Completion waiting = Completion::make();
  group.add(done);
  group.add(waiting);
  const Completion all = group.build();
  done.complete();
  group.abort();
  EXPECT_TRUE(done.succeeded());
  EXPECT_EQ(waiting.error(), kCanceled);
  EXPECT_EQ(all.error(), kCanceled);
  EXPECT_TRUE(record.once_with(kCanceled));
  group.abort();
  EXPECT_TRUE(record.once_with(kCanceled));
}

TEST(CompletionGroupAbort, KeepsTheErrorThatCameBefore) {
  CompletionGroup group;
  const Completion failed = Completion::make();
  group.add(failed);
  group.add(Completion::make());
  const Completion all = group.build();
  failed.fail(kIoError);
  group.abort();
  EXPECT_EQ(all.error(), kIoError);
}

TEST(CompletionGroupAbort, MayComeBeforeBuild) {
  CompletionGroup group;
  group.add(Completion::make());
  group.abort();
  EXPECT_EQ(group.build().error(), kCanceled);
}

TEST(CompletionGroupAbort, ReachesNestedGroups) {
  const Completion leaf = Completion::make();
  CompletionGroup inner;
  inner.add(leaf);
  CompletionGroup outer;
  outer.add(inner.build());
  const Completion all = outer.build();
  outer.abort();
  EXPECT_EQ(leaf.error(), kCanceled);
  EXPECT_EQ(all.error(), kCanceled);
}

TEST(CompletionGroupAbort, IsWhatAbortOfTheGroupsCompletionDoes) {
  const Completion a = Completion::make();
  const Completion b = Completion::make();
  CompletionGroup group;
  group.add(a);
  group.add(b);
  const Completion all = group.build();
  all.abort();
  EXPECT_EQ(a.error(), kCanceled);
  EXPECT_EQ(b.error(), kCanceled);
  EXPECT_EQ(all.error(), kCanceled);
  all.abort(); // finished: nothing left to do
}

TEST(CompletionGroupAbort, OfAnEmptyGroupDoesNothing) {
  CompletionGroup group;
  group.abort();
  EXPECT_TRUE(group.build().succeeded());
}

} // namespace
