//===- Protocol.cpp - The yield vocabulary --------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/Protocol.h"
#include "vocabulary/Annotations.h"
#include "vocabulary/AnswerClass.h"
#include "vocabulary/Yielders.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/GlobPattern.h"
#include <map>

using namespace clang;

namespace reentrancy {

/// Answers to questions that take a walk.
struct Protocol::Unit {
  std::map<const void *, std::optional<AnswerValues>> Values; ///< by type
  Yielders Functions;
};

Protocol::Unit &Protocol::seen() const {
  if (!Seen)
    Seen = std::make_shared<Unit>();
  return *Seen;
}

bool Protocol::matches(llvm::ArrayRef<std::string> Names, const NamedDecl *D) {
  if (Names.empty() || !D || !D->getDeclName())
    return false;
  // The plain name decides in nearly every case, and is cheap.
  const IdentifierInfo *II = D->getIdentifier();
  if (!II)
    return false;
  std::string Qualified;
  for (llvm::StringRef Name : Names) {
    const size_t Colon = Name.rfind("::");
    if ((Colon == llvm::StringRef::npos ? Name : Name.substr(Colon + 2)) !=
        II->getName())
      continue;
    if (Colon == llvm::StringRef::npos)
      return true;
    if (Qualified.empty())
      Qualified = "::" + D->getQualifiedNameAsString();
    if (llvm::StringRef(Qualified).ends_with(("::" + Name).str()))
      return true;
  }
  return false;
}

bool Protocol::namesType(llvm::ArrayRef<std::string> Names, QualType T) {
  if (Names.empty() || T.isNull())
    return false;
  T = T.getUnqualifiedType();
  if (T->isPointerType()) {
    for (const std::string &Name : Names)
      if (llvm::StringRef Pointee = Name; Pointee.consume_back("*")) {
        // As C writes it: `struct page *`.
        Pointee = Pointee.rtrim();
        (void)(Pointee.consume_front("struct ") ||
               Pointee.consume_front("union ") ||
               Pointee.consume_front("enum "));
        if (namesType({Pointee.ltrim().str()}, T->getPointeeType()))
          return true;
      }
  }
  // As written, then what each typedef stands for.
  for (const Type *X = T.getTypePtr();;) {
    const NamedDecl *D = nullptr;
    if (auto *TT = dyn_cast<TypedefType>(X))
      D = TT->getDecl();
    else if (auto *Tag = dyn_cast<TagType>(X))
      D = Tag->getDecl();
    else if (auto *B = dyn_cast<BuiltinType>(X)) {
      LangOptions CPlusPlus;
      CPlusPlus.CPlusPlus = CPlusPlus.Bool = true;
      return llvm::is_contained(Names, B->getName(CPlusPlus).str());
    }
    if (matches(Names, D))
      return true;
    const Type *Next =
        X->getLocallyUnqualifiedSingleStepDesugaredType().getTypePtr();
    if (Next == X)
      return false;
    X = Next;
  }
}

bool Protocol::inMacro(llvm::ArrayRef<std::string> Names, SourceLocation Loc,
                       const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  for (; !Names.empty() && Loc.isMacroID();
       Loc = SM.getImmediateExpansionRange(Loc).getBegin())
    if (llvm::is_contained(
            Names,
            Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts()).str()))
      return true;
  return false;
}

/// The record behind \p T, looking through references, for names.
static const CXXRecordDecl *recordOf(QualType T) {
  return T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
}

/// Whether a template argument of \p T, at any depth, satisfies \p Is.
template <typename Fn> static bool wraps(QualType T, Fn Is, unsigned Depth) {
  const CXXRecordDecl *RD = recordOf(T);
  const TemplateArgument *Begin = nullptr, *End = nullptr;
  if (auto *S = llvm::dyn_cast_or_null<ClassTemplateSpecializationDecl>(RD)) {
    Begin = S->getTemplateArgs().data();
    End = Begin + S->getTemplateArgs().size();
  }
  for (; Begin != End; ++Begin)
    if (Begin->getKind() == TemplateArgument::Type &&
        (Is(Begin->getAsType()) ||
         (Depth && wraps(Begin->getAsType(), Is, Depth - 1))))
      return true;
  return false;
}

