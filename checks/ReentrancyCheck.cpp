//===- ReentrancyCheck.cpp - Base of the checks ---------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReentrancyCheck.h"
#include "../lib/vocabulary/Annotations.h"
#include "../lib/vocabulary/MacroValue.h"
#include "AnalysisCache.h"
#include "OptionNames.h"
#include "RunSummary.h"
#include "Words.h"
#include "clang-tidy/utils/OptionsUtils.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/SourceManager.h"

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

ReentrancyCheck::ReentrancyCheck(StringRef Name, ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      ProtocolName(Options.getLocalOrGlobal("Protocol", "ioresult")),
      ReportSkipped(Options.getLocalOrGlobal("ReportSkipped", false)),
      Cache(AnalysisCache::get(Context)) {
  if (auto P = Protocol::named(ProtocolName))
    Settings.Vocabulary = *P;
  for (const VocabularyOption &O : vocabularyOptions())
    if (auto Given = Options.getLocalOrGlobal(O.Name)) {
      (Settings.Vocabulary.*O.List).clear();
      for (StringRef N : utils::options::parseStringList(*Given))
        (Settings.Vocabulary.*O.List).push_back(N.str());
    }
  // All that is wrong with the options is told by the first check that asks.
  if (Cache->claim(&vocabularyOptions().front()))
    for (const std::string &Wrong :
         optionComplaints(Context->getOptions().CheckOptions))
      configurationDiag("%0") << Wrong;
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
  for (const VocabularyOption &O : vocabularyOptions())
    Options.store(Opts, O.Name, llvm::join(Settings.Vocabulary.*O.List, ";"));
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
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
  Finder->addMatcher(
      decl(hasAttr(attr::Annotate), unless(isExpansionInSystemHeader()))
          .bind("annotated"),
      this);
  Finder->addMatcher(
      functionDecl(isDefinition(), unless(isExpansionInSystemHeader()))
          .bind("function"),
      this);
}

const ::reentrancy::FunctionReport &
ReentrancyCheck::analysis(const FunctionDecl *FD, ASTContext &Context) {
  // Options that differ between checks are rare; then each has its analysis.
  std::string Fingerprint;
  for (const VocabularyOption &O : vocabularyOptions())
    Fingerprint += llvm::join(Settings.Vocabulary.*O.List, ";") + "|";
  for (unsigned N :
       {unsigned(Settings.LeastConfidence), Settings.Bounds.MaxBlocks,
        Settings.Bounds.MaxStates, Settings.Bounds.MaxValuations,
        Settings.Bounds.MaxInlineDepth})
    Fingerprint += std::to_string(N) + "|";
  const auto &Report = Cache->report(FD, Context, Settings, Fingerprint);
  if (Cache->claim(FD))
    RunSummary::instance().function(
        FD,
        ::reentrancy::isCandidate(FD, Settings.Vocabulary) ? &Report : nullptr);
  return Report;
}

void ReentrancyCheck::check(const MatchFinder::MatchResult &Result) {
  if (const auto *Unit = Result.Nodes.getNodeAs<TranslationUnitDecl>("unit")) {
    if (Cache->claim(Unit))
      for (const std::string &Wrong : entryComplaints(
               Cache->context().getOptions().CheckOptions, *Result.Context))
        configurationDiag("%0") << Wrong;
    return;
  }
  if (const auto *D = Result.Nodes.getNodeAs<Decl>("annotated")) {
    for (const auto *A : D->specific_attrs<AnnotateAttr>())
      if (const std::string Wrong = ::reentrancy::complaint(D, A);
          !Wrong.empty() && !A->isInherited() && Cache->claim(A))
        diag(A->getLocation(), "%0") << Wrong;
    return;
  }
  const auto *FD = Result.Nodes.getNodeAs<FunctionDecl>("function");
  const auto &Report = analysis(FD, *Result.Context);
  if (!Report.Skipped.empty() && ReportSkipped)
    diag(FD->getLocation(), "'%0' was not analysed: %1")
        << FD->getNameAsString() << Report.Skipped;
  // What a callee does wrong, its callers may find as well: it is told once.
  for (const Finding &F : Report.Findings)
    if (mine(F) && Cache->claim(F.Where))
      report(F, FD, *Result.SourceManager);
}

std::string quoted(StringRef Name, StringRef Otherwise) {
  return Name.empty() && !Otherwise.empty() ? Otherwise.str()
                                            : ("'" + Name + "'").str();
}

Words wordsOf(const Finding &F, StringRef Function) {
  return F.Kind < FindingKind::Resubmitted ? pathWords(F, Function)
                                           : replayWords(F, Function);
}

/// Why the next call gets to the same place again.
static std::string reentered(const Step &S) {
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
    return "next call: control may get here again, because " + quoted(S.Name) +
           " may be " + quoted(S.Value) + " after what the first call wrote";
  }
  return {};
}

