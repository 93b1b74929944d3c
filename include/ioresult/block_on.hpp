//===- block_on.hpp - Driving one operation to its end ----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_BLOCK_ON_HPP
#define IORESULT_BLOCK_ON_HPP

#include <concepts>
#include <system_error>
#include <type_traits>

#include "ioresult/completion.hpp"
#include "ioresult/result.hpp"

namespace ioresult {

/// Calls `operation()` again and again until it answers done or err, and
/// returns that answer, which is never io. Between two calls it calls `step()`,
/// which lets I/O make progress, until what the operation waits for has
/// finished (once, if that is an explicit yield).
///
/// - If what was awaited failed, that error is the answer and the operation is
///   *not* called again. What it holds is left as it was at its last yield.
/// - `step` may return a bool: false says that nothing is under way any more.
///   If that leaves the operation waiting for something unfinished, nobody can
///   ever finish it, and the answer is
///   std::errc::resource_deadlock_would_occur. A `step` that returns void is
///   called for ever.
///
/// Thread-safety: operation and step run on the calling thread; the awaited
/// completions may be finished on any.
template <std::invocable Operation, std::invocable Step>
  requires is_io_result_v<std::invoke_result_t<Operation &>>
std::invoke_result_t<Operation &> block_on(Operation &&operation, Step &&step) {
  using Answer = std::invoke_result_t<Operation &>;
  const auto advance = [&step]() -> bool {
    if constexpr (std::convertible_to<std::invoke_result_t<Step &>, bool>) {
      return step();
    } else {
      step();
      return true;
    }
  };
  for (;;) {
    Answer answer = operation();
    if (!answer.is_io())
      return answer;
    const Completion awaited = answer.completion();
    if (awaited.is_explicit_yield())
      advance();
    while (!awaited.finished()) {
      if (!advance() && !awaited.finished())
        return Answer::err(
            std::make_error_code(std::errc::resource_deadlock_would_occur));
    }
    if (awaited.failed())
      return Answer::err(awaited.error());
  }
}

} // namespace ioresult

#endif // IORESULT_BLOCK_ON_HPP
