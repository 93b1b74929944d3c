// RUN: %check_tidy %s -checks=-*,reentrancy-lost-completion -warnings-only -- -I%S/../Inputs
//
// A group is used against its rules wherever that is done: in a helper, in a
// member, in the function itself.
#include "device.h"
#include <optional>

using namespace ioresult;

class Groups {
  //===--- filled in a helper -----------------------------------------------===//

  void fill(CompletionGroup &group) {
    group.add(dev_.submit(1));
    group.add(dev_.submit(2));
  }

  IOResult<void> filledSafe() {
    if (!running_) {
      CompletionGroup group;
      fill(group);
      running_ = group.build();
    }
    return wait();
  }

  IOResult<void> filledBehind() {
    if (!running_) {
      CompletionGroup group;
      group.add(dev_.submit(0));
      running_ = group.build();
      fill(group);
      // CHECK: :[[@LINE-1]]:7: warning: a completion is added to a group that is already built [reentrancy-lost-completion]
    }
    return wait();
  }

  //===--- built in a helper ------------------------------------------------===//

  void start(CompletionGroup &group) { running_ = group.build(); }

  IOResult<void> builtSafe() {
    if (!running_) {
      CompletionGroup group;
      group.add(dev_.submit(1));
      start(group);
    }
    return wait();
  }

  IOResult<void> addsBehindHelper() {
    if (!running_) {
      CompletionGroup group;
      group.add(dev_.submit(1));
      start(group);
      const Completion late = dev_.submit(2);
      group.add(late);
      // CHECK: :[[@LINE-1]]:7: warning: a completion is added to a group that is already built [reentrancy-lost-completion]
      watch(late);
    }
    return wait();
  }

  //===--- a member ---------------------------------------------------------===//

  IOResult<void> memberAddsBehind() {
    if (!running_) {
      group_.emplace();
      group_->add(dev_.submit(1));
      running_ = group_->build();
      const Completion late = dev_.submit(2);
      group_->add(late);
      // CHECK: :[[@LINE-1]]:7: warning: a completion is added to a group that is already built [reentrancy-lost-completion]
      watch(late);
    }
    return wait();
  }

  // A new group is not built.
  IOResult<void> renewedSafe() {
    if (!running_) {
      group_.emplace();
      group_->add(dev_.submit(1));
      const Completion first = group_->build();
      group_.emplace();
      group_->add(first);
      group_->add(dev_.submit(2));
      running_ = group_->build();
    }
    return wait();
  }

  //===--- finished by hand -------------------------------------------------===//

  void give_up(const Completion &all) { all.abort(); }

  IOResult<void> abortsInHelper() {
    CompletionGroup group;
    group.add(dev_.submit(1));
    give_up(group.build());
    // CHECK: :[[@LINE-1]]:5: warning: a group's completion is finished by 'abort' while its children are in flight [reentrancy-lost-completion]
    return IOResult<void>::done();
  }

  IOResult<void> abortsChildSafe() {
    const Completion one = dev_.submit(1);
    CompletionGroup group;
    group.add(one);
    one.abort();
    running_ = group.build();
    return wait();
  }

  IOResult<void> wait() {
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    running_.reset();
    return IOResult<void>::done();
  }
  static void watch(const Completion &);

  Device &dev_;
  std::optional<CompletionGroup> group_;
  std::optional<Completion> running_;
};
