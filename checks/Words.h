//===- Words.h - How a finding is said --------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All words of the findings, one entry a kind. Warnings and notes are in lower
// case and without a full stop.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_WORDS_H
#define REENTRANCY_CHECKS_WORDS_H

#include "../lib/results/Finding.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace clang::tidy::reentrancy {

struct Words {
  std::string Headline; ///< the warning itself
  /// The notes of the path, by their role: where it begins (of a replay: what
  /// the first call does), what it meets on the way, where it ends (what the
  /// next call does).
  std::string Begins, Meets, Ends;
  std::string Advice; ///< the last note: what to do, with the real names
};

/// The words of a finding in the function named \p Function.
Words wordsOf(const ::reentrancy::Finding &F, llvm::StringRef Function);

/// The part of them for the kinds that a replay shows, and for those of a
/// single path.
Words replayWords(const ::reentrancy::Finding &F, llvm::StringRef Function);
Words pathWords(const ::reentrancy::Finding &F, llvm::StringRef Function);

/// \p Name in quotes; \p Otherwise as it is, where there is no name.
std::string quoted(llvm::StringRef Name, llvm::StringRef Otherwise = "");

} // namespace clang::tidy::reentrancy

#endif
