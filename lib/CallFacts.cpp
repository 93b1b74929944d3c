//===- CallFacts.cpp - Lowering of calls to facts -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactsBuilder.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"

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
  if (Vocabulary.ignored(FD))
    return opaque(E);
  if (ProtocolOp Op = Vocabulary.operation(FD); Op != ProtocolOp::None)
    return emitProtocol(Op, E, Object, Args);
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

Slot FactsBuilder::emitProtocol(ProtocolOp Op, const CallExpr *E,
                                const Expr *Object,
                                llvm::ArrayRef<const Expr *> Args) {
  auto Test = [&](Status S) {
    Slot Answer = apply("status", {valueOf(Object)}, E);
    return apply("==", {Answer, integer(int(S), E)}, E);
  };
  auto Arguments = [&] {
    llvm::SmallVector<Slot, 4> In;
    for (const Expr *A : Args)
      In.push_back(passedValue(A));
    return In;
  };
  // `*r` of a wrapper: the answer itself.
  switch (Op) {
  case ProtocolOp::MakeDone:
    return apply("done", Arguments(), E);
  case ProtocolOp::MakePending: {
    auto In = Arguments();
    return In.empty() ? apply("not_yet", {}, E) : apply("pending", In, E);
  }
  case ProtocolOp::MakeError:
    return apply("error", Arguments(), E);
  case ProtocolOp::TestDone:
    return Test(Status::Done);
  case ProtocolOp::TestPending:
    return Test(Status::Pending);
  case ProtocolOp::TestError:
    return Test(Status::Error);
  case ProtocolOp::PassOn:
    return apply("pass_on", {passedValue(Object)}, E);
  case ProtocolOp::Value:
  case ProtocolOp::CompletionOf: {
    Term Key =
        Terms.partKey(Op == ProtocolOp::Value ? "value" : "completion");
    Slot Place = at(objectPlace(Object), Key, E);
    if (isa<CXXOperatorCallExpr>(E) && E->getType()->isPointerType())
      return address(Place, E);
    return E->isGLValue() ? Place : load(Place, E);
  }
  case ProtocolOp::ReadState: {
    // Only the wait changes it: the engine tells the calls apart.
    Slot S = apply("completion_state",
                   {load(objectPlace(Object), E),
                    value(Terms.constant(E->getDirectCallee()->getName()), E)},
                   E);
    return S;
  }
  case ProtocolOp::MakeYield:
    return apply("make_yield", {}, E);
  case ProtocolOp::MakeHandle: {
    llvm::SmallVector<Slot, 4> In{
        value(Terms.constant("site" + std::to_string(NextTemp++)), E)};
    In.append(Arguments());
    return apply("handle", In, E);
  }
  case ProtocolOp::Build:
    return emitUnseen(E, E->getDirectCallee(), Object, Args);
  case ProtocolOp::None:
    break;
  }
  return opaque(E);
}

/// Whether a function is the library's, not the user's.
static bool isSystem(const FunctionDecl *FD, const ASTContext &Context) {
  return Context.getSourceManager().isInSystemHeader(FD->getLocation());
}

static bool isNullopt(QualType T) {
  const CXXRecordDecl *RD = T.getNonReferenceType()->getAsCXXRecordDecl();
  return RD && RD->isInStdNamespace() && RD->getName() == "nullopt_t";
}

