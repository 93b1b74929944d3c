//===-- Machines of states, drawn -------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Formats.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/GraphWriter.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

using namespace llvm;

namespace reentrancy::report {

/// A text between the quotes of DOT.
static std::string quoted(StringRef Text) {
  return "\"" + DOT::EscapeString(Text.str()) + "\"";
}

/// The states that a call begins in or leaves, each once; those that no call
/// begins in come last.
static std::vector<std::string> statesOf(const Machine &M) {
  std::vector<std::string> States = M.States;
  for (const Transition &T : M.Transitions)
    if (!is_contained(States, T.To))
      States.push_back(T.To);
  return States;
}

void writeDot(const Machine &M, raw_ostream &OS) {
  OS << "digraph " << quoted(M.Function) << " {\n"
     << "  rankdir=LR; bgcolor=transparent;\n"
     << "  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
     << "  edge [fontname=\"sans-serif\", fontsize=11];\n";
  const std::vector<std::string> States = statesOf(M);
  const auto Node = [&](const std::string &State) {
    return "s" + std::to_string(find(States, State) - States.begin());
  };
  for (const std::string &S : States)
    OS << "  " << Node(S) << " [label=" << quoted(S) << "];\n";
  for (const Transition &T : M.Transitions)
    OS << "  " << Node(T.From) << " -> " << Node(T.To) << " [label="
       << quoted("line " + std::to_string(T.At.Line) + ": " + T.How)
       << ", class=" << quoted(T.Class)
       << (T.Class == "ends" ? "" : ", style=dashed") << "];\n";
  OS << "}\n";
}

void writeMermaid(const Machine &M, raw_ostream &OS) {
  OS << "stateDiagram-v2\n  %% " << M.Function << "\n";
  const std::vector<std::string> States = statesOf(M);
  const auto Node = [&](const std::string &State) {
    return "s" + std::to_string(find(States, State) - States.begin());
  };
  for (const std::string &S : States)
    OS << "  state \"" << S << "\" as " << Node(S) << "\n";
  for (const Transition &T : M.Transitions)
    OS << "  " << Node(T.From) << " --> " << Node(T.To) << ": line "
       << T.At.Line << ", " << T.How << "\n";
}

std::string drawn(const Machine &M) {
  const auto Dot = sys::findProgramByName("dot");
  SmallString<256> In, Out;
  if (!Dot || sys::fs::createTemporaryFile("reentrancy-report", "dot", In))
    return "";
  FileRemover RemoveIn(In);
  if (sys::fs::createTemporaryFile("reentrancy-report", "svg", Out))
    return "";
  FileRemover RemoveOut(Out);
  if (Error E = writeToOutput(In, [&](raw_ostream &OS) -> Error {
        writeDot(M, OS);
        return Error::success();
      })) {
    consumeError(std::move(E));
    return "";
  }
  const std::optional<StringRef> Redirects[] = {In.str(), Out.str(),
                                                StringRef("")};
  if (sys::ExecuteAndWait(*Dot, {*Dot, "-Tsvg"}, /*Env=*/std::nullopt,
                          Redirects) != 0)
    return "";
  const auto Text = MemoryBuffer::getFile(Out);
  if (!Text)
    return "";
  // Without the prologue, which belongs to a file of its own; and hidden from
  // readers of the screen, since the list below tells the same.
  const StringRef All = (*Text)->getBuffer();
  const size_t Begin = All.find("<svg");
  if (Begin == StringRef::npos)
    return "";
  return ("<svg aria-hidden=\"true\"" + All.substr(Begin + 4)).str();
}

} // namespace reentrancy::report
