//===- injection_point.hpp - Yields that exist in tests only ----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// For code whose waits cannot be injected from outside. In a build without
// IORESULT_TESTING these points are nothing at all, and no header of the test
// library is included. The macro must be the same in all of a program.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_INJECTION_POINT_HPP
#define IORESULT_TESTING_INJECTION_POINT_HPP

/// IO_MAY_YIELD("label"): a place where the function could return "not yet"
/// some day. In a test build it does so where the thread's current
/// YieldInjector says, with an explicit yield: the next call must come to this
/// place again. Without a current injector it goes on. A statement, in
/// functions that IO_YIELD_ONE can be used in.
///
/// Expands to, in a test build:
///     if (::ioresult::testing::detail::may_yield("label"))
///       return ::ioresult::IOPending(::ioresult::Completion::make_yield())
#ifdef IORESULT_TESTING

#include "ioresult/completion.hpp"
#include "ioresult/pending.hpp"
#include "ioresult/testing/yield_injector.hpp"

namespace ioresult::testing::detail {
inline bool may_yield(std::string_view label) {
  YieldInjector *const injector = YieldInjector::current();
  return injector && injector->should_yield(label);
}
} // namespace ioresult::testing::detail

#define IO_MAY_YIELD(label)                                                    \
  do {                                                                         \
    if (::ioresult::testing::detail::may_yield(label))                         \
      return ::ioresult::IOPending(::ioresult::Completion::make_yield());      \
  } while (false)

#else

#define IO_MAY_YIELD(label) static_cast<void>(0)

#endif // IORESULT_TESTING

#endif // IORESULT_TESTING_INJECTION_POINT_HPP
