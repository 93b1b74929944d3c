//===- pending.hpp - The part of an answer that is no value -----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_PENDING_HPP
#define IORESULT_PENDING_HPP

#include <system_error>
#include <utility>
#include <variant>

#include "ioresult/completion.hpp"
#include "ioresult/contract.hpp"

namespace ioresult {

template <class T> class IOResult;

/// What a pending answer waits for: always one completion. Several are folded
/// into one with CompletionGroup. Thread-safety: that of a plain value.
struct [[nodiscard]] IOCompletions {
  // Not explicit: a completion is all there is to it.
  IOCompletions(Completion completion) noexcept
      : single(std::move(completion)) {}

  /// The completion to wait for before calling again.
  Completion single;
};

/// "Not yet" or "failed", without the type of the value that is missing: it
/// converts to every IOResult<T>, so that a function can pass on the pending
/// answer of a callee with another T. Thread-safety: that of a plain value.
class [[nodiscard]] IOPending {
public:
  /// Not yet: call again when `completions` has finished.
  explicit IOPending(IOCompletions completions) noexcept
      : reason_(std::move(completions)) {}

  /// Failed. `error` must be an error: a zero code aborts the process.
  explicit IOPending(std::error_code error) noexcept : reason_(error) {
    detail::require(static_cast<bool>(error),
                    "IOPending needs a completion or an error");
  }

  /// The same as an answer of any type. Not explicit, so that it can be
  /// returned.
  template <class T> operator IOResult<T>() const {
    if (const auto *completions = std::get_if<IOCompletions>(&reason_))
      return IOResult<T>::io(*completions);
    return IOResult<T>::err(std::get<std::error_code>(reason_));
  }

private:
  std::variant<IOCompletions, std::error_code> reason_;
};

} // namespace ioresult

#endif // IORESULT_PENDING_HPP