/// Whether a pattern of \p Names, in which `*` is any text, fits \p D.
static bool globs(llvm::ArrayRef<std::string> Names, const NamedDecl *D) {
  if (!D->getIdentifier())
    return false;
  for (const std::string &Name : Names) {
    auto Pattern = llvm::GlobPattern::create(Name);
    if (!Pattern) {
      llvm::consumeError(Pattern.takeError());
      continue;
    }
    if (Pattern->match(D->getName()) ||
        (llvm::StringRef(Name).contains("::") &&
         Pattern->match(D->getQualifiedNameAsString())))
      return true;
  }
  return false;
}

bool Protocol::answers(QualType T) const {
  if (T.isNull() || T->isVoidType() || T->isPointerType() ||
      T->isReferenceType() || T->isDependentType())
    return false;
  T = T.getCanonicalType();
  auto Is = [this](QualType X) { return inFamily(PendingTypes, recordOf(X)); };
  if (Is(T) || inFamily(PendingParts, recordOf(T)))
    return true;
  const CXXRecordDecl *RD = recordOf(T);
  if (!RD || !RD->hasDefinition() || RD->isInStdNamespace() || RD->isLambda())
    return false;
  if (completion(T) || group(T))
    return false;
  // A wrapper that holds an answer (`Result<IOResult<T>>`); a container or a
  // callable of answers is none.
  auto *Spec = llvm::dyn_cast<ClassTemplateSpecializationDecl>(RD);
  if (Spec && wraps(T, Is, /*Depth=*/0))
    return true;
  // A type of the user's own that is made from the pending part.
  for (const CXXConstructorDecl *C : RD->ctors())
    if (C->getNumParams() == 1 && !C->isExplicit()) {
      const CXXRecordDecl *From = recordOf(C->getParamDecl(0)->getType());
      if (inFamily(PendingParts, From))
        return true;
    }
  return false;
}

const AnswerValues *Protocol::values(QualType T,
                                     const ASTContext &Context) const {
  if (PendingValues.empty() && LeafYields.empty() && DoneValues.empty())
    return nullptr;
  if (T.isNull() || !(T->isPointerType() || T->isIntegralOrEnumerationType()))
    return nullptr;
  auto [It, New] =
      seen().Values.try_emplace(T.getUnqualifiedType().getAsOpaquePtr());
  if (New)
    It->second = answerValues(T, Context, *this);
  return It->second ? &*It->second : nullptr;
}

bool Protocol::reentrant(const FunctionDecl *FD) const {
  if (isa<CXXConstructorDecl, CXXDestructorDecl, CXXConversionDecl>(FD))
    return false;
  if (answers(FD->getReturnType()))
    return true;
  const AnswerValues *V = values(FD->getReturnType(), FD->getASTContext());
  if (V && (V->Dedicated || marked(FD, Mark::Yields)))
    return true;
  if (!V && YieldMacros.empty() && LeafYields.empty())
    return false;
  if (const FunctionDecl *Def = FD->getDefinition())
    return seen().Functions.mayYield(Def, *this);
  return V && (globs(YieldingFunctions, FD) || matches(LeafYields, FD));
}

bool Protocol::namedYielding(const CallExpr *E) const {
  const NamedDecl *D = E->getDirectCallee();
  if (!D) {
    const Expr *Callee = E->getCallee()->IgnoreParenImpCasts();
    if (auto *M = dyn_cast<MemberExpr>(Callee))
      D = M->getMemberDecl();
    else if (auto *R = dyn_cast<DeclRefExpr>(Callee))
      D = R->getDecl();
  }
  return D && (marked(D, Mark::Yields) || globs(YieldingFunctions, D) ||
               matches(LeafYields, D));
}

bool Protocol::completion(QualType T) const {
  auto Is = [this](QualType X) {
    return matches(CompletionTypes, recordOf(X));
  };
  return Is(T) || wraps(T, Is, /*Depth=*/0);
}

bool Protocol::group(QualType T) const {
  return matches(GroupTypes, recordOf(T));
}

bool Protocol::ownType(const CXXRecordDecl *D) const {
  return matches(PendingTypes, D) || matches(PendingParts, D) ||
         matches(CompletionTypes, D) || matches(GroupTypes, D);
}

