//===- OperatorFacts.cpp - Lowering of casts and operators to facts -------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"

using namespace clang;

namespace reentrancy {

/// The address of a function that is named is a value of its own; `*p` is what
/// the pointer holds.
Slot FactsBuilder::functionAddress(const Expr *Function, const Expr *E) {
  Function = Function->IgnoreParens();
  if (auto *U = dyn_cast<UnaryOperator>(Function);
      U && U->getOpcode() == UO_Deref)
    return valueOf(U->getSubExpr());
  auto *FD =
      dyn_cast_or_null<FunctionDecl>(Function->getReferencedDeclOfCallee());
  if (!FD)
    return opaque(E);
  return value(Terms.named(Terms.symbol(FD->getCanonicalDecl())), E);
}

Slot FactsBuilder::emitCast(const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getCastKind()) {
  case CK_LValueToRValue: {
    const Expr *X = Sub->IgnoreParenImpCasts();
    const ValueDecl *D = nullptr;
    if (auto *R = dyn_cast<DeclRefExpr>(X))
      D = R->getDecl();
    else if (auto *M = dyn_cast<MemberExpr>(X))
      D = M->getMemberDecl();
    if (auto *VD = dyn_cast_or_null<VarDecl>(D);
        VD && E->getType()->isIntegralOrEnumerationType() &&
        !VD->getType()->isReferenceType() &&
        VD->isUsableInConstantExpressions(Context)) {
      Expr::EvalResult R;
      if (E->EvaluateAsInt(R, Context))
        return integer(R.Val.getInt().getExtValue(), E);
    }
    // A flag that says which alternative an answer is in.
    const Expr *Flag = X;
    if (auto *B = dyn_cast_or_null<BindingDecl>(D); B && B->getBinding())
      Flag = B->getBinding()->IgnoreParenImpCasts();
    if (auto *M = dyn_cast<MemberExpr>(Flag);
        M && E->getType()->isBooleanType() && !M->isArrow())
      if (const StatusSet True = equalFor(Vocabulary, M, nullptr))
        return isIn(True, load(placeOf(M->getBase()), E), E);
    return load(slotOf(Sub), E);
  }
  case CK_ArrayToPointerDecay:
    return address(slotOf(Sub), E);
  case CK_FunctionToPointerDecay:
    return functionAddress(Sub, E);
  case CK_BuiltinFnToFnPtr:
  case CK_ToVoid:
    return integer(0, E);
  case CK_NullToPointer:
  case CK_NullToMemberPointer:
    return integer(0, E);
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
  case CK_FloatingToBoolean:
    return truthOf(valueOf(Sub), Sub->getType(), E);
  case CK_ConstructorConversion:
  case CK_UserDefinedConversion:
    return E->isGLValue() ? slotOf(Sub) : valueOf(Sub);
  case CK_FloatingToIntegral:
  case CK_IntegralToFloating:
    return apply("convert", {valueOf(Sub)}, E);
  case CK_Dynamic:
    return apply("dynamic_cast", {valueOf(Sub)}, E);
  default:
    // The same place or value, seen as another type.
    if (E->isGLValue())
      return placeOf(Sub);
    return Sub->isGLValue() ? load(slotOf(Sub), E) : slotOf(Sub);
  }
}

void FactsBuilder::noteAssignment(const Expr *Target, const Expr *V) {
  const Expr *T = Target->IgnoreParenImpCasts();
  const ValueDecl *D = nullptr;
  if (auto *M = dyn_cast<MemberExpr>(T))
    D = M->getMemberDecl();
  else if (auto *R = dyn_cast<DeclRefExpr>(T))
    D = R->getDecl();
  if (!D || !D->getType()->isIntegralOrEnumerationType())
    return;
  const bool Constant = V && !V->isValueDependent() &&
                        V->getType()->isIntegralOrEnumerationType() &&
                        V->isIntegerConstantExpr(Context);
  auto [It, New] = Out->ConstantOnly.try_emplace(Terms.symbol(D), Constant);
  if (!New)
    It->second &= Constant;
}

