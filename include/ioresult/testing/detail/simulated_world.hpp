//===- simulated_world.hpp - Time, files and what is under way --*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_SIMULATED_WORLD_HPP
#define IORESULT_TESTING_DETAIL_SIMULATED_WORLD_HPP

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/completion.hpp"
#include "ioresult/completion_types.hpp"
#include "ioresult/io/backend.hpp"
#include "ioresult/io/file.hpp"
#include "ioresult/testing/detail/simulated_disk.hpp"
#include "ioresult/testing/detail/trace.hpp"
#include "ioresult/testing/simulator_options.hpp"

namespace ioresult::testing::detail {

/// What a Simulator and its files share.
class SimulatedWorld {
public:
  using Time = std::chrono::microseconds; ///< since the start

  explicit SimulatedWorld(const SimulatorOptions &options)
      : options_(options),
        trace_(options.replay.empty() ? Trace(options.seed)
                                      : Trace::replaying(options.replay)) {}

  [[nodiscard]] Trace &trace() noexcept { return trace_; }
  [[nodiscard]] Time now() const noexcept { return now_; }
  [[nodiscard]] bool busy() const noexcept { return !under_way_.empty(); }
  /// Counts the crashes: a handle from before one is of no use.
  [[nodiscard]] std::uint64_t age() const noexcept { return age_; }
  [[nodiscard]] bool closed() const noexcept { return closed_; }

  void note(const std::string &what) {
    trace_.note(std::to_string(now_.count()) + "us " + what);
  }

  [[nodiscard]] bool exists(const std::string &path) const {
    return files_.contains(path);
  }
  SimulatedFile &file(const std::string &path) { return files_[path]; }

  // --- requests -------------------------------------------------------------

  void submit(const std::string &path, io::Request request) {
    const std::uint64_t number = ++requests_;
    note(text(path, request) + " is #" + std::to_string(number));
    const auto span =
        std::max(options_.max_latency - options_.min_latency, Time{0}).count();
    const Time latency =
        options_.min_latency +
        Time(trace_.decide("latency of #" + std::to_string(number) +
                               " above the least, us",
                           static_cast<std::uint64_t>(span) + 1));
    UnderWay one{number, path, std::move(request), file(path).changes(), false};
    under_way_.emplace(std::pair(now_ + latency, number), std::move(one));
  }

  /// A completion that finishes when so much time has passed.
  Completion sleep(Time duration) {
    Completion done = Completion::make();
    const std::uint64_t number = ++requests_;
    note("sleep is #" + std::to_string(number));
    under_way_.emplace(std::pair(now_ + std::max(duration, Time{0}), number),
                       UnderWay{number, {}, io::Request{done, 0}, 0, false});
    return done;
  }

  /// Lets time pass until the next thing ends, but no more than `patience`.
  bool step(io::Backend::Duration patience) {
    if (under_way_.empty())
      return false;
    const auto next = under_way_.begin();
    const Time left = next->first.first - now_;
    if (left > patience) {
      // Not down: who then has a rest of patience left would never get on.
      now_ += std::chrono::ceil<Time>(patience);
      return true;
    }
    now_ = std::max(now_, next->first.first);
    // Its callback may submit: so it is taken out first.
    const UnderWay ended = std::move(next->second);
    under_way_.erase(next);
    finish(ended);
    return true;
  }

  /// A request that is still under way may or may not be stopped.
  void cancel(const Completion &completion) {
    const auto found =
        std::find_if(under_way_.begin(), under_way_.end(), [&](auto &entry) {
          return entry.second.request.completion == completion;
        });
    if (found == under_way_.end() || found->second.cancelled)
      return;
    const std::string which = name(found->second.number);
    note("cancel " + which);
    if (trace_.decide("whether " + which + " can be stopped", 2) == 0)
      return;
    UnderWay stopped = std::move(found->second);
    stopped.cancelled = true;
    under_way_.erase(found);
    under_way_.emplace(std::pair(now_, stopped.number), std::move(stopped));
  }

  /// What was under way never ends; what was not synced is lost or torn.
  void crash() {
    note("crash");
    std::map<std::string, std::vector<Change>> changes;
    for (const auto &[when, one] : under_way_)
      if (changes_file(one.request) && !one.cancelled)
        changes[one.path].push_back(change(one.request, size_of(one.request)));
    under_way_.clear();
    for (auto &[path, file] : files_)
      file.crash(path, std::move(changes[path]), trace_);
    ++age_;
  }

  /// No more requests; those under way end as cancelled.
  void close() {
    closed_ = true;
    while (!under_way_.empty()) {
      const UnderWay one = std::move(under_way_.begin()->second);
      under_way_.erase(under_way_.begin());
      one.request.completion.abort();
    }
  }

private:
  struct UnderWay {
    std::uint64_t number;
    std::string path;
    io::Request request;
    std::uint64_t covers; ///< a sync: how many changes were done before it
    bool cancelled;
  };

