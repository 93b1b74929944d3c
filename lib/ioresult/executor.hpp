//===- executor.hpp - Requests on files of the system -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the backends on real files share: a task per request, which moves from
// fresh (submitted) to the device and on to ended, and is finished in a step.
// How a device is fed and asked is the derived class's part.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_LIB_EXECUTOR_HPP
#define IORESULT_LIB_EXECUTOR_HPP

#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <string_view>

#include "descriptor.hpp"
#include "ioresult/completion.hpp"
#include "ioresult/io/backend.hpp"
#include "ioresult/io/file.hpp"
#include "transfer.hpp"

namespace ioresult::io::detail {

/// One request on its way.
struct Task {
  Request request;
  std::shared_ptr<const Descriptor> file;
  Transfer transfer;
  CompletionResult outcome;
  std::list<Task>::iterator self;
  /// Whether the device has not been handed it yet. Of the backend's thread.
  bool fresh = false;
  /// Where it is with the device, which guards it.
  enum class Place { Queued, Running, Ended } place = Place::Ended;
  /// Set while the device has it: no further piece is to be started.
  std::atomic<bool> cancelled = false;

  /// Starts the transfer.
  Transfer::Next begin() {
    return transfer.begin(request, {.direct = file->direct()});
  }
};

/// Tasks move between lists by splicing, and are used again, so that a request
/// costs no allocation in the long run.
using TaskList = std::list<Task>;

/// Whatever carries out the requests of one backend. For one thread.
class Executor {
public:
  Executor() = default;
  Executor(const Executor &) = delete;
  Executor &operator=(const Executor &) = delete;
  virtual ~Executor() = default;

  /// As File::submit().
  void submit(Request request, std::shared_ptr<const Descriptor> file);

  /// As Backend::step().
  bool step(Backend::Duration patience);
  /// As Backend::cancel_request().
  void cancel(const Completion &completion);
  /// As Backend::busy().
  [[nodiscard]] bool busy() const noexcept { return under_way_ != 0; }

  /// Cancels everything, waits for its end, and refuses what comes later.
  void shut_down();

protected:
  /// Hands all of `fresh` to the device and moves what it has ended to `ended`.
  /// If that is nothing, waits for it, up to `patience`. Something is with the
  /// device then, or fresh, unless `patience` is zero.
  virtual void advance(TaskList &fresh, TaskList &ended,
                       Backend::Duration patience) = 0;

  /// Asks the device to give up a task that it was handed, and that may have
  /// ended.
  virtual void stop(Task &task) = 0;

  /// The same for all that it has.
  virtual void stop_all() = 0;

  /// Ends a task that is in `list`, because it was given up.
  static void end_cancelled(TaskList &list, Task &task, TaskList &ended);

private:
  void require_no_callback() const;
  void finish_ended();

  TaskList fresh_;
  TaskList ended_;
  TaskList spare_;
  std::size_t under_way_ = 0;
  bool closed_ = false;
};

/// A backend whose files are the system's.
std::unique_ptr<Backend> make_backend(std::string_view name,
                                      std::shared_ptr<Executor> executor);

} // namespace ioresult::io::detail

#endif // IORESULT_LIB_EXECUTOR_HPP
