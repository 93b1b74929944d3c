//===- ReentrancyCheck.cpp - Base of the checks ---------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReentrancyCheck.h"
#include "../lib/Annotations.h"
#include "../lib/MacroValue.h"
#include "AnalysisCache.h"
#include "clang-tidy/utils/OptionsUtils.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/SourceManager.h"
#include <map>

using namespace clang::ast_matchers;
using ::reentrancy::Finding;
using ::reentrancy::FindingKind;
using ::reentrancy::GuardReason;
using ::reentrancy::Protocol;
using ::reentrancy::Step;
using ::reentrancy::StepRole;
using ::reentrancy::Tier;
using ::reentrancy::YieldKind;

namespace clang::tidy {

template <> struct OptionEnumMapping<Tier> {
  static llvm::ArrayRef<std::pair<Tier, StringRef>> getEnumMapping() {
    static constexpr std::pair<Tier, StringRef> Mapping[] = {
        {Tier::Certain, "certain"},
        {Tier::Likely, "likely"},
        {Tier::Possible, "possible"}};
    return Mapping;
  }
};

namespace reentrancy {

/// The lists of a vocabulary by the option that sets each.
static std::vector<std::pair<StringRef, std::vector<std::string> Protocol::*>>
vocabularyOptions() {
  return {{"PendingTypes", &Protocol::PendingTypes},
          {"PendingParts", &Protocol::PendingParts},
          {"CompletionTypes", &Protocol::CompletionTypes},
          {"GroupTypes", &Protocol::GroupTypes},
          {"PendingFunctions", &Protocol::PendingMakers},
          {"DoneFunctions", &Protocol::DoneMakers},
          {"PendingValues", &Protocol::PendingValues},
          {"DoneValues", &Protocol::DoneValues},
          {"ErrorValues", &Protocol::ErrorValues},
          {"YieldingFunctions", &Protocol::YieldingFunctions},
          {"YieldMacros", &Protocol::YieldMacros},
          {"LeafYields", &Protocol::LeafYields},
          {"PureFunctions", &Protocol::PureFunctions},
          {"IdempotentFunctions", &Protocol::IdempotentFunctions},
          {"RegistrationFunctions", &Protocol::Registrations},
          {"NoiseFunctions", &Protocol::Noise}};
}

ReentrancyCheck::ReentrancyCheck(StringRef Name, ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      ProtocolName(Options.getLocalOrGlobal("Protocol", "ioresult")),
      ReportSkipped(Options.getLocalOrGlobal("ReportSkipped", false)),
      Cache(AnalysisCache::get(Context)) {
  if (auto P = Protocol::named(ProtocolName))
    Settings.Vocabulary = *P;
  else
    configurationDiag("unknown protocol '%0'; known are %1; another vocabulary "
                      "is given by the options PendingTypes, PendingValues, ...")
        << ProtocolName << Protocol::builtIn();
  for (auto [Option, List] : vocabularyOptions())
    if (auto Given = Options.getLocalOrGlobal(Option)) {
      (Settings.Vocabulary.*List).clear();
      for (StringRef N : utils::options::parseStringList(*Given))
        (Settings.Vocabulary.*List).push_back(N.str());
    }
  Settings.LeastConfidence =
      Options.getLocalOrGlobal("LeastConfidence", Tier::Likely);
  auto &B = Settings.Bounds;
  B.MaxBlocks = Options.getLocalOrGlobal("MaxBlocks", B.MaxBlocks);
  B.MaxStates = Options.getLocalOrGlobal("MaxStates", B.MaxStates);
  B.MaxValuations = Options.getLocalOrGlobal("MaxValuations", B.MaxValuations);
  B.MaxInlineDepth = Options.getLocalOrGlobal("MaxDepth", B.MaxInlineDepth);
}

void ReentrancyCheck::storeOptions(ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "Protocol", ProtocolName);
  for (auto [Option, List] : vocabularyOptions())
    Options.store(Opts, Option,
                  llvm::join(Settings.Vocabulary.*List, ";"));
  Options.store(Opts, "LeastConfidence", Settings.LeastConfidence);
  Options.store(Opts, "ReportSkipped", ReportSkipped);
  Options.store(Opts, "MaxBlocks", Settings.Bounds.MaxBlocks);
  Options.store(Opts, "MaxStates", Settings.Bounds.MaxStates);
  Options.store(Opts, "MaxValuations", Settings.Bounds.MaxValuations);
  Options.store(Opts, "MaxDepth", Settings.Bounds.MaxInlineDepth);
}

void ReentrancyCheck::registerPPCallbacks(const SourceManager &,
                                          Preprocessor *PP, Preprocessor *) {
  Settings.Vocabulary.MacroValue = [PP](StringRef Name) {
    return ::reentrancy::macroValue(*PP, Name);
  };
}

void ReentrancyCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(decl(hasAttr(attr::Annotate),
                          unless(isExpansionInSystemHeader()))
                         .bind("annotated"),
                     this);
  Finder->addMatcher(
      functionDecl(isDefinition(), unless(isExpansionInSystemHeader()))
          .bind("function"),
      this);
}

void ReentrancyCheck::check(const MatchFinder::MatchResult &Result) {
  if (const auto *D = Result.Nodes.getNodeAs<Decl>("annotated")) {
    for (const auto *A : D->specific_attrs<AnnotateAttr>())
      if (const std::string Wrong = ::reentrancy::complaint(D, A);
          !Wrong.empty() && !A->isInherited() && Cache->claim(A))
        diag(A->getLocation(), "%0") << Wrong;
    return;
  }
  const auto *FD = Result.Nodes.getNodeAs<FunctionDecl>("function");
  // Options that differ between checks are rare; then each has its analysis.
  std::string Fingerprint;
  for (auto [Option, List] : vocabularyOptions())
    Fingerprint += llvm::join(Settings.Vocabulary.*List, ";") + "|";
  for (unsigned N :
       {unsigned(Settings.LeastConfidence), Settings.Bounds.MaxBlocks,
        Settings.Bounds.MaxStates, Settings.Bounds.MaxValuations,
        Settings.Bounds.MaxInlineDepth})
    Fingerprint += std::to_string(N) + "|";
  const auto &Report =
      Cache->report(FD, *Result.Context, Settings, Fingerprint);
  if (!Report.Skipped.empty() && ReportSkipped)
    diag(FD->getLocation(), "'%0' was not analysed: %1")
        << FD->getNameAsString() << Report.Skipped;
  // One warning a place: of several differences there, the most direct one.
  std::map<const Stmt *, const Finding *> Chosen;
  for (const Finding &F : Report.Findings)
    if (mine(F)) {
      const Finding *&Kept = Chosen[F.Where];
      if (!Kept || F.Kind < Kept->Kind)
        Kept = &F;
    }
  for (const Finding &F : Report.Findings)
    if (mine(F) && Chosen[F.Where] == &F)
      report(F, FD, *Result.SourceManager);
}

std::string ReentrancyCheck::behind(const Finding &F) {
  const std::string Callee = pending(F);
  return Callee.empty() ? "the yield" : "the call of '" + Callee + "'";
}

std::string ReentrancyCheck::pending(const Finding &F) {
  return F.Yields.empty() ? std::string() : F.Yields.back().Callee;
}

std::string ReentrancyCheck::guarded(const Finding &F) {
  return F.Guard.empty() ? std::string() : ", in '" + F.Guard + "'";
}

static std::string quoted(StringRef S) { return ("'" + S + "'").str(); }

std::string ReentrancyCheck::tell(const Step &S, const Finding &F,
                                  StringRef Function) const {
  switch (S.Role) {
  case StepRole::Changed:
    if (F.Kind == FindingKind::Consumed)
      return "first call: " + quoted(S.Name) + " is taken out here";
    if (F.Kind == FindingKind::RepeatedCallee)
      return "first call: " + quoted(F.Callee) + " runs here, and finishes";
    if (F.Kind == FindingKind::Resubmitted)
      return "first call: the I/O is started here";
    if (F.Kind == FindingKind::StaleValue)
      return "first call: " + quoted(S.Name) + " is read here";
    if (F.Kind == FindingKind::LostLocal)
      return "first call: " + quoted(S.Name) + " gets its value here";
    return "first call: " + quoted(S.Name) + " is changed here";
  case StepRole::Inside:
    return "namely here";
  case StepRole::MayYield:
    switch (F.Yields.empty() ? YieldKind::None : F.Yields.front().Kind) {
    case YieldKind::Propagated:
      return (S.Name.empty() ? std::string("the callee")
                             : quoted(S.Name)) +
             " may be pending here; then " + quoted(Function) +
             " returns, and is called again from the top";
    case YieldKind::Leaf:
      return quoted(Function) +
             " hands out a completion here, and is called again from the top "
             "when that is finished";
    default:
      return quoted(Function) +
             " asks to be called again here, from the top";
    }
  case StepRole::Reentered:
    switch (S.Why) {
    case GuardReason::None:
      return "next call: control gets here again, because no state that the "
             "first call left keeps it out";
    case GuardReason::Unchanged:
      return "next call: control gets here again, because " + quoted(S.Name) +
             " is still " + quoted(S.Value);
    case GuardReason::SetBehind:
      return "next call: control gets here again, because " + quoted(S.Name) +
             " is " + quoted(S.Value) + " as the first call left it";
    case GuardReason::Undecided:
      return "next call: control may get here again, because " +
             quoted(S.Name) + " may be " + quoted(S.Value) +
             " after what the first call wrote";
    }
    break;
  case StepRole::ChangedAgain:
    switch (F.Kind) {
    case FindingKind::RepeatedCallee:
      return "and " + quoted(F.Callee) + " runs a second time";
    case FindingKind::Resubmitted:
      return "and the I/O is started a second time";
    case FindingKind::ResetProgress:
    case FindingKind::Reset:
      return "and " + quoted(S.Name) +
             " is set back, over what was made of it before the yield";
    case FindingKind::Consumed:
      return "and what " + quoted(S.Name) + " held is no longer there";
    default:
      return "and " + quoted(S.Name) + " is changed a second time";
    }
  case StepRole::LostHere:
    if (F.Kind == FindingKind::StaleValue)
      return "next call: " + quoted(S.Name) +
             " is read again, from what the wait has changed meanwhile";
    if (F.Kind == FindingKind::LostLocal)
      return "next call: " + quoted(S.Name) +
             " starts afresh, and what it held is gone";
    return "next call: " + quoted(S.Name) +
           " is a local that starts afresh, so the passes before the yield "
           "are made again";
  case StepRole::Diverted:
    if (S.Name.empty())
      return "next call: the changed value is read, so the pending call is not "
             "made again as it was";
    return "next call: " + quoted(S.Name) +
           " now reads the changed value, so the pending call is not made again "
           "as it was";
  default:
    break;
  }
  return {};
}

void ReentrancyCheck::report(const Finding &F, const FunctionDecl *FD,
                             const SourceManager &SM) {
  auto Loc = [&SM](const Stmt *S) {
    return SM.getFileLoc(S->getBeginLoc());
  };
  const std::string Function = FD->getNameAsString();
  diag(Loc(F.Where), "%0") << headline(F, Function);
  for (const Step &S : F.Path) {
    std::string Words =
        S.Role == StepRole::Advice ? advice(F) : tell(S, F, Function);
    if (S.Role == StepRole::MayYield && F.Yields.size() > 1) {
      // At most three yields by line, then their number.
      std::string More;
      unsigned Told = 0;
      for (const auto &Y : F.Yields) {
        if (Y.Where == S.Where)
          continue;
        if (Told++ < 2)
          More += (More.empty() ? "" : ", ") +
                  std::to_string(SM.getSpellingLineNumber(Loc(Y.Where)));
      }
      Words += Told > 2 ? "; so may " + std::to_string(Told) + " other yields"
                        : "; so it may at line " + More;
    }
    diag(Loc(S.Where), "%0", DiagnosticIDs::Note) << Words;
  }
}

} // namespace reentrancy
} // namespace clang::tidy
