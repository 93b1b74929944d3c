//===- ProtocolFacts.cpp - Lowering of the yield vocabulary to facts ------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"

using namespace clang;

namespace reentrancy {

Slot FactsBuilder::emitProtocol(ProtocolOp Op, const CallExpr *E,
                                const Expr *Object,
                                llvm::ArrayRef<const Expr *> Args) {
  // `p->is_done()` asks what p points at.
  const bool Arrow = Object && Object->getType()->isPointerType();
  auto Test = [&](Status S) {
    Slot Asked = Arrow ? load(objectPlace(Object), E) : valueOf(Object);
    Slot Answer = apply("status", {Asked}, E);
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
    if (const AnswerValues *V = Vocabulary.values(E->getType(), Context))
      return integer(V->Pending.front(), E);
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
    return apply("pass_on",
                 {Arrow ? load(objectPlace(Object), E) : passedValue(Object)},
                 E);
  case ProtocolOp::Value:
  case ProtocolOp::CompletionOf: {
    Term Key = Terms.partKey(Op == ProtocolOp::Value ? "value" : "completion");
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
  case ProtocolOp::Finish:
    return emitUnseen(E, E->getDirectCallee(), Object, Args);
  case ProtocolOp::None:
    break;
  }
  return opaque(E);
}

Slot FactsBuilder::isIn(StatusSet Set, Slot Answer, const Expr *E) {
  const Slot Is = apply("status", {Answer}, E);
  for (Status S : {Status::Done, Status::Pending, Status::Error}) {
    if (Set == bit(S))
      return apply("==", {Is, integer(int(S), E)}, E);
    if (Set == (AnyStatus & ~bit(S)))
      return apply("!", {apply("==", {Is, integer(int(S), E)}, E)}, E);
  }
  return integer(Set == AnyStatus, E);
}

bool FactsBuilder::emitAnswerMember(const CallExpr *E, const FunctionDecl *FD,
                                    const Expr *Object, Slot &Out) {
  const bool Arrow = Object->getType()->isPointerType();
  if (const StatusSet True = trueFor(Vocabulary, FD)) {
    Slot Asked = Arrow ? load(objectPlace(Object), E) : valueOf(Object);
    Out = isIn(True, Asked, E);
    return true;
  }
  if (const StatusSet Of = readsFor(Vocabulary, FD)) {
    Slot Place =
        at(objectPlace(Object),
           Terms.partKey(Of & bit(Status::Done) ? "value" : "rest"), E);
    Out = E->isGLValue() ? Place : load(Place, E);
    return true;
  }
  return false;
}

Slot FactsBuilder::emitMade(const Made &M, llvm::ArrayRef<const Expr *> Parts,
                            const Expr *E) {
  if (M.May == bit(Status::Pending))
    return emitPending(Parts, NoSlot, E);
  llvm::SmallVector<Slot, 4> In;
  for (const Expr *A : Parts)
    if (A && !(A->isGLValue() && A->getType()->isFunctionType()))
      In.push_back(passedValue(A));
  return apply(M.May == bit(Status::Done)              ? "done"
               : M.May == bit(Status::Error)           ? "error"
               : M.May && !(M.May & bit(Status::Done)) ? "not_done"
                                                       : "unknown_answer",
               In, E);
}

Slot FactsBuilder::emitPending(llvm::ArrayRef<const Expr *> Parts, Slot Whole,
                               const Expr *E) {
  for (const Expr *A : Parts)
    if (A && Vocabulary.answers(A->getType()))
      return apply("pass_on", {passedValue(A)}, E);
  for (const Expr *A : Parts)
    if (A && holdsCompletion(Vocabulary, A))
      return apply("pending", {Whole == NoSlot ? passedValue(A) : Whole}, E);
  return apply("not_yet", {}, E);
}

} // namespace reentrancy
