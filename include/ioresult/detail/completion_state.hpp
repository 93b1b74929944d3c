//===- completion_state.hpp - What handles share ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_DETAIL_COMPLETION_STATE_HPP
#define IORESULT_DETAIL_COMPLETION_STATE_HPP

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/buffer.hpp"
#include "ioresult/completion_types.hpp"
#include "ioresult/contract.hpp"
#include "ioresult/waker.hpp"

namespace ioresult::detail {

/// Is told when a completion that was linked to it has finished.
class CompletionParent {
public:
  virtual void child_finished(std::error_code error) noexcept = 0;

protected:
  ~CompletionParent() = default;
};

/// A one-way street: pending -> claimed (by whoever brought the first result;
/// the callback runs) -> finished. The result is published after the callback,
/// so that whoever sees `finished()` also sees everything that the callback
/// did, on whichever thread it ran.
///
/// No lock is held while foreign code (callback, parent, wakers) runs.
class CompletionState : public std::enable_shared_from_this<CompletionState> {
public:
  using Leaves = std::vector<std::shared_ptr<CompletionState>>;

  explicit CompletionState(CompletionKind kind) noexcept : kind_(kind) {}
  CompletionState(const CompletionState &) = delete;
  CompletionState &operator=(const CompletionState &) = delete;
  virtual ~CompletionState() = default;

  [[nodiscard]] CompletionKind kind() const noexcept { return kind_; }

  [[nodiscard]] bool finished() const noexcept {
    return phase_.load(std::memory_order_acquire) == Phase::Finished;
  }

  /// What it finished with; no error and no bytes while it is not finished. All
  /// accessors are derived from this one and `finished()`, so they cannot
  /// disagree.
  [[nodiscard]] CompletionResult result() const noexcept {
    return finished() ? result_ : CompletionResult{};
  }

  [[nodiscard]] virtual std::span<const Buffer> buffers() const noexcept {
    return {};
  }

  /// Brings a result from outside.
  virtual void settle(CompletionResult result) noexcept { finish(result); }

  /// Gives up waiting.
  virtual void abort() noexcept {
    finish({std::make_error_code(std::errc::operation_canceled)});
  }

  /// Adds what is under way in it: itself, or a group's children.
  virtual void collect_unfinished(Leaves &leaves) {
    if (!finished())
      leaves.push_back(shared_from_this());
  }

  /// Links it to the one parent of its life. False if it is finished already;
  /// it will then tell the parent nothing.
  [[nodiscard]] bool link(std::shared_ptr<CompletionParent> parent) noexcept {
    const std::lock_guard lock(mutex_);
    // Also checked on a finished child: whether the mistake shows must not
    // depend on timing.
    require(!std::exchange(linked_, true),
            "a completion can be added to one group only");
    if (finished())
      return false;
    parent_ = std::move(parent);
    return true;
  }

  /// Keeps `waker` for the end, once. False if there is nothing to wait for.
  [[nodiscard]] bool keep(const Waker &waker) {
    const std::lock_guard lock(mutex_);
    if (finished())
      return false;
    if (std::find(wakers_.begin(), wakers_.end(), waker) == wakers_.end())
      wakers_.push_back(waker);
    return true;
  }

  void forget(const Waker &waker) noexcept {
    const std::lock_guard lock(mutex_);
    std::erase(wakers_, waker);
  }

protected:
  /// The first result wins, all later ones are ignored.
  void finish(CompletionResult result) noexcept {
    Phase expected = Phase::Pending;
    if (!phase_.compare_exchange_strong(expected, Phase::Claimed,
                                        std::memory_order_acq_rel))
      return;
    const std::error_code objection = run_callback(result);
    if (objection && !result.error)
      result = {objection};
    result_ = result;
    std::shared_ptr<CompletionParent> parent;
    std::vector<Waker> wakers;
    {
      // Under the lock, so that link() and keep() come before this or see the
      // result.
      const std::lock_guard lock(mutex_);
      phase_.store(Phase::Finished, std::memory_order_release);
      parent.swap(parent_);
      wakers.swap(wakers_);
    }
    if (parent)
      parent->child_finished(result.error);
    for (const Waker &waker : wakers)
      waker.wake();
  }

  std::mutex mutex_;

private:
  enum class Phase : std::uint8_t { Pending, Claimed, Finished };

  /// Called once; an error fails what had succeeded. An exception out of it
  /// ends the program, as from any noexcept function.
  virtual std::error_code run_callback(CompletionResult result) noexcept = 0;

  std::atomic<Phase> phase_ = Phase::Pending;
  const CompletionKind kind_;
  bool linked_ = false; // guarded by mutex_
  // Written before Finished is published, and not changed behind it.
  CompletionResult result_;
  // Guarded by mutex_.
  std::shared_ptr<CompletionParent> parent_;
  std::vector<Waker> wakers_;
};

/// The state of a read or write, with what it moves. The buffers stay for as
/// long as there is a handle, also behind the end: an aborted operation has
/// finished while its device may still be writing.
class TransferState : public CompletionState {
public:
  TransferState(CompletionKind kind, Buffer buffer) noexcept
      : CompletionState(kind), single_(std::move(buffer)),
        buffers_(&single_, 1) {}
  TransferState(CompletionKind kind, std::vector<Buffer> buffers) noexcept
      : CompletionState(kind), many_(std::move(buffers)), buffers_(many_) {}

  [[nodiscard]] std::span<const Buffer> buffers() const noexcept final {
    return buffers_;
  }

private:
  Buffer single_; // the usual case, without an allocation for a list
  std::vector<Buffer> many_;
  std::span<const Buffer> buffers_;
};

} // namespace ioresult::detail

#endif // IORESULT_DETAIL_COMPLETION_STATE_HPP
