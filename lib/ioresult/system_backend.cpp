//===- system_backend.cpp - The best backend for real files here ----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/io/system.hpp"

#include <cstdio>
#include <string>
#include <system_error>

namespace ioresult::io {

std::unique_ptr<Backend> make_system_backend(const SystemOptions &options) {
  std::error_code error;
  if (auto backend = make_io_uring_backend(options.io_uring, error))
    return backend;
  const std::string line =
      "ioresult: io_uring cannot be had (" + error.message() + "), using posix";
  if (options.report)
    options.report(line);
  else
    std::fprintf(stderr, "%s\n", line.c_str());
  return make_posix_backend(options.posix);
}

} // namespace ioresult::io
