//===- KeyedLaws.cpp - What holds of sets and maps -----------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/Term.h"

namespace reentrancy {

Term TermTable::membershipLaw(Term X, Term Key) {
  if (X == constant("empty") || isInt(X))
    return integer(0);
  if ((*this)[X].Kind != TermKind::Fn)
    return Term::None;
  const TermNode N = (*this)[X];
  llvm::StringRef Inner = name(N.Sym);
  if (Inner == "insert" || Inner == "assign_key" || Inner == "erase") {
    if (N.Args[1] == Key)
      return integer(Inner != "erase");
    if (distinctKeys(elemKey(N.Args[1]), elemKey(Key)))
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

/// \p X without what was done to \p Key. Nothing else depends on that: it is
/// for whoever decides next what becomes of the key, whatever it equals.
Term TermTable::withoutKey(Term X, Term Key) {
  const Term At = keyOf(X);
  if (At == Term::None)
    return X;
  const TermNode N = (*this)[X];
  if (At == elemKey(Key))
    return withoutKey(N.Args[0], Key);
  llvm::SmallVector<Term, 4> Args(N.Args.begin(), N.Args.end());
  Args[0] = withoutKey(N.Args[0], Key);
  return Args[0] == N.Args[0] ? X : apply(N.Sym, Args, N.Certainty);
}

/// A set or map that has the key already keeps it; so has one without it. What
/// else was done to the key before does not count, but for the value that a
/// map has.
Term TermTable::keyedLaw(llvm::StringRef Op, llvm::ArrayRef<Term> Args) {
  const Term X = Args[0];
  if (Op == "erase" && X == constant("empty"))
    return X;
  for (Term Y = X; (*this)[Y].Kind == TermKind::Fn;) {
    const TermNode N = (*this)[Y];
    llvm::StringRef In = name(N.Sym);
    if (In != "insert" && In != "erase" && In != "assign_key")
      break;
    // What is there already is not inserted, whatever the value.
    const bool Has = In != "erase" && N.Args[1] == Args[1];
    if ((Op == "insert" && Has) ||
        (In == Op &&
         llvm::ArrayRef<Term>(N.Args).drop_front() == Args.drop_front()))
      return X;
    if (N.Args[1] == Args[1] ||
        !distinctKeys(elemKey(N.Args[1]), elemKey(Args[1])))
      break;
    Y = N.Args[0];
  }
  if (Op == "insert" && membershipLaw(X, Args[1]) == integer(1))
    return X;
  if (Op == "insert" && Args.size() != 2)
    return Term::None;
  const Term Bare = withoutKey(X, Args[1]);
  if (Bare == X)
    return moved(symbol(Op), Args);
  llvm::SmallVector<Term, 4> Plain(Args.begin(), Args.end());
  Plain[0] = Bare;
  return apply(Op, Plain);
}

/// The element that a step on a set or a map makes something of; None if \p X
/// is no such step.
Term TermTable::keyOf(Term X) {
  const TermNode &N = (*this)[X];
  if (N.Kind != TermKind::Fn)
    return Term::None;
  llvm::StringRef Op = name(N.Sym);
  if (Op == "insert" || Op == "erase" || Op == "assign_key")
    return elemKey(N.Args[1]);
  // A position is no key.
  return Op == "update" && (*this)[N.Args[1]].Kind == TermKind::ElemKey &&
                 !(*this)[N.Args[1]].Num
             ? N.Args[1]
             : Term::None;
}

/// Steps that commute stand in one order, whichever came first: the
/// lexicographic normal form of a trace (Anisimov and Knuth, Inhomogeneous
/// sorting, 1979). Two steps commute on distinct keys, and where they do the
/// same. \returns the step \p Op of \p Args where it belongs; None if that is
/// behind all others.
Term TermTable::moved(Symbol Op, llvm::ArrayRef<Term> Args) {
  const Term Key = name(Op) == "update" ? Args[1] : elemKey(Args[1]);
  llvm::SmallVector<Term, 8> Passed; // outermost first
  size_t Depth = 0;
  for (Term Y = Args[0], Other; (Other = keyOf(Y)) != Term::None;
       Y = (*this)[Y].Args[0]) {
    const TermNode &N = (*this)[Y];
    const bool Alike = N.Sym == Op && llvm::ArrayRef<Term>(N.Args).drop_front(
                                          2) == Args.drop_front(2);
    if (!Alike && !distinctKeys(Other, Key))
      break;
    Passed.push_back(Y);
    if (std::make_pair(Key, Op) < std::make_pair(Other, N.Sym))
      Depth = Passed.size();
  }
  if (!Depth)
    return Term::None;
  llvm::SmallVector<Term, 4> Inner(Args.begin(), Args.end());
  Inner[0] = (*this)[Passed[Depth - 1]].Args[0];
  Term X = name(Op) == "update" ? update(Inner[0], Inner[1], Inner[2])
                                : apply(Op, Inner);
  while (Depth--) {
    TermNode Outer = (*this)[Passed[Depth]];
    Outer.Args[0] = X;
    X = intern(std::move(Outer));
  }
  return X;
}

} // namespace reentrancy
