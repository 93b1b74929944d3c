//===- completion_state.hpp - What handles share ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_DETAIL_COMPLETION_STATE_HPP
#define IORESULT_DETAIL_COMPLETION_STATE_HPP

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/buffer.hpp"
#include "ioresult/completion_types.hpp"
#include "ioresult/contract.hpp"
#include "ioresult/detail/waker_list.hpp"
#include "ioresult/waker.hpp"

namespace ioresult::detail {

class CompletionState;

/// The completions that a thread has brought results for while a callback runs
/// on it. Their own callbacks run when that one has returned, one behind the
/// other: so a chain of callbacks of any length, each finishing the next
/// completion, needs the stack of one.
struct FinishQueue {
  CompletionState *first = nullptr;
  CompletionState *last = nullptr;
  bool running = false;
};
inline constinit thread_local FinishQueue finish_queue;

/// Whether a completion's callback is running on this thread. What it waits for
/// could not finish before it has returned.
[[nodiscard]] inline bool in_callback() noexcept {
  return finish_queue.running;
}

/// What a backend notes with a completion whose request it has, to find that
/// again. For the backend's thread.
struct RequestSlot {
  const void *backend = nullptr;
  void *request = nullptr;
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
  virtual ~CompletionState() {
    // Nested groups that nobody else holds go one by one, not each inside the
    // destructor of the one before.
    std::shared_ptr<CompletionState> up = std::move(parent_);
    while (up && up.use_count() == 1)
      up = up->leave_parent();
  }

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

  /// Brings the error of a request that was not accepted: the callback is
  /// dropped and not called.
  void refuse(std::error_code error) noexcept { finish({error}, false); }

  /// Gives up waiting; not a group's.
  void abort() noexcept {
    finish({std::make_error_code(std::errc::operation_canceled)});
  }

  /// Of a group: adds its children, the last first, and returns true.
  virtual bool add_children(Leaves &) { return false; }

  /// What is under way in `state`: itself, or a group's children, through
  /// nested groups; nothing that is finished.
  [[nodiscard]] static Leaves
  unfinished(std::shared_ptr<CompletionState> state) {
    Leaves leaves;
    Leaves open{std::move(state)};
    while (!open.empty()) {
      const std::shared_ptr<CompletionState> next = std::move(open.back());
      open.pop_back();
      if (!next->finished() && !next->add_children(open))
        leaves.push_back(next);
    }
    return leaves;
  }

  /// Of a group: a child has finished.
  virtual void child_finished(std::error_code) noexcept {}

  /// Takes it for the one request of its life.
  void begin_request() noexcept {
    require(!requested_.exchange(true, std::memory_order_relaxed),
            "a completion can be given to one request only");
  }

  [[nodiscard]] RequestSlot &slot() noexcept { return slot_; }

  /// Links it to the one parent of its life. False if it is finished already;
  /// it will then tell the parent nothing.
  [[nodiscard]] bool link(std::shared_ptr<CompletionState> parent) noexcept {
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

  /// Keeps `waker` for the end, once, with the interest that it has now. False
  /// if there is nothing to wait for.
  [[nodiscard]] bool keep(const Waker &waker, Interest interest) {
    if (finished())
      return false;
    const std::lock_guard lock(mutex_);
    if (finished())
      return false;
    wakers_.add(waker, interest);
    return true;
  }

  void forget(const Waker &waker) noexcept {
    if (finished())
      return;
    const std::lock_guard lock(mutex_);
    wakers_.remove(waker);
  }

  /// Whether a waker of `state`, or of a group around it, wants the result.
  [[nodiscard]] static bool
  is_wanted(std::shared_ptr<CompletionState> state) noexcept {
    while (state && !state->finished()) {
      const std::shared_ptr<CompletionState> inner = std::move(state);
      const std::lock_guard lock(inner->mutex_);
      if (inner->wakers_.any_wants_result())
        return true;
      state = inner->parent_;
    }
    return false;
  }

protected:
  /// One that is finished from the start.
  struct Finished {};
  CompletionState(CompletionKind kind, Finished) noexcept
      : phase_(Phase::Finished), kind_(kind) {}

  /// The first result wins, all later ones are ignored.
  void finish(CompletionResult result, bool call_back = true) noexcept {
    Phase expected = Phase::Pending;
    if (!phase_.compare_exchange_strong(expected, Phase::Claimed,
                                        std::memory_order_acq_rel))
      return;
    result_ = result;
    call_back_ = call_back;
    FinishQueue &queue = finish_queue;
    if (queue.running) {
      self_ = shared_from_this();
      (queue.first ? queue.last->next_ : queue.first) = this;
      queue.last = this;
      return;
    }
    queue.running = true;
    conclude();
    while (queue.first) {
      const std::shared_ptr<CompletionState> next =
          std::move(queue.first->self_);
      queue.first = next->next_;
      next->conclude();
    }
    queue.running = false;
  }

  std::mutex mutex_;

private:
  enum class Phase : std::uint8_t { Pending, Claimed, Finished };

  /// Runs the callback and publishes the result.
  void conclude() noexcept {
    const std::error_code objection = run_callback(result_, call_back_);
    if (objection && !result_.error)
      result_ = {objection};
    std::shared_ptr<CompletionState> parent;
    WakerList wakers;
    {
      // Under the lock, so that link() and keep() come before this or see the
      // result.
      const std::lock_guard lock(mutex_);
      phase_.store(Phase::Finished, std::memory_order_release);
      parent.swap(parent_);
      wakers = std::move(wakers_);
    }
    if (parent)
      parent->child_finished(result_.error);
    wakers.wake_all();
  }

  std::shared_ptr<CompletionState> leave_parent() noexcept {
    const std::lock_guard lock(mutex_);
    return std::move(parent_);
  }

  /// Called once, and to call the callback only if `call` says so; an error
  /// fails what had succeeded. An exception out of it ends the program, as from
  /// any noexcept function.
  virtual std::error_code run_callback(CompletionResult result,
                                       bool call) noexcept = 0;

  std::atomic<Phase> phase_ = Phase::Pending;
  const CompletionKind kind_;
  bool linked_ = false; // guarded by mutex_
  std::atomic<bool> requested_ = false;
  // Written by who has claimed it, and not changed behind Finished.
  bool call_back_ = true;
  CompletionResult result_;
  // In the queue of who has claimed it.
  CompletionState *next_ = nullptr;
  std::shared_ptr<CompletionState> self_;
  RequestSlot slot_;
  // Guarded by mutex_.
  std::shared_ptr<CompletionState> parent_;
  WakerList wakers_;
};

/// The state that all explicit yields share.
class YieldState final : public CompletionState {
public:
  YieldState() noexcept : CompletionState(CompletionKind::Yield, Finished{}) {}

private:
  std::error_code run_callback(CompletionResult, bool) noexcept override {
    return {};
  }
};

/// The one. Never destroyed, because static objects may ask a completion on
/// their way out.
inline YieldState &yield_state() noexcept {
  union Holder {
    Holder() noexcept : state() {}
    ~Holder() {}
    YieldState state;
  };
  static Holder holder;
  return holder.state;
}

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
