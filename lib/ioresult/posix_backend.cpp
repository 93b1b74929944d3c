//===- posix_backend.cpp - Files through system calls that block ----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/io/posix.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "executor.hpp"

namespace ioresult::io {

namespace {

using detail::Task;
using detail::TaskList;
using Next = detail::Transfer::Next;

// What is moved at once, in bytes: no more than the backend's thread can copy
// while nobody notices.
constexpr std::size_t kAtOnce = std::size_t{64} << 10;

/// Begins a task, and carries it out if that is a read that needs no device,
/// because the system has it in memory: to hand it to a thread and back takes
/// longer than such a read. True if it has ended; its outcome is then set.
bool perform_at_once(Task &task) {
  Next next = task.begin();
  if (next == Next::Again && task.request.kind() == CompletionKind::Read &&
      !task.file->direct() && task.transfer.bytes_left() <= kAtOnce)
    if (const std::int64_t moved = task.file->read_cached(task.transfer);
        moved >= 0)
      next = task.transfer.answered(moved);
  if (next == Next::Ended)
    task.outcome = task.transfer.outcome();
  return next == Next::Ended;
}

/// Carries a task that has begun out, on whichever thread; its outcome is then
/// set.
void perform(Task &task) {
  const CompletionKind kind = task.request.kind();
  Next next = task.transfer.next();
  while (next != Next::Ended) {
    if (task.cancelled.load(std::memory_order_relaxed)) {
      task.outcome = {std::make_error_code(std::errc::operation_canceled)};
      return;
    }
    if (next == Next::AgainReady)
      task.file->wait_ready(kind);
    next = task.transfer.answered(task.file->call(kind, task.transfer));
  }
  task.outcome = task.transfer.outcome();
}

/// A task goes from queued_ to running_ to ended_. mutex_ guards the lists; a
/// running task is its thread's own, but for its place and `cancelled`.
class ThreadPool final : public detail::Executor {
public:
  explicit ThreadPool(std::size_t threads) {
    threads_.reserve(threads);
    try {
      while (threads_.size() < threads)
        threads_.emplace_back([this] { work(); });
    } catch (const std::system_error &) {
      // Fewer will do.
      if (threads_.empty())
        throw;
    }
  }

  ~ThreadPool() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    queue_filled_.notify_all();
    for (std::thread &thread : threads_)
      thread.join();
  }

protected:
  void advance(TaskList &fresh, TaskList &ended,
               Backend::Duration patience) override {
    for (auto task = fresh.begin(); task != fresh.end();) {
      Task &next = *task++;
      if (perform_at_once(next)) {
        next.place = Task::Place::Ended;
        ended.splice(ended.end(), fresh, next.self);
      }
    }
    const std::size_t submitted = fresh.size();
    std::size_t to_wake = 0;
    if (submitted != 0) {
      const std::lock_guard lock(mutex_);
      queued_.splice(queued_.end(), fresh);
      to_wake = std::min(submitted, idle_);
    }
    // Without the lock, which they would only run into.
    for (; to_wake != 0; --to_wake)
      queue_filled_.notify_one();

    std::unique_lock lock(mutex_);
    if (ended.empty() && ended_.empty() &&
        patience > Backend::Duration::zero()) {
      // A time that far away must not overflow the clock's.
      constexpr Backend::Duration kLongest = std::chrono::hours(24);
      something_ended_.wait_for(lock, std::min(patience, kLongest),
                                [this] { return !ended_.empty(); });
    }
    ended.splice(ended.end(), ended_);
  }

  void stop(Task &task) override {
    const std::lock_guard lock(mutex_);
    if (task.place == Task::Place::Queued)
      end_cancelled(queued_, task, ended_);
    else if (task.place == Task::Place::Running)
      task.cancelled.store(true, std::memory_order_relaxed);
  }

  void stop_all() override {
    const std::lock_guard lock(mutex_);
    while (!queued_.empty())
      end_cancelled(queued_, queued_.front(), ended_);
    for (Task &task : running_)
      task.cancelled.store(true, std::memory_order_relaxed);
  }

private:
  void work() {
    std::unique_lock lock(mutex_);
    while (wait_for_task(lock)) {
      running_.splice(running_.end(), queued_, queued_.begin());
      Task &task = running_.back();
      task.place = Task::Place::Running;
      lock.unlock();
      perform(task);
      lock.lock();
      task.place = Task::Place::Ended;
      ended_.splice(ended_.end(), running_, task.self);
      if (ended_.size() == 1)
        something_ended_.notify_one();
    }
  }

  /// False if there is to be no further one.
  bool wait_for_task(std::unique_lock<std::mutex> &lock) {
    ++idle_;
    queue_filled_.wait(lock, [this] { return stopping_ || !queued_.empty(); });
    --idle_;
    return !stopping_;
  }

  std::mutex mutex_;
  std::condition_variable queue_filled_;
  std::condition_variable something_ended_;
  TaskList queued_;
  TaskList running_;
  TaskList ended_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace

std::unique_ptr<Backend> make_posix_backend(PosixOptions options) {
  return detail::make_backend(
      "posix",
      std::make_shared<ThreadPool>(std::max<std::size_t>(options.threads, 1)));
}

} // namespace ioresult::io
