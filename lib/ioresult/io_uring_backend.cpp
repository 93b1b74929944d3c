//===- io_uring_backend.cpp - Files through Linux's io_uring --------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/io/io_uring.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <system_error>
#include <utility>

#include "executor.hpp"
#include "ioresult/contract.hpp"
#include "ring.hpp"

namespace ioresult::io {

namespace {

using detail::Ring;
using detail::Task;
using detail::TaskList;
using Next = detail::Transfer::Next;

std::error_code cancelled() {
  return std::make_error_code(std::errc::operation_canceled);
}

/// Fills in `entry` so that the kernel moves `task` on.
void prepare(io_uring_sqe *entry, Task &task) {
  const int fd = task.file->fd();
  const auto pieces = task.transfer.pieces();
  const auto offset = task.transfer.offset();
  const auto count = static_cast<unsigned>(pieces.size());
  const bool one = count == 1;
  // What one piece holds fits: see Transfer::Limits.
  const auto bytes = one ? static_cast<unsigned>(pieces[0].iov_len) : 0;
  switch (task.request.kind()) {
  case CompletionKind::Read:
    if (one)
      ::io_uring_prep_read(entry, fd, pieces[0].iov_base, bytes, offset);
    else
      ::io_uring_prep_readv(entry, fd, pieces.data(), count, offset);
    break;
  case CompletionKind::Write:
    if (one)
      ::io_uring_prep_write(entry, fd, pieces[0].iov_base, bytes, offset);
    else
      ::io_uring_prep_writev(entry, fd, pieces.data(), count, offset);
    break;
  case CompletionKind::Sync:
    ::io_uring_prep_fsync(entry, fd, IORING_FSYNC_DATASYNC);
    break;
  default:
    ioresult::detail::contract_violated("no request for the kernel's ring");
  }
  // A thread of the kernel's may block until the file is ready.
  if (task.transfer.next() == Next::AgainReady)
    entry->flags |= IOSQE_ASYNC;
  ::io_uring_sqe_set_data(entry, &task);
}

/// A task goes from waiting_ to in_kernel_, maybe back for its next piece, and
/// on to ended_.
class RingExecutor final : public detail::Executor {
public:
  [[nodiscard]] std::error_code open(unsigned depth) {
    depth_ = depth;
    return ring_.open(depth);
  }

protected:
  void advance(TaskList &fresh, TaskList &ended,
               Backend::Duration patience) override {
    while (!fresh.empty())
      begin(fresh, fresh.front());
    fill_ring();
    ring_.enter(ended_.empty() ? patience : Backend::Duration::zero());
    ring_.take_answers([this](void *task, int result) {
      if (task) // Else it answers a cancellation, and tells nothing.
        answered(*static_cast<Task *>(task), result);
    });
    ended.splice(ended.end(), ended_);
  }

  void stop(Task &task) override {
    if (task.place == Task::Place::Queued)
      end_cancelled(waiting_, task, ended_);
    else if (task.place == Task::Place::Running)
      stop_in_kernel(task);
  }

  void stop_all() override {
    while (!waiting_.empty())
      end_cancelled(waiting_, waiting_.front(), ended_);
    for (Task &task : in_kernel_)
      stop_in_kernel(task);
  }

private:
  void begin(TaskList &fresh, Task &task) {
    Next next = task.begin();
    if (task.request.kind() == CompletionKind::Truncate)
      while (next != Next::Ended)
        next = task.transfer.answered(
            task.file->call(CompletionKind::Truncate, task.transfer));
    go_on(fresh, task);
  }

  /// Moves `task` from `from` to where its transfer wants it.
  void go_on(TaskList &from, Task &task) {
    const bool over = task.transfer.next() == Next::Ended;
    const bool given_up = !over && task.cancelled;
    if (over)
      task.outcome = task.transfer.outcome();
    else if (given_up)
      task.outcome = {cancelled()};
    const bool ends = over || given_up;
    task.place = ends ? Task::Place::Ended : Task::Place::Queued;
    TaskList &to = ends ? ended_ : waiting_;
    to.splice(to.end(), from, task.self);
  }

  void answered(Task &task, int result) {
    task.transfer.answered(result);
    go_on(in_kernel_, task);
  }

  void fill_ring() {
    while (!waiting_.empty() && in_kernel_.size() < depth_) {
      io_uring_sqe *entry = ring_.next_entry();
      if (!entry)
        return; // Cancellations hold the rest.
      Task &task = waiting_.front();
      prepare(entry, task);
      task.place = Task::Place::Running;
      in_kernel_.splice(in_kernel_.end(), waiting_, task.self);
    }
  }

  void stop_in_kernel(Task &task) {
    task.cancelled = true;
    io_uring_sqe *entry = ring_.next_entry();
    if (!entry) {
      ring_.enter(Backend::Duration::zero());
      entry = ring_.next_entry();
    }
    if (!entry)
      return; // It ends behind the piece under way.
    ::io_uring_prep_cancel(entry, &task, 0);
    ::io_uring_sqe_set_data(entry, nullptr);
  }

  Ring ring_;
  std::size_t depth_ = 0;
  TaskList waiting_;
  TaskList in_kernel_;
  TaskList ended_;
};

} // namespace

std::unique_ptr<Backend> make_io_uring_backend(IoUringOptions options,
                                               std::error_code &error) {
  auto executor = std::make_shared<RingExecutor>();
  error = executor->open(std::clamp(options.depth, 1U, 32768U));
  if (error)
    return nullptr;
  return detail::make_backend("io_uring", std::move(executor));
}

} // namespace ioresult::io
