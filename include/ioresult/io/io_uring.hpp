//===- io_uring.hpp - Files through Linux's io_uring ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IO_IO_URING_HPP
#define IORESULT_IO_IO_URING_HPP

#include <memory>
#include <system_error>

#include "ioresult/io/backend.hpp"

namespace ioresult::io {

struct IoUringOptions {
  /// How many requests the kernel is given at the same time, at least one and
  /// at most 32768; those beyond wait their turn.
  unsigned depth = 256;
};

/// The backend "io_uring". Null and `error` set if the kernel does not offer or
/// forbids it (std::errc::function_not_supported, operation_not_permitted), or
/// if this library was built without liburing
/// (std::errc::function_not_supported).
///
/// Nothing is handed to the kernel before the next step(). io_uring had no
/// truncate before Linux 6.9: that is done by ftruncate(2) in step().
std::unique_ptr<Backend> make_io_uring_backend(IoUringOptions options,
                                               std::error_code &error);

} // namespace ioresult::io

#endif // IORESULT_IO_IO_URING_HPP
