//===- AlgorithmFacts.cpp - Lowering of <algorithm>, <cstring> to facts ---===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"

using namespace clang;

namespace reentrancy {

/// The container or array whose range \p E, an iterator or pointer, begins or
/// ends; NoSlot where that cannot be told.
Slot FactsBuilder::rangeOf(const Expr *E) {
  E = strip(E);
  while (auto *C = dyn_cast<CXXConstructExpr>(E)) {
    if (C->getNumArgs() != 1)
      return NoSlot;
    E = strip(C->getArg(0));
  }
  if (auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
    return rangeOf(M->getSubExpr());
  if (auto *C = dyn_cast<ImplicitCastExpr>(E))
    return C->getCastKind() == CK_ArrayToPointerDecay
               ? slotOf(C->getSubExpr())
               : rangeOf(C->getSubExpr());
  if (auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
    const Expr *Object = M->getImplicitObjectArgument();
    switch (libraryType(Object->getType())) {
    case LibraryType::Sequence:
      return objectPlace(Object);
    case LibraryType::View:
      return deref(load(objectPlace(Object), E), E);
    default:
      return NoSlot;
    }
  }
  // `begin() + n`, `std::begin(a)`
  if (auto *C = dyn_cast<CallExpr>(E); C && C->getNumArgs()) {
    const Expr *A = C->getArg(0);
    if (libraryType(A->getType()) == LibraryType::Sequence)
      return placeOf(A);
    return A->getType()->isArrayType() ? slotOf(A) : rangeOf(A);
  }
  if (auto *B = dyn_cast<BinaryOperator>(E); B && B->isAdditiveOp())
    return rangeOf(B->getLHS());
  return NoSlot;
}

/// The address of the first element of the sequence or array at \p Whole.
Slot FactsBuilder::beginOf(Slot Whole, const Expr *E) {
  return address(element(Whole, integer(0, E), E), E);
}

Slot FactsBuilder::endOf(Slot Whole, const Expr *E) {
  return address(element(Whole, apply("size", {load(Whole, E)}, E), E), E);
}

/// The address behind the last element of an array of type \p T.
Slot FactsBuilder::pastArray(Slot Whole, QualType T, const Expr *E) {
  auto *A = Context.getAsConstantArrayType(T.getNonReferenceType());
  Slot Size = A ? integer(A->getSize().getZExtValue(), E) : opaque(E);
  return address(element(Whole, Size, E), E);
}

/// What \p E begins a range of, as written: `v` of `v.begin()`.
static const Expr *rangeObject(const Expr *E) {
  if (auto *M = dyn_cast<CXXMemberCallExpr>(E->IgnoreImplicit()))
    return M->getImplicitObjectArgument();
  return E->IgnoreImplicit();
}

/// Whether a call of `memset` and its like covers the whole of what its first
/// argument points at.
static bool coversWhole(const CallExpr *E, const ASTContext &Context) {
  const Expr *To = E->getArg(0)->IgnoreParenCasts();
  QualType T = To->getType();
  if (auto *U = dyn_cast<UnaryOperator>(To); U && U->getOpcode() == UO_AddrOf)
    T = U->getSubExpr()->getType();
  else if (!T->isArrayType())
    return false;
  Expr::EvalResult Size;
  return !T->isIncompleteType() && !T->isVariableArrayType() &&
         !T->isDependentType() && E->getArg(2)->EvaluateAsInt(Size, Context) &&
         Size.Val.getInt().getExtValue() ==
             Context.getTypeSizeInChars(T).getQuantity();
}

/// `memset`, `memcpy`: a function of the arguments if it covers the object,
/// else of what is there as well.
Slot FactsBuilder::emitBytes(LibraryFunction F, const CallExpr *E) {
  Slot To = valueOf(E->getArg(0));
  Slot Place = deref(To, E);
  Slot Source = valueOf(E->getArg(1));
  Slot Size = valueOf(E->getArg(2));
  const bool Whole = coversWhole(E, Context);
  Slot V;
  if (F == LibraryFunction::CopyBytes) {
    Slot Content = load(deref(Source, E), E);
    V = Whole ? Content : apply("memcpy", {load(Place, E), Content, Size}, E);
  } else {
    Expr::EvalResult Byte;
    const bool Zero =
        E->getArg(1)->EvaluateAsInt(Byte, Context) && Byte.Val.getInt() == 0;
    V = Whole && Zero ? integer(0, E)
        : Whole       ? apply("memset", {integer(0, E), Source, Size}, E)
                      : apply("memset", {load(Place, E), Source, Size}, E);
  }
  store(Place, V, WriteRole::Assign, E, E->getArg(0)->IgnoreParenCasts());
  return To;
}

/// An algorithm that changes a range whose container is known.
bool FactsBuilder::emitRangeUpdate(LibraryFunction F, const CallExpr *E,
                                   Slot &Result) {
  const bool Copies = F == LibraryFunction::Copy;
  const unsigned To = Copies ? 2 : 0;
  if (E->getNumArgs() <= To)
    return false;
  const Expr *Target = E->getArg(To);
  Slot Place = rangeOf(Target);
  if (Place == NoSlot)
    return false;
  llvm::SmallVector<Slot, 4> In{load(Place, E)};
  for (unsigned I = 0; I != E->getNumArgs(); ++I) {
    // The ends of the changed range tell nothing that its content does not.
    const bool Own =
        I == To || (!Copies && I == 1 && rangeOf(E->getArg(I)) != NoSlot);
    if (!Own) {
      In.push_back(passedValue(E->getArg(I)));
      if (rangeOf(E->getArg(I)) != NoSlot)
        In.push_back(apply("range", {In.back()}, E));
    }
  }
  const bool Permutes = F == LibraryFunction::Permute;
  store(Place,
        apply(F == LibraryFunction::Sort ? "sort"
              : Copies                   ? "copy"
              : Permutes                 ? "reverse"
                                         : "fill",
              In, E),
        Permutes ? WriteRole::Modify : WriteRole::Assign, E,
        rangeObject(Target));
  Result = opaque(E);
  return true;
}

bool FactsBuilder::emitAlgorithm(LibraryFunction F, const CallExpr *E,
                                 Slot &Result) {
  llvm::SmallVector<Slot, 4> In;
  llvm::StringRef Op;
  switch (F) {
  case LibraryFunction::Max:
  case LibraryFunction::Min:
    Op = F == LibraryFunction::Max ? "max" : "min";
    if (const InitListExpr *List =
            E->getNumArgs() == 1 ? bracedList(E->getArg(0)) : nullptr)
      for (const Expr *A : List->inits())
        In.push_back(valueOf(A));
    else if (E->getNumArgs() == 2)
      In = {valueOf(E->getArg(0)), valueOf(E->getArg(1))};
    else
      return false;
    break;
  case LibraryFunction::Clamp:
    Op = "clamp";
    if (E->getNumArgs() != 3)
      return false;
    for (const Expr *A : E->arguments())
      In.push_back(valueOf(A));
    break;
  case LibraryFunction::Abs:
    Op = "abs";
    In = {valueOf(E->getArg(0))};
    break;
  case LibraryFunction::FillBytes:
  case LibraryFunction::CopyBytes:
    if (E->getNumArgs() != 3)
      return false;
    Result = emitBytes(F, E);
    return true;
  default:
    return emitRangeUpdate(F, E, Result);
  }
  Result = apply(Op, In, E);
  if (E->isGLValue()) {
    Slot Place = value(Terms.temporary(NextTemp++), E);
    store(Place, Result, WriteRole::Assign, E, nullptr);
    Result = Place;
  }
  return true;
}

} // namespace reentrancy
