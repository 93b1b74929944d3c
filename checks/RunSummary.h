//===- RunSummary.h - What a run came to ------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_RUNSUMMARY_H
#define REENTRANCY_CHECKS_RUNSUMMARY_H

#include "clang/Basic/LLVM.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace clang {
class FunctionDecl;
} // namespace clang

namespace reentrancy {
struct FunctionReport;
} // namespace reentrancy

namespace clang::tidy::reentrancy {

/// Counts over all translation units of a process, so that a silent run can be
/// told from a blind one. A function that several of them see counts once.
/// May be used from several threads.
class RunSummary {
public:
  static RunSummary &instance();

  /// \p FD was looked at: \p Report is what came of it, null of a function
  /// that cannot wait.
  void function(const FunctionDecl *FD,
                const ::reentrancy::FunctionReport *Report);
  /// A finding was told at \p Place.
  void finding(StringRef Place);
  /// An entry of an option was looked for in a translation unit.
  void entry(StringRef Option, StringRef Entry, bool Named);

  /// Whether no check of ours has looked at anything.
  bool empty() const;
  /// The closing line, and one for each entry that named nothing anywhere.
  void print(llvm::raw_ostream &OS) const;

private:
  mutable std::mutex Lock;
  std::set<uint64_t> Functions; ///< by the hash of each one's place
  std::set<uint64_t> Findings;  ///< likewise
  unsigned MayWait = 0, Yields = 0, Undecided = 0;
  /// Functions that were not understood, by the reason.
  std::map<std::string, unsigned> NotUnderstood;
  std::map<std::pair<std::string, std::string>, bool> Entries;
};

} // namespace clang::tidy::reentrancy

#endif
