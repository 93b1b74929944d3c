//===- AuditCheck.cpp - The verdict of each yield
//--------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AuditCheck.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"

using ::reentrancy::Verdict;
using ::reentrancy::VerdictKind;
using ::reentrancy::VerdictReason;
using ::reentrancy::YieldKind;

namespace clang::tidy::reentrancy {

/// How many places a reason names.
constexpr size_t MaxPlaces = 4;

AuditCheck::AuditCheck(StringRef Name, ClangTidyContext *Context)
    : ReentrancyCheck(Name, Context) {
  // What is only possible is what makes a verdict undecided.
  lookForPossible();
}

static std::string placesOf(const Verdict &V) {
  std::string Text;
  for (size_t I = 0; I != std::min(V.Places.size(), MaxPlaces); ++I)
    Text += (I ? ", '" : "'") + V.Places[I] + "'";
  if (V.Places.size() > MaxPlaces)
    Text += " and " + std::to_string(V.Places.size() - MaxPlaces) + " more";
  return Text.empty() ? "what it calls" : Text;
}

static std::string reasonOf(const Verdict &V) {
  switch (V.Why) {
  case VerdictReason::NothingBefore:
    return "transparent: nothing that survives is changed before it";
  case VerdictReason::Refuted:
    return "transparent: " + placesOf(V) +
           " may be changed before it, but no next call ends otherwise for it";
  case VerdictReason::Shown:
    return "bug: " + placesOf(V) + " differs for the next call";
  case VerdictReason::OnlyPossible:
    return "undecided: " + placesOf(V) +
           " differs if code that is not seen does what it may do";
  case VerdictReason::BoundMet:
    return "undecided: " + placesOf(V) +
           " may be changed before it, and not every way of the next call "
           "could be followed";
  case VerdictReason::NotReplayed:
    return "undecided: " + placesOf(V) +
           " may be changed before it, and it seems that another function, or "
           "this one with other input, is called next";
  }
  return "";
}

static std::string yieldOf(const Verdict &V) {
  switch (V.How) {
  case YieldKind::Propagated:
    return V.Callee.empty() ? "yield of a callee"
                            : "yield of '" + V.Callee + "'";
  case YieldKind::Leaf:
    return "yield with a completion";
  default:
    return "yield that asks to be called again";
  }
}

void AuditCheck::check(const ast_matchers::MatchFinder::MatchResult &Result) {
  if (!Result.Nodes.getNodeAs<FunctionDecl>("function"))
    return ReentrancyCheck::check(Result);
  const auto *FD = Result.Nodes.getNodeAs<FunctionDecl>("function");
  if (!::reentrancy::isCandidate(FD, options().Vocabulary))
    return;
  const auto &Report = analysis(FD, *Result.Context);
  const SourceManager &SM = *Result.SourceManager;
  ++Functions;
  for (const Verdict &V : Report.Verdicts) {
    ++(V.Kind == VerdictKind::Transparent ? Transparent
       : V.Kind == VerdictKind::Bug       ? Bugs
                                          : Undecided);
    diag(SM.getExpansionLoc(V.Where->getBeginLoc()), "%0 in '%1' is %2")
        << yieldOf(V) << FD->getNameAsString() << reasonOf(V);
  }
  for (const Stmt *S : Report.NotUnderstood) {
    ++Undecided;
    diag(SM.getExpansionLoc(S->getBeginLoc()),
         "answer of '%0' is undecided: it is not known what it says")
        << FD->getNameAsString();
  }
  if (!Report.Skipped.empty()) {
    ++Skipped;
    diag(FD->getLocation(), "'%0' is undecided: not analysed whole: %1")
        << FD->getNameAsString() << Report.Skipped;
  } else if (Report.Verdicts.empty() && Report.NotUnderstood.empty()) {
    diag(FD->getLocation(), "'%0' has no yield that is known")
        << FD->getNameAsString();
  }
}

void AuditCheck::onEndOfTranslationUnit() {
  diag("%0 re-entrant functions (%1 not analysed whole), %2 yields: %3 "
       "transparent, %4 bugs, %5 undecided")
      << Functions << Skipped << (Transparent + Bugs + Undecided) << Transparent
      << Bugs << Undecided;
}

} // namespace clang::tidy::reentrancy