  static bool changes_file(const io::Request &request) {
    return request.kind() == CompletionKind::Write ||
           request.kind() == CompletionKind::Truncate;
  }

  static std::size_t size_of(const io::Request &request) {
    std::size_t size = 0;
    for (const Buffer &buffer : request.completion.buffers())
      size += buffer.size();
    return size;
  }

  /// A request's, in the trace. (Appended, because g++ 12 takes "#" + ... for
  /// an overlapping copy, and warns.)
  static std::string name(std::uint64_t number) {
    return std::string("#").append(std::to_string(number));
  }

  static std::string text(const std::string &path, const io::Request &request) {
    const std::string at = path + ' ' + std::to_string(request.offset);
    switch (request.kind()) {
    case CompletionKind::Read:
      return "read " + at + '+' + std::to_string(size_of(request));
    case CompletionKind::Write:
      return "write " + at + '+' + std::to_string(size_of(request));
    case CompletionKind::Truncate:
      return "truncate " + at;
    default:
      return "sync " + path;
    }
  }

  /// The first `size` bytes of a write, or a truncation.
  static Change change(const io::Request &request, std::size_t size) {
    Change result{
        request.kind() == CompletionKind::Truncate, request.offset, {}};
    for (const Buffer &buffer : request.completion.buffers()) {
      const std::size_t part =
          std::min(buffer.size(), size - result.bytes.size());
      result.bytes.insert(result.bytes.end(), buffer.data(),
                          buffer.data() + part);
    }
    return result;
  }

  bool chance(const char *what, std::uint64_t number, std::uint32_t per_mille) {
    return per_mille > 0 &&
           trace_.decide(std::string(what) + " #" + std::to_string(number),
                         1000) < per_mille;
  }

  /// A request's effect and then its result.
  void finish(const UnderWay &one) {
    const CompletionResult result = one.cancelled
                                        ? CompletionResult{std::make_error_code(
                                              std::errc::operation_canceled)}
                                        : carry_out(one);
    note(name(one.number) + " ends, " +
         (result.error ? result.error.message()
                       : std::to_string(result.bytes) + " bytes"));
    if (result.error)
      one.request.completion.fail(result.error);
    else
      one.request.completion.complete(result.bytes);
  }

  CompletionResult carry_out(const UnderWay &one) {
    const io::Request &request = one.request;
    if (request.kind() == CompletionKind::Other)
      return {}; // a sleep
    std::size_t size = size_of(request);
    if (request.kind() != CompletionKind::Read &&
        request.offset >
            kLargestFile - std::min<std::uint64_t>(size, kLargestFile))
      return {std::make_error_code(std::errc::file_too_large)};
    const bool fails = chance("fate of", one.number, options_.errors_per_mille);
    if (size > 0 &&
        (fails || chance("shortness of", one.number, options_.short_per_mille)))
      size =
          trace_.decide("bytes moved by #" + std::to_string(one.number), size);
    CompletionResult result;
    SimulatedFile &target = file(one.path);
    if (request.kind() == CompletionKind::Read)
      result.bytes = read(target, request, size);
    else if (request.kind() == CompletionKind::Write)
      target.change(change(request, result.bytes = size));
    else if (!fails && request.kind() == CompletionKind::Truncate)
      target.change(change(request, 0));
    else if (!fails && request.kind() == CompletionKind::Sync)
      target.make_durable(one.covers);
    if (fails)
      return {error_of(one)};
    return result;
  }

  /// What a request fails with that does.
  std::error_code error_of(const UnderWay &one) {
    std::vector<std::errc> fitting;
    for (const std::errc error : options_.errors)
      if (error != std::errc::no_space_on_device || changes_file(one.request))
        fitting.push_back(error);
    if (fitting.empty())
      fitting.push_back(std::errc::io_error);
    const std::size_t which =
        fitting.size() == 1
            ? 0
            : trace_.decide("error of #" + std::to_string(one.number),
                            fitting.size());
    return std::make_error_code(fitting[which]);
  }

  static std::size_t read(const SimulatedFile &file, const io::Request &request,
                          std::size_t size) {
    const Bytes &contents = file.contents();
    const std::size_t begin =
        std::min<std::uint64_t>(request.offset, contents.size());
    const std::size_t end = begin + std::min(size, contents.size() - begin);
    std::size_t at = begin;
    for (const Buffer &buffer : request.completion.buffers()) {
      const std::size_t part = std::min(buffer.size(), end - at);
      std::copy_n(contents.begin() + static_cast<std::ptrdiff_t>(at), part,
                  buffer.data());
      at += part;
    }
    return end - begin;
  }

  /// In bytes: files are kept in memory.
  static constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 28U;

  SimulatorOptions options_;
  Trace trace_;
  Time now_{0};
  std::uint64_t requests_ = 0;
  std::uint64_t age_ = 0;
  bool closed_ = false;
  std::map<std::string, SimulatedFile> files_;
  /// By the time at which they end, then by number.
  std::map<std::pair<Time, std::uint64_t>, UnderWay> under_way_;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_SIMULATED_WORLD_HPP
