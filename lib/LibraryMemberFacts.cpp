//===- LibraryMemberFacts.cpp - Lowering of std members to facts ----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactsBuilder.h"

using namespace clang;

namespace reentrancy {

bool FactsBuilder::emitLibrary(const CallExpr *E, const CXXMethodDecl *MD,
                               const Expr *Object,
                               llvm::ArrayRef<const Expr *> Args,
                               Slot &Result) {
  QualType T = Object->getType();
  if (T->isPointerType())
    T = T->getPointeeType();
  LibraryType L = libraryType(T);
  if (L == LibraryType::None || L == LibraryType::Other)
    L = libraryType(MD->getParent());
  LibraryOp Op = libraryOp(L, MD);
  const OverloadedOperatorKind OO = MD->getOverloadedOperator();
  if (Op == LibraryOp::None) {
    // Assignment of any class is assignment; a user's own is taken for one.
    if (MD->isCopyAssignmentOperator() || MD->isMoveAssignmentOperator()) {
      Slot V = passedValue(Args[0]);
      Slot Place = objectPlace(Object);
      store(Place, V, WriteRole::Assign, E, Object);
      Result = Place;
      return true;
    }
    if (!inSystemHeader(MD))
      return false;
    switch (OO) {
    case OO_PlusPlus:
    case OO_MinusMinus: {
      Slot Place = objectPlace(Object);
      Slot Old = load(Place, E);
      store(Place,
            apply(OO == OO_PlusPlus ? "+" : "-", {Old, integer(1, E)}, E),
            WriteRole::Modify, E, Object);
      Result = E->isGLValue() ? Place : Old;
      return true;
    }
    case OO_Star:
      Result = deref(load(objectPlace(Object), E), E);
      if (!E->isGLValue())
        Result = load(Result, E);
      return true;
    case OO_Arrow:
      Result = load(objectPlace(Object), E);
      return true;
    default:
      return false;
    }
  }
  if (L == LibraryType::Optional && Args.size() == 1 &&
      Op == LibraryOp::Assign) {
    QualType From = Args[0]->getType().getNonReferenceType();
    Slot V;
    if (isNullopt(From))
      V = value(Terms.constant("nullopt"), E);
    else if (libraryType(From) == LibraryType::Optional)
      V = passedValue(Args[0]);
    else if (isa<InitListExpr>(Args[0]->IgnoreImplicit()) &&
             cast<InitListExpr>(Args[0]->IgnoreImplicit())->getNumInits() == 0)
      V = value(Terms.constant("nullopt"), E);
    else
      V = apply("some", {passedValue(Args[0])}, E);
    Result = objectPlace(Object);
    store(Result, V, WriteRole::Assign, E, Object);
    return true;
  }
  if (L == LibraryType::Variant &&
      (Op == LibraryOp::Assign || Op == LibraryOp::Emplace)) {
    Slot V;
    if (Op == LibraryOp::Assign && Args.size() == 1 &&
        libraryType(Args[0]->getType()) == LibraryType::Variant) {
      V = passedValue(Args[0]);
    } else {
      int Index = -1;
      if (Op == LibraryOp::Assign && Args.size() == 1) {
        Index = alternativeIndex(T, Args[0]->getType());
      } else if (const auto *TA = MD->getTemplateSpecializationArgs();
                 TA && TA->size()) {
        if (TA->get(0).getKind() == TemplateArgument::Type)
          Index = alternativeIndex(T, TA->get(0).getAsType());
        else if (TA->get(0).getKind() == TemplateArgument::Integral)
          Index = TA->get(0).getAsIntegral().getExtValue();
      }
      llvm::SmallVector<Slot, 4> In;
      for (const Expr *A : Args)
        In.push_back(passedValue(A));
      Slot Content = In.size() == 1 ? In[0] : apply("make", In, E);
      V = apply("alternative", {integer(Index, E), Content}, E);
    }
    Slot Place = objectPlace(Object);
    store(Place, V, WriteRole::Assign, E, Object);
    Result = Place;
    return true;
  }
  auto Values = [&](Slot First) {
    llvm::SmallVector<Slot, 4> In{First};
    for (const Expr *A : Args)
      if (!isa<CXXDefaultArgExpr>(A))
        In.push_back(passedValue(A));
    return In;
  };
  Slot Place = objectPlace(Object);
  auto Name = MD->getIdentifier() ? MD->getName().str()
                                  : MD->getNameAsString();
  switch (Op) {
  case LibraryOp::None:
    return false;
  case LibraryOp::Observe: {
    if (L == LibraryType::Pointer || OO == OO_None ? false : true)
      (void)0;
    if (isa<CXXConversionDecl>(MD)) {
      Slot V = load(Place, E);
      Result = E->getType()->isBooleanType()
                   ? apply("!", {apply("==", {V, integer(0, E)}, E)}, E)
                   : V;
      return true;
    }
    llvm::SmallVector<Slot, 4> In = Values(load(Place, E));
    In.push_back(address(Place, E));
    Slot V = apply(Name, In, E);
    Result = E->isGLValue() ? deref(V, E) : V;
    return true;
  }
  case LibraryOp::Size:
    Result = apply("size", {load(Place, E)}, E);
    return true;
  case LibraryOp::Empty:
    Result = apply("==", {apply("size", {load(Place, E)}, E), integer(0, E)}, E);
    return true;
  case LibraryOp::Has:
    Result = apply("has", {load(Place, E)}, E);
    return true;
  case LibraryOp::Pointee: {
    Slot P = load(Place, E);
    Result = E->isGLValue() ? deref(P, E) : P;
    return true;
  }
  case LibraryOp::Content: {
    Slot Part = at(Place, Terms.partKey("*"), E);
    Result = E->isGLValue() ? Part
             : OO == OO_Arrow ? address(Part, E)
                              : load(Part, E);
    return true;
  }
  case LibraryOp::Element: {
    Slot Index = Args.empty() ? integer(0, E) : valueOf(Args[0]);
    Result = element(Place, Index, E);
    if (!E->isGLValue())
      Result = load(Result, E);
    return true;
  }
  case LibraryOp::Front:
  case LibraryOp::Back:
    Result = at(Place, Terms.partKey(Op == LibraryOp::Front ? "front" : "back"),
                E);
    if (!E->isGLValue())
      Result = load(Result, E);
    return true;
  case LibraryOp::Clear:
    store(Place, value(Terms.constant("empty"), E), WriteRole::Reset, E,
          Object);
    Result = integer(0, E);
    return true;
  case LibraryOp::Reset: {
    Slot V = Args.empty() || isa<CXXDefaultArgExpr>(Args[0])
                 ? (L == LibraryType::Optional
                        ? value(Terms.constant("nullopt"), E)
                        : integer(0, E))
                 : passedValue(Args[0]);
    store(Place, V, WriteRole::Reset, E, Object);
    Result = integer(0, E);
    return true;
  }
  case LibraryOp::Release:
    Result = load(Place, E);
    store(Place, integer(0, E), WriteRole::Consume, E, Object);
    return true;
  case LibraryOp::Emplace: {
    llvm::SmallVector<Slot, 4> In;
    for (const Expr *A : Args)
      In.push_back(passedValue(A));
    Slot Content;
    if (In.size() == 1)
      Content = In[0];
    else {
      QualType Inner = MD->getReturnType().getNonReferenceType();
      Content = In.empty() ? defaultValue(Inner, E) : NoSlot;
      if (Content == NoSlot) {
        In.insert(In.begin(), value(Terms.constant("make"), E));
        Content = apply("make", In, E);
      }
    }
    store(Place, apply("some", {Content}, E), WriteRole::Assign, E, Object);
    Result = at(Place, Terms.partKey("*"), E);
    return true;
  }
  case LibraryOp::Assign: {
    Slot V;
    if (Args.size() == 1 && (OO == OO_Equal || L == LibraryType::Atomic))
      V = passedValue(Args[0]);
    else
      V = apply("assign", Values(integer(0, E)), E);
    store(Place, V, WriteRole::Assign, E, Object);
    Result = E->isGLValue() ? Place : V;
    return true;
  }
  case LibraryOp::Extract: {
    Slot Old = load(Place, E);
    auto In = Values(Old);
    Slot Left = L == LibraryType::Atomic && In.size() > 1
                    ? In[1]
                    : apply("extracted", In, E);
    store(Place, Left, WriteRole::Consume, E, Object);
    Result = L == LibraryType::Atomic ? Old : apply("extract", In, E);
    return true;
  }
  case LibraryOp::Swap: {
    if (Args.empty())
      return false;
    Slot Other = slotOf(Args[0]);
    Slot VA = load(Place, E), VB = load(Other, E);
    store(Place, VB, WriteRole::Modify, E, Object);
    store(Other, VA, WriteRole::Modify, E, Args[0]);
    Result = integer(0, E);
    return true;
  }
  case LibraryOp::Modify: {
    Slot Old = load(Place, E);
    if (L == LibraryType::Atomic) {
      const bool Minus = OO == OO_MinusMinus || Name == "fetch_sub";
      const bool Plus = OO == OO_PlusPlus || OO == OO_PlusEqual ||
                        Name == "fetch_add";
      Slot By = Args.empty() || OO == OO_PlusPlus || OO == OO_MinusMinus
                    ? integer(1, E)
                    : valueOf(Args[0]);
      Slot New = apply(Minus ? "-" : Plus ? "+" : Name, {Old, By}, E);
      store(Place, New, WriteRole::Modify, E, Object);
      Result = OO == OO_None ? Old : New;
      return true;
    }
    const bool ByIterator = !Args.empty() && isIterator(Args[0]->getType());
    // `m.insert_or_assign(k, v)` is `m[k] = v`.
    if (Name == "insert_or_assign" && Args.size() == 2 && !ByIterator) {
      Slot Part = element(Place, valueOf(Args[0]), E);
      store(Part, passedValue(Args[1]), WriteRole::Assign, E, Object);
      Result = opaque(E);
      return true;
    }
    auto In = Values(Old);
    llvm::StringRef OpName = libraryOpName(L, MD, ByIterator);
    if (OpName == "append" && OO == OO_PlusEqual && In.size() == 2 &&
        Args[0]->getType()->isIntegerType())
      OpName = "push_back"; // of one character
    if (OpName == "push_back" || OpName == "push_front") {
      if (In.size() != 2) {
        llvm::SmallVector<Slot, 4> Parts{value(Terms.constant("make"), E)};
        Parts.append(In.begin() + 1, In.end());
        In = {Old, apply("make", Parts, E)};
      }
    }
    store(Place, apply(OpName, In, E), WriteRole::Modify, E, Object);
    if (E->isGLValue())
      Result = OO == OO_PlusEqual || Name == "append"
                   ? Place
                   : at(Place,
                        Terms.partKey(OpName == "push_front" ? "front"
                                                             : "back"),
                        E);
    else
      Result = apply(("answer of " + OpName).str(), In, E);
    return true;
  }
  }
  return false;
}

} // namespace reentrancy
