//===- event_loop_task.hpp - One operation of an event loop -----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_DETAIL_EVENT_LOOP_TASK_HPP
#define IORESULT_DETAIL_EVENT_LOOP_TASK_HPP

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "ioresult/completion.hpp"
#include "ioresult/result.hpp"
#include "ioresult/waker.hpp"

namespace ioresult::detail {

using TaskId = std::uint64_t;

/// The tasks that an event loop is to look at, in the order in which they were
/// named. The only part of a loop that other threads touch.
class WakeQueue {
public:
  void push(TaskId task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(task);
    }
    pushed_.notify_one();
  }

  /// Moves them behind those in `to`.
  void move_to(std::vector<TaskId> &to) {
    const std::lock_guard lock(mutex_);
    if (to.empty())
      to.swap(tasks_);
    else
      to.insert(to.end(), tasks_.begin(), tasks_.end());
    tasks_.clear();
  }

  [[nodiscard]] bool empty() {
    const std::lock_guard lock(mutex_);
    return tasks_.empty();
  }

  /// Waits until there is one, but no longer than `patience`.
  void wait(std::chrono::nanoseconds patience) {
    // Bounded, because a deadline that far away would overflow.
    constexpr std::chrono::nanoseconds kLongest = std::chrono::hours(1);
    std::unique_lock lock(mutex_);
    pushed_.wait_for(lock, std::min(patience, kLongest),
                     [this] { return !tasks_.empty(); });
  }

private:
  std::mutex mutex_;
  std::condition_variable pushed_;
  std::vector<TaskId> tasks_;
};

/// What a loop knows of an operation, whatever its type.
class TaskBase {
public:
  TaskBase(TaskId own_id, const std::shared_ptr<WakeQueue> &loop_queue)
      : id(own_id), queue(loop_queue),
        waker(Waker::make([own_id, loop_queue] { loop_queue->push(own_id); })) {
  }
  TaskBase(const TaskBase &) = delete;
  TaskBase &operator=(const TaskBase &) = delete;
  virtual ~TaskBase() = default;

  /// Calls the operation once. True if it has answered done or err; else
  /// `awaited` is what it waits for.
  virtual bool poll() = 0;

  /// Destroys the operation.
  virtual void drop() noexcept = 0;

  /// Hands the operation's answer, or `error` if there is one, to who asked for
  /// it. Once.
  virtual void report(std::error_code error) = 0;

  const TaskId id;
  const std::shared_ptr<WakeQueue> queue;
  const Waker waker;
  /// Of a new task: nothing to wait for.
  Completion awaited;
  /// Behind this moment it is stopped.
  std::optional<std::chrono::nanoseconds> deadline;
  /// Why it is being stopped; no error if it is not.
  std::error_code stop;
  /// What it waits for has been cancelled.
  bool draining = false;
  bool ended = false;
};

template <class Operation, class End>
class OperationTask final : public TaskBase {
public:
  OperationTask(TaskId own_id, const std::shared_ptr<WakeQueue> &loop_queue,
                Operation operation, End end)
      : TaskBase(own_id, loop_queue), operation_(std::move(operation)),
        end_(std::move(end)) {}

  bool poll() override {
    Answer answer = std::invoke(*operation_);
    if (answer.is_io()) {
      awaited = answer.completion();
      return false;
    }
    answer_ = std::move(answer);
    return true;
  }

  void drop() noexcept override { operation_.reset(); }

  void report(std::error_code error) override {
    std::invoke(end_, error ? Answer::err(error) : *std::move(answer_));
  }

private:
  using Answer = std::invoke_result_t<Operation &>;

  std::optional<Operation> operation_;
  End end_;
  std::optional<Answer> answer_;
};

} // namespace ioresult::detail

#endif // IORESULT_DETAIL_EVENT_LOOP_TASK_HPP
