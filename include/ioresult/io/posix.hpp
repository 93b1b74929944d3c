//===- posix.hpp - Files through system calls that block --------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IO_POSIX_HPP
#define IORESULT_IO_POSIX_HPP

#include <cstddef>
#include <memory>

#include "ioresult/io/backend.hpp"

namespace ioresult::io {

struct PosixOptions {
  /// How many system calls can block at the same time; at least one.
  std::size_t threads = 4;
};

/// The backend "posix": preadv(2), pwritev(2), fdatasync(2), ftruncate(2) on a
/// pool of threads. A request can be cancelled until a thread has taken it, and
/// between the pieces of one that the system does not do at once. Short reads
/// of what the system has in memory are carried out in step(). Throws
/// std::system_error if no thread can be started.
std::unique_ptr<Backend> make_posix_backend(PosixOptions options = {});

} // namespace ioresult::io

#endif // IORESULT_IO_POSIX_HPP
