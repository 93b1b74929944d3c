//===- completion.hpp - The handle of one thing under way -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_COMPLETION_HPP
#define IORESULT_COMPLETION_HPP

#include <concepts>
#include <memory>
#include <system_error>
#include <utility>

#include "ioresult/contract.hpp"
#include "ioresult/detail/completion_state.hpp"

namespace ioresult {

/// What can be called when a completion finishes: `callback(std::error_code)`,
/// with no error on success. May be move-only. Must not throw: an exception out
/// of it ends the program.
template <class F>
concept CompletionCallback =
    std::move_constructible<F> && std::invocable<F &, std::error_code>;

/// One operation under way, usually I/O. Copies are handles of the same
/// operation.
///
/// A backend makes it, hands it to the code that waits, and later reports the
/// result with `complete()` or `fail()`. The first result wins; later ones are
/// ignored. The callback runs exactly once, when that result comes, whatever it
/// is, on the thread that brings it; only then is the completion `finished()`,
/// and then the group that it was added to is told.
///
/// Whoever makes a completion must finish it, with `abort()` if with nothing
/// better: one that is dropped unfinished never calls back, and what waits for
/// it waits forever.
///
/// Thread-safety: any thread may use its own handle at any time; who sees
/// `finished()` also sees what the callback wrote. One handle object is like a
/// std::shared_ptr: not to be assigned while another thread uses it.
class [[nodiscard]] Completion {
public:
  /// The same as make_yield(): waiting for nothing.
  Completion() noexcept = default;

  /// A pending completion without callback. One allocation.
  static Completion make() { return make(detail::NoCallback{}); }

  /// A pending completion that calls `callback` with its result. One
  /// allocation, `callback` included.
  template <CompletionCallback Callback>
  static Completion make(Callback callback) {
    using State = detail::WithCallback<detail::CompletionState, Callback>;
    return Completion(std::make_shared<State>(std::move(callback)));
  }

  /// An explicit yield: nothing is under way, it is always finished and
  /// successful, and who waits for it is asked only to let others run and to
  /// call again. Does not allocate.
  static Completion make_yield() noexcept { return Completion(); }

  /// Whether this is an explicit yield.
  [[nodiscard]] bool is_explicit_yield() const noexcept {
    return state_ == nullptr;
  }

  /// Whether the result is there and the callback has returned. Once true,
  /// always true.
  [[nodiscard]] bool finished() const noexcept {
    return !state_ || state_->finished();
  }

  /// finished() without an error.
  [[nodiscard]] bool succeeded() const noexcept {
    return finished() && !error();
  }

  /// finished() with an error.
  [[nodiscard]] bool failed() const noexcept {
    return static_cast<bool>(error());
  }

  /// The error it finished with; no error if it succeeded or is not finished
  /// yet.
  [[nodiscard]] std::error_code error() const noexcept {
    return state_ ? state_->error() : std::error_code{};
  }

  /// Reports success. Ignored on an explicit yield. Not to be called on a
  /// group's completion, which its children finish: aborts the process.
  void complete() const noexcept { settle({}); }

  /// Reports `error`, which must be one: a zero code aborts the process. Else
  /// as complete().
  void fail(std::error_code error) const noexcept {
    detail::require(static_cast<bool>(error),
                    "Completion::fail() needs an error");
    settle(error);
  }

  /// Gives up: fails with std::errc::operation_canceled if there is no result
  /// yet. On a group's completion: aborts the children that are not finished,
  /// and so ends when the last one has. Stops nothing that a device has under
  /// way: what that writes to must outlive it.
  void abort() const noexcept {
    if (const auto state = state_)
      state->abort();
  }

private:
  friend class CompletionGroup;

  explicit Completion(std::shared_ptr<detail::CompletionState> state) noexcept
      : state_(std::move(state)) {}

  void settle(std::error_code result) const noexcept {
    // A handle of its own, because the callback may destroy the one it is
    // called through.
    if (const auto state = state_)
      state->settle(result);
  }

  std::shared_ptr<detail::CompletionState> state_;
};

} // namespace ioresult

#endif // IORESULT_COMPLETION_HPP
