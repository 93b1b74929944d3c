//===- ReentrancyTidyModule.cpp - The module and its checks ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DumpFactsCheck.h"
#include "MutationBeforeYieldCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"

namespace clang::tidy {
namespace reentrancy {
namespace {

class ReentrancyModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<MutationBeforeYieldCheck>(
        "reentrancy-mutation-before-yield");
    // Not under the module's prefix: `reentrancy-*` must not turn it on.
    Factories.registerCheck<DumpFactsCheck>("debug-reentrancy-facts");
  }
};

} // namespace

static ClangTidyModuleRegistry::Add<ReentrancyModule>
    X("reentrancy-module", "Finds re-entrancy bugs in cooperative I/O code.");

} // namespace reentrancy

// The stand-alone tools refer to this, so that the linker keeps the module.
volatile int ReentrancyModuleAnchorSource = 0;

} // namespace clang::tidy
