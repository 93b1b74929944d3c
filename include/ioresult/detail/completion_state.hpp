//===- completion_state.hpp - What handles share ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_DETAIL_COMPLETION_STATE_HPP
#define IORESULT_DETAIL_COMPLETION_STATE_HPP

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include "ioresult/contract.hpp"

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
/// No lock is held while foreign code (the callback, the parent) runs.
class CompletionState {
public:
  CompletionState() = default;
  CompletionState(const CompletionState &) = delete;
  CompletionState &operator=(const CompletionState &) = delete;
  virtual ~CompletionState() = default;

  [[nodiscard]] bool finished() const noexcept {
    return phase_.load(std::memory_order_acquire) == Phase::Finished;
  }

  /// The error it finished with; no error while it is not finished. All
  /// accessors are derived from this one and `finished()`, so they cannot
  /// disagree.
  [[nodiscard]] std::error_code error() const noexcept {
    return finished() ? error_ : std::error_code{};
  }

  /// Brings a result from outside.
  virtual void settle(std::error_code result) noexcept { finish(result); }

  /// Gives up waiting.
  virtual void abort() noexcept {
    finish(std::make_error_code(std::errc::operation_canceled));
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

protected:
  /// The first result wins, all later ones are ignored.
  void finish(std::error_code result) noexcept {
    Phase expected = Phase::Pending;
    if (!phase_.compare_exchange_strong(expected, Phase::Claimed,
                                        std::memory_order_acq_rel))
      return;
    run_callback(result);
    error_ = result;
    std::shared_ptr<CompletionParent> parent;
    {
      // Under the lock, so that link() comes before this or sees the result.
      const std::lock_guard lock(mutex_);
      phase_.store(Phase::Finished, std::memory_order_release);
      parent = std::move(parent_);
    }
    if (parent)
      parent->child_finished(result);
  }

  std::mutex mutex_;

private:
  enum class Phase { Pending, Claimed, Finished };

  /// Called once. An exception out of it ends the program, as from any noexcept
  /// function.
  virtual void run_callback(std::error_code result) noexcept = 0;

  std::atomic<Phase> phase_ = Phase::Pending;
  // Written before Finished is published, and not changed behind it.
  std::error_code error_;
  // Guarded by mutex_.
  bool linked_ = false;
  std::shared_ptr<CompletionParent> parent_;
};

/// `Base` (a CompletionState) with its callback in the same allocation; the
/// callback may be move-only.
template <class Base, class Callback> class WithCallback final : public Base {
public:
  explicit WithCallback(Callback callback) : callback_(std::move(callback)) {}

private:
  void run_callback(std::error_code result) noexcept override {
    std::invoke(*callback_, result);
    // Lets go of what it captured: maybe a handle of this very completion.
    callback_.reset();
  }

  std::optional<Callback> callback_;
};

/// The callback of completions that were made without one.
struct NoCallback {
  void operator()(std::error_code) const noexcept {}
};

} // namespace ioresult::detail

#endif // IORESULT_DETAIL_COMPLETION_STATE_HPP
