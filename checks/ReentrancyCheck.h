//===- ReentrancyCheck.h - Base of the checks -------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_REENTRANCYCHECK_H
#define REENTRANCY_CHECKS_REENTRANCYCHECK_H

#include "../lib/Analysis.h"
#include "clang-tidy/ClangTidyCheck.h"
#include <memory>

namespace clang::tidy::reentrancy {

class AnalysisCache;

/// What all checks share: the options, one analysis of each function, and the
/// telling of a replay path as notes.
class ReentrancyCheck : public ClangTidyCheck {
public:
  ReentrancyCheck(StringRef Name, ClangTidyContext *Context);
  void registerPPCallbacks(const SourceManager &SM, Preprocessor *PP,
                           Preprocessor *ModuleExpanderPP) override;
  void storeOptions(ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(ast_matchers::MatchFinder *Finder) override;
  void check(const ast_matchers::MatchFinder::MatchResult &Result) override;

protected:
  /// Whether this check is the one that speaks of \p F.
  virtual bool mine(const ::reentrancy::Finding &F) const = 0;
  const ::reentrancy::Options &options() const { return Settings; }
  /// From here on looks for all that is at least possible.
  void lookForPossible() {
    Settings.LeastConfidence = ::reentrancy::Tier::Possible;
  }
  /// The analysis of \p FD, shared with the checks of the same options.
  const ::reentrancy::FunctionReport &analysis(const FunctionDecl *FD,
                                               ASTContext &Context);

private:
  void report(const ::reentrancy::Finding &F, const FunctionDecl *FD,
              const SourceManager &SM);

  ::reentrancy::Options Settings;
  StringRef ProtocolName;
  bool ReportSkipped;
  std::shared_ptr<AnalysisCache> Cache;
};

} // namespace clang::tidy::reentrancy

#endif
