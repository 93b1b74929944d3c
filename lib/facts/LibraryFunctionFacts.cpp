//===- LibraryFunctionFacts.cpp - Lowering of std functions to facts ------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace reentrancy {

/// One side of a comparison with a library's value.
Slot FactsBuilder::comparand(const Expr *A, const Expr *Other) {
  if (isNullopt(A->getType()))
    return value(Terms.constant("nullopt"), A);
  if (isOrdering(A->getType()) && !A->isGLValue())
    return isOrdering(Other->getType()) && isa<CallExpr>(strip(A))
               ? valueOf(A)
               : integer(0, A);
  if (isText(Other->getType()) || isText(A->getType()))
    return textOf(A);
  Slot V = valueOf(A);
  return libraryType(Other->getType()) == LibraryType::Optional &&
                 libraryType(A->getType()) != LibraryType::Optional
             ? apply("some", {V}, A)
             : V;
}

/// Operators of the library that are functions of two values.
bool FactsBuilder::emitLibraryOperator(const CXXOperatorCallExpr *E,
                                       Slot &Result) {
  const Expr *L = E->getArg(0), *R = E->getArg(1);
  switch (E->getOperator()) {
  case OO_EqualEqual:
  case OO_ExclaimEqual: {
    const bool Null = isNullopt(L->getType()) || isNullopt(R->getType());
    Slot Same;
    if (Null) {
      const Expr *Tested = isNullopt(L->getType()) ? R : L;
      Same = apply("!", {engaged(valueOf(Tested), Tested->getType(), E)}, E);
    } else {
      Slot A = comparand(L, R), B = comparand(R, L);
      Same = apply("==", {A, B}, E);
    }
    Result = E->getOperator() == OO_EqualEqual ? Same : apply("!", {Same}, E);
    return true;
  }
  case OO_Less:
  case OO_Greater:
  case OO_LessEqual:
  case OO_GreaterEqual: {
    Slot A = comparand(L, R), B = comparand(R, L);
    Result = arithmetic(BinaryOperator::getOverloadedOpcode(E->getOperator()),
                        A, B, E);
    return true;
  }
  case OO_Minus:
    // How far two iterators are apart.
    if (!isIterator(L->getType()) || !isIterator(R->getType()))
      return false;
    Result = apply("-", {valueOf(L), valueOf(R)}, E);
    return true;
  case OO_Spaceship: {
    Slot A = comparand(L, R), B = comparand(R, L);
    Result = apply("-", {A, B}, E);
    return true;
  }
  default:
    return false;
  }
}

/// The alternative or element that a `get` names: by index or by type.
static int chosenIndex(const FunctionDecl *FD, QualType From) {
  const TemplateArgumentList *L = FD->getTemplateSpecializationArgs();
  if (!L || !L->size())
    return -1;
  const TemplateArgument &A = L->get(0);
  if (A.getKind() == TemplateArgument::Integral)
    return A.getAsIntegral().getExtValue();
  return A.getKind() == TemplateArgument::Type
             ? alternativeIndex(From, A.getAsType())
             : -1;
}

Slot FactsBuilder::emitGet(const CallExpr *E, const FunctionDecl *FD,
                           bool Pointer) {
  const Expr *From = E->getArg(0);
  QualType T = From->getType();
  if (Pointer)
    T = T->getPointeeType();
  Slot Place = Pointer ? deref(valueOf(From), E) : placeOf(From);
  const int Index = chosenIndex(FD, T);
  switch (libraryType(T)) {
  case LibraryType::Pair:
  case LibraryType::Tuple: {
    Slot Part = at(Place, elementKey(Terms, T, Index), E);
    // What the element itself refers to, of a tuple of references.
    auto Types = elementTypes(T);
    return Index >= 0 && unsigned(Index) < Types.size() &&
                   Types[Index]->isReferenceType()
               ? deref(load(Part, E), E)
               : Part;
  }
  case LibraryType::Sequence:
    return element(Place, integer(Index, E), E);
  default:
    break;
  }
  Slot Part =
      at(Place, Terms.partKey("alternative " + std::to_string(Index)), E);
  if (!Pointer)
    return Part;
  Slot Holds =
      apply("==", {apply("index", {load(Place, E)}, E), integer(Index, E)}, E);
  return apply("select", {Holds, address(Part, E), integer(0, E)}, E);
}

