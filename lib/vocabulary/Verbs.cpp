//===- Verbs.cpp - What the name of an unseen function says ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/Verbs.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include <string>

namespace reentrancy {

using Words = llvm::SmallVector<std::string, 4>;

/// The words of `snake_case`, `camelCase` and `PascalCase`, in lower case.
static Words wordsOf(llvm::StringRef Name) {
  Words All;
  std::string W;
  auto Flush = [&] {
    if (!W.empty())
      All.push_back(std::move(W));
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
  return All;
}

static Verb verbOf(const Words &Name) {
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
  if (Name.empty())
    return Verb::Unknown;
  if (Readers.contains(Name.front()))
    return Verb::Reads;
  if (Observers.contains(Name.front()))
    return Verb::Observes;
  if (Ensurers.contains(Name.front()))
    return Verb::Ensures;
  if (Changers.contains(Name.front()))
    return Verb::Changes;
  return Verb::Unknown;
}

Verb verbOf(llvm::StringRef FunctionName) {
  return verbOf(wordsOf(FunctionName));
}

/// The words of the type that \p Function is a function of: what its first
/// parameter points at, where it is no member.
static Words wordsOfSubject(const clang::NamedDecl *Function) {
  const auto *FD = llvm::dyn_cast<clang::FunctionDecl>(Function);
  if (!FD || llvm::isa<clang::CXXMethodDecl>(FD) || !FD->getNumParams())
    return {};
  const clang::QualType T = FD->getParamDecl(0)->getType();
  if (!T->isPointerType() && !T->isReferenceType())
    return {};
  const clang::QualType Of = T->getPointeeType();
  // As it is written: the struct behind a typedef may have no name.
  if (const auto *Named = Of->getAs<clang::TypedefType>())
    return wordsOf(Named->getDecl()->getName());
  const auto *Record = Of->getAsRecordDecl();
  return Record && Record->getIdentifier() ? wordsOf(Record->getName())
                                           : Words();
}

Verb verbOf(const clang::NamedDecl *Function) {
  if (!Function || !Function->getIdentifier())
    return Verb::Unknown;
  // `cur_next(struct cursor *)`, `ngx_http_send(ngx_http_request_t *)`: in
  // front of the verb stands whose it is, as it would before a member's.
  Words Name = wordsOf(Function->getName());
  const Words Subject = wordsOfSubject(Function);
  while (Name.size() > 1 && Name.front().size() > 1 &&
         llvm::any_of(Subject, [&](llvm::StringRef W) {
           return W.starts_with(Name.front());
         }))
    Name.erase(Name.begin());
  return verbOf(Name);
}

bool allocates(llvm::StringRef FunctionName) {
  static const llvm::StringSet<> Makers{"alloc", "allocate", "create", "make",
                                        "new",   "malloc",   "calloc"};
  const Words Name = wordsOf(FunctionName);
  return !Name.empty() && Makers.contains(Name.front());
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