static std::string mayYield(const Step &S, const Finding &F,
                            StringRef Function) {
  switch (F.Yields.empty() ? YieldKind::None : F.Yields.front().Kind) {
  case YieldKind::Propagated:
    return quoted(S.Name, "the callee") + " may be pending here; then " +
           quoted(Function) + " returns, and is called again from the top";
  case YieldKind::Leaf:
    return quoted(Function) +
           " hands out a completion here, and is called again from the top "
           "when that is finished";
  default:
    return quoted(Function) + " asks to be called again here, from the top";
  }
}

/// A note of the path.
static std::string tell(const Step &S, const Finding &F, const Words &W,
                        StringRef Function) {
  switch (S.Role) {
  case StepRole::Changed:
  case StepRole::Begins:
    return W.Begins;
  case StepRole::Meets:
    return W.Meets;
  case StepRole::ChangedAgain:
  case StepRole::Ends:
    return W.Ends;
  case StepRole::Advice:
    return W.Advice;
  case StepRole::Inside:
    return "namely here";
  case StepRole::MayYield:
    return mayYield(S, F, Function);
  case StepRole::Reentered:
    return reentered(S);
  case StepRole::LostHere:
    return F.Kind == FindingKind::LostProgress
               ? "next call: " + quoted(S.Name) +
                     " is a local that starts afresh, so the passes before the "
                     "yield are made again"
               : W.Ends;
  case StepRole::Diverted:
    if (F.Kind == FindingKind::NoArm)
      return "next call: no case of this 'switch' is for that state";
    return "next call: " +
           (S.Name.empty() ? std::string("the changed value is read")
                           : quoted(S.Name) + " now reads the changed value") +
           ", so the pending call is not made again as it was";
  }
  return {};
}

void ReentrancyCheck::report(const Finding &F, const FunctionDecl *FD,
                             const SourceManager &SM) {
  auto Loc = [&SM](const Stmt *S) { return SM.getFileLoc(S->getBeginLoc()); };
  const std::string Function = FD->getNameAsString();
  const Words W = wordsOf(F, Function);
  diag(Loc(F.Where), "%0") << W.Headline;
  RunSummary::instance().finding(Loc(F.Where).printToString(SM) + W.Headline);
  for (const Step &S : F.Path) {
    std::string Text = tell(S, F, W, Function);
    if (S.Role == StepRole::MayYield && F.Yields.size() > 1) {
      // At most three yields by line, then their number.
      std::string More;
      unsigned Told = 0;
      for (const auto &Y : F.Yields) {
        if (Y.Where == S.Where)
          continue;
        if (Told++ < 2)
          More += (More.empty() ? "" : " and ") +
                  std::to_string(SM.getSpellingLineNumber(Loc(Y.Where)));
      }
      Text += Told > 2   ? "; so may " + std::to_string(Told) + " other yields"
              : Told > 1 ? "; so it may at lines " + More
                         : "; so it may at line " + More;
    }
    diag(Loc(S.Where), "%0", DiagnosticIDs::Note) << Text;
  }
}

} // namespace reentrancy
} // namespace clang::tidy
