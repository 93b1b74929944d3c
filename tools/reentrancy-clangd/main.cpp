//===-- reentrancy-clangd: clangd with the checks linked in -----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stock clangd loads no checks, so they are linked in. Two things are added to
// what is otherwise clangd as it is:
// - the resource directory, unless the user names one;
// - clangd drops every check that its own table does not call fast, silently
//   (Diagnostics.ClangTidy.FastCheckFilter is Strict by default). Ours are
//   answered for here; all others are still looked up in the table. The
//   linker's
//   --wrap puts this function in front of clangd's.
//
//===----------------------------------------------------------------------===//

#include "ResourceDir.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace clang::clangd {
int clangdMain(int Argc, char *Argv[]);
} // namespace clang::clangd

std::optional<bool> clangdIsFastTidyCheck(llvm::StringRef Check) __asm__(
    "__real__ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE");
std::optional<bool> isFastTidyCheck(llvm::StringRef Check) __asm__(
    "__wrap__ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE");

std::optional<bool> isFastTidyCheck(llvm::StringRef Check) {
  if (Check.starts_with("reentrancy-"))
    return true;
  return clangdIsFastTidyCheck(Check);
}

static bool namesResourceDir(llvm::StringRef Arg) {
  return Arg.ltrim('-').starts_with("resource-dir") && Arg.starts_with("-");
}

int main(int Argc, char *Argv[]) {
  std::vector<char *> Args(Argv, Argv + Argc);
  // clangd takes the flag once only, from its arguments or from this variable.
  const char *Flags = std::getenv("CLANGD_FLAGS");
  const bool Named =
      llvm::any_of(Args, namesResourceDir) ||
      (Flags && llvm::StringRef(Flags).contains("-resource-dir"));
  const std::string Dir = Named ? "" : reentrancy::findResourceDir(Argv[0]);
  std::string Flag = "--resource-dir=" + Dir;
  if (!Dir.empty())
    Args.insert(Args.begin() + 1, Flag.data());
  Args.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(Args.size()) - 1,
                                   Args.data());
}
