//===- event_loop.hpp - Driving many operations at once ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_EVENT_LOOP_HPP
#define IORESULT_EVENT_LOOP_HPP

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "ioresult/completion.hpp"
#include "ioresult/contract.hpp"
#include "ioresult/detail/event_loop_task.hpp"
#include "ioresult/io_source.hpp"
#include "ioresult/result.hpp"

namespace ioresult {

/// How an EventLoop keeps time and what it knows of other threads.
struct EventLoopOptions {
  /// The time since any fixed moment; a simulation gives its own.
  std::function<std::chrono::nanoseconds()> now = [] {
    return std::chrono::nanoseconds(
        std::chrono::steady_clock::now().time_since_epoch());
  };
  /// How long the loop may go without looking whether another thread has
  /// finished something that its I/O source knows nothing of. Zero: no other
  /// thread does that.
  std::chrono::nanoseconds poll_others{0};
};

/// Runs many operations on one thread: calls each of them again when what it
/// waits for has finished, and steps the I/O in between.
///
/// Each operation ends exactly once. It is then destroyed, and its answer, done
/// or err, is handed to the function that was given with it:
/// - its own answer, if it is done or has failed;
/// - the error of what it awaited, if that failed. As with every driver, the
///   operation is *not* called again;
/// - std::errc::operation_canceled or timed_out, if it was stopped;
/// - std::errc::resource_deadlock_would_occur, if nothing is under way that
///   could end its wait.
///
/// To stop an operation is to cancel what it awaits and then to wait for that
/// to finish ("cancel, then drain"): only then no device uses what it owns any
/// longer, and it is destroyed without being called again. I/O that another
/// operation waits for too, and that is not being stopped, is not cancelled,
/// only waited for. Stopping takes time in proportion to what is stopped.
///
/// Operations are called in the order in which they became ready, so the same
/// I/O gives the same run. One that yields explicitly lets all others that are
/// ready, and the I/O, go first.
///
/// Exceptions out of an operation or out of what gets its answer pass through
/// run() and run_once(); the operation is then gone. The loop can go on, and
/// looks in the next round at those that it has not looked at in this one.
///
/// Operations, and what gets their answers, must not run or destroy the loop:
/// aborts the process.
///
/// Thread-safety: one thread owns the loop and its Tasks. The completions that
/// operations wait for may finish on any; see EventLoopOptions::poll_others.
class EventLoop {
public:
  /// A handle of an operation. It may outlive operation and loop.
  class Task {
  public:
    /// Of no operation.
    Task() = default;

    /// Whether the operation has ended, or there is none.
    [[nodiscard]] bool ended() const noexcept { return !task_ || task_->ended; }

    /// Stops the operation in the loop's next round; it ends with
    /// std::errc::operation_canceled. Does nothing if it has ended or is being
    /// stopped.
    void cancel() const {
      if (ended() || task_->stop)
        return;
      task_->stop = std::make_error_code(std::errc::operation_canceled);
      task_->queue->push(task_->id);
    }

  private:
    friend class EventLoop;
    explicit Task(std::shared_ptr<detail::TaskBase> task)
        : task_(std::move(task)) {}

    std::shared_ptr<detail::TaskBase> task_;
  };

  /// A loop that steps `io`, which must outlive it, and cancels by it.
  template <IoSource Io>
  explicit EventLoop(Io &io, EventLoopOptions options = {})
      : step_([&io](Patience patience) { return detail::step(io, patience); }),
        cancel_([&io](const Completion &leaf) { detail::cancel(io, leaf); }),
        options_(std::move(options)) {}

  EventLoop(const EventLoop &) = delete;
  EventLoop &operator=(const EventLoop &) = delete;

  /// Stops all operations, runs until they have ended, and takes over no
  /// further ones. An exception out of what gets their answers ends the
  /// program.
  ~EventLoop() {
    closing_ = true;
    cancel_all();
    while (run_once()) {
    }
  }

  /// Takes an operation over: a callable that answers IOResult<T>. It is called
  /// for the first time in the next round. `end(IOResult<T>)` gets its answer;
  /// it may start other operations. Behind `timeout`, if one is given, the
  /// operation is stopped.
  ///
  /// A loop that is being destroyed refuses: the operation is destroyed, `end`
  /// is not called, and the Task is of no operation.
  template <std::move_constructible Operation, class End>
    requires is_io_result_v<std::invoke_result_t<Operation &>> &&
             std::invocable<End &, std::invoke_result_t<Operation &>>
  Task start(Operation operation, End end,
             std::optional<std::chrono::nanoseconds> timeout = {}) {
    if (closing_)
      return Task();
    auto task = std::make_shared<detail::OperationTask<Operation, End>>(
        next_id_++, queue_, std::move(operation), std::move(end));
    if (timeout) {
      task->deadline = deadline_behind(*timeout);
      deadlines_.emplace(*task->deadline, task->id);
    }
    tasks_.emplace(task->id, task);
    queue_->push(task->id);
    return Task(std::move(task));
  }

  /// How many operations have not ended.
  [[nodiscard]] std::size_t size() const noexcept { return tasks_.size(); }

  /// Stops all operations, as Task::cancel() does.
  void cancel_all() {
    for (const auto &[id, task] : tasks_)
      Task(task).cancel();
  }

