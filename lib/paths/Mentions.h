//===- Mentions.h - Whether code names a declaration ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_MENTIONS_H
#define REENTRANCY_LIB_MENTIONS_H

#include "clang/AST/RecursiveASTVisitor.h"

namespace reentrancy {

/// Whether \p S names \p D, as a member or otherwise. Cost: the size of \p S.
inline bool mentions(const clang::Stmt *S, const clang::ValueDecl *D) {
  struct Visitor : clang::RecursiveASTVisitor<Visitor> {
    const clang::Decl *Of = nullptr;
    bool Found = false;
    bool VisitMemberExpr(clang::MemberExpr *M) {
      Found |= M->getMemberDecl()->getCanonicalDecl() == Of;
      return !Found;
    }
    bool VisitDeclRefExpr(clang::DeclRefExpr *R) {
      Found |= R->getDecl()->getCanonicalDecl() == Of;
      return !Found;
    }
  };
  Visitor V;
  V.Of = D->getCanonicalDecl();
  V.TraverseStmt(const_cast<clang::Stmt *>(S));
  return V.Found;
}

} // namespace reentrancy

#endif
