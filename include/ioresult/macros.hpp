//===- macros.hpp - Leaving a function whose callee waits -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each stands for the few lines behind "Expands to". They can be used in any
// namespace, in functions and in lambdas (with a written return type), inside
// each other's arguments, and twice on one line: the local variable has a new
// name each time. An `expr` may contain commas. The function must return an
// IOResult, of any T, or something that an IOPending converts to.
//
// An argument is evaluated at most once. An lvalue given as `expr` is copied;
// give `std::move(result)` where T is move-only.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_MACROS_HPP
#define IORESULT_MACROS_HPP

#include <utility>

#include "ioresult/pending.hpp"
#include "ioresult/result.hpp"

/// RETURN_IF_IO(expr): leaves with expr's answer unless it is done; its value
/// is dropped.
///
/// Expands to, as one statement:
///     auto r = (expr);
///     if (!r.is_done()) return r.pending();
#define RETURN_IF_IO(...) IORESULT_RETURN_IF_IO_(IORESULT_UNIQUE_, __VA_ARGS__)

/// ASSIGN_OR_RETURN_IO(lhs, expr): leaves with expr's answer unless it is done,
/// else assigns its value to `lhs`: a declaration (`const auto page`) or
/// anything that can be assigned to. `lhs` is evaluated only then. No comma in
/// `lhs`.
///
/// Expands to three statements, so it needs braces under an `if`; a compiler
/// rejects it without:
///     auto r = (expr);
///     if (!r.is_done()) return r.pending();
///     lhs = std::move(r).value()
#define ASSIGN_OR_RETURN_IO(lhs, ...)                                          \
  IORESULT_ASSIGN_OR_RETURN_IO_(IORESULT_UNIQUE_, lhs, __VA_ARGS__)

/// RETURN_AND_RESTORE_IF_IO(field, saved, expr): as RETURN_IF_IO, but puts
/// `saved` back into `field` before leaving, on io and on err. `saved` is
/// evaluated only then, behind expr, so it can be `std::move(local)`. No comma
/// in `field` and `saved` outside parentheses.
///
/// Expands to, as one statement:
///     auto r = (expr);
///     if (!r.is_done()) {
///       (field) = (saved);
///       return r.pending();
///     }
#define RETURN_AND_RESTORE_IF_IO(field, saved, ...)                            \
  IORESULT_RETURN_AND_RESTORE_IF_IO_(IORESULT_UNIQUE_, field, saved,           \
                                     __VA_ARGS__)

/// IO_YIELD_ONE(completion): leaves with "not yet: call again when `completion`
/// has finished".
///
/// Expands to:
///     return ::ioresult::IOPending(completion)
#define IO_YIELD_ONE(...) return ::ioresult::IOPending(__VA_ARGS__)

/// IO_YIELD(group): builds the CompletionGroup and leaves with "not yet: call
/// again when all of it has finished".
///
/// Expands to:
///     return ::ioresult::IOPending((group).build())
#define IO_YIELD(...) IO_YIELD_ONE((__VA_ARGS__).build())

/// IO_TRY(expr): as an expression the value of expr's answer if that is done;
/// leaves the function with it if not. Only with compilers that have GNU's
/// statement expressions.
///
/// To be used as a whole initializer, as the right side of an assignment or as
/// a statement: where it is a part of a larger expression, compilers differ in
/// whether that one's temporaries are destroyed on the way out.
///
/// Expands to:
///     ({
///       auto r = (expr);
///       if (!r.is_done()) return r.pending();
///       std::move(r).value();
///     })
#ifdef __GNUC__
#define IO_TRY(...) IORESULT_IO_TRY_(IORESULT_UNIQUE_, __VA_ARGS__)
#endif

// Implementation. The name comes from a counter and not from the line, because
// macros inside each other's arguments, or inside another macro, share a line.
#define IORESULT_PASTE_(a, b) a##b
#define IORESULT_CONCAT_(a, b) IORESULT_PASTE_(a, b)
#define IORESULT_UNIQUE_ IORESULT_CONCAT_(io_result_, __COUNTER__)

#define IORESULT_RETURN_IF_IO_(r, ...)                                         \
  do {                                                                         \
    auto r = (__VA_ARGS__);                                                    \
    if (!r.is_done())                                                          \
      return r.pending();                                                      \
  } while (false)

#define IORESULT_ASSIGN_OR_RETURN_IO_(r, lhs, ...)                             \
  auto r = (__VA_ARGS__);                                                      \
  if (!r.is_done())                                                            \
    return r.pending();                                                        \
  lhs = ::std::move(r).value()

#define IORESULT_RETURN_AND_RESTORE_IF_IO_(r, field, saved, ...)               \
  do {                                                                         \
    auto r = (__VA_ARGS__);                                                    \
    if (!r.is_done()) {                                                        \
      (field) = (saved);                                                       \
      return r.pending();                                                      \
    }                                                                          \
  } while (false)

// `__extension__` keeps -pedantic quiet.
#define IORESULT_IO_TRY_(r, ...)                                               \
  __extension__({                                                              \
    auto r = (__VA_ARGS__);                                                    \
    if (!r.is_done())                                                          \
      return r.pending();                                                      \
    ::std::move(r).value();                                                    \
  })

#endif // IORESULT_MACROS_HPP
