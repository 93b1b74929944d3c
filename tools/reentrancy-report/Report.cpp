//===-- What a run found, apart from how it is shown ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace reentrancy::report {

/// Told apart from other JSON by this, and from other versions of itself.
static constexpr StringLiteral Format = "reentrancy-report 2";

template <class T> static void append(std::vector<T> &To, std::vector<T> From) {
  std::move(From.begin(), From.end(), std::back_inserter(To));
}

template <class T> static void sortUnique(std::vector<T> &Items) {
  llvm::sort(Items);
  Items.erase(std::unique(Items.begin(), Items.end()), Items.end());
}

void Report::add(Report Other) {
  append(Findings, std::move(Other.Findings));
  append(Verdicts, std::move(Other.Verdicts));
  append(Machines, std::move(Other.Machines));
  append(Failures, std::move(Other.Failures));
  append(Files, std::move(Other.Files));
  for (auto &[File, Lines] : Other.Source)
    Source[File].merge(Lines);
}

void Report::normalize() {
  for (Finding &F : Findings)
    F.Ordinal = 1;
  sortUnique(Findings);
  sortUnique(Verdicts);
  sortUnique(Machines);
  sortUnique(Failures);
  sortUnique(Files);
  std::map<std::string, unsigned> Seen;
  for (Finding &F : Findings)
    F.Ordinal = ++Seen[F.Content];
}

std::vector<std::string> quotedNames(StringRef Text) {
  SmallVector<StringRef> Parts;
  Text.split(Parts, '\'');
  std::vector<std::string> Names;
  for (size_t I = 1; I + 1 < Parts.size(); I += 2)
    Names.push_back(Parts[I].str());
  return Names;
}

// --- Writing ----------------------------------------------------------------

static json::Value toJSON(const Place &P) {
  return json::Object{{"file", P.File}, {"line", P.Line}, {"column", P.Column}};
}

static json::Value toJSON(const Step &S) {
  return json::Object{{"at", toJSON(S.At)}, {"text", S.Text}};
}

static json::Value toJSON(const Fix &F) {
  return json::Object{
      {"begin", toJSON(F.Begin)}, {"end", toJSON(F.End)}, {"text", F.Text}};
}

static json::Value toJSON(const Verdict &V) {
  return json::Object{{"at", toJSON(V.At)},
                      {"function", V.Function},
                      {"verdict", V.Kind},
                      {"text", V.Text}};
}

static json::Value toJSON(const Transition &T) {
  return json::Object{{"from", T.From},
                      {"to", T.To},
                      {"how", T.How},
                      {"class", T.Class},
                      {"at", toJSON(T.At)}};
}

template <class T> static json::Array arrayOf(const std::vector<T> &Items) {
  json::Array A;
  for (const T &I : Items)
    A.push_back(toJSON(I));
  return A;
}

static json::Value toJSON(const Machine &M) {
  return json::Object{{"at", toJSON(M.At)},
                      {"function", M.Function},
                      {"guard", M.Guard},
                      {"states", M.States},
                      {"transitions", arrayOf(M.Transitions)}};
}

static json::Value toJSON(const Failure &F) {
  return json::Object{{"file", F.File}, {"message", F.Message}};
}

static json::Value toJSON(const Finding &F) {
  return json::Object{
      {"at", toJSON(F.At)},        {"check", F.Check},
      {"level", F.Level},          {"message", F.Message},
      {"steps", arrayOf(F.Steps)}, {"fixes", arrayOf(F.Fixes)},
      {"content", F.Content},      {"fingerprint", F.fingerprint()}};
}

