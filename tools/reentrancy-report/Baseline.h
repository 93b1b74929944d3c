//===-- Findings that are known already -------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "Report.h"
#include <set>

namespace reentrancy::report {

/// The findings that a code base has and that are not to be told again.
struct Baseline {
  struct Entry {
    std::string Fingerprint, Check, File, Message;
    auto operator<=>(const Entry &) const = default;
  };
  std::set<Entry> Entries;

  /// Of all that \p R found.
  static Baseline of(const Report &R);
  /// \returns an error that says what to do if \p File is no baseline.
  static llvm::Expected<Baseline> read(llvm::StringRef File);
  llvm::Error write(llvm::StringRef File) const;

  /// Takes the findings out of \p R that this has.
  /// \returns those of this that \p R has not: they are gone.
  std::vector<Entry> subtractFrom(Report &R) const;
};

} // namespace reentrancy::report
