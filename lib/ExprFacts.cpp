//===- ExprFacts.cpp - Lowering of expressions to facts -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactsBuilder.h"
#include "clang/AST/ExprConcepts.h"

using namespace clang;

namespace reentrancy {

/// Skips what neither computes nor converts.
static const Expr *strip(const Expr *E) {
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
  if (auto It = Current->Slots.find(S);
      It != Current->Slots.end() && S != E)
    return It->second;
  // Calls are lowered where the expression that uses them needs nothing else.
  if (auto *M = dyn_cast<MemberExpr>(S); M && isa<CXXMethodDecl>(M->getMemberDecl()))
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

/// Whether \p E names an object that is not a temporary.
static bool namesObject(const Expr *E) {
  for (E = strip(E);;) {
    if (auto *C = dyn_cast<CastExpr>(E)) {
      E = strip(C->getSubExpr());
      continue;
    }
    auto *Call = dyn_cast<CallExpr>(E);
    if (Call && Call->isCallToStdMove()) {
      E = strip(Call->getArg(0));
      continue;
    }
    return !isa<MaterializeTemporaryExpr>(E);
  }
}

Slot FactsBuilder::movedFrom(QualType T, const Stmt *Site) {
  T = T.getNonReferenceType().getUnqualifiedType();
  if (T.isTriviallyCopyableType(Context))
    return NoSlot;
  switch (libraryType(T)) {
  case LibraryType::Sequence:
  case LibraryType::Associative:
  case LibraryType::Multi:
    return value(Terms.constant("empty"), Site);
  case LibraryType::Pointer:
    return integer(0, Site);
  default:
    return value(Terms.constant("moved"), Site);
  }
}

Slot FactsBuilder::passedValue(const Expr *E) {
  const Expr *S = strip(E);
  if (!S->isXValue() || !namesObject(S))
    return valueOf(E);
  Slot Place = slotOf(S);
  Slot V = load(Place, E);
  Slot Left = movedFrom(S->getType(), E);
  if (Left == NoSlot)
    return V;
  // A moved-from optional stays engaged.
  if (libraryType(S->getType()) == LibraryType::Optional)
    Place = at(Place, Terms.partKey("*"), E);
  store(Place, Left, WriteRole::Consume, E, E);
  return V;
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
  if (VD->hasLocalStorage() && Owner)
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
      Slot Field = at(Base, Terms.fieldKey(FD), E);
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
    Slot P = apply("new", {value(Terms.constant("site" +
                                                std::to_string(NextTemp++)),
                                 E)},
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
    llvm::SmallVector<Slot, 4> In{value(
        Terms.constant("lambda" + std::to_string(NextTemp++)), E)};
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
    store(Place, value(Terms.constant(S->isOrdinary() ? S->getString() : "L"), E),
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
    return load(slotOf(Sub), E);
  }
  case CK_ArrayToPointerDecay:
    return address(slotOf(Sub), E);
  case CK_FunctionToPointerDecay:
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
    Slot New = arithmetic(BinaryOperator::getOpForCompoundAssignment(
                              E->getOpcode()),
                          Old, V, E);
    noteAssignment(L, nullptr);
    store(Place, New, WriteRole::Modify, E, L);
    return E->isGLValue() ? Place : New;
  }
  if (E->isPtrMemOp())
    return E->isGLValue() ? value(Terms.temporary(NextTemp++), E) : opaque(E);
  return arithmetic(E->getOpcode(), valueOf(L), valueOf(R), E);
}

Slot FactsBuilder::defaultValue(QualType T, const Stmt *Site) {
  switch (libraryType(T)) {
  case LibraryType::Sequence:
  case LibraryType::Associative:
  case LibraryType::Multi:
    return value(Terms.constant("empty"), Site);
  case LibraryType::Optional:
    return value(Terms.constant("nullopt"), Site);
  case LibraryType::Pointer:
    return integer(0, Site);
  case LibraryType::Variant:
    return apply("alternative", {integer(0, Site), integer(0, Site)}, Site);
  default:
    return NoSlot;
  }
}

Slot FactsBuilder::emitInitList(const InitListExpr *E) {
  if (!E->isSemanticForm() && E->getSemanticForm())
    E = E->getSemanticForm();
  if (E->isTransparent() || (!E->getType()->isRecordType() &&
                             !E->getType()->isArrayType()))
    return E->getNumInits() ? valueOf(E->getInit(0)) : integer(0, E);
  Slot V = integer(0, E);
  auto Put = [&](Term Key, const Expr *Init) {
    if (Init && Init->isGLValue() && !Init->getType()->isRecordType())
      return;
    Slot Part = passedValue(Init);
    Slot Next = newSlot();
    Fact &F = push(FactKind::Apply, Next, E);
    F.Op = Terms.symbol("update");
    F.In = {V, Part};
    F.Payload = Key;
    V = Next;
  };
  if (auto *RD = E->getType()->getAsRecordDecl()) {
    if (RD->isUnion())
      return E->getNumInits() ? apply("union", {valueOf(E->getInit(0))}, E)
                              : integer(0, E);
    unsigned I = 0;
    if (auto *CRD = dyn_cast<CXXRecordDecl>(RD))
      I = CRD->getNumBases();
    for (unsigned B = 0; B < I && B < E->getNumInits(); ++B)
      (void)valueOf(E->getInit(B));
    for (const FieldDecl *FD : RD->fields()) {
      if (FD->isUnnamedBitField())
        continue;
      if (I >= E->getNumInits())
        break;
      const Expr *Init = E->getInit(I++);
      if (FD->getType()->isReferenceType()) {
        // The field holds the address.
        Slot Part = address(placeOf(Init), E);
        Slot Next = newSlot();
        Fact &F = push(FactKind::Apply, Next, E);
        F.Op = Terms.symbol("update");
        F.In = {V, Part};
        F.Payload = Terms.fieldKey(FD);
        V = Next;
        continue;
      }
      Put(Terms.fieldKey(FD), Init);
    }
    return V;
  }
  for (unsigned I = 0; I < E->getNumInits() && I < 64; ++I)
    Put(Terms.elemKey(Terms.integer(I)), E->getInit(I));
  return V;
}

Slot FactsBuilder::emitConstruct(const CXXConstructExpr *E) {
  const CXXConstructorDecl *CD = E->getConstructor();
  QualType T = E->getType();
  const CXXRecordDecl *RD = CD->getParent();
  llvm::SmallVector<const Expr *, 4> Args;
  for (const Expr *A : E->arguments())
    if (!isa<CXXDefaultArgExpr>(A))
      Args.push_back(A);
  if (CD->isCopyOrMoveConstructor() && !Args.empty())
    return passedValue(Args[0]);
  if (Vocabulary.matches(Vocabulary.PendingParts, RD) && Args.size() == 1) {
    // The pending part of an answer, or its error.
    const bool Completion = Vocabulary.completion(Args[0]->getType());
    return apply(Completion ? "pending" : "error", {valueOf(Args[0])}, E);
  }
  // What only wraps an answer or a completion is that answer or completion.
  if ((Vocabulary.answers(T) || Vocabulary.completion(T)) && Args.size() == 1 &&
      (Vocabulary.answers(Args[0]->getType()) ||
       Vocabulary.completion(Args[0]->getType())) &&
      libraryType(RD) == LibraryType::None)
    return passedValue(Args[0]);
  if (Vocabulary.matches(Vocabulary.PendingTypes, RD) && !Args.empty()) {
    // An answer made from a value is done.
    llvm::SmallVector<Slot, 4> In;
    for (const Expr *A : Args)
      In.push_back(passedValue(A));
    return apply("done", In, E);
  }
  const LibraryType L = libraryType(RD);
  if (Args.empty()) {
    if (Slot D = defaultValue(T, E); D != NoSlot)
      return D;
    // An implicit default constructor leaves the in-class initialisers.
    if (!CD->isUserProvided() && RD->hasDefinition() && L == LibraryType::None) {
      Slot V = integer(0, E);
      for (const FieldDecl *FD : RD->fields()) {
        Slot Part = NoSlot;
        if (const Expr *Init = FD->getInClassInitializer();
            Init && !FD->getType()->isReferenceType())
          Part = valueOf(Init);
        else if (!FD->getType()->isReferenceType())
          Part = defaultValue(FD->getType(), E);
        if (Part == NoSlot)
          continue;
        Slot Next = newSlot();
        Fact &F = push(FactKind::Apply, Next, E);
        F.Op = Terms.symbol("update");
        F.In = {V, Part};
        F.Payload = Terms.fieldKey(FD);
        V = Next;
      }
      return V;
    }
  }
  llvm::SmallVector<Slot, 4> In;
  if (L == LibraryType::Optional && Args.size() == 1) {
    if (Args[0]->getType().getNonReferenceType().getAsString().find(
            "nullopt_t") != std::string::npos)
      return value(Terms.constant("nullopt"), E);
    // A converting copy of another optional keeps its state.
    if (libraryType(Args[0]->getType()) == LibraryType::Optional)
      return passedValue(Args[0]);
    return apply("some", {passedValue(Args[0])}, E);
  }
  if (L == LibraryType::Pointer && Args.size() == 1)
    return passedValue(Args[0]);
  if (L == LibraryType::Variant && Args.size() == 1)
    return apply("alternative",
                 {integer(alternativeIndex(T, Args[0]->getType()), E),
                  passedValue(Args[0])},
                 E);
  In.push_back(value(Terms.constant("make " + RD->getNameAsString()), E));
  for (const Expr *A : Args)
    In.push_back(passedValue(A));
  return apply("make", In, E);
}

void FactsBuilder::initialise(Slot Place, const VarDecl *D, const Expr *Init) {
  if (!Init)
    return;
  store(Place, passedValue(Init), WriteRole::Assign, D->getInit(), nullptr);
}

} // namespace reentrancy
