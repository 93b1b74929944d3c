//===- LibraryFunctionFacts.cpp - Lowering of std functions to facts ------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactsBuilder.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace reentrancy {

bool FactsBuilder::emitStdFunction(const CallExpr *E, const FunctionDecl *FD,
                                   Slot &Result) {
  const unsigned Count = E->getNumArgs();
  // Comparisons of library types, by value.
  if (auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && Count == 2 && inSystemHeader(FD) && Op->isComparisonOp() &&
      (Op->getOperator() == OO_EqualEqual ||
       Op->getOperator() == OO_ExclaimEqual)) {
    auto Side = [&](const Expr *A, const Expr *Other) {
      if (auto *L = dyn_cast<StringLiteral>(A->IgnoreParenImpCasts()))
        return load(slotOf(L), E);
      if (isNullopt(A->getType()))
        return value(Terms.constant("nullopt"), E);
      Slot V = valueOf(A);
      if (libraryType(Other->getType()) == LibraryType::Optional &&
          libraryType(A->getType()) != LibraryType::Optional)
        V = apply("some", {V}, E);
      return V;
    };
    const Expr *L = E->getArg(0), *R = E->getArg(1);
    Slot Same;
    if (isNullopt(L->getType()) || isNullopt(R->getType()))
      Same = apply(
          "!",
          {apply("has", {valueOf(isNullopt(L->getType()) ? R : L)}, E)}, E);
    else
      Same = apply("==", {Side(L, R), Side(R, L)}, E);
    Result = Op->getOperator() == OO_EqualEqual ? Same : apply("!", {Same}, E);
    return true;
  }
  if (!FD->isInStdNamespace() || !FD->getIdentifier())
    return false;
  llvm::StringRef N = FD->getName();
  auto TypeArgument = [&]() -> QualType {
    const TemplateArgumentList *L = FD->getTemplateSpecializationArgs();
    if (L && L->size() && L->get(0).getKind() == TemplateArgument::Type)
      return L->get(0).getAsType();
    return {};
  };
  if (isa<CXXMethodDecl>(FD))
    return false;
  if (Count == 1 &&
      (N == "move" || N == "forward" || N == "as_const" ||
       N == "move_if_noexcept" || N == "__as_const")) {
    Result = placeOf(E->getArg(0));
    return true;
  }
  if (Count == 1 && (N == "addressof" || N == "__addressof")) {
    Result = address(placeOf(E->getArg(0)), E);
    return true;
  }
  if (N == "exchange" && Count == 2) {
    Slot New = passedValue(E->getArg(1));
    QualType To = E->getArg(0)->getType();
    // `exchange(o, {})` of an optional or container makes it empty.
    if (libraryType(To) == LibraryType::Optional) {
      QualType From = E->getArg(1)->getType();
      if (isNullopt(From))
        New = value(Terms.constant("nullopt"), E);
      else if (libraryType(From) != LibraryType::Optional)
        New = apply("some", {New}, E);
    }
    Slot Place = slotOf(E->getArg(0));
    Result = load(Place, E);
    store(Place, New, WriteRole::Consume, E, E->getArg(0));
    return true;
  }
  if (N == "swap" && Count == 2) {
    Slot A = slotOf(E->getArg(0)), B = slotOf(E->getArg(1));
    Slot VA = load(A, E), VB = load(B, E);
    store(A, VB, WriteRole::Modify, E, E->getArg(0));
    store(B, VA, WriteRole::Modify, E, E->getArg(1));
    Result = integer(0, E);
    return true;
  }
  if (N == "holds_alternative" && Count == 1) {
    Slot Index = apply("index", {valueOf(E->getArg(0))}, E);
    Result = apply("==",
                   {Index, integer(alternativeIndex(E->getArg(0)->getType(),
                                                    TypeArgument()),
                                   E)},
                   E);
    return true;
  }
  if ((N == "get" || N == "get_if") && Count == 1) {
    QualType From = E->getArg(0)->getType();
    if (N == "get_if")
      From = From->getPointeeType();
    Slot Place = N == "get_if" ? deref(valueOf(E->getArg(0)), E)
                               : placeOf(E->getArg(0));
    int Index = -1;
    const TemplateArgumentList *L = FD->getTemplateSpecializationArgs();
    if (L && L->size() && L->get(0).getKind() == TemplateArgument::Integral)
      Index = L->get(0).getAsIntegral().getExtValue();
    else if (!TypeArgument().isNull())
      Index = alternativeIndex(From, TypeArgument());
    Slot Part =
        at(Place, Terms.partKey("alternative " + std::to_string(Index)), E);
    if (N == "get") {
      Result = Part;
      return true;
    }
    Slot Holds = apply("==",
                       {apply("index", {load(Place, E)}, E), integer(Index, E)},
                       E);
    Result = apply("select", {Holds, address(Part, E), integer(0, E)}, E);
    return true;
  }
  if (N == "make_unique" || N == "make_shared") {
    llvm::SmallVector<Slot, 4> In{
        value(Terms.constant("site" + std::to_string(NextTemp++)), E)};
    for (const Expr *A : E->arguments())
      In.push_back(passedValue(A));
    // The object is made afresh, whatever an earlier one at this place held.
    Result = apply("new", {In[0]}, E);
    QualType Made = TypeArgument();
    Slot Content = In.size() == 2 ? In[1]
                   : Made.isNull() ? NoSlot
                                   : defaultValue(Made, E);
    if (In.size() != 2 && Content == NoSlot)
      Content = In.size() == 1 ? integer(0, E) : apply("make", In, E);
    store(deref(Result, E), Content, WriteRole::Assign, E, nullptr);
    return true;
  }
  // The rest of <algorithm>, <numeric>, <utility>: functions of their
  // arguments; what they get by reference they may change.
  return false;
}

} // namespace reentrancy
