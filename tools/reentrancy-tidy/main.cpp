//===-- reentrancy-tidy: clang-tidy with the checks linked in ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything is clang-tidy's own, down to its flags. Added are the resource
// directory, --explain CHECK, errors where files could not be analysed as they
// are compiled, and a closing line.
//
//===----------------------------------------------------------------------===//

#include "CheckPages.h"
#include "ResourceDir.h"
#include "RunSummary.h"
#include "Setup.h"
#include "clang-tidy/tool/ClangTidyMain.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

int main(int Argc, const char **Argv) {
  std::vector<const char *> Args(Argv, Argv + Argc);
  if (const auto Status = reentrancy::explain(Args))
    return *Status;
  const auto Request = reentrancy::readRequest(Args);
  if (Request) {
    const auto Wrong = reentrancy::fileComplaints(*Request);
    for (const std::string &Text : Wrong)
      llvm::WithColor::error(llvm::errs(), "reentrancy-tidy") << Text << "\n";
    if (!Wrong.empty())
      return 1;
  }
  // In front of every other argument, since the last -resource-dir counts: one
  // in the user's command line or compile database goes first.
  const std::string Dir = reentrancy::findResourceDir(Argv[0]);
  const std::string Flag = "--extra-arg-before=-resource-dir=" + Dir;
  if (Argc > 1 && !Dir.empty())
    Args.insert(Args.begin() + 1, Flag.c_str());
  const int Status =
      clang::tidy::clangTidyMain(static_cast<int>(Args.size()), Args.data());
  const auto &Summary = clang::tidy::reentrancy::RunSummary::instance();
  if (Request && !Request->Quiet && !Summary.empty())
    Summary.print(llvm::errs());
  return Status;
}