json::Value toJSON(const Report &R) {
  json::Object Source;
  for (const auto &[File, Lines] : R.Source) {
    json::Array Texts;
    for (const auto &[Number, Text] : Lines)
      Texts.push_back(json::Array{Number, json::fixUTF8(Text)});
    Source[File] = std::move(Texts);
  }
  return json::Object{{"format", Format},
                      {"files", R.Files},
                      {"findings", arrayOf(R.Findings)},
                      {"verdicts", arrayOf(R.Verdicts)},
                      {"machines", arrayOf(R.Machines)},
                      {"failures", arrayOf(R.Failures)},
                      {"source", std::move(Source)}};
}

// --- Reading ----------------------------------------------------------------
// In the form that json::fromJSON() looks up by the type.

static bool fromJSON(const json::Value &V, Place &P, json::Path Path) {
  json::ObjectMapper O(V, Path);
  uint64_t Line, Column;
  if (!O || !O.map("file", P.File) || !O.map("line", Line) ||
      !O.map("column", Column))
    return false;
  P.Line = Line;
  P.Column = Column;
  return true;
}

static bool fromJSON(const json::Value &V, Step &S, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("at", S.At) && O.map("text", S.Text);
}

static bool fromJSON(const json::Value &V, Fix &F, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("begin", F.Begin) && O.map("end", F.End) &&
         O.map("text", F.Text);
}

static bool fromJSON(const json::Value &V, Verdict &D, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("at", D.At) && O.map("function", D.Function) &&
         O.map("verdict", D.Kind) && O.map("text", D.Text);
}

static bool fromJSON(const json::Value &V, Transition &T, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("from", T.From) && O.map("to", T.To) &&
         O.map("how", T.How) && O.map("class", T.Class) && O.map("at", T.At);
}

static bool fromJSON(const json::Value &V, Machine &M, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("at", M.At) && O.map("function", M.Function) &&
         O.map("guard", M.Guard) && O.map("states", M.States) &&
         O.map("transitions", M.Transitions);
}

static bool fromJSON(const json::Value &V, Failure &F, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("file", F.File) && O.map("message", F.Message);
}

static bool fromJSON(const json::Value &V, Finding &F, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("at", F.At) && O.map("check", F.Check) &&
         O.map("level", F.Level) && O.map("message", F.Message) &&
         O.map("steps", F.Steps) && O.map("fixes", F.Fixes) &&
         O.map("content", F.Content);
}

static bool fromJSON(const json::Value &V, Excerpt &Lines, json::Path Path) {
  const json::Array *All = V.getAsArray();
  if (!All) {
    Path.report("expected array");
    return false;
  }
  for (const json::Value &Line : *All) {
    const json::Array *Pair = Line.getAsArray();
    if (!Pair || Pair->size() != 2 || !(*Pair)[0].getAsUINT64() ||
        !(*Pair)[1].getAsString()) {
      Path.report("expected [number, text]");
      return false;
    }
    Lines[*(*Pair)[0].getAsUINT64()] = (*Pair)[1].getAsString()->str();
  }
  return true;
}

static bool fromJSON(const json::Value &V, Report &R, json::Path Path) {
  json::ObjectMapper O(V, Path);
  std::string Found;
  if (!O || !O.map("format", Found))
    return false;
  if (Found != Format) {
    Path.field("format").report("another version of reentrancy-report");
    return false;
  }
  return O.map("files", R.Files) && O.map("findings", R.Findings) &&
         O.map("verdicts", R.Verdicts) && O.map("machines", R.Machines) &&
         O.map("failures", R.Failures) && O.map("source", R.Source);
}

Expected<Report> parseReport(StringRef Text, StringRef Name) {
  auto Refuse = [&](Error E) {
    return createStringError(
        "'" + Name + "' is not what reentrancy-report --format=json writes: " +
        toString(std::move(E)));
  };
  Expected<json::Value> Parsed = json::parse(Text);
  if (!Parsed)
    return Refuse(Parsed.takeError());
  Report R;
  json::Path::Root Root("report");
  if (!fromJSON(*Parsed, R, Root))
    return Refuse(Root.getError());
  return R;
}

} // namespace reentrancy::report
