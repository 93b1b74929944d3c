//===- Verbs.cpp - What the name of an unseen function says ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Verbs.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include <string>

namespace reentrancy {

/// The words of `snake_case`, `camelCase` and `PascalCase`, in lower case.
static llvm::SmallVector<std::string, 4> wordsOf(llvm::StringRef Name) {
  llvm::SmallVector<std::string, 4> Words;
  std::string W;
  auto Flush = [&] {
    if (!W.empty())
      Words.push_back(std::move(W));
    W.clear();
  };
  for (size_t I = 0; I != Name.size(); ++I) {
    const char C = Name[I];
    if (C == '_') {
      Flush();
      continue;
    }
    if (llvm::isUpper(C) && I && !llvm::isUpper(Name[I - 1]))
      Flush();
    W += llvm::toLower(C);
  }
  Flush();
  return Words;
}

Verb verbOf(llvm::StringRef FunctionName) {
  static const llvm::StringSet<> Observers{
      "get",    "find",     "lookup", "peek",  "at",      "front",
      "back",   "begin",    "end",    "data",  "size",    "empty",
      "has",    "contains", "count",  "top",   "current", "value",
      "key",    "name",     "hash",   "as",    "to",      "compare",
      "equals", "validate", "check",  "valid", "can",     "should"};
  static const llvm::StringSet<> Ensurers{"ensure", "ready", "wait", "poll",
                                          "is",     "pend",  "try"};
  static const llvm::StringSet<> Changers{
      "push",  "append",   "insert",  "erase",     "pop",       "take",
      "alloc", "allocate", "free",    "write",     "flush",     "advance",
      "next",  "prev",     "seek",    "rewind",    "step",      "consume",
      "add",   "remove",   "delete",  "drop",      "emit",      "send",
      "put",   "enqueue",  "dequeue", "increment", "decrement", "bump",
      "skip",  "extend",   "truncate"};
  static const llvm::StringSet<> Readers{"read",  "load", "fetch", "record",
                                         "rowid", "scan", "column"};
  auto Words = wordsOf(FunctionName);
  if (Words.empty())
    return Verb::Unknown;
  if (Readers.contains(Words.front()))
    return Verb::Reads;
  if (Observers.contains(Words.front()))
    return Verb::Observes;
  if (Ensurers.contains(Words.front()))
    return Verb::Ensures;
  if (Changers.contains(Words.front()))
    return Verb::Changes;
  return Verb::Unknown;
}

Verb verbOf(const clang::NamedDecl *Function) {
  return Function && Function->getIdentifier() ? verbOf(Function->getName())
                                               : Verb::Unknown;
}

bool allocates(llvm::StringRef FunctionName) {
  static const llvm::StringSet<> Makers{"alloc", "allocate", "create", "make",
                                        "new",   "malloc",   "calloc"};
  auto Words = wordsOf(FunctionName);
  return !Words.empty() && Makers.contains(Words.front());
}

bool startsIO(llvm::StringRef FunctionName, bool Optional) {
  static const llvm::StringSet<> Always{"write",  "append", "flush", "sync",
                                        "submit", "begin",  "start", "issue"};
  static const llvm::StringSet<> Fetches{"read", "load", "fetch"};
  for (const std::string &W : wordsOf(FunctionName))
    if (Always.contains(W) || (!Optional && Fetches.contains(W)))
      return true;
  return false;
}

} // namespace reentrancy
