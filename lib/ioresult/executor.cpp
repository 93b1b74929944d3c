//===- executor.cpp - Requests on files of the system ---------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "executor.hpp"

#include <cstdint>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

#include "deliver.hpp"
#include "ioresult/contract.hpp"

namespace ioresult::io::detail {

namespace {

std::error_code cancelled() {
  return std::make_error_code(std::errc::operation_canceled);
}

class SystemFile final : public File {
public:
  SystemFile(std::shared_ptr<Executor> executor,
             std::shared_ptr<const Descriptor> descriptor)
      : executor_(std::move(executor)), descriptor_(std::move(descriptor)) {}

  std::uint64_t size(std::error_code &error) const override {
    return descriptor_->size(error);
  }

private:
  void submit(Request request) override {
    executor_->submit(std::move(request), descriptor_);
  }

  std::shared_ptr<Executor> executor_;
  std::shared_ptr<const Descriptor> descriptor_;
};

class SystemBackend final : public Backend {
public:
  SystemBackend(std::string_view name, std::shared_ptr<Executor> executor)
      : name_(name), executor_(std::move(executor)) {}
  ~SystemBackend() override { executor_->shut_down(); }

  std::string_view name() const noexcept override { return name_; }

  std::shared_ptr<File> open(const std::string &path, OpenOptions options,
                             std::error_code &error) override {
    auto descriptor = Descriptor::open(path, options, error);
    if (!descriptor)
      return nullptr;
    return std::make_shared<SystemFile>(executor_, std::move(descriptor));
  }

  bool step(Duration patience) override { return executor_->step(patience); }
  bool busy() const noexcept override { return executor_->busy(); }

private:
  void cancel_request(const Completion &completion) override {
    executor_->cancel(completion);
  }

  std::string_view name_;
  // Files hold it too: they may outlive the backend.
  std::shared_ptr<Executor> executor_;
};

} // namespace

void Executor::submit(Request request, std::shared_ptr<const Descriptor> file) {
  if (closed_) {
    request.completion.refuse(cancelled());
    return;
  }
  if (spare_.empty())
    spare_.emplace_back();
  fresh_.splice(fresh_.end(), spare_, spare_.begin());
  Task &task = fresh_.back();
  task.self = std::prev(fresh_.end());
  task.request = std::move(request);
  task.file = std::move(file);
  task.cancelled.store(false, std::memory_order_relaxed);
  task.place = Task::Place::Queued;
  task.fresh = true;
  task.request.completion.request_slot() = {this, &task};
  ++under_way_;
}

bool Executor::step(Backend::Duration patience) {
  require_no_callback();
  if (!busy())
    return false;
  for (Task &task : fresh_)
    task.fresh = false;
  // Those that were cancelled before the device got them have ended already.
  advance(fresh_, ended_,
          ended_.empty() ? patience : Backend::Duration::zero());
  finish_ended();
  return true;
}

void Executor::cancel(const Completion &completion) {
  const auto &[backend, request] = completion.request_slot();
  if (backend != this)
    return;
  Task &task = *static_cast<Task *>(request);
  if (task.fresh)
    end_cancelled(fresh_, task, ended_);
  else
    stop(task);
}

void Executor::shut_down() {
  require_no_callback();
  closed_ = true;
  while (!fresh_.empty())
    end_cancelled(fresh_, fresh_.front(), ended_);
  stop_all();
  while (busy())
    step(Backend::kForever);
}

void Executor::end_cancelled(TaskList &list, Task &task, TaskList &ended) {
  task.outcome = {cancelled()};
  task.place = Task::Place::Ended;
  task.fresh = false;
  ended.splice(ended.end(), list, task.self);
}

void Executor::require_no_callback() const {
  // The callback would wait for what cannot finish before it has returned, or
  // destroy what the step that it is in goes on with.
  ioresult::detail::require(!ioresult::detail::in_callback(),
                            "a backend was stepped or destroyed by a callback");
}

void Executor::finish_ended() {
  // Callbacks may submit and cancel meanwhile, and so add to the lists.
  TaskList ended = std::exchange(ended_, {});
  while (!ended.empty()) {
    Task &task = ended.front();
    const Request request = std::exchange(task.request, {});
    const CompletionResult outcome = task.outcome;
    request.completion.request_slot() = {};
    task.file.reset();
    spare_.splice(spare_.end(), ended, ended.begin());
    --under_way_;
    deliver(request, outcome);
  }
}

std::unique_ptr<Backend> make_backend(std::string_view name,
                                      std::shared_ptr<Executor> executor) {
  return std::make_unique<SystemBackend>(name, std::move(executor));
}

} // namespace ioresult::io::detail
