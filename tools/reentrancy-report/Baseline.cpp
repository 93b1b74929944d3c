//===-- Findings that are known already -------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace reentrancy::report {

static constexpr StringLiteral Format = "reentrancy-baseline 1";

static bool fromJSON(const json::Value &V, Baseline::Entry &E,
                     json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("fingerprint", E.Fingerprint) && O.map("check", E.Check) &&
         O.map("file", E.File) && O.map("message", E.Message);
}

Baseline Baseline::of(const Report &R) {
  Baseline B;
  for (const Finding &F : R.Findings)
    B.Entries.insert({F.fingerprint(), F.Check, F.At.File, F.Message});
  return B;
}

Expected<Baseline> Baseline::read(StringRef File) {
  auto Refuse = [&](const Twine &Why) {
    return createStringError("'" + File +
                             "' cannot be taken as a baseline: " + Why +
                             "; --update-baseline=" + File + " writes one");
  };
  auto Text = MemoryBuffer::getFile(File);
  if (!Text)
    return Refuse(Text.getError().message());
  Expected<json::Value> Parsed = json::parse((*Text)->getBuffer());
  if (!Parsed)
    return Refuse(toString(Parsed.takeError()));
  json::Path::Root Root("baseline");
  json::ObjectMapper O(*Parsed, Root);
  std::string Found;
  std::vector<Entry> Entries;
  if (!O || !O.map("format", Found) || !O.map("findings", Entries))
    return Refuse(toString(Root.getError()));
  if (Found != Format)
    return Refuse("it is of another version");
  Baseline B;
  B.Entries.insert(Entries.begin(), Entries.end());
  return B;
}

Error Baseline::write(StringRef File) const {
  json::Array Findings;
  for (const Entry &E : Entries)
    Findings.push_back(json::Object{{"fingerprint", E.Fingerprint},
                                    {"check", E.Check},
                                    {"file", E.File},
                                    {"message", json::fixUTF8(E.Message)}});
  const json::Value All =
      json::Object{{"format", Format}, {"findings", std::move(Findings)}};
  return writeToOutput(File, [&](raw_ostream &OS) -> Error {
    OS << formatv("{0:2}\n", All);
    return Error::success();
  });
}

std::vector<Baseline::Entry> Baseline::subtractFrom(Report &R) const {
  StringSet<> Known, Here;
  for (const Entry &E : Entries)
    Known.insert(E.Fingerprint);
  for (const Finding &F : R.Findings)
    Here.insert(F.fingerprint());
  llvm::erase_if(R.Findings, [&](const Finding &F) {
    return Known.contains(F.fingerprint());
  });
  std::vector<Entry> Gone;
  for (const Entry &E : Entries)
    if (!Here.contains(E.Fingerprint))
      Gone.push_back(E);
  return Gone;
}

} // namespace reentrancy::report
