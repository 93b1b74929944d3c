//===- test_io.hpp - I/O whose time is the test's to choose -----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_TEST_IO_HPP
#define IORESULT_TESTING_TEST_IO_HPP

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "ioresult/completion.hpp"
#include "ioresult/testing/yield_injector.hpp"

namespace ioresult::testing {

/// What fake callees and wrapped backends of a test share: each thing that
/// they do asks the injector whether it is over at once ('.') or in a later
/// step() ('y'); and, while errors are allowed, whether it fails then ('e').
/// When several are under way, a step ends one of them, and the injector says
/// which: the oldest ('.') or the newest ('n').
///
/// Thread-safety: for one thread.
class TestIo {
public:
  explicit TestIo(YieldInjector &injector) : injector_(&injector) {}
  TestIo(const TestIo &) = delete;
  TestIo &operator=(const TestIo &) = delete;

  [[nodiscard]] YieldInjector &injector() noexcept { return *injector_; }

  /// For the body of a fake re-entrant function: what to wait for before
  /// calling again, or nothing if it is to go on.
  ///
  ///     if (auto wait = io.may_wait("fetch"))
  ///       IO_YIELD_ONE(*wait);
  std::optional<Completion> may_wait(std::string_view label = {}) {
    Completion completion = submit(label);
    if (completion.finished())
      return std::nullopt;
    return completion;
  }

  /// For the body of a fake function that starts I/O: finishes `completion`,
  /// whose callback may move the data, and returns it.
  Completion submit(std::string_view label = {},
                    Completion completion = Completion::make()) {
    perform(label, [completion](std::error_code error) {
      if (error)
        completion.fail(error);
      else
        completion.complete();
    });
    return completion;
  }

  /// The general form: calls `finish` once, now or in a later step(), with the
  /// error to fail with, or with none.
  void perform(std::string_view label,
               std::function<void(std::error_code)> finish) {
    switch (injector_->choose(errors_ > 0 ? ".ye" : ".y", label)) {
    case 'y':
      under_way_.push_back({std::move(finish), {}});
      break;
    case 'e':
      --errors_;
      under_way_.push_back({std::move(finish), error()});
      break;
    default:
      finish({});
    }
  }

  /// As perform(), but never now.
  void defer(std::string_view label,
             std::function<void(std::error_code)> finish) {
    const bool fails = may_fail(label);
    under_way_.push_back(
        {std::move(finish), fails ? error() : std::error_code{}});
  }

  /// For the body of a fake that fails at once: whether it is to.
  bool may_fail(std::string_view label = {}) {
    if (errors_ == 0 || injector_->choose(".e", label) != 'e')
      return false;
    --errors_;
    return true;
  }

  /// Ends one thing that is under way; false if there is none. What it calls
  /// back may start more, but must not call step().
  bool step() {
    if (under_way_.empty())
      return false;
    const bool newest = under_way_.size() > 1 &&
                        injector_->choose(".n", "which ends first") == 'n';
    const auto next = newest ? under_way_.end() - 1 : under_way_.begin();
    // It may start more: so it is taken out first.
    const UnderWay ended = std::move(*next);
    under_way_.erase(next);
    ended.finish(ended.error);
    return true;
  }

  /// How many things are under way.
  [[nodiscard]] std::size_t in_flight() const noexcept {
    return under_way_.size();
  }

  /// Lets the injector fail up to `count` things from now on.
  void allow_errors(std::size_t count) noexcept { errors_ = count; }

private:
  static std::error_code error() {
    return std::make_error_code(std::errc::io_error);
  }

  struct UnderWay {
    std::function<void(std::error_code)> finish;
    std::error_code error;
  };

  YieldInjector *injector_;
  std::deque<UnderWay> under_way_; // the oldest first
  std::size_t errors_ = 0;
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_TEST_IO_HPP
