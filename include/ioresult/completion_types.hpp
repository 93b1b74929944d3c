//===- completion_types.hpp - Kinds, results, callbacks ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_COMPLETION_TYPES_HPP
#define IORESULT_COMPLETION_TYPES_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <type_traits>

namespace ioresult {

/// What a completion stands for.
enum class CompletionKind : std::uint8_t {
  Yield,    ///< nothing: an explicit yield
  Other,    ///< anything that the other kinds do not name: a lock, a timer
  Read,     ///< fills its buffers
  Write,    ///< writes its buffers out
  Sync,     ///< makes earlier writes durable
  Truncate, ///< sets a file's length
  Group,    ///< all children of a CompletionGroup
};

/// How it ended.
struct CompletionResult {
  /// No error on success.
  std::error_code error;
  /// Bytes read or written; less than the buffers hold for short I/O, 0 for a
  /// kind that moves none and on failure.
  std::size_t bytes = 0;

  friend bool operator==(const CompletionResult &,
                         const CompletionResult &) = default;
};

namespace detail {

template <class R>
inline constexpr bool is_callback_answer_v =
    std::is_void_v<R> || std::same_as<R, std::error_code>;

template <class F, class Argument>
concept CallbackTaking =
    std::invocable<F &, Argument> &&
    is_callback_answer_v<std::invoke_result_t<F &, Argument>>;

} // namespace detail

/// What can be called when a completion finishes: `callback(CompletionResult)`
/// or `callback(std::error_code)`. It may return a std::error_code to fail what
/// would have succeeded (a short read, a wrong checksum); what it returns on a
/// failure is ignored, because the first error stays. May be move-only. Must
/// not throw: an exception out of it ends the program.
template <class F>
concept CompletionCallback = std::move_constructible<F> &&
                             (detail::CallbackTaking<F, CompletionResult> ||
                              detail::CallbackTaking<F, std::error_code>);

} // namespace ioresult

#endif // IORESULT_COMPLETION_TYPES_HPP
