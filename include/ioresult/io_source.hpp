//===- io_source.hpp - What lets I/O make progress ---------------*- C++
//-*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IO_SOURCE_HPP
#define IORESULT_IO_SOURCE_HPP

#include <chrono>
#include <concepts>
#include <type_traits>

#include "ioresult/completion.hpp"
#include "ioresult/completion_types.hpp"

namespace ioresult {

/// How long to wait; `kForever` is a wait without end.
using Patience = std::chrono::nanoseconds;
inline constexpr Patience kForever = Patience::max();

namespace detail {

template <class R>
concept StepAnswer = std::is_void_v<R> || std::convertible_to<R, bool>;

template <class Io>
concept HasPatientStep = requires(Io &io, Patience patience) {
  { io.step(patience) } -> StepAnswer;
};
template <class Io>
concept HasStep = requires(Io &io) {
  { io.step() } -> StepAnswer;
};
template <class F>
concept IsStep = std::invocable<F &> && StepAnswer<std::invoke_result_t<F &>>;

/// A call that answers nothing counts as "something is under way".
template <class F> bool truth_of(F call) {
  if constexpr (std::is_void_v<std::invoke_result_t<F &>>) {
    call();
    return true;
  } else {
    return call();
  }
}

} // namespace detail

/// What lets I/O make progress: an object with `step(patience)` or `step()`, or
/// a function that is the step itself. A step finishes completions; if none can
/// be finished, it may wait for that, but not longer than `patience`. It
/// returns false if nothing is under way; true, or nothing, otherwise.
///
/// If there is `cancel(completion)`, it asks for that read, write, sync or
/// truncate to be given up. The completion still finishes in a step, when the
/// device has let go of it.
template <class Io>
concept IoSource =
    detail::HasPatientStep<Io> || detail::HasStep<Io> || detail::IsStep<Io>;

namespace detail {

/// One step of `io`.
template <IoSource Io> bool step(Io &io, Patience patience) {
  if constexpr (HasPatientStep<Io>)
    return truth_of([&] { return io.step(patience); });
  else if constexpr (HasStep<Io>)
    return truth_of([&] { return io.step(); });
  else
    return truth_of([&] { return io(); });
}

/// Gives `leaf`, which is no group's, up: through `io` if that can, and if it
/// is I/O at all.
template <IoSource Io> void cancel(Io &io, const Completion &leaf) {
  if constexpr (requires { io.cancel(leaf); }) {
    if (leaf.kind() != CompletionKind::Other) {
      io.cancel(leaf);
      return;
    }
  }
  leaf.abort();
}

} // namespace detail

} // namespace ioresult

#endif // IORESULT_IO_SOURCE_HPP
