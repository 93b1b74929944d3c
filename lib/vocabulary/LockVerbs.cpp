//===- LockVerbs.cpp - What is taken and given back, by name --------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/LockVerbs.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
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

/// Pairs of verbs: what takes, and what gives that back.
struct VerbPair {
  llvm::StringRef Takes, GivesBack;
  /// Whether \ref Takes means other things as well, and counts only where its
  /// partner is declared too.
  bool NeedsPartner;
};

static constexpr VerbPair Pairs[] = {
    {"lock", "unlock", false},    {"acquire", "release", false},
    {"pin", "unpin", false},      {"begin", "end", true},
    {"begin", "commit", true},    {"begin", "rollback", true},
    {"begin", "abort", true},     {"enter", "leave", true},
    {"enter", "exit", true},      {"reserve", "unreserve", true},
    {"reserve", "release", true}, {"ref", "unref", true},
    {"wait", "post", true},
};

static bool undoes(llvm::StringRef W) {
  return llvm::any_of(Pairs,
                      [&](const VerbPair &P) { return P.GivesBack == W; });
}

/// The verb without `try`.
static llvm::StringRef tried(llvm::StringRef W) {
  if (W.size() > 3)
    W.consume_front("try");
  return W;
}

/// The first word without `try`, or nothing.
static std::string verb(const FunctionDecl *FD) {
  if (!FD || !FD->getIdentifier())
    return {};
  llvm::StringRef Name = FD->getName();
  std::string W = firstWord(Name);
  if (W == "try" && Name.size() > 3)
    W = firstWord(Name.drop_front(3));
  return W;
}

/// Whether \p FD is a function of the object that it is handed: in C the verb
/// then stands at the end as well (`mtx_lock(m)`).
static bool ofFirst(const FunctionDecl *FD) {
  return !isa<CXXMethodDecl>(FD) && FD->getNumParams() &&
         FD->getParamDecl(0)->getType()->isPointerType();
}

bool releases(const FunctionDecl *FD) {
  return undoes(verb(FD)) || (FD && FD->getIdentifier() && ofFirst(FD) &&
                              undoes(lastWord(FD->getName())));
}

/// Whether a function is declared that has \p Back where the name of \p FD has
/// its verb, which is its last \p Size characters, or its first.
static bool hasPartner(const FunctionDecl *FD, llvm::StringRef Back,
                       size_t Size, bool Last) {
  const llvm::StringRef Name = FD->getName();
  const std::string Partner = Last ? (Name.drop_back(Size) + Back).str()
                                   : (Back + Name.drop_front(Size)).str();
  const ASTContext &Context = FD->getASTContext();
  return !Context.getTranslationUnitDecl()
              ->lookup(&Context.Idents.get(Partner))
              .empty();
}

/// A free function: `sem_lock(s)`, `pthread_mutex_lock(&m)`, `lock_page(p)`.
static bool freeAcquires(const FunctionDecl *FD) {
  if (!ofFirst(FD))
    return false;
  const llvm::StringRef Name = FD->getName();
  const std::string First = firstWord(Name), End = lastWord(Name);
  for (const VerbPair &P : Pairs) {
    // An integer of a try says in one of two ways whether it was taken.
    if (tried(End) == P.Takes && End != P.Takes &&
        !FD->getReturnType()->isBooleanType() && !Name.starts_with("pthread_"))
      continue;
    if (tried(End) == P.Takes &&
        (!P.NeedsPartner || hasPartner(FD, P.GivesBack, End.size(), true)))
      return true;
    if (First == P.Takes && First != Name &&
        hasPartner(FD, P.GivesBack, First.size(), false))
      return true;
  }
  return false;
}

bool acquires(const FunctionDecl *FD) {
  const QualType T = FD ? FD->getReturnType() : QualType();
  // What answers an object hands out something that gives itself back.
  if (!FD || !FD->getIdentifier() || T->isRecordType() || T->isPointerType())
    return false;
  auto *MD = dyn_cast<CXXMethodDecl>(FD);
  if (!MD && freeAcquires(FD))
    return true;
  const std::string W = verb(FD);
  if (W == "lock" || W == "acquire" || W == "pin")
    return MD || FD->getName() == W;
  return MD && llvm::any_of(Pairs, [&](const VerbPair &P) {
           return P.Takes == W && W != "ref" && W != "wait" &&
                  llvm::any_of(MD->getParent()->methods(),
                               [](const CXXMethodDecl *Other) {
                                 return Other->getIdentifier() &&
                                        undoes(firstWord(Other->getName()));
                               });
         });
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
