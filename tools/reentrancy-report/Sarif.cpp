//===-- SARIF of a report ---------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// By llvm/Support/JSON.h and not by clang/Basic/Sarif.h: that one wants every
// place in a SourceManager, and merged reports have no sources at hand; it has
// no fingerprints, fixes or help of rules.
//
//===----------------------------------------------------------------------===//

#include "CheckPages.h"
#include "Formats.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace reentrancy::report {

namespace {

/// \p File as a URI: relative to the root of the code base, or absolute.
std::string uriOf(StringRef File) {
  std::string Uri = sys::path::is_absolute(File) ? "file://" : "";
  for (char C : File)
    if (isAlnum(C) || StringRef("/-._~+").contains(C))
      Uri += C;
    else
      Uri += formatv("%{0:X-2}", static_cast<unsigned char>(C)).str();
  return Uri;
}

json::Object artifact(StringRef File) {
  json::Object A{{"uri", uriOf(File)}};
  if (!sys::path::is_absolute(File))
    A["uriBaseId"] = "SRCROOT";
  return A;
}

/// The column of \p P in code points, as is said below; it is in bytes.
unsigned columnOf(const Report &R, const Place &P) {
  const auto File = R.Source.find(P.File);
  if (File == R.Source.end() || !File->second.count(P.Line))
    return P.Column;
  return 1 + llvm::count_if(
                 StringRef(File->second.at(P.Line)).take_front(P.Column - 1),
                 [](char C) { return (C & 0xC0) != 0x80; });
}

json::Object physical(const Report &R, const Place &P) {
  json::Object L{{"artifactLocation", artifact(P.File)}};
  if (!P.Line)
    return L;
  json::Object Region{{"startLine", P.Line}, {"startColumn", columnOf(R, P)}};
  if (const auto File = R.Source.find(P.File); File != R.Source.end())
    if (const auto Line = File->second.find(P.Line); Line != File->second.end())
      Region["snippet"] = json::Object{{"text", json::fixUTF8(Line->second)}};
  L["region"] = std::move(Region);
  return L;
}

json::Object location(const Report &R, const Place &P) {
  json::Object L;
  if (!P.File.empty())
    L["physicalLocation"] = physical(R, P);
  return L;
}

json::Object message(StringRef Text) {
  return json::Object{{"text", json::fixUTF8(Text)}};
}

/// The steps in order. The advice is among them: it stands at a place as well.
json::Array codeFlows(const Report &R, const Finding &F) {
  json::Array Steps;
  for (const Step &S : F.Steps) {
    json::Object L = location(R, S.At);
    L["message"] = message(S.Text);
    Steps.push_back(json::Object{{"location", std::move(L)},
                                 {"executionOrder", Steps.size() + 1}});
  }
  json::Object Thread{{"locations", std::move(Steps)}};
  return json::Array{
      json::Object{{"threadFlows", json::Array{std::move(Thread)}}}};
}

json::Array fixes(const Report &R, const Finding &F) {
  std::map<std::string, json::Array> ByFile;
  for (const Fix &X : F.Fixes)
    ByFile[X.Begin.File].push_back(json::Object{
        {"deletedRegion", json::Object{{"startLine", X.Begin.Line},
                                       {"startColumn", columnOf(R, X.Begin)},
                                       {"endLine", X.End.Line},
                                       {"endColumn", columnOf(R, X.End)}}},
        {"insertedContent", message(X.Text)}});
  json::Array Changes;
  for (auto &[File, Replacements] : ByFile)
    Changes.push_back(json::Object{{"artifactLocation", artifact(File)},
                                   {"replacements", std::move(Replacements)}});
  return json::Array{
      json::Object{{"description", message("the fix of " + F.Check)},
                   {"artifactChanges", std::move(Changes)}}};
}

json::Object rule(StringRef Check) {
  json::Object Rule{{"id", Check}};
  const StringRef Page = pageOf(Check);
  if (Page.empty())
    return Rule;
  Rule["shortDescription"] = message(sentenceOf(Check));
  Rule["fullDescription"] = message(sentenceOf(Check));
  Rule["help"] = json::Object{{"text", Page}, {"markdown", Page}};
  Rule["defaultConfiguration"] = json::Object{{"level", "warning"}};
  return Rule;
}

} // namespace

void writeSarif(const Report &R, raw_ostream &OS) {
  std::map<std::string, size_t> Rules;
  for (const Finding &F : R.Findings)
    Rules[F.Check];
  json::Array RuleList;
  for (auto &[Check, Index] : Rules) {
    Index = RuleList.size();
    RuleList.push_back(rule(Check));
  }
  json::Array Results;
  for (const Finding &F : R.Findings) {
    json::Object Result{
        {"ruleId", F.Check},
        {"ruleIndex", Rules[F.Check]},
        {"level", F.Level},
        {"message", message(F.Message)},
        {"partialFingerprints",
         json::Object{{"reentrancyContent/v1", F.fingerprint()}}}};
    if (!F.At.File.empty())
      Result["locations"] = json::Array{location(R, F.At)};
    if (!F.Steps.empty())
      Result["codeFlows"] = codeFlows(R, F);
    if (!F.Fixes.empty())
      Result["fixes"] = fixes(R, F);
    Results.push_back(std::move(Result));
  }
  json::Array Notifications;
  for (const Failure &F : R.Failures)
    Notifications.push_back(json::Object{
        {"level", "error"},
        {"message", message(F.Message)},
        {"locations", json::Array{location(R, Place{F.File, 0, 0})}}});
  json::Object Run{
      {"tool",
       json::Object{
           {"driver", json::Object{{"name", "reentrancy-tidy"},
                                   {"version", REENTRANCY_VERSION},
                                   {"semanticVersion", REENTRANCY_VERSION},
                                   {"rules", std::move(RuleList)}}}}},
      {"columnKind", "unicodeCodePoints"},
      {"originalUriBaseIds",
       json::Object{{"SRCROOT",
                     json::Object{{"description", message("the top of the code "
                                                          "base")}}}}},
      {"invocations",
       json::Array{json::Object{
           {"executionSuccessful", R.Failures.empty()},
           {"toolExecutionNotifications", std::move(Notifications)}}}},
      {"results", std::move(Results)}};
  const json::Value Document = json::Object{
      {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                  "schemas/sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", json::Array{std::move(Run)}}};
  OS << formatv("{0:2}\n", Document);
}

} // namespace reentrancy::report
