//===-- From what clang-tidy exports to a report ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "Report.h"

namespace reentrancy::report {

/// Reads what clang-tidy's -export-fixes wrote, by LLVM's own reader. The
/// sources that it names must be there and unchanged: it tells offsets only.
/// \param Text what was written; empty means that there was nothing to say.
/// \param Name of the file that it stood in, for errors.
/// \param Root paths below it become relative to it.
llvm::Expected<Report> readExport(llvm::StringRef Text, llvm::StringRef Name,
                                  llvm::StringRef Root);

/// \p File as it is told in a report: relative to \p Root if it lies below.
std::string shownPath(llvm::StringRef File, llvm::StringRef Root);

} // namespace reentrancy::report
