//===- Subjects.cpp - Which functions are analysed ------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/Subjects.h"
#include "vocabulary/Annotations.h"
#include "vocabulary/Protocol.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace reentrancy {

bool isCandidate(const FunctionDecl *FD, const Protocol &Vocabulary) {
  if (!FD->doesThisDeclarationHaveABody() || FD->isDependentContext())
    return false;
  if (auto *MD = dyn_cast<CXXMethodDecl>(FD);
      MD && Vocabulary.ownType(MD->getParent()))
    return false;
  return !marked(FD, Mark::Ignore) &&
         (Vocabulary.reentrant(FD) ||
          (FD->getReturnType()->isVoidType() && marked(FD, Mark::Yields)));
}

namespace {

/// Whether a body calls what may be pending or starts I/O.
class Asks : public RecursiveASTVisitor<Asks> {
public:
  explicit Asks(const Protocol &Vocabulary) : Vocabulary(Vocabulary) {}
  bool Found = false;
  bool VisitCallExpr(CallExpr *C) {
    const FunctionDecl *FD = C->getDirectCallee();
    Found |= FD && !Vocabulary.matches(Vocabulary.PendingMakers, FD) &&
             (Vocabulary.reentrant(FD) ||
              Vocabulary.completion(FD->getReturnType()));
    return !Found;
  }

private:
  const Protocol &Vocabulary;
};

} // namespace

bool isUser(const FunctionDecl *FD, const Protocol &Vocabulary) {
  if (!FD->doesThisDeclarationHaveABody() || FD->isDependentContext() ||
      Vocabulary.reentrant(FD) || marked(FD, Mark::Ignore))
    return false;
  auto *MD = dyn_cast<CXXMethodDecl>(FD);
  if (MD &&
      (Vocabulary.ownType(MD->getParent()) || MD->getParent()->isLambda()))
    return false;
  Asks V(Vocabulary);
  V.TraverseStmt(FD->getBody());
  return V.Found;
}

} // namespace reentrancy
