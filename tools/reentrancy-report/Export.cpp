//===-- From what clang-tidy exports to a report ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Export.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLTraits.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;

namespace reentrancy::report {

/// Lines of source shown before and behind each place.
constexpr unsigned LinesAround = 4;
/// A fingerprint takes in at most so many tokens of a statement.
constexpr unsigned MaxTokens = 48;

std::string shownPath(StringRef File, StringRef Root) {
  SmallString<256> Path(File);
  sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  StringRef Shown = Path;
  if (!Root.empty() && Shown.consume_front(Root) &&
      (Root.ends_with("/") || Shown.consume_front("/")))
    return sys::path::convert_to_slash(Shown);
  return sys::path::convert_to_slash(Path);
}

namespace {

/// The sources that an export names, each read once.
class Sources {
public:
  Sources(StringRef Root, Report &R) : Root(Root), R(R) {}

  /// The text of \p File; null if it cannot be read.
  const MemoryBuffer *text(StringRef File) {
    auto [It, New] = Buffers.try_emplace(File);
    if (New)
      if (auto Read = MemoryBuffer::getFile(File))
        It->second = std::move(*Read);
    return It->second.get();
  }

  Place place(StringRef File, unsigned Offset) {
    Place P;
    P.File = shownPath(File, Root);
    const MemoryBuffer *Buffer = text(File);
    if (!Buffer || Offset > Buffer->getBufferSize())
      return P;
    const StringRef Before = Buffer->getBuffer().take_front(Offset);
    P.Line = Before.count('\n') + 1;
    // npos + 1 is 0: the first line.
    P.Column = Offset - (Before.rfind('\n') + 1) + 1;
    return P;
  }

