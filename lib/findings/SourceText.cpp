//===- SourceText.cpp - Names as the source writes them -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace reentrancy {

std::string sourceText(const Stmt *S, const ASTContext &Context) {
  if (!S)
    return {};
  const SourceManager &SM = Context.getSourceManager();
  CharSourceRange R = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(S->getSourceRange()), SM,
      Context.getLangOpts());
  if (R.isInvalid())
    R = CharSourceRange::getTokenRange(SM.getSpellingLoc(S->getBeginLoc()),
                                       SM.getSpellingLoc(S->getEndLoc()));
  std::string T = Lexer::getSourceText(R, SM, Context.getLangOpts()).str();
  if (T.size() > 60 || T.find('\n') != std::string::npos)
    return {};
  return T;
}

std::string placeName(const TermTable &Terms, Term Loc) {
  const TermNode &N = Terms[Loc];
  switch (N.Kind) {
  case TermKind::This:
    return "*this";
  case TermKind::Local:
  case TermKind::Global:
    return Terms.name(N.Sym).str();
  case TermKind::Deref: {
    const TermNode &P = Terms[N.Args[0]];
    if (P.Kind == TermKind::Init)
      return placeName(Terms, P.Args[0]);
    return {};
  }
  case TermKind::At: {
    std::string Base = placeName(Terms, N.Args[0]);
    const TermNode &K = Terms[N.Args[1]];
    if (K.Kind == TermKind::FieldKey)
      return Base == "*this" || Base.empty()
                 ? Terms.name(K.Sym).str()
                 : Base + "." + Terms.name(K.Sym).str();
    return Base;
  }
  default:
    return {};
  }
}

} // namespace reentrancy