/// `make_unique` and `make_shared`: a fresh object, whatever an earlier one
/// that was made here held.
Slot FactsBuilder::emitMakeHandle(const CallExpr *E, const FunctionDecl *FD) {
  llvm::SmallVector<Slot, 4> In{
      value(Terms.constant("site" + std::to_string(NextTemp++)), E)};
  for (const Expr *A : E->arguments())
    In.push_back(passedValue(A));
  Slot Made = apply("new", {In[0]}, E);
  const TemplateArgumentList *L = FD->getTemplateSpecializationArgs();
  const bool Typed =
      L && L->size() && L->get(0).getKind() == TemplateArgument::Type;
  Slot Content = NoSlot;
  if (In.size() == 2)
    Content = In[1];
  else if (In.size() == 1)
    Content = Typed ? defaultValue(L->get(0).getAsType(), E) : NoSlot;
  if (Content == NoSlot)
    Content = In.size() == 1 ? integer(0, E) : apply("make", In, E);
  store(deref(Made, E), Content, WriteRole::Assign, E, E);
  return Made;
}

/// A pair or tuple of type \p T of \p Elements; \p ByPlace: of references.
Slot FactsBuilder::emitTuple(const Expr *E, QualType T,
                             llvm::ArrayRef<const Expr *> Elements,
                             bool ByPlace) {
  Slot V = integer(0, E);
  for (unsigned I = 0; I != Elements.size(); ++I)
    V = update(V, elementKey(Terms, T, I),
               ByPlace ? address(placeOf(Elements[I]), E)
                       : passedValue(Elements[I]),
               E);
  return V;
}

bool FactsBuilder::emitStdFunction(const CallExpr *E, const FunctionDecl *FD,
                                   Slot &Result) {
  const unsigned Count = E->getNumArgs();
  if (auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && Count == 2 && inSystemHeader(FD) &&
      (Op->isComparisonOp() || Op->getOperator() == OO_Minus))
    return emitLibraryOperator(Op, Result);
  const LibraryFunction Known = libraryFunction(FD);
  if (Known == LibraryFunction::MakeHandle) {
    Result = emitMakeHandle(E, FD);
    return true;
  }
  if (Known == LibraryFunction::None || !Count)
    return false;
  const Expr *First = E->getArg(0);
  switch (Known) {
  case LibraryFunction::Cast:
    Result = placeOf(First);
    return true;
  case LibraryFunction::AddressOf:
    Result = address(placeOf(First), E);
    return true;
  case LibraryFunction::Begin:
  case LibraryFunction::End: {
    const QualType T = First->getType();
    if (!T->isArrayType() && libraryType(T) != LibraryType::Sequence)
      return false;
    Slot Whole = placeOf(First);
    Result = Known == LibraryFunction::Begin ? beginOf(Whole, E)
             : T->isArrayType()              ? pastArray(Whole, T, E)
                                             : endOf(Whole, E);
    return true;
  }
  case LibraryFunction::Exchange: {
    Slot New = wrapped(First->getType(), E->getArg(1));
    Slot Place = slotOf(First);
    Result = load(Place, E);
    store(Place, New, WriteRole::Consume, E, First);
    return true;
  }
  case LibraryFunction::Swap:
    if (Count != 2)
      return false;
    swapPlaces(slotOf(First), slotOf(E->getArg(1)), E, First, E->getArg(1));
    Result = integer(0, E);
    return true;
  case LibraryFunction::HoldsAlternative: {
    Slot Index = apply("index", {valueOf(First)}, E);
    Result =
        apply("==", {Index, integer(chosenIndex(FD, First->getType()), E)}, E);
    return true;
  }
  case LibraryFunction::Get:
  case LibraryFunction::GetIf:
    if (Count != 1)
      return false;
    Result = emitGet(E, FD, Known == LibraryFunction::GetIf);
    return true;
  case LibraryFunction::MakeTuple:
  case LibraryFunction::Tie: {
    llvm::SmallVector<const Expr *, 4> Elements(E->arguments());
    Result =
        emitTuple(E, E->getType(), Elements, Known == LibraryFunction::Tie);
    return true;
  }
  default:
    return emitAlgorithm(Known, E, Result);
  }
}

} // namespace reentrancy