  /// Keeps the lines around \p P, to be shown with it.
  void keep(StringRef File, const Place &P) {
    const MemoryBuffer *Buffer = text(File);
    if (!Buffer || !P.Line)
      return;
    auto &Kept = R.Source[P.File];
    SmallVector<StringRef, 0> &Lines = Split[File];
    if (Lines.empty())
      Buffer->getBuffer().split(Lines, '\n');
    const unsigned First = P.Line > LinesAround ? P.Line - LinesAround : 1;
    for (unsigned N = First; N <= P.Line + LinesAround && N <= Lines.size();
         ++N)
      Kept.try_emplace(N, Lines[N - 1].rtrim("\r").str());
  }

private:
  StringRef Root;
  Report &R;
  StringMap<std::unique_ptr<MemoryBuffer>> Buffers;
  StringMap<SmallVector<StringRef, 0>> Split;
};

/// The tokens from \p Offset to the end of the statement, without comments and
/// spaces: what stays when code is moved or formatted anew.
std::string statementAt(StringRef Text, unsigned Offset) {
  clang::LangOptions Options;
  Options.CPlusPlus = Options.CPlusPlus20 = true;
  clang::Lexer Lex(clang::SourceLocation(), Options, Text.begin(),
                   Text.begin() + Offset, Text.end());
  std::string Tokens;
  unsigned Depth = 0;
  for (unsigned I = 0; I != MaxTokens; ++I) {
    clang::Token T;
    if (Lex.LexFromRawLexer(T) || T.is(clang::tok::eof))
      break;
    const StringRef Spelled = Text.substr(
        Lex.getBufferLocation() - Text.begin() - T.getLength(), T.getLength());
    if (T.isOneOf(clang::tok::l_paren, clang::tok::l_square))
      ++Depth;
    else if (T.isOneOf(clang::tok::r_paren, clang::tok::r_square)) {
      if (!Depth)
        break;
      --Depth;
    } else if (!Depth && T.isOneOf(clang::tok::semi, clang::tok::l_brace,
                                   clang::tok::r_brace))
      break;
    Tokens += Spelled;
    Tokens += ' ';
  }
  return Tokens;
}

/// See Finding::Content. The sentence of the message is left out, so that other
/// words for the same finding keep it.
std::string contentOf(const Finding &F, const MemoryBuffer *Text,
                      unsigned Offset) {
  std::string Told = F.Check + "\n";
  for (const std::string &Name : quotedNames(F.Message)) {
    std::string Tight = Name;
    llvm::erase_if(Tight, isSpace);
    Told += Tight + "\n";
  }
  if (Text && Offset <= Text->getBufferSize())
    Told += statementAt(Text->getBuffer(), Offset);
  const XXH128_hash_t Hash = xxh3_128bits(arrayRefFromStringRef(Told));
  return utohexstr(Hash.high64, true, 16) + utohexstr(Hash.low64, true, 16);
}

/// What the audit says in one sentence (docs/audit.md), taken apart; nothing
/// for the line that counts.
std::optional<Verdict> verdictOf(StringRef Message, Place At) {
  Verdict V;
  V.At = std::move(At);
  V.Text = Message.str();
  StringRef Subject = Message, Said;
  if (auto [Left, Right] = Message.split(" is "); !Right.empty()) {
    Subject = Left;
    Said = Right;
  }
  V.Kind = Said.split(':').first.str();
  if (V.Kind != "transparent" && V.Kind != "bug" && V.Kind != "undecided")
    V.Kind = "none";
  const std::vector<std::string> Names = quotedNames(Subject);
  if (Names.empty())
    return std::nullopt;
  V.Function = V.Kind == "none" ? Names.front() : Names.back();
  return V;
}

/// What the check of states says, taken apart (docs/audit.md).
std::optional<Machine> machineOf(const clang::tooling::Diagnostic &D,
                                 Sources &Known) {
  std::vector<std::string> Names = quotedNames(D.Message.Message);
  if (Names.size() < 3)
    return std::nullopt;
  Machine M;
  M.At = Known.place(D.Message.FilePath, D.Message.FileOffset);
  M.Function = Names[0];
  M.Guard = Names[1];
  M.States.assign(Names.begin() + 2, Names.end());
  for (const clang::tooling::DiagnosticMessage &N : D.Notes) {
    Transition T;
    const std::vector<std::string> Ends = quotedNames(N.Message);
    if (Ends.size() < 2)
      continue;
    T.From = Ends[0];
    T.To = Ends[1];
    T.How = StringRef(N.Message).split(": ").second.str();
    T.Class = "ends";
    for (StringRef Verdict : {"transparent", "bug", "undecided"})
      if (StringRef(T.How).ends_with(("(" + Verdict + ")").str()))
        T.Class = Verdict.str();
    T.At = Known.place(N.FilePath, N.FileOffset);
    M.Transitions.push_back(std::move(T));
  }
  return M;
}

} // namespace

Expected<Report> readExport(StringRef Text, StringRef Name, StringRef Root) {
  Report R;
  if (Text.trim().empty())
    return R;
  clang::tooling::TranslationUnitDiagnostics Exported;
  std::string Complaint;
  yaml::Input In(
      Text, /*Ctxt=*/nullptr,
      [](const SMDiagnostic &D, void *To) {
        *static_cast<std::string *>(To) += D.getMessage().str();
      },
      &Complaint);
  In >> Exported;
  if (In.error())
    return createStringError(
        "'" + Name +
        "' is not what clang-tidy -export-fixes writes: " + Complaint);
  Sources Known(Root, R);
  for (clang::tooling::Diagnostic &D : Exported.Diagnostics) {
    // Paths are as the compiler was told them: relative to where it ran.
    const auto MakeAbsolute = [&D](clang::tooling::DiagnosticMessage &Told) {
      if (Told.FilePath.empty() || D.BuildDirectory.empty())
        return;
      SmallString<256> Path(Told.FilePath);
      sys::fs::make_absolute(D.BuildDirectory, Path);
      Told.FilePath = std::string(Path);
    };
    MakeAbsolute(D.Message);
    llvm::for_each(D.Notes, MakeAbsolute);
    const clang::tooling::DiagnosticMessage &M = D.Message;
    if (D.DiagnosticName == "audit-reentrancy") {
      if (M.FilePath.empty())
        continue;
      Place At = Known.place(M.FilePath, M.FileOffset);
      Known.keep(M.FilePath, At);
      if (auto V = verdictOf(M.Message, At))
        R.Verdicts.push_back(std::move(*V));
      continue;
    }
    if (D.DiagnosticName == "audit-reentrancy-states") {
      if (auto Drawn = machineOf(D, Known))
        R.Machines.push_back(std::move(*Drawn));
      continue;
    }
    Finding F;
    F.At = Known.place(M.FilePath, M.FileOffset);
    F.Message = M.Message;
    if (D.DiagnosticName == "clang-diagnostic-error") {
      R.Failures.push_back(
          {F.At.File, std::to_string(F.At.Line) + ": " + F.Message});
      continue;
    }
    F.Check = D.DiagnosticName;
    F.Level = D.DiagLevel == D.Error ? "error" : "warning";
    if (!M.FilePath.empty() && !Known.text(M.FilePath))
      return createStringError(
          "'" + M.FilePath + "', of which '" + Name +
          "' speaks, cannot be read: run this where the sources are");
    Known.keep(M.FilePath, F.At);
    for (const clang::tooling::DiagnosticMessage &N : D.Notes) {
      Step S{Known.place(N.FilePath, N.FileOffset), N.Message};
      Known.keep(N.FilePath, S.At);
      F.Steps.push_back(std::move(S));
    }
    for (const auto &File : M.Fix)
      for (const clang::tooling::Replacement &Change : File.second) {
        SmallString<256> Path(Change.getFilePath());
        if (!D.BuildDirectory.empty())
          sys::fs::make_absolute(D.BuildDirectory, Path);
        F.Fixes.push_back(
            {Known.place(Path, Change.getOffset()),
             Known.place(Path, Change.getOffset() + Change.getLength()),
             Change.getReplacementText().str()});
      }
    F.Content = contentOf(
        F, M.FilePath.empty() ? nullptr : Known.text(M.FilePath), M.FileOffset);
    R.Findings.push_back(std::move(F));
  }
  if (!Exported.MainSourceFile.empty()) {
    SmallString<256> Path(Exported.MainSourceFile);
    sys::fs::make_absolute(Path);
    R.Files.push_back(shownPath(Path, Root));
  }
  return R;
}

} // namespace reentrancy::report