bool FactsBuilder::emitStdFunction(const CallExpr *E, const FunctionDecl *FD,
                                   Slot &Result) {
  const unsigned Count = E->getNumArgs();
  // Comparisons of library types, by value.
  if (auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && Count == 2 && isSystem(FD, Context) && Op->isComparisonOp() &&
      (Op->getOperator() == OO_EqualEqual ||
       Op->getOperator() == OO_ExclaimEqual)) {
    auto Side = [&](const Expr *A, const Expr *Other) {
      if (auto *L = dyn_cast<StringLiteral>(A->IgnoreParenImpCasts()))
        return load(slotOf(L), E);
      if (isNullopt(A->getType()))
        return value(Terms.constant("nullopt"), E);
      Slot V = valueOf(A);
      if (libraryType(Other->getType()) == LibraryType::Optional &&
          libraryType(A->getType()) != LibraryType::Optional)
        V = apply("some", {V}, E);
      return V;
    };
    const Expr *L = E->getArg(0), *R = E->getArg(1);
    Slot Same;
    if (isNullopt(L->getType()) || isNullopt(R->getType()))
      Same = apply(
          "!",
          {apply("has", {valueOf(isNullopt(L->getType()) ? R : L)}, E)}, E);
    else
      Same = apply("==", {Side(L, R), Side(R, L)}, E);
    Result = Op->getOperator() == OO_EqualEqual ? Same : apply("!", {Same}, E);
    return true;
  }
  if (!FD->isInStdNamespace() || !FD->getIdentifier())
    return false;
  llvm::StringRef N = FD->getName();
  auto TypeArgument = [&]() -> QualType {
    const TemplateArgumentList *L = FD->getTemplateSpecializationArgs();
    if (L && L->size() && L->get(0).getKind() == TemplateArgument::Type)
      return L->get(0).getAsType();
    return {};
  };
  if (isa<CXXMethodDecl>(FD))
    return false;
  if (Count == 1 &&
      (N == "move" || N == "forward" || N == "as_const" ||
       N == "move_if_noexcept" || N == "__as_const")) {
    Result = placeOf(E->getArg(0));
    return true;
  }
  if (Count == 1 && (N == "addressof" || N == "__addressof")) {
    Result = address(placeOf(E->getArg(0)), E);
    return true;
  }
  if (N == "exchange" && Count == 2) {
    Slot New = passedValue(E->getArg(1));
    QualType To = E->getArg(0)->getType();
    // `exchange(o, {})` of an optional or container makes it empty.
    if (libraryType(To) == LibraryType::Optional) {
      QualType From = E->getArg(1)->getType();
      if (From.getNonReferenceType().getAsString().find("nullopt_t") !=
          std::string::npos)
        New = value(Terms.constant("nullopt"), E);
      else if (libraryType(From) != LibraryType::Optional)
        New = apply("some", {New}, E);
    }
    Slot Place = slotOf(E->getArg(0));
    Result = load(Place, E);
    store(Place, New, WriteRole::Consume, E, E->getArg(0));
    return true;
  }
  if (N == "swap" && Count == 2) {
    Slot A = slotOf(E->getArg(0)), B = slotOf(E->getArg(1));
    Slot VA = load(A, E), VB = load(B, E);
    store(A, VB, WriteRole::Modify, E, E->getArg(0));
    store(B, VA, WriteRole::Modify, E, E->getArg(1));
    Result = integer(0, E);
    return true;
  }
  if (N == "holds_alternative" && Count == 1) {
    Slot Index = apply("index", {valueOf(E->getArg(0))}, E);
    Result = apply("==",
                   {Index, integer(alternativeIndex(E->getArg(0)->getType(),
                                                    TypeArgument()),
                                   E)},
                   E);
    return true;
  }
  if ((N == "get" || N == "get_if") && Count == 1) {
    QualType From = E->getArg(0)->getType();
    if (N == "get_if")
      From = From->getPointeeType();
    Slot Place = N == "get_if" ? deref(valueOf(E->getArg(0)), E)
                               : placeOf(E->getArg(0));
    int Index = -1;
    const TemplateArgumentList *L = FD->getTemplateSpecializationArgs();
    if (L && L->size() && L->get(0).getKind() == TemplateArgument::Integral)
      Index = L->get(0).getAsIntegral().getExtValue();
    else if (!TypeArgument().isNull())
      Index = alternativeIndex(From, TypeArgument());
    Slot Part =
        at(Place, Terms.partKey("alternative " + std::to_string(Index)), E);
    if (N == "get") {
      Result = Part;
      return true;
    }
    Slot Holds = apply("==",
                       {apply("index", {load(Place, E)}, E), integer(Index, E)},
                       E);
    Result = apply("select", {Holds, address(Part, E), integer(0, E)}, E);
    return true;
  }
  if (N == "make_unique" || N == "make_shared") {
    llvm::SmallVector<Slot, 4> In{
        value(Terms.constant("site" + std::to_string(NextTemp++)), E)};
    for (const Expr *A : E->arguments())
      In.push_back(passedValue(A));
    // The object is made afresh, whatever an earlier one at this place held.
    Result = apply("new", {In[0]}, E);
    QualType Made = TypeArgument();
    Slot Content = In.size() == 2 ? In[1]
                   : Made.isNull() ? NoSlot
                                   : defaultValue(Made, E);
    if (In.size() != 2 && Content == NoSlot)
      Content = In.size() == 1 ? integer(0, E) : apply("make", In, E);
    store(deref(Result, E), Content, WriteRole::Assign, E, nullptr);
    return true;
  }
  // The rest of <algorithm>, <numeric>, <utility>: functions of their
  // arguments; what they get by reference they may change.
  return false;
}

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
    if (!isSystem(MD, Context))
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
    bool ByIterator = false;
    if (!Args.empty()) {
      const CXXRecordDecl *RD =
          Args[0]->getType().getNonReferenceType()->getAsCXXRecordDecl();
      ByIterator = RD && RD->getNameAsString().find("iterator") !=
                             std::string::npos;
    }
    // `m.insert_or_assign(k, v)` is `m[k] = v`.
    if (Name == "insert_or_assign" && Args.size() == 2 && !ByIterator) {
      Slot Part = element(Place, valueOf(Args[0]), E);
      store(Part, passedValue(Args[1]), WriteRole::Assign, E, Object);
      Result = opaque(E);
      return true;
    }
    auto In = Values(Old);
    llvm::StringRef OpName = libraryOpName(L, Name, ByIterator);
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
    // A queue is drained at its other end.
    if (Name == "pop") {
      const CXXRecordDecl *RD = MD->getParent();
      OpName = RD->getName() == "queue" ? "pop_front" : "pop_back";
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

bool FactsBuilder::canInline(const FunctionDecl *FD) {
  const FunctionDecl *Def = FD->getDefinition();
  if (!Def || !Def->getBody() || Def->isInvalidDecl() ||
      Def->isDependentContext() || Def->isVariadic() ||
      Vocabulary.reentrant(FD) || isSystem(Def, Context) ||
      isa<CoroutineBodyStmt>(Def->getBody()))
    return false;
  if (auto *MD = dyn_cast<CXXMethodDecl>(Def)) {
    if (Vocabulary.ownType(MD->getParent()))
      return false;
    if (MD->isVirtual() && !MD->hasAttr<FinalAttr>() &&
        !MD->getParent()->hasAttr<FinalAttr>())
      return false;
  }
  unsigned Depth = 0;
  for (Frame *F = Current; F; F = F->Caller, ++Depth)
    if (F->Function == Def)
      return false;
  if (Depth > Bounds.MaxInlineDepth ||
      Out->Blocks.size() > Bounds.MaxBlocks)
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
  for (unsigned I = 0; I < FD->getNumParams(); ++I) {
    const ParmVarDecl *P = FD->getParamDecl(I);
    if (I >= Args.size())
      break;
    Slot Value = P->getType()->isReferenceType()
                     ? address(placeOf(Args[I]), E)
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
  C.Name = FD ? Terms.symbol(FD) : Terms.symbol("call through a pointer");
  llvm::StringRef Name =
      FD && FD->getIdentifier() ? FD->getName() : llvm::StringRef();
  const Verb V = verbOf(Name);
  auto *MD = dyn_cast_or_null<CXXMethodDecl>(FD);
  C.Reentrant = FD ? Vocabulary.reentrant(FD)
                   : Vocabulary.answers(E->getType());
  C.ReturnsPlace = E->isGLValue();
  if (Object) {
    C.OwnObject = isa<CXXThisExpr>(Object->IgnoreParenImpCasts());
    C.Object = objectPlace(Object);
  }
  const bool Observes =
      !C.Reentrant && (V == Verb::Observes || V == Verb::Ensures);
  C.KeepsObject = !MD || MD->isConst() || MD->isStatic() || Observes ||
                  MD->getParent()->isLambda();
  const bool Builds =
      FD && Vocabulary.operation(FD) == ProtocolOp::Build;
  if (Builds)
    C.KeepsObject = true;
  C.Submits = Builds;
  if (FD && Vocabulary.completion(FD->getReturnType()))
    C.Submits |= startsIO(
        Name, libraryType(FD->getReturnType()) == LibraryType::Optional);
  C.Confidence = C.Reentrant || V == Verb::Changes ? Tier::Likely
                                                   : Tier::Possible;
  for (unsigned I = 0; I < Args.size(); ++I) {
    const Expr *A = Args[I];
    QualType P = FD && I < FD->getNumParams()
                     ? FD->getParamDecl(I)->getType()
                     : A->getType();
    if (isa<CXXDefaultArgExpr>(A))
      continue;
    // What an observer gets by reference it leaves alone.
    if (P->isLValueReferenceType() && !P->getPointeeType().isConstQualified()) {
      C.Args.push_back({slotOf(A), ArgMode::MutableRef});
      continue;
    }
    if (P->isPointerType() && !P->getPointeeType().isConstQualified() &&
        !P->getPointeeType()->isFunctionType() &&
        !P->getPointeeType()->isVoidType()) {
      C.Args.push_back({deref(valueOf(A), E), ArgMode::MutableRef});
      continue;
    }
    C.Args.push_back({passedValue(A), ArgMode::Value});
  }
  Slot S = newSlot();
  Fact &F = push(FactKind::Call, S, E);
  F.Call = Out->Calls.size();
  Out->Calls.push_back(std::move(C));
  return S;
}

} // namespace reentrancy
