//===-- The docs page of each check, built in -------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckPages.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace llvm;

namespace reentrancy {

namespace {
struct Page {
  const char *Check;
  const char *Text;
};
constexpr Page Pages[] = {
#include "CheckPages.inc"
};
} // namespace

StringRef pageOf(StringRef Check) {
  for (const Page &P : Pages)
    if (Check == P.Check)
      return P.Text;
  return "";
}

std::string sentenceOf(StringRef Check) {
  // "# title", "## What it does", then a paragraph that may have line breaks.
  StringRef Text = pageOf(Check).split("\n## What it does\n").second.ltrim();
  Text = Text.split("\n\n").first;
  std::string Line = Text.str();
  std::replace(Line.begin(), Line.end(), '\n', ' ');
  return Line;
}

std::vector<StringRef> checksWithPage() {
  std::vector<StringRef> Names;
  for (const Page &P : Pages)
    Names.push_back(P.Check);
  return Names;
}

std::optional<int> explain(ArrayRef<const char *> Args) {
  if (Args.size() < 2)
    return std::nullopt;
  auto [Option, Check] = StringRef(Args[1]).split('=');
  if (Option != "--explain" && Option != "-explain")
    return std::nullopt;
  if (Check.empty() && Args.size() == 3)
    Check = Args[2];
  for (const std::string &Name : {Check.str(), ("reentrancy-" + Check).str()})
    if (const StringRef Page = pageOf(Name); !Page.empty()) {
      outs() << Page;
      return 0;
    }
  errs() << "error: --explain takes the name of one check: "
         << join(checksWithPage(), ", ") << "\n";
  return 1;
}

} // namespace reentrancy
