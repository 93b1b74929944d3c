//===- simulator.hpp - A deterministic world of files and time --*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_SIMULATOR_HPP
#define IORESULT_TESTING_SIMULATOR_HPP

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "ioresult/completion.hpp"
#include "ioresult/contract.hpp"
#include "ioresult/io/backend.hpp"
#include "ioresult/result.hpp"
#include "ioresult/testing/detail/simulated_world.hpp"
#include "ioresult/testing/detail/subject.hpp"
#include "ioresult/testing/simulator_options.hpp"

namespace ioresult::testing {

/// A backend whose files live in memory and whose time is simulated, and a
/// driver of operations on it: everything on one thread, and every choice drawn
/// from a seed, so that a run that fails can be had again.
///
/// What is drawn: how long each request takes, and so in which order requests
/// end; which of the operations that could go on does; which requests fail or
/// are short, whether a cancel comes in time, and what a crash leaves behind.
///
/// trace() tells all that in lines; as SimulatorOptions::replay it gives the
/// same run.
///
/// A request has its effect when it ends. A crash() keeps what was synced; of
/// each other write and truncation it keeps all, nothing, or some of the
/// sectors of 512 bytes. That a file exists survives. Files have at most
/// 256 MiB.
///
/// Operations must not run, crash or destroy the simulator: aborts the process.
/// Thread-safety: for one thread.
class Simulator final : public io::Backend {
public:
  using Time = std::chrono::microseconds;

  explicit Simulator(const SimulatorOptions &options = {})
      : world_(std::make_shared<World>(options)) {}

  /// Drops the operations, and aborts what is under way.
  ~Simulator() override {
    require_no_call();
    operations_.clear();
    world_->close();
  }

  /// Since the start.
  [[nodiscard]] Time now() const noexcept { return world_->now(); }

  /// A completion that finishes when `duration` has passed.
  Completion sleep(Time duration) { return world_->sleep(duration); }

  // --- operations -----------------------------------------------------------

  /// Has run() drive `operation`, which is called until it answers done or err.
  /// Answers its number, from 0 on. `name` is for the trace.
  template <std::invocable Operation>
    requires is_io_result_v<std::invoke_result_t<Operation &>>
  std::size_t spawn(std::string name, Operation operation) {
    auto held = std::make_shared<Operation>(std::move(operation));
    operations_.push_back({std::move(name),
                           [held] { return detail::to_answer((*held)()); },
                           std::nullopt,
                           {}});
    return operations_.size() - 1;
  }

  /// How run() came to its end.
  enum class Outcome {
    Done,       ///< all operations are done or have failed
    Limit,      ///< so many calls were made
    Deadlocked, ///< what is waited for is not under way
  };

  /// Calls the operations, one at a time, each when what it waits for has
  /// finished; the driver's rule for failures is the model's: an operation
  /// whose awaited I/O failed has failed, and is destroyed without another
  /// call. Stops before call number `max_calls`, counted from here; another
  /// run() goes on.
  Outcome run(std::size_t max_calls = 100'000) {
    require_no_call();
    for (std::size_t calls = 0;;) {
      const std::vector<std::size_t> ready = ready_operations();
      if (!ready.empty()) {
        if (calls++ == max_calls)
          return Outcome::Limit;
        call(ready[ready.size() == 1
                       ? 0
                       : world_->trace().decide("who goes on", ready.size())]);
      } else if (all_ended()) {
        return Outcome::Done;
      } else if (!world_->step(kForever)) {
        return Outcome::Deadlocked;
      }
    }
  }

  /// What an operation answered in the end, as text: "done 5", "error ...".
  /// Empty while it has not ended. A crash forgets all of them.
  [[nodiscard]] const std::string &answer(std::size_t operation) const {
    ioresult::detail::require(operation < operations_.size(),
                              "Simulator::answer() of an operation that was "
                              "not spawned, or not since the last crash");
    return operations_[operation].answer;
  }

  /// The machine goes down. Operations are destroyed, requests under way never
  /// finish, and handles of files are of no use any more: their requests fail
  /// with std::errc::operation_canceled. Destroy before whatever else callbacks
  /// use.
  void crash() {
    require_no_call();
    operations_.clear();
    world_->crash();
  }

  // --- the trace ------------------------------------------------------------

