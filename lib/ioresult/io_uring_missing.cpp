//===- io_uring_missing.cpp - Built without liburing ----------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/io/io_uring.hpp"

namespace ioresult::io {

std::unique_ptr<Backend> make_io_uring_backend(IoUringOptions,
                                               std::error_code &error) {
  error = std::make_error_code(std::errc::function_not_supported);
  return nullptr;
}

} // namespace ioresult::io
