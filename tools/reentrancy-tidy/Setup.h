//===-- What is wrong with a set-up -----------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_TOOLS_SETUP_H
#define REENTRANCY_TOOLS_SETUP_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace reentrancy {

/// What a command line of clang-tidy's asks to be analysed.
struct Request {
  std::vector<std::string> Files;
  std::string BuildDir;  ///< of -p; empty: found from the first file
  bool OwnFlags = false; ///< the compiler's flags stand behind `--`
  bool Analyses = false; ///< and does not only list or check something
  bool Quiet = false;
};

/// Reads \p Args, the program's name first, with clang-tidy's own options.
/// Nothing if clang-tidy itself will refuse them.
std::optional<Request> readRequest(llvm::ArrayRef<const char *> Args);

/// What keeps the files of \p R from being analysed as they are compiled, a
/// sentence each that says what to do: a file that is not there, no compile
/// database, a source file without a row in it. A header has no row of its own
/// and is analysed like its neighbours.
std::vector<std::string> fileComplaints(const Request &R);

} // namespace reentrancy

#endif
