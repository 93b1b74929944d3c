//===- completion_group.hpp - Waiting for several completions ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_COMPLETION_GROUP_HPP
#define IORESULT_COMPLETION_GROUP_HPP

#include <atomic>
#include <concepts>
#include <cstddef>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/completion.hpp"
#include "ioresult/completion_types.hpp"
#include "ioresult/contract.hpp"
#include "ioresult/detail/completion_state.hpp"
#include "ioresult/detail/with_callback.hpp"

namespace ioresult {

namespace detail {

/// The state of a group's completion: finishes when the count of what it waits
/// for falls to zero.
///
/// The count starts at one, for the group's being built: children that finish
/// meanwhile cannot end it, and build() of a group that waits for nothing does.
class GroupState : public CompletionState {
public:
  GroupState() noexcept : CompletionState(CompletionKind::Group) {}

  void add(const std::shared_ptr<CompletionState> &child) {
    {
      const std::lock_guard lock(mutex_);
      children_.push_back(child);
    }
    outstanding_.fetch_add(1, std::memory_order_relaxed);
    if (!child->link(shared_from_this()))
      child_finished(child->result().error);
  }

  void built() noexcept { child_finished({}); }

  void child_finished(std::error_code error) noexcept final {
    {
      const std::lock_guard lock(mutex_);
      if (!first_error_)
        first_error_ = error;
    }
    // The last one may read without the lock: each error was written before
    // the decrement that goes with it.
    if (outstanding_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      finish({first_error_});
  }

  void settle(CompletionResult) noexcept final {
    contract_violated("a group's completion is finished by its children only");
  }

  bool add_children(Leaves &children) final {
    const std::lock_guard lock(mutex_);
    for (auto weak = children_.rbegin(); weak != children_.rend(); ++weak)
      if (auto child = weak->lock())
        children.push_back(std::move(child));
    return true;
  }

private:
  std::atomic<std::size_t> outstanding_ = 1;
  // Guarded by mutex_. The children are held weakly, because they hold their
  // parent.
  std::error_code first_error_;
  std::vector<std::weak_ptr<CompletionState>> children_;
};

} // namespace detail

/// Folds completions into one that finishes when the *last* of them has.
///
/// Its result is success, or the error of the child that failed first; a
/// failing child never ends it while others are in flight. Its callback runs
/// once, with that result, after the last child's callback. A group of no
/// children finishes at once. Children may be finished before they are added,
/// or finish at any moment while the group is being built. A group's completion
/// is a completion like any other and may be a child of another group: the
/// outer group waits for it and takes over its error.
///
/// A completion can be added to one group only, in its whole life; adding it
/// again aborts the process with a message. (An explicit yield waits for
/// nothing and may be added anywhere.) So does any use of the group after
/// build(), except abort().
///
/// Thread-safety: one thread builds; children may finish on any thread
/// meanwhile. abort() must not run at the same time as add() or build().
///
/// Cost: one allocation for the group and a list entry per child.
class CompletionGroup {
public:
  /// A group without callback.
  CompletionGroup() : CompletionGroup(detail::NoCallback{}) {}

  /// A group that calls `callback` with its result; see CompletionCallback.
  template <class Callback>
    requires(!std::same_as<Callback, CompletionGroup>) &&
            CompletionCallback<Callback>
  explicit CompletionGroup(Callback callback)
      : state_(std::make_shared<
               detail::WithCallback<detail::GroupState, Callback>>(
            std::move(callback))) {}

  CompletionGroup(CompletionGroup &&) noexcept = default;
  CompletionGroup &operator=(CompletionGroup &&) noexcept = default;

  /// Adds a child to wait for.
  void add(const Completion &child) {
    detail::require(state_ && !built_, "CompletionGroup::add() after build()");
    if (child.is_explicit_yield())
      return;
    children_.push_back(child);
    state_->add(child.state_);
  }

  /// The completion of the whole group. Once only; without it the group never
  /// finishes.
  Completion build() {
    detail::require(state_ && !built_, "CompletionGroup::build() called twice");
    built_ = true;
    state_->built();
    return Completion(state_);
  }

  /// Aborts all children that are not finished, those of nested groups
  /// included; before build() or after it. The group then ends with
  /// std::errc::operation_canceled, unless a child failed before.
  void abort() const noexcept {
    if (state_)
      Completion(state_).abort();
  }

private:
  std::shared_ptr<detail::GroupState> state_;
  // So that abort() reaches those that nobody else holds.
  std::vector<Completion> children_;
  bool built_ = false;
};

} // namespace ioresult

#endif // IORESULT_COMPLETION_GROUP_HPP