Slot FactsBuilder::emitUnary(const UnaryOperator *E) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getOpcode()) {
  case UO_AddrOf:
    if (Sub->getType()->isFunctionType())
      return functionAddress(Sub, E);
    if (!Sub->isGLValue())
      return opaque(E);
    return address(slotOf(Sub), E);
  case UO_Deref:
    return deref(valueOf(Sub), E);
  case UO_Plus:
    return valueOf(Sub);
  case UO_Minus:
    return apply("-", {integer(0, E), valueOf(Sub)}, E);
  case UO_Not:
    return apply("~", {valueOf(Sub)}, E);
  case UO_LNot:
    return apply("!", {truthOf(valueOf(Sub), Sub->getType(), E)}, E);
  case UO_PreInc:
  case UO_PostInc:
  case UO_PreDec:
  case UO_PostDec: {
    Slot Place = slotOf(Sub);
    Slot Old = load(Place, E);
    Slot New = apply(E->isIncrementOp() ? "+" : "-", {Old, integer(1, E)}, E);
    noteAssignment(Sub, nullptr);
    store(Place, New, WriteRole::Modify, E, Sub);
    if (E->isGLValue())
      return Place;
    return E->isPostfix() ? Old : New;
  }
  default:
    return opaque(E);
  }
}

Slot FactsBuilder::arithmetic(BinaryOperatorKind Op, Slot A, Slot B,
                              const Expr *E) {
  switch (Op) {
  case BO_GT:
    return apply("<", {B, A}, E);
  case BO_GE:
    return apply("!", {apply("<", {A, B}, E)}, E);
  case BO_LE:
    return apply("!", {apply("<", {B, A}, E)}, E);
  case BO_NE:
    return apply("!", {apply("==", {A, B}, E)}, E);
  default:
    return apply(BinaryOperator::getOpcodeStr(Op), {A, B}, E);
  }
}

Slot FactsBuilder::emitBinary(const BinaryOperator *E) {
  const Expr *L = E->getLHS(), *R = E->getRHS();
  if (E->getOpcode() == BO_Comma)
    return E->isGLValue() ? slotOf(R) : valueOf(R);
  if (E->isLogicalOp()) {
    // The right side was computed only if the left one did not decide.
    Slot V = truthOf(valueOf(R), R->getType(), E);
    Slot S = newSlot();
    Fact &X = push(FactKind::Choose, S, E);
    X.In = {V};
    X.Op = Terms.symbol(E->getOpcode() == BO_LAnd ? "&&" : "||");
    return S;
  }
  if (E->getOpcode() == BO_Assign) {
    Slot V = valueOf(R);
    Slot Place = slotOf(L);
    noteAssignment(L, R);
    store(Place, V, WriteRole::Assign, E, L);
    return E->isGLValue() ? Place : V;
  }
  if (E->isCompoundAssignmentOp()) {
    Slot V = valueOf(R);
    Slot Place = slotOf(L);
    Slot Old = load(Place, E);
    Slot New = arithmetic(
        BinaryOperator::getOpForCompoundAssignment(E->getOpcode()), Old, V, E);
    noteAssignment(L, nullptr);
    store(Place, New, WriteRole::Modify, E, L);
    return E->isGLValue() ? Place : New;
  }
  if (E->isEqualityOp())
    for (auto [Field, Value] : {std::pair(L, R), std::pair(R, L)})
      if (const StatusSet Equal = equalFor(Vocabulary, Field, Value)) {
        // A field that says which alternative the answer is in.
        const Expr *Read = Field->IgnoreParenImpCasts();
        auto *Call = dyn_cast<CXXMemberCallExpr>(Read);
        const Expr *Of = Call ? Call->getImplicitObjectArgument()
                              : cast<MemberExpr>(Read)->getBase();
        Slot Answer = Of->getType()->isPointerType()
                          ? load(deref(valueOf(Of), E), E)
                          : valueOf(Of);
        return isIn(E->getOpcode() == BO_EQ ? Equal : AnyStatus & ~Equal,
                    Answer, E);
      }
  if (E->isPtrMemOp())
    return E->isGLValue() ? value(Terms.temporary(NextTemp++), E) : opaque(E);
  return arithmetic(E->getOpcode(), valueOf(L), valueOf(R), E);
}

} // namespace reentrancy
