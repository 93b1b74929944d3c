//===- ioresult_stub.h - The corpus' vocabulary -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stands in for the corpus' own header of this name: the same programs, on
// ioresult's Completion, CompletionGroup and IOResult.
//
//===----------------------------------------------------------------------===//

#ifndef TEST_DYNAMIC_ON_RUNTIME_IORESULT_STUB_H
#define TEST_DYNAMIC_ON_RUNTIME_IORESULT_STUB_H

#include "ioresult/ioresult.hpp"

#include <cerrno>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::IOCompletions;
using ioresult::IOPending;
using ioresult::IOResult;

struct Unit {
  friend bool operator==(Unit, Unit) { return true; }
};

enum class IOErrorCode {
  None = 0,
  Aborted = ECANCELED,
  Failed = EIO,
  Corrupt = EILSEQ,
  NotFound = ENOENT,
  Busy = EBUSY
};
template <> struct std::is_error_code_enum<IOErrorCode> : std::true_type {};
inline std::error_code make_error_code(IOErrorCode code) {
  return {static_cast<int>(code), std::generic_category()};
}

/// The corpus' error enum, as a view of a std::error_code.
class IOError {
public:
  using enum IOErrorCode;
  IOError(IOErrorCode code) : code_(code) {}
  IOError(std::error_code error)
      : code_(static_cast<IOErrorCode>(error.value())) {}
  operator std::error_code() const { return code_; }
  friend bool operator==(IOError a, IOError b) { return a.code_ == b.code_; }

private:
  IOErrorCode code_;
};

#endif // TEST_DYNAMIC_ON_RUNTIME_IORESULT_STUB_H
