//===- CallFacts.cpp - Lowering of calls to facts -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"
#include "vocabulary/Verbs.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace reentrancy {

Slot FactsBuilder::objectPlace(const Expr *Object) {
  if (Object->getType()->isPointerType())
    return deref(valueOf(Object), Object);
  return placeOf(Object);
}

Slot FactsBuilder::emitCall(const CallExpr *E) {
  const FunctionDecl *FD = E->getDirectCallee();
  const Expr *Object = nullptr;
  llvm::SmallVector<const Expr *, 4> Args;
  if (auto *MC = dyn_cast<CXXMemberCallExpr>(E)) {
    Object = MC->getImplicitObjectArgument();
    Args.append(E->arg_begin(), E->arg_end());
  } else if (auto *MD = dyn_cast_or_null<CXXMethodDecl>(FD);
             MD && isa<CXXOperatorCallExpr>(E) && E->getNumArgs()) {
    Object = MD->isStatic() ? nullptr : E->getArg(0);
    Args.append(E->arg_begin() + 1, E->arg_end());
  } else {
    Args.append(E->arg_begin(), E->arg_end());
  }
  if (!FD)
    return emitUnseen(E, nullptr, nullptr, Args);
  if (unsigned Id = FD->getBuiltinID();
      Id == Builtin::BI__builtin_expect && !Args.empty())
    return valueOf(Args[0]);
  if (Vocabulary.ignored(E, Context))
    return opaque(E);
  if (ProtocolOp Op = Vocabulary.operation(FD); Op != ProtocolOp::None)
    return emitProtocol(Op, E, Object, Args);
  if (Slot Read; Object && emitAnswerMember(E, FD, Object, Read))
    return Read;
  // A factory of an answer's class.
  if (auto *Member = dyn_cast<CXXMethodDecl>(FD);
      Member && Member->isStatic() &&
      inFamily(Vocabulary.PendingTypes, Member->getParent()))
    if (const Made M = madeBy(Vocabulary, E); M.May)
      return emitMade(M, Args, E);
  Slot Out;
  if (emitStdFunction(E, FD, Out))
    return Out;
  auto *MD = dyn_cast<CXXMethodDecl>(FD);
  if (MD && Object && emitLibrary(E, MD, Object, Args, Out))
    return Out;
  if (canInline(FD))
    return emitInlined(E, FD->getDefinition(), Object, Args);
  return emitUnseen(E, FD, Object, Args);
}

bool FactsBuilder::canInline(const FunctionDecl *FD) {
  const FunctionDecl *Def = FD->getDefinition();
  if (!Def || !Def->getBody() || Def->isInvalidDecl() ||
      Def->isDependentContext() || Def->isVariadic() || inSystemHeader(Def) ||
      // Who makes a pending part has nothing to be called again for.
      (Vocabulary.reentrant(FD) &&
       !pendingPart(Vocabulary, FD->getReturnType())) ||
      isa<CoroutineBodyStmt>(Def->getBody()))
    return false;
  if (auto *MD = dyn_cast<CXXMethodDecl>(Def)) {
    if (Vocabulary.ownType(MD->getParent()) &&
        !(MD->isStatic() && pendingPart(Vocabulary, FD->getReturnType())))
      return false;
    if (MD->isVirtual() && !MD->hasAttr<FinalAttr>() &&
        !MD->getParent()->hasAttr<FinalAttr>())
      return false;
  }
  unsigned Depth = 0;
  for (Frame *F = Current; F; F = F->Caller, ++Depth)
    if (F->Function == Def)
      return false;
  if (Depth > Bounds.MaxInlineDepth || Out->Blocks.size() > Bounds.MaxBlocks)
    return false;
  const CFG *G = graphOf(Def);
  return G && G->size() <= Bounds.MaxInlineBlocks;
}

Slot FactsBuilder::emitInlined(const CallExpr *E, const FunctionDecl *FD,
                               const Expr *Object,
                               llvm::ArrayRef<const Expr *> Args) {
  Frame F;
  F.Function = FD;
  F.Caller = Current;
  F.Instance = NextInstance++;
  F.Graph = graphOf(FD);
  auto *MD = dyn_cast<CXXMethodDecl>(FD);
  if (MD && MD->getParent()->isLambda()) {
    for (Frame *O = Current; O && F.This == NoSlot; O = O->Caller)
      F.This = O->This;
  } else if (Object && MD && MD->isInstance()) {
    F.This = objectPlace(Object);
  }
  Fact &Enter = push(FactKind::Enter, NoSlot, E);
  if (F.This != NoSlot)
    Enter.In = {F.This};
  for (unsigned I = 0; I < FD->getNumParams(); ++I) {
    const ParmVarDecl *P = FD->getParamDecl(I);
    if (I >= Args.size())
      break;
    Slot Value = P->getType()->isReferenceType() ? address(placeOf(Args[I]), E)
                                                 : passedValue(Args[I]);
    store(value(Terms.local(P, F.Instance), E), Value, WriteRole::Assign, E,
          nullptr);
  }
  F.Result = newSlot();
  F.Continuation = newBlock();
  const Expr *Saved = OuterCall;
  if (!OuterCall)
    OuterCall = E;
  lower(F);
  OuterCall = Saved;
  Cur = F.Continuation;
  return F.Result;
}

