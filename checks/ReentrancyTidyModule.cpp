//===- ReentrancyTidyModule.cpp - The module and its checks ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AuditCheck.h"
#include "Checks.h"
#include "CostCheck.h"
#include "DumpFactsCheck.h"
#include "StatesCheck.h"
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
    Factories.registerCheck<AbandonedCalleeCheck>(
        "reentrancy-abandoned-callee");
    Factories.registerCheck<ConsumedBeforeYieldCheck>(
        "reentrancy-consumed-before-yield");
    Factories.registerCheck<IgnoredResultCheck>("reentrancy-ignored-result");
    Factories.registerCheck<LostLocalCheck>("reentrancy-lost-local");
    Factories.registerCheck<MissingResumeCheck>("reentrancy-missing-resume");
    Factories.registerCheck<RepeatedCalleeCheck>("reentrancy-repeated-callee");
    Factories.registerCheck<RepeatedIoCheck>("reentrancy-repeated-io");
    Factories.registerCheck<DanglingAcrossYieldCheck>(
        "reentrancy-dangling-across-yield");
    Factories.registerCheck<EarlySuccessCheck>("reentrancy-early-success");
    Factories.registerCheck<GuardAcrossYieldCheck>(
        "reentrancy-guard-across-yield");
    Factories.registerCheck<LostCompletionCheck>("reentrancy-lost-completion");
    Factories.registerCheck<StateNotResetCheck>("reentrancy-state-not-reset");
    Factories.registerCheck<StaleValueCheck>("reentrancy-stale-value");
    // Not under the module's prefix: `reentrancy-*` must not turn them on.
    Factories.registerCheck<AuditCheck>("audit-reentrancy");
    Factories.registerCheck<StatesCheck>("audit-reentrancy-states");
    Factories.registerCheck<CostCheck>("debug-reentrancy-cost");
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
