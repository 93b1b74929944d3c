//===- contract.hpp - What happens when the library is misused --*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// I/O that goes wrong is an error *value* (std::error_code). Code that is
// wrong, for example value() on a result that is not done, has no caller who
// could handle it: in every build type one line that names the rule goes to
// stderr and the process aborts. Nothing is thrown, so nothing depends on
// exceptions being on, and no handler can swallow a bug.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_CONTRACT_HPP
#define IORESULT_CONTRACT_HPP

#include <cstdio>
#include <cstdlib>

namespace ioresult::detail {

/// Prints "ioresult: <rule>" to stderr and aborts.
[[noreturn]] inline void contract_violated(const char *rule) noexcept {
  std::fprintf(stderr, "ioresult: %s\n", rule);
  std::abort();
}

/// Does nothing if `holds`, else reports `rule` as violated.
constexpr void require(bool holds, const char *rule) noexcept {
  if (!holds)
    contract_violated(rule);
}

} // namespace ioresult::detail

#endif // IORESULT_CONTRACT_HPP