  /// One round: looks once at each operation that is ready, ends those whose
  /// time is over, steps the I/O. Waits only if nothing is ready. False if
  /// there are no operations.
  bool run_once() {
    const Round round(*this);
    look_at_ready_ones();
    stop_late_ones();
    if (tasks_.empty())
      return false;
    if (step_(patience()) || anyone_ready())
      return true;
    // Nothing is under way here, and nobody is ready.
    if (options_.poll_others > Patience::zero())
      queue_->wait(patience());
    else
      end_oldest_wait();
    return true;
  }

  /// Rounds until all operations have ended.
  void run() {
    while (run_once()) {
    }
  }

private:
  using TaskPtr = std::shared_ptr<detail::TaskBase>;

  /// One round; while it lasts, foreign code is called that must not begin
  /// another, or destroy the loop.
  class Round {
  public:
    explicit Round(EventLoop &loop) : loop_(loop) {
      detail::require(!std::exchange(loop.in_round_, true),
                      "an event loop was run or destroyed by what it calls");
      detail::require(!detail::in_callback(),
                      "an event loop was run by a completion's callback");
    }
    ~Round() { loop_.in_round_ = false; }
    Round(const Round &) = delete;
    Round &operator=(const Round &) = delete;

  private:
    EventLoop &loop_;
  };

  /// Takes a task out of the loop when it goes out of scope, unless released:
  /// also when an exception takes the way out.
  class Removal {
  public:
    Removal(EventLoop &loop, const TaskPtr &task) : loop_(loop), task_(task) {}
    ~Removal() {
      if (task_)
        loop_.remove(*task_);
    }
    void release() noexcept { task_ = nullptr; }

  private:
    EventLoop &loop_;
    TaskPtr task_;
  };

  /// Each that was ready when the round began; one that throws leaves the rest
  /// for the next.
  void look_at_ready_ones() {
    queue_->move_to(ready_);
    for (std::size_t left = ready_.size() - looked_at_; left != 0; --left)
      look_at(ready_[looked_at_++]);
    ready_.clear();
    looked_at_ = 0;
  }

  [[nodiscard]] bool anyone_ready() const {
    return looked_at_ != ready_.size() || !queue_->empty();
  }

  void look_at(detail::TaskId id) {
    const auto found = tasks_.find(id);
    if (found == tasks_.end())
      return; // a wake-up for one that has ended
    const TaskPtr task = found->second;
    if (task->stop)
      stop(task);
    else if (task->awaited.failed())
      end(task, task->awaited.error());
    else
      poll(task);
  }

  void poll(const TaskPtr &task) {
    Removal removal(*this, task);
    const bool answered = task->poll();
    removal.release();
    if (answered)
      end(task, {});
    else
      task->awaited.add_waker(task->waker);
  }

  /// Cancels what the task awaits, once, unless others want it; ends it as soon
  /// as that has finished.
  void stop(const TaskPtr &task) {
    if (!std::exchange(task->draining, true)) {
      task->awaited.add_waker(task->waker, Interest::End);
      if (!task->awaited.is_wanted())
        for (const Completion &leaf : task->awaited.unfinished())
          if (!leaf.is_wanted())
            cancel_(leaf);
    }
    if (task->awaited.finished())
      end(task, task->stop);
  }

  void stop_late_ones() {
    while (!deadlines_.empty() && deadlines_.begin()->first <= options_.now()) {
      const TaskPtr task = tasks_.at(deadlines_.begin()->second);
      deadlines_.erase(deadlines_.begin());
      if (task->stop)
        continue;
      task->stop = std::make_error_code(std::errc::timed_out);
      stop(task);
    }
  }

  /// Now and `timeout`, or the last moment there is, if that lies behind it.
  std::chrono::nanoseconds
  deadline_behind(std::chrono::nanoseconds timeout) const {
    const std::chrono::nanoseconds now = options_.now();
    return now > Patience::zero() && timeout > kForever - now ? kForever
                                                              : now + timeout;
  }

  /// Only one: its end may be what others wait for.
  void end_oldest_wait() {
    const TaskPtr task = tasks_.begin()->second;
    end(task, task->stop ? task->stop
                         : std::make_error_code(
                               std::errc::resource_deadlock_would_occur));
  }

  void end(const TaskPtr &task, std::error_code error) {
    remove(*task);
    task->report(error);
  }

  void remove(detail::TaskBase &task) noexcept {
    task.ended = true;
    task.awaited.remove_waker(task.waker);
    if (task.deadline)
      deadlines_.erase({*task.deadline, task.id});
    tasks_.erase(task.id);
    task.drop();
  }

  /// How long a step may wait.
  Patience patience() const {
    if (anyone_ready())
      return Patience::zero();
    Patience longest = kForever;
    if (options_.poll_others > Patience::zero())
      longest = options_.poll_others;
    if (!deadlines_.empty())
      longest = std::clamp(deadlines_.begin()->first - options_.now(),
                           Patience::zero(), longest);
    return longest;
  }

  const std::function<bool(Patience)> step_;
  const std::function<void(const Completion &)> cancel_;
  const EventLoopOptions options_;
  const std::shared_ptr<detail::WakeQueue> queue_ =
      std::make_shared<detail::WakeQueue>();
  std::map<detail::TaskId, TaskPtr> tasks_; // by age
  std::set<std::pair<std::chrono::nanoseconds, detail::TaskId>> deadlines_;
  std::vector<detail::TaskId> ready_;
  std::size_t looked_at_ = 0; // in ready_
  detail::TaskId next_id_ = 0;
  bool in_round_ = false;
  bool closing_ = false;
};

} // namespace ioresult

#endif // IORESULT_EVENT_LOOP_HPP
