//===- LockVerbs.cpp - What is taken and given back, by name --------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/LockVerbs.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace reentrancy {

/// The first word of `snake_case` or `camelCase`, in lower case.
static std::string firstWord(llvm::StringRef Name) {
  std::string W;
  for (size_t I = 0; I != Name.size(); ++I) {
    if (Name[I] == '_' && !W.empty())
      break;
    if (I && llvm::isUpper(Name[I]) && !llvm::isUpper(Name[I - 1]))
      break;
    if (Name[I] != '_')
      W += llvm::toLower(Name[I]);
  }
  return W;
}

static std::string lastWord(llvm::StringRef Name) {
  size_t I = Name.size();
  while (I && !llvm::isUpper(Name[I - 1]) && Name[I - 1] != '_')
    --I;
  if (I && llvm::isUpper(Name[I - 1]))
    --I;
  return Name.substr(I).lower();
}

/// The verb without `try`, or nothing.
static std::string verb(const FunctionDecl *FD) {
  if (!FD || !FD->getIdentifier())
    return {};
  llvm::StringRef Name = FD->getName();
  std::string W = firstWord(Name);
  if (W == "try" && Name.size() > 3)
    W = firstWord(Name.drop_front(3));
  return W;
}

static bool undoes(llvm::StringRef W) {
  return llvm::StringSwitch<bool>(W)
      .Cases("unlock", "release", "unpin", "end", "commit", "rollback", true)
      .Cases("leave", "exit", "unref", "unreserve", "abort", true)
      .Default(false);
}

bool releases(const FunctionDecl *FD) { return undoes(verb(FD)); }

bool acquires(const FunctionDecl *FD) {
  const std::string W = verb(FD);
  const QualType T = FD ? FD->getReturnType() : QualType();
  // What answers an object hands out something that gives itself back.
  if (W.empty() || T->isRecordType() || T->isPointerType())
    return false;
  if (W == "lock" || W == "acquire" || W == "pin")
    return true;
  if (W != "begin" && W != "enter" && W != "reserve")
    return false;
  auto *MD = dyn_cast<CXXMethodDecl>(FD);
  if (!MD)
    return false;
  for (const CXXMethodDecl *Other : MD->getParent()->methods())
    if (Other->getIdentifier() && undoes(firstWord(Other->getName())))
      return true;
  return false;
}

GuardKind guardKind(QualType T) {
  const CXXRecordDecl *RD =
      T->isReferenceType() ? nullptr : T->getAsCXXRecordDecl();
  if (!RD || !RD->getIdentifier() || !RD->hasDefinition())
    return GuardKind::None;
  if (RD->isInStdNamespace())
    return llvm::StringSwitch<GuardKind>(RD->getName())
        .Cases("lock_guard", "unique_lock", "scoped_lock", "shared_lock",
               GuardKind::Lock)
        .Default(GuardKind::None);
  if (RD->hasTrivialDestructor())
    return GuardKind::None;
  return llvm::StringSwitch<GuardKind>(lastWord(RD->getName()))
      .Cases("lock", "locker", GuardKind::Lock)
      .Cases("pin", "transaction", "tx", "txn", GuardKind::Pin)
      .Default(GuardKind::None);
}

} // namespace reentrancy
