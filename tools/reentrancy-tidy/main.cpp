//===-- reentrancy-tidy: clang-tidy with the checks linked in ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything is clang-tidy's own, down to its flags. Added are the
// resource directory, and --explain CHECK.
//
//===----------------------------------------------------------------------===//

#include "CheckPages.h"
#include "ResourceDir.h"
#include "clang-tidy/tool/ClangTidyMain.h"
#include <string>
#include <vector>

int main(int Argc, const char **Argv) {
  std::vector<const char *> Args(Argv, Argv + Argc);
  if (const auto Status = reentrancy::explain(Args))
    return *Status;
  // In front of every other argument, since the last -resource-dir counts: one
  // in the user's command line or compile database goes first.
  const std::string Dir = reentrancy::findResourceDir(Argv[0]);
  const std::string Flag = "--extra-arg-before=-resource-dir=" + Dir;
  if (Argc > 1 && !Dir.empty())
    Args.insert(Args.begin() + 1, Flag.c_str());
  return clang::tidy::clangTidyMain(static_cast<int>(Args.size()), Args.data());
}
