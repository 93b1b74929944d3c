//===-- Text, JSON and annotations of a report ------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Formats.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace reentrancy::report {

static std::string placeOf(const Place &P) {
  return P.File.empty() ? std::string()
                        : formatv("{0}:{1}:{2}: ", P.File, P.Line, P.Column);
}

static void writeLine(const Report &R, const Place &P, raw_ostream &OS) {
  const auto File = R.Source.find(P.File);
  if (File == R.Source.end())
    return;
  if (const auto Line = File->second.find(P.Line); Line != File->second.end())
    OS << formatv("{0,5} | {1}\n      | ", P.Line, Line->second).str()
       << std::string(P.Column ? P.Column - 1 : 0, ' ') << "^\n";
}

static std::string counted(size_t N, StringRef What) {
  return (Twine(N) + " " + What + (N == 1 ? "" : "s")).str();
}

void writeText(const Report &R, raw_ostream &OS) {
  for (const Finding &F : R.Findings) {
    OS << placeOf(F.At) << F.Level << ": " << F.Message << " [" << F.Check
       << "]\n";
    writeLine(R, F.At, OS);
    Place Last = F.At;
    for (const Step &S : F.Steps) {
      OS << placeOf(S.At) << "note: " << S.Text << "\n";
      if (S.At != Last)
        writeLine(R, S.At, OS);
      Last = S.At;
    }
  }
  for (const Verdict &V : R.Verdicts)
    OS << placeOf(V.At) << "audit: " << V.Text << "\n";
  for (const Failure &F : R.Failures)
    OS << F.File << ": not analysed whole: " << F.Message << "\n";
  OS << counted(R.Findings.size(), "finding") << " in "
     << counted(R.Files.size(), "file") << "\n";
}

void writeJson(const Report &R, raw_ostream &OS) {
  OS << formatv("{0:2}\n", toJSON(R));
}

/// What GitHub's runner takes back out of a workflow command.
static std::string escaped(StringRef Text, bool Property) {
  std::string Out;
  for (char C : Text)
    if (C == '%' || C == '\r' || C == '\n' ||
        (Property && (C == ':' || C == ',')))
      Out += "%" + utohexstr(static_cast<unsigned char>(C), false, 2);
    else
      Out += C;
  return Out;
}

void writeGithub(const Report &R, raw_ostream &OS) {
  for (const Finding &F : R.Findings) {
    std::string Message = F.Message;
    for (const Step &S : F.Steps)
      Message += "\n" + placeOf(S.At) + S.Text;
    OS << "::" << F.Level << " file=" << escaped(F.At.File, true)
       << ",line=" << F.At.Line << ",col=" << F.At.Column
       << ",title=" << escaped(F.Check, true) << "::" << escaped(Message, false)
       << "\n";
  }
  for (const Failure &F : R.Failures)
    OS << "::error file=" << escaped(F.File, true)
       << ",title=not analysed whole::" << escaped(F.Message, false) << "\n";
}

} // namespace reentrancy::report
