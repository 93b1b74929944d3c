//===- blocking_yields.hpp - IO_YIELD_* that can wait -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The test expansion of the macros that leave a function unconditionally. The
// reference for yield transparency is the run in which every wait blocks; code
// that says `state_ = Wait; IO_YIELD_ONE(c);` returns even when c has finished,
// so it has no such run of its own. With this header, which the code under test
// need not name, it has:
//
//     clang++ -include ioresult/testing/blocking_yields.hpp ...
//
// (CMake: set_source_files_properties(... COMPILE_OPTIONS ...)). While a
// BlockingRun lives on the thread, the macro waits and goes on where a loop's
// `continue` goes: a state machine then dispatches on the state it has set,
// whatever case stands below the yield. Code without a loop around the yield
// says, in the test build, where it goes on otherwise:
//
//     #define IORESULT_GO_ON static_cast<void>(0) // at the next statement
//
// The definition that counts is the one at the yield; that before is restored
// with another #define. Without a BlockingRun the macros do what they always
// do.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_BLOCKING_YIELDS_HPP
#define IORESULT_TESTING_BLOCKING_YIELDS_HPP

#include "ioresult/ioresult.hpp"
#include "ioresult/testing/blocking_run.hpp"

/// Where a function goes on behind a yield that waited.
#ifndef IORESULT_GO_ON
#define IORESULT_GO_ON continue
#endif

/// Expands to, as one statement:
///     if (!::ioresult::testing::BlockingRun::wait(c = completion))
///       return ::ioresult::IOPending(c);
///     else
///       IORESULT_GO_ON
///
/// The `switch` keeps an `else` behind the macro from being taken for its own;
/// `continue` passes through it to the loop. IO_YIELD is written with it.
#undef IO_YIELD_ONE
#define IO_YIELD_ONE(...)                                                      \
  switch (0)                                                                   \
  case 0:                                                                      \
  default:                                                                     \
    if (const ::ioresult::Completion ioresult_awaited = (__VA_ARGS__);         \
        !::ioresult::testing::BlockingRun::wait(ioresult_awaited))             \
      return ::ioresult::IOPending(ioresult_awaited);                          \
    else                                                                       \
      IORESULT_GO_ON

#endif // IORESULT_TESTING_BLOCKING_YIELDS_HPP
