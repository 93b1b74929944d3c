//===- memory.hpp - Files in memory -----------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IO_MEMORY_HPP
#define IORESULT_IO_MEMORY_HPP

#include <cstdint>
#include <memory>

#include "ioresult/io/backend.hpp"

namespace ioresult::io {

struct MemoryOptions {
  /// False: every completion that a file returns is finished. True: the data
  /// moves at once too, but every completion finishes in the next step().
  bool deferred = false;
  /// How many bytes all files together can have; then the disk is full.
  std::uint64_t capacity = std::uint64_t{1} << 30;
};

/// The backend "memory" or "memory, deferred": files that live as long as it
/// and the handles of them do, found by their path, which is taken as it is.
/// Nothing ever waits, so nothing can be cancelled.
std::unique_ptr<Backend> make_memory_backend(MemoryOptions options = {});

} // namespace ioresult::io

#endif // IORESULT_IO_MEMORY_HPP
