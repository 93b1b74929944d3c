//===- RunSummary.cpp - What a run came to --------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RunSummary.h"
#include "../lib/Analysis.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

namespace clang::tidy::reentrancy {

RunSummary &RunSummary::instance() {
  static RunSummary Only;
  return Only;
}

void RunSummary::function(const FunctionDecl *FD,
                          const ::reentrancy::FunctionReport *Report) {
  const SourceManager &SM = FD->getASTContext().getSourceManager();
  // Instances of a template stand at one place and are told apart by name.
  const std::string Place =
      FD->getLocation().printToString(SM) + FD->getQualifiedNameAsString();
  const std::lock_guard<std::mutex> Guard(Lock);
  if (!Functions.insert(llvm::xxh3_64bits(Place)).second || !Report)
    return;
  ++MayWait;
  Yields += Report->Verdicts.size();
  for (const ::reentrancy::Verdict &V : Report->Verdicts)
    Undecided += V.Kind == ::reentrancy::VerdictKind::Undecided;
  if (!Report->Skipped.empty())
    ++NotUnderstood[Report->Skipped];
  else if (!Report->NotUnderstood.empty())
    ++NotUnderstood["it is not known what an answer says"];
}

void RunSummary::finding(StringRef Place) {
  const std::lock_guard<std::mutex> Guard(Lock);
  Findings.insert(llvm::xxh3_64bits(Place));
}

void RunSummary::entry(StringRef Option, StringRef Entry, bool Named) {
  const std::lock_guard<std::mutex> Guard(Lock);
  Entries[{Option.str(), Entry.str()}] |= Named;
}

bool RunSummary::empty() const {
  const std::lock_guard<std::mutex> Guard(Lock);
  return Functions.empty();
}

void RunSummary::print(llvm::raw_ostream &OS) const {
  const std::lock_guard<std::mutex> Guard(Lock);
  unsigned Blind = 0;
  for (const auto &[Reason, Count] : NotUnderstood)
    Blind += Count;
  OS << "reentrancy: " << Functions.size() << " functions analysed, " << MayWait
     << " may wait, " << Yields << " yields, " << Findings.size()
     << " findings, " << Undecided << " yields undecided, " << Blind
     << " functions not understood";
  StringRef Before = " (";
  for (const auto &[Reason, Count] : NotUnderstood) {
    OS << Before << Count << ": " << Reason;
    Before = "; ";
  }
  OS << (NotUnderstood.empty() ? "\n" : ")\n");
  for (const auto &[Entry, Named] : Entries)
    if (!Named)
      OS << "reentrancy: '" << Entry.second << "' of the option " << Entry.first
         << " named nothing in any file\n";
  if (!MayWait)
    OS << "reentrancy: nothing here may wait, so nothing was checked; if some "
          "function does answer \"not yet\", the options Protocol, "
          "PendingTypes and PendingValues say how (docs/protocols.md)\n";
}

} // namespace clang::tidy::reentrancy