Slot FactsBuilder::emitUnseen(const CallExpr *E, const FunctionDecl *FD,
                              const Expr *Object,
                              llvm::ArrayRef<const Expr *> Args) {
  CallInfo C;
  C.Site = E;
  C.Callee = FD;
  // Through a pointer: what one field or variable holds is one callee.
  const auto *Held = dyn_cast_or_null<ValueDecl>(E->getCalleeDecl());
  C.Name = FD     ? Terms.symbol(FD)
           : Held ? Terms.symbol(Held)
                  : Terms.symbol("call through a pointer");
  llvm::StringRef Name =
      FD && FD->getIdentifier() ? FD->getName() : llvm::StringRef();
  const Verb V = verbOf(FD);
  auto *MD = dyn_cast_or_null<CXXMethodDecl>(FD);
  C.Values =
      Vocabulary.values(FD ? FD->getReturnType() : E->getType(), Context);
  C.Reentrant = FD ? Vocabulary.reentrant(FD)
                   : Vocabulary.answers(E->getType()) ||
                         (C.Values &&
                          (C.Values->Dedicated || Vocabulary.namedYielding(E)));
  // What a seen body never says, no test makes it say.
  if (!C.Reentrant && FD && FD->getDefinition())
    C.Values = nullptr;
  C.Idempotent = FD && Vocabulary.idempotent(FD);
  const bool Pure = FD && Vocabulary.pure(FD);
  C.ReturnsPlace = E->isGLValue();
  if (Object) {
    C.OwnObject = isa<CXXThisExpr>(Object->IgnoreParenImpCasts());
    C.Object = objectPlace(Object);
  }
  const bool Observes =
      !C.Reentrant && (V == Verb::Observes || V == Verb::Ensures);
  C.KeepsObject = !MD || Pure || MD->isConst() || MD->isStatic() || Observes ||
                  MD->getParent()->isLambda();
  const bool Builds = FD && Vocabulary.operation(FD) == ProtocolOp::Build;
  if (Builds)
    C.KeepsObject = true;
  C.Submits = Builds;
  if (FD && Vocabulary.completion(FD->getReturnType()))
    C.Submits |= startsIO(Name, libraryType(FD->getReturnType()) ==
                                    LibraryType::Optional);
  C.StartsIO = FD && !C.Submits && !C.Reentrant && !FD->getDefinition() &&
               startsIO(Name, true);
  C.OfFirst = FD && !MD && FD->getNumParams() && !Args.empty() &&
              !isa<CXXDefaultArgExpr>(Args.front()) &&
              FD->getParamDecl(0)->getType()->isPointerType() &&
              FD->getParamDecl(0)->getType()->getPointeeType()->isRecordType();
  C.Confidence =
      C.Reentrant || V == Verb::Changes ? Tier::Likely : Tier::Possible;
  for (unsigned I = 0; I < Args.size(); ++I) {
    const Expr *A = Args[I];
    QualType P = FD && I < FD->getNumParams() ? FD->getParamDecl(I)->getType()
                                              : A->getType();
    if (isa<CXXDefaultArgExpr>(A))
      continue;
    // What an observer gets by reference it leaves alone.
    if (!Pure && P->isLValueReferenceType() &&
        !P->getPointeeType().isConstQualified()) {
      C.Args.push_back({slotOf(A), ArgMode::MutableRef});
      continue;
    }
    if (!Pure && P->isPointerType() &&
        !P->getPointeeType().isConstQualified() &&
        !P->getPointeeType()->isFunctionType() &&
        !P->getPointeeType()->isVoidType()) {
      C.Args.push_back({deref(valueOf(A), E), ArgMode::MutableRef});
      continue;
    }
    C.Args.push_back({passedTo(FD, I, A), ArgMode::Value});
  }
  Slot S = newSlot();
  Fact &F = push(FactKind::Call, S, E);
  F.Call = Out->Calls.size();
  Out->Calls.push_back(std::move(C));
  if (Object || !E->getType()->isPointerType() || !allocates(Name))
    return S;
  // Another object at each call, in the state in which it was made.
  Slot Made = apply("new", {S}, E);
  store(deref(Made, E),
        value(Terms.apply("allocated", {Terms.named(Terms.symbol(FD))},
                          Tier::Likely),
              E),
        WriteRole::Assign, E, E);
  return Made;
}

} // namespace reentrancy
