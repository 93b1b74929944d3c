//===- deliver.hpp - Giving a request its result ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_LIB_DELIVER_HPP
#define IORESULT_LIB_DELIVER_HPP

#include "ioresult/completion_types.hpp"
#include "ioresult/io/file.hpp"

namespace ioresult::io::detail {

/// Gives `request`'s completion its result.
inline void deliver(const Request &request, const CompletionResult &result) {
  if (result.error)
    request.completion.fail(result.error);
  else
    request.completion.complete(result.bytes);
}

} // namespace ioresult::io::detail

#endif // IORESULT_LIB_DELIVER_HPP