  [[nodiscard]] const std::string &trace() const noexcept {
    return world_->trace().text();
  }
  /// Adds a line to it.
  void note(const std::string &what) { world_->note(what); }
  /// Without a replay true; with one, whether everything so far was decided as
  /// in that trace. It is not if the program has changed.
  [[nodiscard]] bool faithful() const noexcept {
    return world_->trace().faithful();
  }

  // --- the backend ----------------------------------------------------------

  [[nodiscard]] std::string_view name() const noexcept override {
    return "simulator";
  }

  [[nodiscard]] std::shared_ptr<io::File>
  open(const std::string &path, io::OpenOptions options,
       std::error_code &error) override {
    error.clear();
    if (world_->exists(path) ? options.create && options.exclusive
                             : !options.create)
      error = std::make_error_code(world_->exists(path)
                                       ? std::errc::file_exists
                                       : std::errc::no_such_file_or_directory);
    if (error)
      return nullptr;
    detail::SimulatedFile &file = world_->file(path);
    if (options.truncate)
      file.change({.truncates = true, .offset = 0, .bytes = {}});
    return std::make_shared<Handle>(world_, path, options.write);
  }

  bool step(Duration patience = kForever) override {
    return world_->step(patience);
  }
  [[nodiscard]] bool busy() const noexcept override { return world_->busy(); }

private:
  using World = detail::SimulatedWorld;

  class Handle final : public io::File {
  public:
    Handle(std::shared_ptr<World> world, std::string path, bool writable)
        : world_(std::move(world)), age_(world_->age()), path_(std::move(path)),
          writable_(writable) {}

    [[nodiscard]] std::uint64_t size(std::error_code &error) const override {
      error.clear();
      return world_->file(path_).contents().size();
    }

  private:
    void submit(io::Request request) override {
      const bool changes = request.kind() == CompletionKind::Write ||
                           request.kind() == CompletionKind::Truncate;
      if (world_->closed() || age_ != world_->age())
        request.completion.refuse(
            std::make_error_code(std::errc::operation_canceled));
      else if (changes && !writable_)
        request.completion.fail(
            std::make_error_code(std::errc::bad_file_descriptor));
      else
        world_->submit(path_, std::move(request));
    }

    std::shared_ptr<World> world_;
    std::uint64_t age_;
    std::string path_;
    bool writable_;
  };

  struct Operation {
    std::string name;
    std::function<detail::Answer()> call; ///< null when it has ended
    std::optional<Completion> awaited;    ///< nothing before the first call
    std::string answer;
  };

  /// While it lives, an operation is running; ends with an exception, too.
  class Call {
  public:
    explicit Call(bool &in_call) : in_call_(in_call) { in_call_ = true; }
    ~Call() { in_call_ = false; }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

  private:
    bool &in_call_;
  };

  void require_no_call() const noexcept {
    ioresult::detail::require(
        !in_call_, "a simulator was run, crashed or destroyed by an operation "
                   "that it runs");
  }

  void cancel_request(const Completion &completion) override {
    world_->cancel(completion);
  }

  [[nodiscard]] bool all_ended() const {
    for (const Operation &operation : operations_)
      if (operation.call)
        return false;
    return true;
  }

  /// Ends those whose wait was in vain, and lists those that can go on.
  std::vector<std::size_t> ready_operations() {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      Operation &operation = operations_[i];
      if (!operation.call ||
          (operation.awaited && !operation.awaited->finished()))
        continue;
      if (operation.awaited && operation.awaited->failed())
        end(operation, detail::text_of(operation.awaited->error()));
      else
        ready.push_back(i);
    }
    return ready;
  }

  void call(std::size_t number) {
    // An operation may spawn others, which moves the list.
    const auto function = operations_[number].call;
    world_->note("call " + operations_[number].name);
    const detail::Answer answer = [&] {
      const Call in_call(in_call_);
      return function();
    }();
    Operation &operation = operations_[number];
    if (answer.kind != detail::Answer::Kind::Pending) {
      end(operation, answer.text);
      return;
    }
    operation.awaited = answer.awaited;
    // Who lets others run lets time pass, too.
    if (answer.awaited.is_explicit_yield())
      world_->step(kForever);
  }

  void end(Operation &operation, std::string answer) {
    world_->note(operation.name + ": " + answer);
    operation.answer = std::move(answer);
    operation.call = nullptr;
  }

  std::shared_ptr<World> world_;
  std::vector<Operation> operations_;
  bool in_call_ = false;
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_SIMULATOR_HPP
