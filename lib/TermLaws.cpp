//===- TermLaws.cpp - What holds of parts, sequences, sets, optionals -----===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Term.h"

namespace reentrancy {

bool TermTable::distinctKeys(Term A, Term B) const {
  const TermNode &NA = (*this)[A], &NB = (*this)[B];
  if (NA.Kind != NB.Kind)
    return false;
  if (NA.Kind == TermKind::ElemKey) {
    // Distinct constant keys are distinct; so are x and x + 1.
    const TermNode &X = (*this)[NA.Args[0]], &Y = (*this)[NB.Args[0]];
    if (X.Kind == TermKind::Int && Y.Kind == TermKind::Int)
      return X.Num != Y.Num;
    Term D = const_cast<TermTable *>(this)->sub(NA.Args[0], NB.Args[0]);
    return isInt(D) && (*this)[D].Num != 0;
  }
  return A != B;
}

Term TermTable::project(Term Value, Term Key) {
  for (;;) {
    const TermNode &N = (*this)[Value];
    if (N.Kind == TermKind::Int) // value-initialised
      return Value;
    if (N.Kind == TermKind::Init)
      return init(at(N.Args[0], Key));
    if (N.Kind != TermKind::Fn)
      break;
    llvm::StringRef Op = name(N.Sym);
    if (Op == "update") {
      if (N.Args[1] == Key)
        return N.Args[2];
      if (distinctKeys(N.Args[1], Key)) {
        Value = N.Args[0];
        continue;
      }
    } else if (Op == "answer of insert" &&
               (*this)[Key].Kind == TermKind::FieldKey &&
               name((*this)[Key].Sym) == "second") {
      return logicalNot(apply("contains", {N.Args[0], N.Args[1]}));
    } else if (Op == "some" && Key == partKey("*")) {
      return N.Args[0];
    } else if (Op == "alternative" && (*this)[Key].Kind == TermKind::PartKey) {
      return N.Args[1];
    } else if (Op == "push_back") {
      if (Key == partKey("back"))
        return N.Args[1];
      if ((*this)[Key].Kind == TermKind::ElemKey ||
          Key == partKey("front")) {
        Value = N.Args[0];
        continue;
      }
    }
    break;
  }
  return apply("project", {Value, Key});
}

Term TermTable::update(Term Value, Term Key, Term Part) {
  if (project(Value, Key) == Part)
    return Value;
  if (isFn(Value, "update") && (*this)[Value].Args[1] == Key)
    Value = (*this)[Value].Args[0];
  if (isFn(Value, "some") && Key == partKey("*"))
    return apply("some", {Part});
  return apply("update", {Value, Key, Part});
}

/// The laws of sequences, sets and optionals; None if none fits.
Term TermTable::sequenceLaws(Symbol OpSym, llvm::ArrayRef<Term> Args) {
  llvm::StringRef Op = name(OpSym);
  if (Args.empty())
    return Term::None;
  Term X = Args[0];
  const bool Known = (*this)[X].Kind == TermKind::Fn;
  llvm::StringRef Inner = Known ? name((*this)[X].Sym) : llvm::StringRef();
  Term Empty = constant("empty");
  if (Op == "size") {
    if (X == Empty || isInt(X))
      return integer(0);
    if (Inner == "push_back" || Inner == "push_front")
      return add(apply("size", {(*this)[X].Args[0]}), integer(1));
    if (Inner == "pop_back" || Inner == "pop_front")
      return sub(apply("size", {(*this)[X].Args[0]}), integer(1));
    if (Inner == "update" &&
        (*this)[(*this)[X].Args[1]].Kind != TermKind::ElemKey)
      return apply("size", {(*this)[X].Args[0]});
    return Term::None;
  }
  if (Op == "has") {
    if (X == constant("nullopt") || isInt(X))
      return integer(0);
    if (Inner == "some")
      return integer(1);
    if (Inner == "update")
      return apply("has", {(*this)[X].Args[0]});
    return Term::None;
  }
  if (Op == "contains" || Op == "count") {
    if (Args.size() != 2) // the address of the container says nothing here
      return apply("contains", {Args[0], Args[1]});
    if (Op == "count")
      return apply("contains", Args);
    if (X == Empty || isInt(X))
      return integer(0);
    if (!Known)
      return Term::None;
    const TermNode N = (*this)[X];
    Term Key = Args[1];
    if (Inner == "insert" || Inner == "assign_key" || Inner == "erase") {
      Term K = N.Args[1];
      // `insert({k, v})`
      if (isFn(K, "make") && (*this)[K].Args.size() == 3)
        K = (*this)[K].Args[1];
      if (K == Key)
        return integer(Inner != "erase");
      if (distinctKeys(elemKey(K), elemKey(Key)))
        return apply("contains", {N.Args[0], Key});
    }
    if (Inner == "update" && (*this)[N.Args[1]].Kind == TermKind::ElemKey) {
      if (N.Args[1] == elemKey(Key))
        return integer(1);
      if (distinctKeys(N.Args[1], elemKey(Key)))
        return apply("contains", {N.Args[0], Key});
    }
    return Term::None;
  }
  if (Op == "index") {
    if (Inner == "alternative")
      return (*this)[X].Args[0];
    if (Inner == "update")
      return apply("index", {(*this)[X].Args[0]});
    return Term::None;
  }
  auto Bare = [&](Term T, llvm::StringRef Key) {
    while (isFn(T, "update") && (*this)[T].Args[1] == partKey(Key))
      T = (*this)[T].Args[0];
    return T;
  };
  if (Op == "pop_back") {
    Term Y = Bare(X, "back");
    if (isFn(Y, "push_back"))
      return (*this)[Y].Args[0];
    return Term::None;
  }
  if (Op == "pop_front") {
    Term Y = Bare(X, "front");
    if (isFn(Y, "push_front"))
      return (*this)[Y].Args[0];
    return Term::None;
  }
  // A set or map that has the key already keeps it; so has one without it.
  if (Op == "insert" || Op == "erase" || Op == "assign_key") {
    for (Term Y = X; (*this)[Y].Kind == TermKind::Fn;) {
      const TermNode N = (*this)[Y];
      llvm::StringRef In = name(N.Sym);
      if (In == Op && llvm::ArrayRef<Term>(N.Args).drop_front() ==
                          Args.drop_front())
        return X;
      if (In != "insert" && In != "erase" && In != "assign_key")
        break;
      if (N.Args[1] == Args[1] || !distinctKeys(elemKey(N.Args[1]),
                                                elemKey(Args[1])))
        break;
      Y = N.Args[0];
    }
    if (Op == "erase" && X == Empty)
      return X;
    return Term::None;
  }
  if (Op == "resize" && Inner == "resize")
    return (*this)[X].Args == llvm::SmallVector<Term, 3>(Args) ? X
           : (llvm::ArrayRef<Term>((*this)[X].Args).drop_front() ==
              Args.drop_front())
               ? X
               : Term::None;
  return Term::None;
}

Term TermTable::apply(llvm::StringRef Op, llvm::ArrayRef<Term> Args,
                      Tier Certainty) {
  return apply(symbol(Op), Args, Certainty);
}

Term TermTable::apply(Symbol Op, llvm::ArrayRef<Term> Args, Tier Certainty) {
  if (Term T = sequenceLaws(Op, Args); T != Term::None)
    return T;
  TermNode N{TermKind::Fn};
  N.Sym = Op;
  N.Certainty = Certainty;
  N.Args.assign(Args.begin(), Args.end());
  return intern(std::move(N));
}

} // namespace reentrancy
