//===- LibraryMemberFacts.cpp - Lowering of std members to facts ----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"

using namespace clang;

namespace reentrancy {

FactsBuilder::MemberCall::MemberCall(const CallExpr *E, const CXXMethodDecl *MD,
                                     const Expr *Object,
                                     llvm::ArrayRef<const Expr *> Args)
    : E(E), Method(MD), Object(Object) {
  ObjectType = Object->getType();
  if (ObjectType->isPointerType())
    ObjectType = ObjectType->getPointeeType();
  Type = libraryType(ObjectType);
  if (Type == LibraryType::None || Type == LibraryType::Other)
    Type = libraryType(MD->getParent());
  Op = libraryOp(Type, MD);
  for (const Expr *A : Args)
    if (!isa<CXXDefaultArgExpr>(A))
      this->Args.push_back(A);
}

/// The value that a parameter gets: what is bound to an lvalue reference is not
/// moved from, even if it could be.
Slot FactsBuilder::passedTo(const FunctionDecl *FD, unsigned I, const Expr *A) {
  if (FD && I < FD->getNumParams() &&
      FD->getParamDecl(I)->getType()->isLValueReferenceType())
    return valueOf(A);
  return passedValue(A);
}

/// The content of \p A as a string: what a pointer to characters points at.
Slot FactsBuilder::textOf(const Expr *A) {
  QualType T = A->getType();
  if (T->isArrayType())
    return load(slotOf(A), A);
  if (T->isPointerType() && T->getPointeeType()->isAnyCharacterType())
    return load(deref(valueOf(A), A), A);
  return passedValue(A);
}

/// The arguments of a member call of the library, behind \p First.
llvm::SmallVector<Slot, 4> FactsBuilder::argumentValues(const MemberCall &C,
                                                        Slot First) {
  llvm::SmallVector<Slot, 4> In{First};
  const bool Text = isText(C.ObjectType);
  for (unsigned I = 0; I != C.Args.size(); ++I)
    In.push_back(Text ? textOf(C.Args[I]) : passedTo(C.Method, I, C.Args[I]));
  // An iterator stands for the elements from there on.
  for (unsigned I = 0; I != C.Args.size(); ++I)
    if (isIterator(C.Args[I]->getType()) &&
        (C.Type == LibraryType::Sequence || rangeOf(C.Args[I]) != NoSlot))
      In.push_back(apply("range", {In[I + 1]}, C.E));
  return In;
}

/// Members of classes that the table does not know: any assignment, and the
/// operators of iterators and of the library's arithmetic types.
bool FactsBuilder::emitForeignMember(const MemberCall &C, Slot &Result) {
  const CallExpr *E = C.E;
  // Assignment of any class is assignment; a user's own is taken for one.
  if (C.Method->isCopyAssignmentOperator() ||
      C.Method->isMoveAssignmentOperator()) {
    Slot V = passedTo(C.Method, 0, C.Args[0]);
    Result = objectPlace(C.Object);
    store(Result, V, WriteRole::Assign, E, C.Object);
    return true;
  }
  if (!inSystemHeader(C.Method))
    return false;
  const OverloadedOperatorKind OO = C.Method->getOverloadedOperator();
  switch (OO) {
  case OO_PlusPlus:
  case OO_MinusMinus:
  case OO_PlusEqual:
  case OO_MinusEqual: {
    const bool Plus = OO == OO_PlusPlus || OO == OO_PlusEqual;
    const bool Step = OO == OO_PlusPlus || OO == OO_MinusMinus;
    Slot By = Step ? integer(1, E) : valueOf(C.Args[0]);
    Slot Place = objectPlace(C.Object);
    Slot Old = load(Place, E);
    store(Place, apply(Plus ? "+" : "-", {Old, By}, E), WriteRole::Modify, E,
          C.Object);
    Result = E->isGLValue() ? Place : Old;
    return true;
  }
  case OO_Plus:
  case OO_Minus:
    if (!isIterator(C.ObjectType) || C.Args.size() != 1)
      return false;
    Result = apply(OO == OO_Plus ? "+" : "-",
                   {load(objectPlace(C.Object), E), valueOf(C.Args[0])}, E);
    return true;
  case OO_Subscript:
    if (!isIterator(C.ObjectType))
      return false;
    Result = deref(
        apply("+", {load(objectPlace(C.Object), E), valueOf(C.Args[0])}, E), E);
    return true;
  case OO_StarEqual:
  case OO_SlashEqual:
  case OO_PercentEqual: {
    Slot By = valueOf(C.Args[0]);
    Result = objectPlace(C.Object);
    store(Result, apply(getOperatorSpelling(OO), {load(Result, E), By}, E),
          WriteRole::Modify, E, C.Object);
    return true;
  }
  case OO_Star:
    Result = deref(load(objectPlace(C.Object), E), E);
    if (!E->isGLValue())
      Result = load(Result, E);
    return true;
  case OO_Arrow:
    Result = load(objectPlace(C.Object), E);
    return true;
  default:
    return false;
  }
}

bool FactsBuilder::emitLibrary(const CallExpr *E, const CXXMethodDecl *MD,
                               const Expr *Object,
                               llvm::ArrayRef<const Expr *> Args,
                               Slot &Result) {
  const MemberCall C(E, MD, Object, Args);
  switch (C.Op) {
  case LibraryOp::None:
    return emitForeignMember(C, Result);
  case LibraryOp::Swap:
    if (C.Args.empty())
      return false;
    break;
  default:
    break;
  }
  // What a view or a reference to a bit shows is another object's.
  Slot Place = objectPlace(Object);
  const bool Rebinds = C.Op == LibraryOp::Assign && C.Type == LibraryType::View;
  if ((C.Type == LibraryType::View || C.Type == LibraryType::BitReference) &&
      !Rebinds)
    Place = deref(load(Place, E), E);
  Result = isUpdate(C.Op) ? emitUpdate(C, Place) : emitObserver(C, Place);
  return true;
}

/// A member that leaves its object as it is: its value, or a place in it.
Slot FactsBuilder::emitObserver(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  const bool Arrow = C.Method->getOverloadedOperator() == OO_Arrow;
  auto Part = [&](Slot Where) {
    if (E->isGLValue())
      return Where;
    // A reference to a bit stands for its place.
    return libraryType(E->getType()) == LibraryType::BitReference || Arrow
               ? address(Where, E)
               : load(Where, E);
  };
  switch (C.Op) {
  case LibraryOp::Load:
    return load(Place, E);
  case LibraryOp::Size:
    return apply("size", {load(Place, E)}, E);
  case LibraryOp::Empty:
    return apply("==", {apply("size", {load(Place, E)}, E), integer(0, E)}, E);
  case LibraryOp::Has:
    return engaged(load(Place, E), C.ObjectType, E);
  case LibraryOp::Pointee: {
    Slot P = load(Place, E);
    return E->isGLValue() ? deref(P, E) : P;
  }
  case LibraryOp::Content:
    return Part(at(Place, Terms.partKey("*"), E));
  case LibraryOp::Element: {
    Slot Key = C.Args.empty() ? integer(0, E) : valueOf(C.Args[0]);
    const bool Keyed =
        C.Type == LibraryType::Associative || C.Type == LibraryType::Multi;
    return Part(Keyed ? keyed(Place, Key, E) : element(Place, Key, E));
  }
  case LibraryOp::Begin:
    return beginOf(Place, E);
  case LibraryOp::End:
    return endOf(Place, E);
  case LibraryOp::Front:
    return Part(at(Place, Terms.partKey("front"), E));
  case LibraryOp::Back:
    return Part(at(Place, Terms.partKey("back"), E));
  default:
    break;
  }
  if (isa<CXXConversionDecl>(C.Method)) {
    Slot V = load(Place, E);
    return E->getType()->isBooleanType()
               ? apply("!", {apply("==", {V, integer(0, E)}, E)}, E)
               : V;
  }
  llvm::SmallVector<Slot, 4> In = argumentValues(C, load(Place, E));
  In.push_back(address(Place, E));
  Slot V = apply(C.Method->getNameAsString(), In, E);
  return E->isGLValue() ? deref(V, E) : V;
}

} // namespace reentrancy
