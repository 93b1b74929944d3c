//===- result.hpp - What a function answers that may wait -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_RESULT_HPP
#define IORESULT_RESULT_HPP

#include <concepts>
#include <cstddef>
#include <functional>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <version>

#ifdef __cpp_lib_expected
#include <expected>
#endif

#include "ioresult/completion.hpp"
#include "ioresult/contract.hpp"
#include "ioresult/pending.hpp"

namespace ioresult {

/// Whether T is an IOResult of anything.
template <class T> inline constexpr bool is_io_result_v = false;
template <class T> inline constexpr bool is_io_result_v<IOResult<T>> = true;

/// The answer of a re-entrant function:
/// - *done*: here is the value;
/// - *io*: not yet. Wait for `completion()`, then call the same function again,
///   from the top, until it is done or has failed. What it keeps between its
///   calls must be such that this is right: see docs/runtime.md;
/// - *err*: failed. Do not call again.
///
/// T is an object type, possibly move-only, or void. A done answer allocates
/// nothing of its own. If moving a T throws while an answer is assigned to,
/// that answer is err, with std::errc::state_not_recoverable. Thread-safety:
/// that of a plain value.
template <class T> class [[nodiscard("a lost wait or a lost error")]] IOResult {
  static_assert(std::is_void_v<T> ||
                    (std::is_object_v<T> && !std::is_array_v<T>),
                "IOResult<T>: T must be void or an object type; for a "
                "reference use a pointer");
  static_assert(!std::is_const_v<T> && !std::is_volatile_v<T>,
                "IOResult<T>: T must not be const or volatile");

public:
  using value_type = T;

  /// Done, with `value`.
  template <class U = T>
    requires(!std::is_void_v<T> && std::convertible_to<U, T>)
  static constexpr IOResult done(U &&value) {
    return IOResult(std::in_place_index<kDone>, std::forward<U>(value));
  }

  /// Done, with nothing (void) or a default value.
  static constexpr IOResult done()
    requires(std::is_void_v<T> || std::default_initializable<T>)
  {
    return IOResult(std::in_place_index<kDone>);
  }

  /// Not yet: call again when `completions` has finished.
  static IOResult io(IOCompletions completions) noexcept {
    return IOResult(std::in_place_index<kIO>, std::move(completions));
  }

  /// Failed. `error` must be an error: a zero code aborts the process.
  static IOResult err(std::error_code error) noexcept {
    detail::require(static_cast<bool>(error), "IOResult::err() needs an error");
    return IOResult(std::in_place_index<kErr>, error);
  }

#ifdef __cpp_lib_expected
  /// Done or failed, as `expected` is. Not explicit: a function that does not
  /// wait can be called at the end of one that may.
  IOResult(std::expected<T, std::error_code> expected)
      : IOResult(of_expected(std::move(expected))) {}

  /// Failed. The error must be one: a zero code aborts the process.
  IOResult(const std::unexpected<std::error_code> &failure)
      : IOResult(err(failure.error())) {}

  /// The same as a std::expected. Not if is_io(): aborts the process.
  [[nodiscard]] std::expected<T, std::error_code> expected() && {
    detail::require(!is_io(), "IOResult::expected() on an answer that is io");
    if (is_err())
      return std::unexpected(error());
    if constexpr (std::is_void_v<T>)
      return {};
    else
      return std::move(*this).value();
  }
#endif

  [[nodiscard]] constexpr bool is_done() const noexcept {
    return answer_.index() == kDone;
  }
  [[nodiscard]] constexpr bool is_io() const noexcept {
    return answer_.index() == kIO;
  }
  [[nodiscard]] constexpr bool is_err() const noexcept {
    return !is_done() && !is_io();
  }

  /// The value. Only if is_done(): else aborts the process.
  [[nodiscard]] constexpr std::add_lvalue_reference_t<T> value() & {
    require_done();
    if constexpr (!std::is_void_v<T>)
      return *std::get_if<kDone>(&answer_);
  }
  [[nodiscard]] constexpr std::add_lvalue_reference_t<const T> value() const & {
    require_done();
    if constexpr (!std::is_void_v<T>)
      return *std::get_if<kDone>(&answer_);
  }
  /// Moves the value out, by value: `auto&& v = f().value();` does not dangle.
  [[nodiscard]] constexpr T value() && {
    require_done();
    if constexpr (!std::is_void_v<T>)
      return std::move(*std::get_if<kDone>(&answer_));
  }

  /// What to wait for. Only if is_io(): else aborts the process.
  [[nodiscard]] const Completion &completion() const noexcept {
    detail::require(is_io(),
                    "IOResult::completion() on an answer that is not io");
    return std::get_if<kIO>(&answer_)->single;
  }

  /// The error; no error unless is_err().
  [[nodiscard]] std::error_code error() const noexcept {
    if (const auto *error = std::get_if<kErr>(&answer_))
      return *error;
    // An assignment that an exception of T's has ended half-way.
    return is_err() ? std::make_error_code(std::errc::state_not_recoverable)
                    : std::error_code{};
  }

  /// The io or err answer without its type, to be returned from a function that
  /// answers another IOResult. Only if not is_done(): else aborts the process.
  [[nodiscard]] IOPending pending() const noexcept {
    detail::require(is_io() || is_err(),
                    "IOResult::pending() on an answer that is done");
    return is_io() ? IOPending(*std::get_if<kIO>(&answer_))
                   : IOPending(error());
  }

  /// IOResult<U> with `f(value)` (`f()` for void) in place of the value, U
  /// being what f returns; io and err stay as they are and f is not called.
  template <class F> [[nodiscard]] constexpr auto map(F &&f) && {
    return map_answer(std::move(*this), std::forward<F>(f));
  }
  template <class F> [[nodiscard]] constexpr auto map(F &&f) const & {
    return map_answer(*this, std::forward<F>(f));
  }

  /// What `f(value)` (`f()` for void) answers, which is an IOResult; io and err
  /// stay as they are and f is not called.
  ///
  /// If f answers io, the next call comes from the top and makes *this* answer
  /// anew: good only where repeating that leaves no trace.
  template <class F> [[nodiscard]] constexpr auto and_then(F &&f) && {
    return chain_answer(std::move(*this), std::forward<F>(f));
  }
  template <class F> [[nodiscard]] constexpr auto and_then(F &&f) const & {
    return chain_answer(*this, std::forward<F>(f));
  }

private:
  enum : std::size_t { kDone, kIO, kErr };
  using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

  template <std::size_t I, class... Args>
  constexpr explicit IOResult(std::in_place_index_t<I> which, Args &&...args)
      : answer_(which, std::forward<Args>(args)...) {}

#ifdef __cpp_lib_expected
  static IOResult of_expected(std::expected<T, std::error_code> expected) {
    if (!expected)
      return err(expected.error());
    if constexpr (std::is_void_v<T>)
      return done();
    else
      return done(*std::move(expected));
  }
#endif

  constexpr void require_done() const noexcept {
    detail::require(is_done(),
                    "IOResult::value() on an answer that is not done");
  }

  template <class Self, class F>
  static constexpr decltype(auto) call(Self &&self, F &&f) {
    if constexpr (std::is_void_v<T>)
      return std::invoke(std::forward<F>(f));
    else
      return std::invoke(std::forward<F>(f),
                         std::get<kDone>(std::forward<Self>(self).answer_));
  }

  template <class Self, class F>
  static constexpr auto map_answer(Self &&self, F &&f) {
    using U = std::remove_cvref_t<decltype(call(std::forward<Self>(self),
                                                std::forward<F>(f)))>;
    if (!self.is_done())
      return static_cast<IOResult<U>>(self.pending());
    if constexpr (std::is_void_v<U>) {
      call(std::forward<Self>(self), std::forward<F>(f));
      return IOResult<U>::done();
    } else {
      return IOResult<U>::done(
          call(std::forward<Self>(self), std::forward<F>(f)));
    }
  }

  template <class Self, class F>
  static constexpr auto chain_answer(Self &&self, F &&f) {
    using R = std::remove_cvref_t<decltype(call(std::forward<Self>(self),
                                                std::forward<F>(f)))>;
    static_assert(is_io_result_v<R>,
                  "and_then(f): f must return an IOResult; else use map(f)");
    if (!self.is_done())
      return static_cast<R>(self.pending());
    return R(call(std::forward<Self>(self), std::forward<F>(f)));
  }

  std::variant<Stored, IOCompletions, std::error_code> answer_;
};

} // namespace ioresult

#endif // IORESULT_RESULT_HPP