ProtocolOp Protocol::operation(const FunctionDecl *FD) const {
  if (matches(PendingMakers, FD))
    return ProtocolOp::MakePending;
  if (matches(DoneMakers, FD))
    return ProtocolOp::MakeDone;
  auto *MD = llvm::dyn_cast<CXXMethodDecl>(FD);
  if (!MD)
    return ProtocolOp::None;
  const CXXRecordDecl *RD = MD->getParent();
  // From one type of the family to another the answer stays what it is.
  if (auto *Conversion = dyn_cast<CXXConversionDecl>(MD))
    return (matches(PendingParts, RD) || matches(PendingTypes, RD)) &&
                   answers(Conversion->getConversionType())
               ? ProtocolOp::PassOn
               : ProtocolOp::None;
  // `*r` and `r->` of an answer are its value.
  if (matches(PendingTypes, RD) && (MD->getOverloadedOperator() == OO_Star ||
                                    MD->getOverloadedOperator() == OO_Arrow))
    return ProtocolOp::Value;
  if (!MD->getIdentifier())
    return ProtocolOp::None;
  llvm::StringRef Name = MD->getName();
  if (matches(PendingTypes, RD)) {
    const bool Reads = !MD->isStatic() && !MD->getNumParams();
    const bool Asks = Reads && MD->getReturnType()->isBooleanType();
    const ProtocolOp Op =
        llvm::StringSwitch<ProtocolOp>(Name)
            .Case("done", Asks ? ProtocolOp::TestDone : ProtocolOp::MakeDone)
            .Case("io",
                  Asks ? ProtocolOp::TestPending : ProtocolOp::MakePending)
            .Case("err", Asks ? ProtocolOp::TestError : ProtocolOp::MakeError)
            .Cases("is_done", "IsReady", ProtocolOp::TestDone)
            .Cases("is_io", "is_pending", "IsPending", ProtocolOp::TestPending)
            .Case("is_err", ProtocolOp::TestError)
            .Case("value", ProtocolOp::Value)
            .Case("pending", Asks    ? ProtocolOp::TestPending
                             : Reads ? ProtocolOp::PassOn
                                     : ProtocolOp::MakePending)
            .Case("Readiness", ProtocolOp::PassOn)
            .Case("completion", ProtocolOp::CompletionOf)
            .Default(ProtocolOp::None);
    // Under whatever name: a completion that is read, the answer passed on.
    if (Op == ProtocolOp::None && Reads) {
      if (completion(MD->getReturnType()))
        return ProtocolOp::CompletionOf;
      if (pendingPart(*this, MD->getReturnType()))
        return ProtocolOp::PassOn;
    }
    return Op;
  }
  if (inFamily(PendingParts, RD) && !MD->isStatic() && !MD->getNumParams() &&
      completion(MD->getReturnType()))
    return ProtocolOp::CompletionOf;
  if (matches(CompletionTypes, RD))
    return llvm::StringSwitch<ProtocolOp>(Name)
        .Cases("finished", "succeeded", "failed", "error",
               ProtocolOp::ReadState)
        .Case("make_yield", ProtocolOp::MakeYield)
        .Case("make", ProtocolOp::MakeHandle)
        .Cases("abort", "fail", "complete", ProtocolOp::Finish)
        .Default(ProtocolOp::None);
  if (matches(GroupTypes, RD) && Name == "build")
    return ProtocolOp::Build;
  return ProtocolOp::None;
}

bool Protocol::tellsSuccess(const FunctionDecl *FD) const {
  return operation(FD) == ProtocolOp::ReadState && FD->getName() != "finished";
}

bool Protocol::ignored(const FunctionDecl *FD) const {
  return matches(Registrations, FD) || matches(Noise, FD) ||
         marked(FD, Mark::Ignore);
}

bool Protocol::ignored(const CallExpr *E, const ASTContext &Context) const {
  const FunctionDecl *FD = E->getDirectCallee();
  return (FD && ignored(FD)) ||
         inMacro(Registrations, E->getBeginLoc(), Context) ||
         inMacro(Noise, E->getBeginLoc(), Context);
}

bool Protocol::pure(const FunctionDecl *FD) const {
  return matches(PureFunctions, FD) || marked(FD, Mark::Pure);
}

bool Protocol::idempotent(const FunctionDecl *FD) const {
  return matches(IdempotentFunctions, FD) || marked(FD, Mark::Idempotent);
}

} // namespace reentrancy
