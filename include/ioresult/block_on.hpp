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
#include "ioresult/io_source.hpp"
#include "ioresult/result.hpp"

namespace ioresult {

/// Calls `operation()` again and again until it answers done or err, and
/// returns that answer, which is never io. Between two calls it steps `io`
/// until what the operation waits for has finished; at an explicit yield once,
/// without waiting.
///
/// - If what was awaited failed, that error is the answer and the operation is
///   *not* called again. What it holds is left as it was at its last yield.
/// - If a step says that nothing is under way, and what the operation waits for
///   is not finished, nobody can ever finish it, and the answer is
///   std::errc::resource_deadlock_would_occur. A step that returns nothing is
///   called for ever.
///
/// Thread-safety: operation and step run on the calling thread; the awaited
/// completions may be finished on any.
template <std::invocable Operation, class Io>
  requires is_io_result_v<std::invoke_result_t<Operation &>> &&
           IoSource<std::remove_reference_t<Io>>
std::invoke_result_t<Operation &> block_on(Operation &&operation, Io &&io) {
  using Answer = std::invoke_result_t<Operation &>;
  detail::require(!detail::in_callback(),
                  "block_on() was called by a completion's callback");
  for (;;) {
    Answer answer = operation();
    if (!answer.is_io())
      return answer;
    const Completion awaited = answer.completion();
    if (awaited.is_explicit_yield())
      detail::step(io, Patience::zero());
    while (!awaited.finished()) {
      if (!detail::step(io, kForever) && !awaited.finished())
        return Answer::err(
            std::make_error_code(std::errc::resource_deadlock_would_occur));
    }
    if (awaited.failed())
      return Answer::err(awaited.error());
  }
}

} // namespace ioresult

#endif // IORESULT_BLOCK_ON_HPP
