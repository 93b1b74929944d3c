//===- ExplorerValues.cpp - What expressions compute ---------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "execution/Explorer.h"
#include "values/Answer.h"

namespace reentrancy {

Term Explorer::evaluate(const State &S, const Fact &X,
                        llvm::ArrayRef<Term> In) {
  auto It = Ops.find(X.Op);
  const Op O = It == Ops.end() ? Op::Generic : It->second;
  auto Number = [&](Term T) -> std::optional<int64_t> {
    T = Space.resolve(S, T);
    if (Terms.isInt(T))
      return Terms[T].Num;
    return std::nullopt;
  };
  // Of a bool, what is not its opposite is itself.
  auto IsBool = [&](Term T) {
    const Range R = Space.range(S, T);
    return R.Lo >= 0 && R.Hi <= 1;
  };
  auto Opposite = [&](Term T) {
    return Terms.isFn(T, "==0") && IsBool(Terms[T].Args[0])
               ? Terms[T].Args[0]
               : Terms.logicalNot(T);
  };
  for (Term T : In)
    if (T == Term::None && O != Op::Generic)
      return Terms.constant("undefined");
  switch (O) {
  case Op::Add:
    return Terms.add(In[0], In[1]);
  case Op::Sub:
    return Terms.sub(In[0], In[1]);
  case Op::Mul:
    return Terms.multiply(In[0], In[1]);
  case Op::And:
    return Terms.bitAnd(In[0], In[1]);
  case Op::Or:
    return Terms.bitOr(In[0], In[1]);
  case Op::Eq:
    return Terms.equal(In[0], In[1]);
  case Op::Lt:
    return Terms.less(In[0], In[1]);
  case Op::LNot:
    return Opposite(In[0]);
  case Op::Update:
    return Terms.update(In[0], X.Payload, In[1]);
  case Op::Range:
    // The elements of what an iterator points into.
    if (Terms.positionOf(In[0]) != Term::None)
      return Space.load(S, Terms.parent(Terms[In[0]].Args[0]));
    return In[0];
  case Op::Not:
    if (auto A = Number(In[0]))
      return Terms.integer(~*A);
    break;
  case Op::Xor:
  case Op::Div:
  case Op::Rem:
  case Op::Shl:
  case Op::Shr: {
    auto A = Number(In[0]), B = Number(In[1]);
    // Twice the same is nothing.
    if (O == Op::Xor && B && Terms.isFn(In[0], "^") &&
        Terms.isInt(Terms[In[0]].Args[1])) {
      const Term Inner = Terms[In[0]].Args[0];
      const int64_t Both = *B ^ Terms[Terms[In[0]].Args[1]].Num;
      return Both ? Terms.apply("^", {Inner, Terms.integer(Both)}) : Inner;
    }
    if (O == Op::Xor && B == 1 && !A && IsBool(In[0]))
      return Opposite(In[0]);
    if (!A || !B)
      break;
    if (O == Op::Xor)
      return Terms.integer(*A ^ *B);
    if ((O == Op::Div || O == Op::Rem) && *B != 0 && *B != -1)
      return Terms.integer(O == Op::Div ? *A / *B : *A % *B);
    if (O == Op::Shl && *B >= 0 && *B < 63 && *A >= 0)
      return Terms.integer(int64_t(uint64_t(*A) << *B));
    if (O == Op::Shr && *B >= 0 && *B < 63)
      return Terms.integer(*A >> *B);
    break;
  }
  case Op::Status: {
    Term A = In[0];
    while (Terms.isFn(A, "pass_on"))
      A = Terms[A].Args[0];
    if (Terms.isFn(A, "done"))
      return Terms.integer(int(Status::Done));
    if (Terms.isFn(A, "pending") || Terms.isFn(A, "not_yet"))
      return Terms.integer(int(Status::Pending));
    if (Terms.isFn(A, "error"))
      return Terms.integer(int(Status::Error));
    // The error code of an answer, put into another: as far as that one was.
    if (Terms.isFn(A, "not_done"))
      if (const Term From = restOf(Terms, A); From != Term::None)
        return Terms.apply("status", {From});
    // What a wrapper holds in a field is what the wrapper says.
    Term Whole = A, Key = Term::None;
    while (Terms.isFn(Whole, "project")) {
      Key = Terms[Whole].Args[1];
      Whole = Terms[Whole].Args[0];
    }
    if (Key != Term::None && Terms.isFn(Whole, "answer") &&
        Terms[Key].Kind == TermKind::FieldKey)
      A = Whole;
    return Terms.apply("status", {A});
  }
  case Op::CompletionState: {
    Term Asked = In[1];
    if (Terms.isFn(In[0], "make_yield"))
      return Terms.integer(Terms.name(Terms[Asked].Sym) == "finished" ||
                           Terms.name(Terms[Asked].Sym) == "succeeded");
    llvm::SmallVector<Term, 3> Args{In[0], Asked, Terms.integer(S.Run)};
    return S.Run ? Terms.waited("completion_state", Args)
                 : Terms.apply("completion_state", Args);
  }
  case Op::InFlight: {
    // A callee that had to wait for I/O when it was first called need not on
    // the replay.
    Term From = In[0];
    while (Terms.isFn(From, "project"))
      From = Terms[From].Args[0];
    return From != In[0] && Space.get(S.Counts, unsigned(From), 0)
               ? Terms.waited("has", {In[0], Terms.integer(S.Run)})
               : Terms.apply("has", {In[0]});
  }
  case Op::Generic:
    // What an object says by one of its fields, where that is known.
    if (Terms.name(X.Op) == "answer_in") {
      if (auto N = Number(In[1]))
        for (size_t I = 2; I + 1 < In.size(); I += 2)
          if (Terms[In[I]].Num == *N)
            switch (Terms[In[I + 1]].Num) {
            case int(Status::Done):
              return Terms.apply("done", {In[0]});
            case int(Status::Pending):
              return Terms.apply("not_yet", {});
            default:
              return Terms.apply("error", {In[0]});
            }
      return In[0];
    }
    break;
  }
  llvm::SmallVector<Term, 4> Args;
  for (Term T : In)
    Args.push_back(T == Term::None ? Terms.constant("undefined") : T);
  return Terms.apply(X.Op, Args);
}

} // namespace reentrancy
