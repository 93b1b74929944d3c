//===- waker.hpp - Telling a driver that a wait is over ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_WAKER_HPP
#define IORESULT_WAKER_HPP

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace ioresult {

/// What a driver leaves with a completion, to be told on which operation it can
/// go on. Copies wake the same; `==` says whether two do.
///
/// A wake-up is a hint: it may come more often than asked for and when nothing
/// changed, so what it runs should only note down that there is something to
/// look at. It runs on the thread that finishes the completion.
///
/// Thread-safety: any thread may wake; what is called must bear that.
class Waker {
public:
  /// Wakes nobody.
  Waker() noexcept = default;

  /// Calls `wake()`, which must not throw: an exception out of it ends the
  /// program. One allocation.
  template <std::invocable F> static Waker make(F wake) {
    Waker waker;
    waker.target_ = std::make_shared<Callable<F>>(std::move(wake));
    return waker;
  }

  void wake() const noexcept {
    if (target_)
      target_->wake();
  }

  /// The same for those that wake the same; null of one that wakes nobody.
  [[nodiscard]] const void *identity() const noexcept { return target_.get(); }

  friend bool operator==(const Waker &, const Waker &) noexcept = default;

private:
  struct Target {
    Target() = default;
    Target(const Target &) = delete;
    Target &operator=(const Target &) = delete;
    virtual void wake() noexcept = 0;
    virtual ~Target() = default;
  };
  template <class F> struct Callable final : Target {
    explicit Callable(F f) : call(std::move(f)) {}
    void wake() noexcept override { std::invoke(call); }
    F call;
  };

  std::shared_ptr<Target> target_;
};

/// What one who left a waker with a completion waits for.
enum class Interest : std::uint8_t {
  Result, ///< how it ends
  End,    ///< only that it ends; the result is given up
};

} // namespace ioresult

#endif // IORESULT_WAKER_HPP
