//===- AnswerValues.cpp - Answers that are plain values -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/AnswerValues.h"
#include "vocabulary/Annotations.h"
#include "vocabulary/Protocol.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace reentrancy {

/// Whether an entry of an option names the null pointer, which is no number.
static bool namesNull(llvm::StringRef Name) {
  return Name == "null" || Name == "nullptr" || Name == "NULL";
}

std::optional<int64_t>
valueNamed(llvm::StringRef Name, const ASTContext &Context, const Protocol &P) {
  int64_t N;
  if (!Name.getAsInteger(0, N))
    return N;
  if (Name == "true" || Name == "false")
    return Name == "true";
  if (namesNull(Name))
    return 0;
  if (P.MacroValue)
    if (auto V = P.MacroValue(Name))
      return V;
  Name.consume_front("::");
  llvm::SmallVector<llvm::StringRef, 4> Path;
  Name.split(Path, "::", -1, /*KeepEmpty=*/false);
  const DeclContext *In = Context.getTranslationUnitDecl();
  for (size_t I = 0; I < Path.size(); ++I) {
    const auto Found = In->lookup(&Context.Idents.get(Path[I]));
    const DeclContext *Next = nullptr;
    for (NamedDecl *D : Found) {
      if (I + 1 == Path.size()) {
        if (auto *EC = dyn_cast<EnumConstantDecl>(D))
          return EC->getInitVal().getExtValue();
        if (auto *VD = dyn_cast<VarDecl>(D);
            VD && VD->getType()->isIntegralOrEnumerationType() &&
            VD->isUsableInConstantExpressions(Context))
          if (const APValue *V = VD->evaluateValue(); V && V->isInt())
            return V->getInt().getExtValue();
      } else if (auto *DC = dyn_cast<DeclContext>(D)) {
        Next = DC;
      }
    }
    if (!Next)
      return std::nullopt;
    In = Next;
  }
  return std::nullopt;
}

/// The enumerators of \p E that \p Names names.
static llvm::SmallVector<int64_t, 4>
enumerators(const EnumDecl *E, llvm::ArrayRef<std::string> Names) {
  llvm::SmallVector<int64_t, 4> Values;
  for (const EnumConstantDecl *C : E->enumerators())
    if (Protocol::matches(Names, C))
      Values.push_back(C->getInitVal().getExtValue());
  return Values;
}

std::optional<AnswerValues> answerValues(QualType T, const ASTContext &Context,
                                         const Protocol &P) {
  if (T.isNull() || T->isDependentType() || !P.namesType(P.PendingTypes, T))
    return std::nullopt;
  AnswerValues V;
  if (const auto *ET = T->getAs<EnumType>()) {
    const EnumDecl *E = ET->getDecl()->getDefinition();
    if (!E)
      return std::nullopt;
    V.Dedicated = true;
    V.Pending = enumerators(E, P.PendingValues);
    V.Leaf = enumerators(E, P.LeafYields);
    V.Done = enumerators(E, P.DoneValues);
    V.Error = enumerators(E, P.ErrorValues);
    for (const EnumConstantDecl *C : E->enumerators()) {
      const int64_t N = C->getInitVal().getExtValue();
      if (marked(C, Mark::Yields))
        V.Pending.push_back(N);
    }
    // None is named: what is neither done nor an error waits for something.
    if (V.Pending.empty() && !V.Done.empty())
      for (const EnumConstantDecl *C : E->enumerators())
        if (const int64_t N = C->getInitVal().getExtValue();
            !llvm::is_contained(V.Done, N) && !llvm::is_contained(V.Error, N))
          V.Pending.push_back(N);
  } else if (T->isIntegerType() || T->isPointerType()) {
    auto Resolve = [&](llvm::ArrayRef<std::string> Names,
                       llvm::SmallVectorImpl<int64_t> &Out) {
      for (const std::string &Name : Names)
        if (auto N = valueNamed(Name, Context, P))
          if (T->isPointerType() ? *N == 0 : !namesNull(Name))
            Out.push_back(*N);
    };
    Resolve(P.PendingValues, V.Pending);
    Resolve(P.LeafYields, V.Leaf);
    Resolve(P.DoneValues, V.Done);
    Resolve(P.ErrorValues, V.Error);
    V.NegativeIsError =
        T->isSignedIntegerType() && llvm::is_contained(P.ErrorValues, "<0");
    V.PositiveIsError =
        T->isIntegerType() && llvm::is_contained(P.ErrorValues, ">0");
  }
  V.Pending.append(V.Leaf);
  for (auto *List : {&V.Pending, &V.Done, &V.Error}) {
    llvm::sort(*List);
    List->erase(std::unique(List->begin(), List->end()), List->end());
  }
  if (V.Pending.empty())
    return std::nullopt;
  return V;
}

} // namespace reentrancy
