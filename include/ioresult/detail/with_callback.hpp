//===- with_callback.hpp - A state and its callback in one ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_DETAIL_WITH_CALLBACK_HPP
#define IORESULT_DETAIL_WITH_CALLBACK_HPP

#include <functional>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

#include "ioresult/completion_types.hpp"

namespace ioresult::detail {

/// The callback of completions that were made without one.
struct NoCallback {
  void operator()(CompletionResult) const noexcept {}
};

/// `Base` (a CompletionState) with its callback in the same allocation.
template <class Base, CompletionCallback Callback>
class WithCallback final : public Base {
public:
  template <class... Args>
  explicit WithCallback(Callback callback, Args &&...args)
      : Base(std::forward<Args>(args)...), callback_(std::move(callback)) {}

private:
  std::error_code run_callback(CompletionResult result,
                               bool to_be_called) noexcept override {
    const std::error_code answer =
        to_be_called ? call(result) : std::error_code{};
    // Lets go of what it captured: maybe a handle of this very completion.
    callback_.reset();
    return answer;
  }

  std::error_code call(const CompletionResult &result) {
    if constexpr (CallbackTaking<Callback, CompletionResult>)
      return answer(result);
    else
      return answer(result.error);
  }

  template <class Argument> std::error_code answer(const Argument &argument) {
    if constexpr (std::is_void_v<std::invoke_result_t<Callback &, Argument>>) {
      std::invoke(*callback_, argument);
      return {};
    } else {
      return std::invoke(*callback_, argument);
    }
  }

  std::optional<Callback> callback_;
};

} // namespace ioresult::detail

#endif // IORESULT_DETAIL_WITH_CALLBACK_HPP
