//===-- What is wrong with a set-up -----------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Setup.h"
#include "clang/Driver/Types.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace reentrancy {

std::optional<Request> readRequest(ArrayRef<const char *> Args) {
  Request R;
  // clang-tidy's options are registered before main, each with whether a value
  // follows it; -p and the files only when it starts.
  const StringMap<cl::Option *> &Known = cl::getRegisteredOptions();
  R.Analyses = true;
  for (size_t I = 1; I < Args.size(); ++I) {
    StringRef Arg = Args[I];
    if (Arg == "--") {
      R.OwnFlags = true;
      break;
    }
    if (!Arg.consume_front("-")) {
      R.Files.push_back(Arg.str());
      continue;
    }
    Arg.consume_front("-");
    auto [Name, Value] = Arg.split('=');
    const bool HasValue = Arg.contains('=');
    if (Name == "p") {
      if (!HasValue && I + 1 < Args.size())
        Value = Args[++I];
      R.BuildDir = Value.str();
      continue;
    }
    if (Name == "quiet")
      R.Quiet = Value != "false" && Value != "0";
    for (StringRef Other :
         {"help", "help-hidden", "help-list", "version", "list-checks",
          "explain-config", "dump-config", "verify-config"})
      R.Analyses &= Name != Other;
    const auto Option = Known.find(Name);
    const bool Takes =
        Option != Known.end()
            ? Option->second->getValueExpectedFlag() == cl::ValueRequired
            : Name == "extra-arg" || Name == "extra-arg-before";
    if (Takes && !HasValue && ++I >= Args.size())
      return std::nullopt;
  }
  R.Analyses &= !R.Files.empty();
  return R;
}

/// The path of \p File with every link followed, so that two ways to write it
/// are the same.
static std::string realPath(StringRef File) {
  SmallString<256> Real;
  if (sys::fs::real_path(File, Real))
    return clang::tooling::getAbsolutePath(File);
  return std::string(Real);
}

std::vector<std::string> fileComplaints(const Request &R) {
  std::vector<std::string> Wrong;
  if (!R.Analyses)
    return Wrong;
  for (const std::string &File : R.Files)
    if (!sys::fs::exists(File))
      Wrong.push_back("there is no file '" + File + "'");
  if (R.OwnFlags || !Wrong.empty())
    return Wrong;
  std::string Error;
  const auto Database =
      R.BuildDir.empty()
          ? clang::tooling::CompilationDatabase::autoDetectFromSource(
                R.Files.front(), Error)
          : clang::tooling::CompilationDatabase::autoDetectFromDirectory(
                R.BuildDir, Error);
  if (!Database) {
    Wrong.push_back(
        (R.BuildDir.empty()
             ? "no compile database (compile_commands.json) beside '" +
                   R.Files.front() +
                   "' or in a folder above it; say where it "
                   "is by -p BUILD-DIR"
             : "no compile database (compile_commands.json) in '" + R.BuildDir +
                   "' or in a folder above it") +
        ", have one written (cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, bear -- "
        "make), or give the compiler's flags behind '--'");
    return Wrong;
  }
  StringSet<> Rows;
  for (const std::string &File : Database->getAllFiles())
    Rows.insert(realPath(File));
  for (const std::string &File : R.Files) {
    // A compile_flags.txt has no rows, and flags for all files.
    if (Rows.contains(realPath(File)) ||
        (Rows.empty() && !Database->getCompileCommands(File).empty()))
      continue;
    const auto Type = clang::driver::types::lookupTypeForExtension(
        sys::path::extension(File).drop_front(
            sys::path::has_extension(File) ? 1 : 0));
    if (!Rows.empty() && (Type == clang::driver::types::TY_INVALID ||
                          clang::driver::types::onlyPrecompileType(Type)))
      continue;
    Wrong.push_back(
        "the compile database has no row for '" + File +
        "', so it is not known how it is compiled; add it to the build and "
        "have the database written again, or give the compiler's flags behind "
        "'--'");
  }
  return Wrong;
}

} // namespace reentrancy
