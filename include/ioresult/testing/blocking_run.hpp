//===- blocking_run.hpp - A run in which waits block ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_BLOCKING_RUN_HPP
#define IORESULT_TESTING_BLOCKING_RUN_HPP

#include <functional>
#include <utility>

#include "ioresult/completion.hpp"
#include "ioresult/io_source.hpp"

namespace ioresult::testing {

/// While it lives, the IO_YIELD_* macros of this thread, as blocking_yields.hpp
/// expands them, wait instead of returning.
///
/// Thread-safety: it and its I/O belong to one thread.
class BlockingRun {
public:
  /// A run whose waits step `io`, which must outlive it.
  template <IoSource Io>
  explicit BlockingRun(Io &io)
      : step_([&io] { return ioresult::detail::step(io, kForever); }),
        before_(std::exchange(current_, this)) {}
  BlockingRun(const BlockingRun &) = delete;
  BlockingRun &operator=(const BlockingRun &) = delete;
  ~BlockingRun() { current_ = before_; }

  /// Waits for `completion` if there is a blocking run on this thread, and says
  /// whether the function can go on: it cannot without such a run, if the wait
  /// was in vain, if what was awaited failed, and at an explicit yield, where
  /// only another function can change what is waited for.
  [[nodiscard]] static bool wait(const Completion &completion) {
    if (!current_ || completion.is_explicit_yield())
      return false;
    while (!completion.finished())
      if (!current_->step_() && !completion.finished())
        return false;
    return completion.succeeded();
  }

private:
  static inline thread_local BlockingRun *current_ = nullptr;

  std::function<bool()> step_;
  BlockingRun *before_;
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_BLOCKING_RUN_HPP
