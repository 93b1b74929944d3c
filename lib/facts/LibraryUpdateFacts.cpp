//===- LibraryUpdateFacts.cpp - Changing members of std types to facts ----===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"

using namespace clang;

namespace reentrancy {

bool FactsBuilder::isUpdate(LibraryOp Op) {
  switch (Op) {
  case LibraryOp::Clear:
  case LibraryOp::Reset:
  case LibraryOp::Release:
  case LibraryOp::Emplace:
  case LibraryOp::Assign:
  case LibraryOp::Modify:
  case LibraryOp::Extract:
  case LibraryOp::Swap:
  case LibraryOp::CompareExchange:
  case LibraryOp::SetBits:
  case LibraryOp::ResetBits:
  case LibraryOp::FlipBits:
    return true;
  default:
    return false;
  }
}

/// A member that changes its object. \returns its answer.
Slot FactsBuilder::emitUpdate(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  switch (C.Op) {
  case LibraryOp::Clear:
    store(Place, value(Terms.constant("empty"), E), WriteRole::Reset, E,
          C.Object);
    return integer(0, E);
  case LibraryOp::Reset: {
    Slot V = !C.Args.empty() ? passedValue(C.Args[0])
             : C.Type == LibraryType::Optional
                 ? value(Terms.constant("nullopt"), E)
                 : integer(0, E);
    store(Place, V, WriteRole::Reset, E, C.Object);
    return integer(0, E);
  }
  case LibraryOp::Release: {
    Slot Old = load(Place, E);
    store(Place, integer(0, E), WriteRole::Consume, E, C.Object);
    return Old;
  }
  case LibraryOp::Emplace:
    return emitEmplace(C, Place);
  case LibraryOp::Assign:
    return emitAssign(C, Place);
  case LibraryOp::Extract: {
    Slot Old = load(Place, E);
    auto In = argumentValues(C, Old);
    const bool Exchanged = C.Type == LibraryType::Atomic && In.size() > 1;
    store(Place, Exchanged ? In[1] : apply("extracted", In, E),
          WriteRole::Consume, E, C.Object);
    return Exchanged ? Old : apply("extract", In, E);
  }
  case LibraryOp::Swap:
    swapPlaces(Place, slotOf(C.Args[0]), E, C.Object, C.Args[0]);
    return integer(0, E);
  case LibraryOp::CompareExchange:
    return emitCompareExchange(C, Place);
  case LibraryOp::SetBits:
  case LibraryOp::ResetBits:
  case LibraryOp::FlipBits:
    return emitBitUpdate(C, Place);
  default:
    break;
  }
  switch (C.Type) {
  case LibraryType::Atomic:
  case LibraryType::Bits:
  case LibraryType::BitReference:
    return emitNumberUpdate(C, Place);
  default:
    return emitContainerUpdate(C, Place);
  }
}

void FactsBuilder::swapPlaces(Slot A, Slot B, const CallExpr *E,
                              const Expr *First, const Expr *Second) {
  Slot VA = load(A, E), VB = load(B, E);
  store(A, VB, WriteRole::Modify, E, First);
  store(B, VA, WriteRole::Modify, E, Second);
}

/// What an optional or a variant of type \p T holds when it is given \p From.
Slot FactsBuilder::wrapped(QualType T, const Expr *From) {
  QualType F = From->getType().getNonReferenceType();
  const Expr *Bare = From->IgnoreImplicit();
  switch (libraryType(T)) {
  case LibraryType::Optional:
    if (auto *I = dyn_cast<InitListExpr>(Bare);
        isNullopt(F) || (I && I->getNumInits() == 0))
      return value(Terms.constant("nullopt"), From);
    if (libraryType(F) == LibraryType::Optional)
      return passedValue(From);
    return apply("some", {passedValue(From)}, From);
  case LibraryType::Variant:
    if (libraryType(F) == LibraryType::Variant)
      return passedValue(From);
    return apply("alternative",
                 {integer(alternativeIndex(T, F), From), passedValue(From)},
                 From);
  case LibraryType::Sequence:
    if (const InitListExpr *L = isText(T) ? nullptr : bracedList(From))
      return listOf(L);
    [[fallthrough]];
  default:
    return isText(T) ? textOf(From) : passedValue(From);
  }
}

Slot FactsBuilder::emitAssign(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  // `std::tie(a, b) = ...` assigns to what the references name.
  if (C.Type == LibraryType::Tuple && C.Args.size() == 1) {
    auto Types = elementTypes(C.ObjectType);
    if (!Types.empty() && Types[0]->isReferenceType()) {
      QualType From = C.Args[0]->getType();
      Slot Source = placeOf(C.Args[0]);
      llvm::SmallVector<Slot, 4> Values;
      for (unsigned I = 0; I != Types.size(); ++I)
        Values.push_back(load(at(Source, elementKey(Terms, From, I), E), E));
      for (unsigned I = 0; I != Types.size(); ++I)
        if (!isIgnore(Types[I]))
          store(deref(load(at(Place, elementKey(Terms, C.ObjectType, I), E), E),
                      E),
                Values[I], WriteRole::Assign, E, C.Object);
      return Place;
    }
  }
  Slot V;
  if (C.Args.size() == 1 &&
      (C.Method->getOverloadedOperator() == OO_Equal ||
       C.Type == LibraryType::Atomic || isText(C.ObjectType)))
    V = C.Type == LibraryType::BitReference &&
                libraryType(C.Args[0]->getType()) == LibraryType::BitReference
            ? load(deref(valueOf(C.Args[0]), E), E)
            : wrapped(C.ObjectType, C.Args[0]);
  else
    V = apply("assign", argumentValues(C, integer(0, E)), E);
  store(Place, V, WriteRole::Assign, E, C.Object);
  return E->isGLValue() ? Place : V;
}

Slot FactsBuilder::emitEmplace(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  llvm::SmallVector<Slot, 4> In{value(Terms.constant("make"), E)};
  for (unsigned I = 0; I != C.Args.size(); ++I)
    In.push_back(passedTo(C.Method, I, C.Args[I]));
  QualType Made = C.Method->getReturnType().getNonReferenceType();
  Slot Content = NoSlot;
  if (In.size() == 2)
    Content = In[1];
  else if (In.size() == 1)
    Content = defaultValue(Made, E);
  if (Content == NoSlot)
    Content = apply("make", In, E);
  if (C.Type == LibraryType::Variant) {
    const int Index = alternativeIndex(C.ObjectType, Made);
    store(Place, apply("alternative", {integer(Index, E), Content}, E),
          WriteRole::Assign, E, C.Object);
    return at(Place, Terms.partKey("alternative " + std::to_string(Index)), E);
  }
  store(Place, apply("some", {Content}, E), WriteRole::Assign, E, C.Object);
  return at(Place, Terms.partKey("*"), E);
}

/// An operator or `fetch_...` on what is a number to the terms.
Slot FactsBuilder::emitNumberUpdate(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  const OverloadedOperatorKind OO = C.Method->getOverloadedOperator();
  Slot Old = load(Place, E);
  const bool Step = OO == OO_PlusPlus || OO == OO_MinusMinus;
  Slot By = Step || C.Args.empty() ? integer(1, E) : valueOf(C.Args[0]);
  Slot New = apply(updateOperator(C.Method), {Old, By}, E);
  store(Place, New, WriteRole::Modify, E, C.Object);
  if (E->isGLValue())
    return Place;
  // `x++` has an argument that tells it apart from `++x`.
  return OO == OO_None || (Step && !C.Args.empty()) ? Old : New;
}

/// Stores the second argument if the place holds what the first names; else
/// loads it there.
Slot FactsBuilder::emitCompareExchange(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  Slot Expected = slotOf(C.Args[0]);
  Slot Desired = valueOf(C.Args[1]);
  Slot Old = load(Place, E);
  Slot Same = apply("==", {Old, load(Expected, E)}, E);
  const BlockId Then = newBlock(), Else = newBlock(), Behind = newBlock();
  Terminator &T = Out->Blocks[Cur].End;
  T.Kind = Terminator::Branch;
  T.Cond = Same;
  T.Site = T.Test = E;
  T.Then = Then;
  T.Else = Else;
  T.TestBegin = Out->Blocks[Cur].Facts.size();
  Cur = Then;
  store(Place, Desired, WriteRole::Modify, E, C.Object);
  jumpTo(Behind);
  Cur = Else;
  store(Expected, Old, WriteRole::Assign, E, C.Args[0]);
  jumpTo(Behind);
  Cur = Behind;
  return Same;
}

Slot FactsBuilder::emitBitUpdate(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  const bool Flips = C.Op == LibraryOp::FlipBits;
  const bool Sets = C.Op == LibraryOp::SetBits;
  const bool Whole = C.Type == LibraryType::Bits && C.Args.empty();
  Slot Target =
      Whole || C.Args.empty() ? Place : element(Place, valueOf(C.Args[0]), E);
  Slot V;
  if (Flips)
    V = apply(Whole ? "~" : "!", {load(Target, E)}, E);
  else if (Whole)
    V = Sets ? value(Terms.constant("all set"), E) : integer(0, E);
  else
    V = C.Args.size() == 2 ? valueOf(C.Args[1]) : integer(Sets, E);
  store(Target, V, Flips ? WriteRole::Modify : WriteRole::Assign, E, C.Object);
  return Place;
}

Slot FactsBuilder::emitContainerUpdate(const MemberCall &C, Slot Place) {
  const CallExpr *E = C.E;
  const bool ByIterator = !C.Args.empty() && isIterator(C.Args[0]->getType());
  llvm::StringRef OpName = libraryOpName(C.Type, C.Method, ByIterator);
  // `m.insert_or_assign(k, v)` is `m[k] = v`.
  if (OpName == "assign_key" && C.Args.size() == 2) {
    Slot Part = keyed(Place, valueOf(C.Args[0]), E);
    store(Part, passedValue(C.Args[1]), WriteRole::Assign, E, C.Object);
    return opaque(E);
  }
  Slot Old = load(Place, E);
  auto In = argumentValues(C, Old);
  const bool Appends =
      C.Method->getOverloadedOperator() == OO_PlusEqual || OpName == "append";
  if (OpName == "append" && C.Args.size() == 1 &&
      C.Args[0]->getType()->isIntegerType())
    OpName = "push_back"; // of one character
  if ((OpName == "push_back" || OpName == "push_front") && In.size() != 2) {
    llvm::SmallVector<Slot, 4> Parts{value(Terms.constant("make"), E)};
    Parts.append(In.begin() + 1, In.end());
    In = {Old, apply("make", Parts, E)};
  }
  // A map's `insert({k, v})`: the key alone decides.
  if (OpName == "insert" && In.size() == 2 && isMap(C.ObjectType) &&
      libraryType(C.Args[0]->getType()) == LibraryType::Pair) {
    QualType T = C.Args[0]->getType();
    Slot Pair = value(Terms.temporary(NextTemp++), E);
    store(Pair, In[1], WriteRole::Assign, E, nullptr);
    In = {Old, load(at(Pair, elementKey(Terms, T, 0), E), E),
          load(at(Pair, elementKey(Terms, T, 1), E), E)};
  }
  store(Place, apply(OpName, In, E), WriteRole::Modify, E, C.Object);
  if (E->isGLValue())
    return Appends
               ? Place
               : at(Place,
                    Terms.partKey(OpName == "push_front" ? "front" : "back"),
                    E);
  In.push_back(address(Place, E));
  return apply(("answer of " + OpName).str(), In, E);
}

} // namespace reentrancy
