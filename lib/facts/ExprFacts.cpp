//===- ExprFacts.cpp - Lowering of expressions to facts -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"
#include "clang/AST/ExprConcepts.h"

using namespace clang;

namespace reentrancy {

const Expr *strip(const Expr *E) {
  for (;;) {
    if (auto *P = dyn_cast<ParenExpr>(E))
      E = P->getSubExpr();
    else if (auto *F = dyn_cast<FullExpr>(E)) // ExprWithCleanups, ConstantExpr
      E = F->getSubExpr();
    else if (auto *B = dyn_cast<CXXBindTemporaryExpr>(E))
      E = B->getSubExpr();
    else if (auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
      E = S->getReplacement();
    else if (auto *D = dyn_cast<CXXDefaultArgExpr>(E))
      E = D->getExpr();
    else if (auto *D = dyn_cast<CXXDefaultInitExpr>(E))
      E = D->getExpr();
    else if (auto *G = dyn_cast<GenericSelectionExpr>(E))
      E = G->getResultExpr();
    else if (auto *C = dyn_cast<ChooseExpr>(E))
      E = C->getChosenSubExpr();
    else if (auto *O = dyn_cast<OpaqueValueExpr>(E); O && O->getSourceExpr())
      E = O->getSourceExpr();
    else if (auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E))
      E = R->getSemanticForm();
    else if (auto *U = dyn_cast<UnaryOperator>(E);
             U && U->getOpcode() == UO_Extension)
      E = U->getSubExpr();
    else
      return E;
  }
}

Slot FactsBuilder::slotOf(const Expr *E) {
  const Expr *S = strip(E);
  if (auto It = Current->Slots.find(S); It != Current->Slots.end())
    return It->second;
  // Not an element of the graph (a binding, a default argument): lowered here.
  Slot Result = emitExpr(S);
  if (Current->InGraph.contains(S))
    Current->Slots[S] = Result;
  return Result;
}

Slot FactsBuilder::emit(const Expr *E) {
  const Expr *S = strip(E);
  // A default stands in the code once, and is evaluated at each place that
  // leaves it out.
  const bool Default = isa<CXXDefaultArgExpr, CXXDefaultInitExpr>(E);
  if (auto It = Current->Slots.find(S);
      It != Current->Slots.end() && S != E && !Default)
    return It->second;
  // Calls are lowered where the expression that uses them needs nothing else.
  if (auto *M = dyn_cast<MemberExpr>(S);
      M && isa<CXXMethodDecl>(M->getMemberDecl()))
    return NoSlot;
  if (auto *D = dyn_cast<DeclRefExpr>(S); D && isa<FunctionDecl>(D->getDecl()))
    return NoSlot;
  Slot Result = emitExpr(S);
  Current->Slots[S] = Result;
  return Result;
}

Slot FactsBuilder::valueOf(const Expr *E) {
  Slot S = slotOf(E);
  return strip(E)->isGLValue() ? load(S, E) : S;
}

Slot FactsBuilder::placeOf(const Expr *E) {
  const Expr *S = strip(E);
  Slot V = slotOf(S);
  if (S->isGLValue())
    return V;
  Slot Place = value(Terms.temporary(NextTemp++), E);
  store(Place, V, WriteRole::Assign, E, nullptr);
  return Place;
}

Slot FactsBuilder::placeOfVariable(const ValueDecl *D) {
  if (auto *BD = dyn_cast<BindingDecl>(D)) {
    if (BD->getBinding())
      return slotOf(BD->getBinding());
    return opaque(nullptr);
  }
  auto *VD = cast<VarDecl>(D);
  Slot Place;
  Frame *Owner = Current;
  while (Owner && Owner->Function->getCanonicalDecl() !=
                      cast<Decl>(VD->getDeclContext())->getCanonicalDecl())
    Owner = Owner->Caller;
  // A variable of an enclosing function that is not on the stack is a capture:
  // it survives.
  // So does a capture with an initialiser, which is the lambda's own, unless
  // the lambda is called where it stands.
  const bool Captured = VD->isInitCapture() && Owner && !Owner->Caller;
  if (VD->hasLocalStorage() && Owner && !Captured)
    Place = value(Terms.local(VD, Owner->Instance), nullptr);
  else
    Place = value(Terms.global(VD), nullptr);
  if (VD->getType()->isReferenceType())
    return deref(load(Place, nullptr), nullptr);
  return Place;
}

Slot FactsBuilder::emitDeclRef(const DeclRefExpr *E) {
  const ValueDecl *D = E->getDecl();
  if (auto *EC = dyn_cast<EnumConstantDecl>(D))
    return integer(EC->getInitVal().getExtValue(), E);
  if (isa<VarDecl, BindingDecl>(D)) {
    const size_t Before = Out->Blocks[Cur].Facts.size();
    Slot S = placeOfVariable(D);
    for (size_t I = Before; I < Out->Blocks[Cur].Facts.size(); ++I)
      if (!Out->Blocks[Cur].Facts[I].Site)
        Out->Blocks[Cur].Facts[I].Site = E;
    return S;
  }
  return value(Terms.constant(D->getNameAsString()), E);
}

Slot FactsBuilder::truthOf(Slot V, QualType T, const Expr *E) {
  if (T->isBooleanType())
    return V;
  return apply("!", {apply("==", {V, integer(0, E)}, E)}, E);
}

Slot FactsBuilder::emitExpr(const Expr *E) {
  // Constants, however they are written.
  if (!E->isGLValue() && E->getType()->isIntegralOrEnumerationType() &&
      !E->isValueDependent() &&
      isa<IntegerLiteral, CharacterLiteral, CXXBoolLiteralExpr,
          UnaryExprOrTypeTraitExpr, TypeTraitExpr, CXXNoexceptExpr,
          RequiresExpr, ConceptSpecializationExpr>(E)) {
    Expr::EvalResult R;
    if (E->EvaluateAsInt(R, Context))
      return integer(R.Val.getInt().getExtValue(), E);
    return opaque(E);
  }
  if (auto *C = dyn_cast<CastExpr>(E))
    return emitCast(C);
  if (auto *U = dyn_cast<UnaryOperator>(E))
    return emitUnary(U);
  if (auto *B = dyn_cast<BinaryOperator>(E))
    return emitBinary(B);
  if (auto *D = dyn_cast<DeclRefExpr>(E))
    return emitDeclRef(D);
  if (auto *C = dyn_cast<CXXConstructExpr>(E))
    return emitConstruct(C);
  if (auto *I = dyn_cast<InitListExpr>(E))
    return emitInitList(I);
  if (auto *C = dyn_cast<CallExpr>(E))
    return emitCall(C);
  if (auto *M = dyn_cast<MemberExpr>(E)) {
    if (auto *FD = dyn_cast<FieldDecl>(M->getMemberDecl())) {
      Slot Base = M->isArrow() ? deref(valueOf(M->getBase()), E)
                               : placeOf(M->getBase());
      // Under whatever name: the completion of an answer.
      auto *Of = dyn_cast<CXXRecordDecl>(FD->getParent());
      const bool Handed = (inFamily(Vocabulary.PendingTypes, Of) ||
                           inFamily(Vocabulary.PendingParts, Of)) &&
                          Vocabulary.completion(FD->getType());
      Slot Field = at(
          Base, Handed ? Terms.partKey("completion") : Terms.fieldKey(FD), E);
      return FD->getType()->isReferenceType() ? deref(load(Field, E), E)
                                              : Field;
    }
    if (auto *VD = dyn_cast<VarDecl>(M->getMemberDecl())) {
      Slot Place = value(Terms.global(VD), E);
      return VD->getType()->isReferenceType() ? deref(load(Place, E), E)
                                              : Place;
    }
    if (auto *EC = dyn_cast<EnumConstantDecl>(M->getMemberDecl()))
      return integer(EC->getInitVal().getExtValue(), E);
    return opaque(E);
  }
  if (isa<CXXThisExpr>(E)) {
    if (Current->This == NoSlot)
      return opaque(E);
    return address(Current->This, E);
  }
  if (auto *M = dyn_cast<MaterializeTemporaryExpr>(E)) {
    const Expr *Sub = M->getSubExpr();
    Slot V = slotOf(Sub);
    Slot Place = value(Terms.temporary(NextTemp++), E);
    store(Place, V, WriteRole::Assign, E, nullptr);
    return Place;
  }
  if (auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
    // `a[i]` of an array is an element; of a pointer, what it points at.
    const Expr *Base = A->getBase()->IgnoreParens();
    if (auto *Decay = dyn_cast<ImplicitCastExpr>(Base);
        Decay && Decay->getCastKind() == CK_ArrayToPointerDecay)
      return element(slotOf(Decay->getSubExpr()), valueOf(A->getIdx()), E);
    return element(deref(valueOf(A->getBase()), E), valueOf(A->getIdx()), E);
  }
  if (auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
    const bool Place = E->isGLValue();
    // The graph leaves out the way that a constant excludes.
    if (bool Way; C->getCond()->EvaluateAsBooleanCondition(Way, Context)) {
      const Expr *Taken = Way ? C->getTrueExpr() : C->getFalseExpr();
      return Place ? slotOf(Taken) : valueOf(Taken);
    }
    Slot T = Place ? slotOf(C->getTrueExpr()) : valueOf(C->getTrueExpr());
    Slot F = Place ? slotOf(C->getFalseExpr()) : valueOf(C->getFalseExpr());
    Slot S = newSlot();
    Fact &X = push(FactKind::Choose, S, E);
    X.In = {T, F};
    X.Op = Terms.symbol("?:");
    return S;
  }
  if (auto *S = dyn_cast<StmtExpr>(E)) {
    auto *Last = S->getSubStmt()->body_empty()
                     ? nullptr
                     : dyn_cast<Expr>(S->getSubStmt()->body_back());
    if (Last && !E->getType()->isVoidType())
      return E->isGLValue() ? slotOf(Last) : valueOf(Last);
    return opaque(E);
  }
  if (auto *N = dyn_cast<CXXNewExpr>(E)) {
    Slot P = apply(
        "new", {value(Terms.constant("site" + std::to_string(NextTemp++)), E)},
        E);
    if (const Expr *Init = N->getInitializer(); Init && !N->isArray())
      store(deref(P, E), valueOf(Init), WriteRole::Assign, E, nullptr);
    return P;
  }
  if (auto *D = dyn_cast<CXXDeleteExpr>(E)) {
    Slot Gone = deref(valueOf(D->getArgument()), E);
    store(Gone, value(Terms.constant("deleted"), E), WriteRole::Consume, E,
          D->getArgument());
    return integer(0, E);
  }
  if (auto *L = dyn_cast<LambdaExpr>(E)) {
    llvm::SmallVector<Slot, 4> In{
        value(Terms.constant("lambda" + std::to_string(NextTemp++)), E)};
    for (const Expr *Init : L->capture_inits())
      if (Init && Init->isGLValue())
        In.push_back(address(slotOf(Init), E));
      else if (Init)
        In.push_back(valueOf(Init));
    return apply("lambda", In, E);
  }
  if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr, CXXNullPtrLiteralExpr,
          GNUNullExpr>(E))
    return integer(0, E);
  if (auto *S = dyn_cast<StringLiteral>(E)) {
    Slot Place = value(Terms.temporary(NextTemp++), E);
    store(Place,
          S->isOrdinary() ? value(Terms.text(S->getString()), E) : opaque(E),
          WriteRole::Assign, E, nullptr);
    return Place;
  }
  if (auto *F = dyn_cast<FloatingLiteral>(E)) {
    llvm::SmallString<16> Text;
    F->getValue().toString(Text);
    return value(Terms.constant(Text), E);
  }
  if (auto *C = dyn_cast<CompoundLiteralExpr>(E)) {
    Slot Place = value(Terms.temporary(NextTemp++), E);
    store(Place, valueOf(C->getInitializer()), WriteRole::Assign, E, nullptr);
    return Place;
  }
  if (auto *S = dyn_cast<CXXStdInitializerListExpr>(E))
    return load(slotOf(S->getSubExpr()), E);
  if (E->isGLValue())
    return value(Terms.temporary(NextTemp++), E);
  return opaque(E);
}

} // namespace reentrancy
