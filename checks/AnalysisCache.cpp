//===- AnalysisCache.cpp - One analysis for all checks --------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AnalysisCache.h"

namespace clang::tidy::reentrancy {

std::shared_ptr<AnalysisCache>
AnalysisCache::get(const ClangTidyContext *Context) {
  static thread_local std::weak_ptr<AnalysisCache> Current;
  std::shared_ptr<AnalysisCache> Cache = Current.lock();
  if (!Cache || Cache->Owner != Context) {
    Cache = std::make_shared<AnalysisCache>(Context);
    Current = Cache;
  }
  return Cache;
}

const ::reentrancy::FunctionReport &
AnalysisCache::report(const FunctionDecl *FD, ASTContext &Context,
                      const ::reentrancy::Options &Opts,
                      const std::string &Fingerprint) {
  auto [It, New] = Reports.try_emplace({FD, Fingerprint});
  if (New) {
    if (!Initial) {
      Initial = std::make_unique<::reentrancy::InitialValues>(Context);
      Up = std::make_unique<::reentrancy::Callers>(Context);
    }
    auto &Made = Bodies[Fingerprint];
    if (!Made)
      Made = std::make_unique<::reentrancy::SummaryStore>(Context, Opts);
    It->second = ::reentrancy::analyze(FD, Context, Opts, *Initial, *Up, *Made);
  }
  return It->second;
}

} // namespace clang::tidy::reentrancy
