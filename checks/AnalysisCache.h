//===- AnalysisCache.h - One analysis for all checks ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_ANALYSISCACHE_H
#define REENTRANCY_CHECKS_ANALYSISCACHE_H

#include "../lib/Analysis.h"
#include <map>
#include <memory>
#include <set>
#include <string>

namespace clang::tidy {
class ClangTidyContext;
} // namespace clang::tidy

namespace clang::tidy::reentrancy {

/// The reports of one translation unit, shared by the checks that run on it.
///
/// The checks of a translation unit are made one after the other on one thread
/// and own the cache together; it goes with the last of them, at the unit's
/// end. Nothing is kept across units, and two units analysed on two threads
/// (as clangd does) never meet.
class AnalysisCache {
public:
  /// The cache of the translation unit whose checks are being made.
  static std::shared_ptr<AnalysisCache> get(const ClangTidyContext *Context);

  explicit AnalysisCache(const ClangTidyContext *Context) : Owner(Context) {}

  /// What the checks of the translation unit were given.
  const ClangTidyContext &context() const { return *Owner; }

  /// \p Fingerprint tells apart checks that were given other options.
  const ::reentrancy::FunctionReport &report(const FunctionDecl *FD,
                                             ASTContext &Context,
                                             const ::reentrancy::Options &Opts,
                                             const std::string &Fingerprint);

  /// Whether the asking check is the first one that speaks of \p Node.
  bool claim(const void *Node) { return Claimed.insert(Node).second; }

private:
  std::set<const void *> Claimed;
  const ClangTidyContext *Owner;
  std::unique_ptr<::reentrancy::InitialValues> Initial;
  std::unique_ptr<::reentrancy::Callers> Up;
  /// By the fingerprint of the options; those of the first check that asked.
  std::map<std::string, std::unique_ptr<::reentrancy::SummaryStore>> Bodies;
  std::map<std::pair<const FunctionDecl *, std::string>,
           ::reentrancy::FunctionReport>
      Reports;
};

} // namespace clang::tidy::reentrancy

#endif
