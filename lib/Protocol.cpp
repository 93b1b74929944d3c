//===- Protocol.cpp - The yield vocabulary --------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Protocol.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace reentrancy {

Protocol Protocol::ioresult() {
  Protocol P;
  P.PendingTypes = {"IOResult"};
  P.PendingParts = {"IOPending"};
  P.CompletionTypes = {"Completion", "IOCompletions"};
  P.GroupTypes = {"CompletionGroup"};
  P.YieldMacros = {"RETURN_IF_IO", "ASSIGN_OR_RETURN_IO", "IO_YIELD_ONE",
                   "RETURN_AND_RESTORE_IF_IO", "IO_YIELD"};
  return P;
}

Protocol Protocol::pwAsync2() {
  Protocol P;
  P.PendingTypes = {"async2::Poll", "Poll"};
  P.PendingParts = {"async2::PendingType", "PendingType"};
  P.PendingMakers = {"async2::Pending", "Pending"};
  P.DoneMakers = {"async2::Ready", "Ready"};
  P.YieldMacros = {"PW_TRY_READY", "PW_TRY_READY_ASSIGN"};
  P.Registrations = {"PW_ASYNC_STORE_WAKER", "PW_ASYNC_CLONE_WAKER",
                     "InternalStoreWaker"};
  return P;
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

/// The record behind \p T, looking through references, for names.
static const CXXRecordDecl *recordOf(QualType T) {
  return T.isNull() ? nullptr
                    : T.getNonReferenceType()->getAsCXXRecordDecl();
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

bool Protocol::answers(QualType T) const {
  if (T.isNull() || T->isVoidType() || T->isPointerType() ||
      T->isReferenceType() || T->isDependentType())
    return false;
  T = T.getCanonicalType();
  auto Is = [this](QualType X) { return matches(PendingTypes, recordOf(X)); };
  if (Is(T) || matches(PendingParts, recordOf(T)))
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
      if (matches(PendingParts, From))
        return true;
    }
  return false;
}

bool Protocol::reentrant(const FunctionDecl *FD) const {
  return !isa<CXXConstructorDecl>(FD) && answers(FD->getReturnType());
}

bool Protocol::completion(QualType T) const {
  auto Is = [this](QualType X) { return matches(CompletionTypes, recordOf(X)); };
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
  if (isa<CXXConversionDecl>(MD))
    return matches(PendingParts, RD) ? ProtocolOp::PassOn : ProtocolOp::None;
  // `*r` and `r->` of an answer are its value.
  if (matches(PendingTypes, RD) && (MD->getOverloadedOperator() == OO_Star ||
                                    MD->getOverloadedOperator() == OO_Arrow))
    return ProtocolOp::Value;
  if (!MD->getIdentifier())
    return ProtocolOp::None;
  llvm::StringRef Name = MD->getName();
  if (matches(PendingTypes, RD))
    return llvm::StringSwitch<ProtocolOp>(Name)
        .Case("done", ProtocolOp::MakeDone)
        .Case("io", ProtocolOp::MakePending)
        .Case("err", ProtocolOp::MakeError)
        .Cases("is_done", "IsReady", ProtocolOp::TestDone)
        .Cases("is_io", "is_pending", "IsPending", ProtocolOp::TestPending)
        .Case("is_err", ProtocolOp::TestError)
        .Case("value", ProtocolOp::Value)
        .Cases("pending", "Readiness", ProtocolOp::PassOn)
        .Case("completion", ProtocolOp::CompletionOf)
        .Default(ProtocolOp::None);
  if (matches(CompletionTypes, RD))
    return llvm::StringSwitch<ProtocolOp>(Name)
        .Cases("finished", "succeeded", "failed", "error",
               ProtocolOp::ReadState)
        .Case("make_yield", ProtocolOp::MakeYield)
        .Case("make", ProtocolOp::MakeHandle)
        .Default(ProtocolOp::None);
  if (matches(GroupTypes, RD) && Name == "build")
    return ProtocolOp::Build;
  return ProtocolOp::None;
}

bool Protocol::ignored(const FunctionDecl *FD) const {
  return matches(Registrations, FD) || matches(Noise, FD);
}

} // namespace reentrancy
