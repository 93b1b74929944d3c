//===- ConstructFacts.cpp - Copies, moves and initialisation to facts -----===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"

using namespace clang;

namespace reentrancy {

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

Slot FactsBuilder::update(Slot Whole, Term Key, Slot Part, const Stmt *Site) {
  Slot S = newSlot();
  Fact &F = push(FactKind::Apply, S, Site);
  F.Op = Terms.symbol("update");
  F.In = {Whole, Part};
  F.Payload = Key;
  return S;
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
  case LibraryType::Atomic:
  case LibraryType::Bits:
  case LibraryType::View:
    return integer(0, Site);
  default:
    return NoSlot;
  }
}

const InitListExpr *bracedList(const Expr *E) {
  for (;;) {
    E = strip(E);
    if (auto *S = dyn_cast<CXXStdInitializerListExpr>(E))
      E = S->getSubExpr();
    else if (auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
      E = M->getSubExpr();
    else if (auto *C = dyn_cast<ImplicitCastExpr>(E))
      E = C->getSubExpr();
    else
      return dyn_cast<InitListExpr>(E);
  }
}

Term elementKey(TermTable &Terms, QualType T, unsigned I) {
  if (const FieldDecl *F = elementField(T, I))
    return Terms.fieldKey(F);
  return Terms.partKey("element " + std::to_string(I));
}

Slot FactsBuilder::listOf(const InitListExpr *L) {
  llvm::SmallVector<Slot, 4> Elements;
  for (const Expr *X : L->inits())
    Elements.push_back(passedValue(X));
  return Elements.empty() ? value(Terms.constant("empty"), L)
                          : apply("list", Elements, L);
}

Slot FactsBuilder::emitInitList(const InitListExpr *E) {
  if (!E->isSemanticForm() && E->getSemanticForm())
    E = E->getSemanticForm();
  if (E->isTransparent() ||
      (!E->getType()->isRecordType() && !E->getType()->isArrayType()))
    return E->getNumInits() ? valueOf(E->getInit(0)) : integer(0, E);
  if (const CXXRecordDecl *Own = E->getType()->getAsCXXRecordDecl()) {
    // A completion that is put together here is one that this call makes; of
    // another it is that one.
    const InitListExpr *Written = E->getSyntacticForm();
    if (Vocabulary.matches(Vocabulary.CompletionTypes, Own) &&
        (Written ? Written : E)->getNumInits()) {
      llvm::SmallVector<Slot, 4> In{
          value(Terms.constant("site" + std::to_string(NextTemp++)), E)};
      for (const Expr *X : E->inits())
        if (X && holdsCompletion(Vocabulary, X))
          return passedValue(X);
        else if (X)
          In.push_back(passedValue(X));
      return apply("completion", In, E);
    }
    if (const Made M = madeBy(Vocabulary, E); M.May)
      return emitMade(M, E->inits(), E);
    // What the family's types hold is of no more interest than what they say.
    if (pendingPart(Vocabulary, E->getType()) && !Own->isUnion()) {
      llvm::SmallVector<const Expr *, 4> Parts;
      llvm::SmallVector<const Expr *, 4> Work(E->inits());
      while (!Work.empty()) {
        const Expr *X = Work.pop_back_val();
        auto *L = X ? dyn_cast<InitListExpr>(strip(X)) : nullptr;
        if (L && !Vocabulary.completion(L->getType()))
          Work.append(L->inits().begin(), L->inits().end());
        else
          Parts.push_back(X);
      }
      return emitPending(Parts, NoSlot, E);
    }
  }
  Slot V = integer(0, E);
  auto Put = [&](Term Key, const Expr *Init) {
    if (Init && Init->isGLValue() && !Init->getType()->isRecordType())
      return;
    Slot Part = passedValue(Init);
    V = update(V, Key, Part, E);
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
        V = update(V, Terms.fieldKey(FD), Part, E);
        continue;
      }
      Put(Terms.fieldKey(FD), Init);
    }
    return V;
  }
  for (unsigned I = 0; I < E->getNumInits() && I < 64; ++I)
    Put(Terms.position(Terms.integer(I)), E->getInit(I));
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
  if (pendingPart(Vocabulary, T) &&
      !(Args.size() == 1 && Vocabulary.answers(Args[0]->getType()))) {
    // The pending part of an answer, or its error.
    if (Args.size() == 1 && !holdsCompletion(Vocabulary, Args[0]))
      return apply("error", {valueOf(Args[0])}, E);
    return emitPending(Args, NoSlot, E);
  }
  // What only wraps an answer or a completion is that answer or completion.
  if ((Vocabulary.answers(T) || Vocabulary.completion(T)) && Args.size() == 1 &&
      (Vocabulary.answers(Args[0]->getType()) ||
       Vocabulary.completion(Args[0]->getType())) &&
      libraryType(RD) == LibraryType::None)
    return passedValue(Args[0]);
  if (const Made M = madeBy(Vocabulary, E); M.May)
    return emitMade(M, Args, E);
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
    if (!CD->isUserProvided() && RD->hasDefinition() &&
        L == LibraryType::None) {
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
        V = update(V, Terms.fieldKey(FD), Part, E);
      }
      return V;
    }
  }
  llvm::SmallVector<Slot, 4> In;
  switch (L) {
  case LibraryType::Optional:
  case LibraryType::Variant:
    if (Args.size() == 1)
      return wrapped(T, Args[0]);
    break;
  case LibraryType::Pointer:
  case LibraryType::Atomic:
    if (Args.size() == 1)
      return passedValue(Args[0]);
    break;
  case LibraryType::Sequence:
    if (isText(T) && Args.size() == 1)
      return textOf(Args[0]);
    if (Args.size() == 1)
      if (const InitListExpr *L = bracedList(Args[0]))
        return listOf(L);
    break;
  case LibraryType::View:
    // Of a container or array: its place; of a pointer and a size: what that
    // points at.
    if (!Args.empty() && Args[0]->isGLValue() &&
        libraryType(Args[0]->getType()) != LibraryType::View)
      return address(placeOf(Args[0]), E);
    if (!Args.empty())
      return valueOf(Args[0]);
    break;
  case LibraryType::Pair:
  case LibraryType::Tuple:
    if (Args.size() == elementTypes(T).size())
      return emitTuple(E, T, Args, /*ByPlace=*/false);
    if (Args.size() == 1) {
      // Of a pair or tuple of other types.
      Slot From = placeOf(Args[0]), V = integer(0, E);
      for (unsigned I = 0; I != elementTypes(T).size(); ++I)
        V = update(
            V, elementKey(Terms, T, I),
            load(at(From, elementKey(Terms, Args[0]->getType(), I), E), E), E);
      return V;
    }
    break;
  default:
    break;
  }
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
