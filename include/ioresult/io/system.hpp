//===- system.hpp - The best backend for real files here --------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IO_SYSTEM_HPP
#define IORESULT_IO_SYSTEM_HPP

#include <functional>
#include <memory>
#include <string_view>

#include "ioresult/io/backend.hpp"
#include "ioresult/io/io_uring.hpp"
#include "ioresult/io/posix.hpp"

namespace ioresult::io {

struct SystemOptions {
  IoUringOptions io_uring = {};
  PosixOptions posix = {};
  /// Gets one line, without its end, if io_uring cannot be had. Empty: the line
  /// goes to stderr.
  std::function<void(std::string_view)> report = {};
};

/// io_uring where it can be had, else posix.
std::unique_ptr<Backend> make_system_backend(const SystemOptions &options = {});

} // namespace ioresult::io

#endif // IORESULT_IO_SYSTEM_HPP
