//===- TermArithmetic.cpp - Sums, masks and comparisons in normal form ----===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/Term.h"
#include <map>
#include <optional>
#include <set>

namespace reentrancy {

Term TermTable::linear(Term A, int64_t CA, Term B, int64_t CB) {
  std::map<Term, int64_t> Parts;
  int64_t Num = 0;
  auto Take = [&](Term T, int64_t C) {
    const TermNode &N = (*this)[T];
    if (N.Kind == TermKind::Int) {
      Num += C * N.Num;
    } else if (N.Kind == TermKind::Sum) {
      Num += C * N.Num;
      for (unsigned I = 0; I != N.Args.size(); ++I)
        Parts[N.Args[I]] += C * N.Coeffs[I];
    } else {
      Parts[T] += C;
    }
  };
  Take(A, CA);
  Take(B, CB);
  TermNode N{TermKind::Sum};
  N.Num = Num;
  for (auto [T, C] : Parts)
    if (C != 0) {
      N.Args.push_back(T);
      N.Coeffs.push_back(C);
    }
  if (N.Args.empty())
    return integer(Num);
  if (N.Args.size() == 1 && N.Coeffs[0] == 1 && Num == 0)
    return N.Args[0];
  return intern(std::move(N));
}

Term TermTable::add(Term A, Term B) {
  if (positionOf(A) == Term::None)
    std::swap(A, B);
  if (const Term I = positionOf(A);
      I != Term::None && (*this)[B].Kind != TermKind::Addr)
    return elementAddress(parent((*this)[A].Args[0]), add(I, B));
  return linear(A, 1, B, 1);
}

Term TermTable::sub(Term A, Term B) {
  if (const Term I = positionOf(A); I != Term::None) {
    const Term Whole = parent((*this)[A].Args[0]);
    const Term J = positionOf(B);
    if (J != Term::None && parent((*this)[B].Args[0]) == Whole)
      return sub(I, J);
    if ((*this)[B].Kind != TermKind::Addr)
      return elementAddress(Whole, sub(I, B));
  }
  return linear(A, 1, B, -1);
}

Term TermTable::multiply(Term A, Term B) {
  if (isInt(A))
    std::swap(A, B);
  if (isInt(B))
    return linear(A, (*this)[B].Num, integer(0), 1);
  if (B < A)
    std::swap(A, B);
  return apply("*", {A, B});
}

/// Whether \p Operand is one of what \p T is composed of by \p Op, which is
/// associative, commutative and idempotent.
bool TermTable::hasOperand(Term T, llvm::StringRef Op, Term Operand) const {
  llvm::SmallVector<Term, 8> Work{T};
  while (!Work.empty()) {
    const Term X = Work.pop_back_val();
    if (X == Operand)
      return true;
    if (isFn(X, Op))
      Work.append((*this)[X].Args.begin(), (*this)[X].Args.end());
  }
  return false;
}

/// `max` and `min`: of all operands once, sorted, the numbers folded.
Term TermTable::extremum(Symbol Op, llvm::ArrayRef<Term> Args) {
  const bool Max = name(Op) == "max";
  std::set<Term> Operands;
  std::optional<int64_t> Number;
  llvm::SmallVector<Term, 8> Work(Args.begin(), Args.end());
  while (!Work.empty()) {
    const Term X = Work.pop_back_val();
    const TermNode &N = (*this)[X];
    if (N.Kind == TermKind::Fn && N.Sym == Op)
      Work.append(N.Args.begin(), N.Args.end());
    else if (N.Kind == TermKind::Int)
      Number = !Number ? N.Num
               : Max   ? std::max(*Number, N.Num)
                       : std::min(*Number, N.Num);
    else
      Operands.insert(X);
  }
  if (Number)
    Operands.insert(integer(*Number));
  if (Operands.size() == 1)
    return *Operands.begin();
  TermNode N{TermKind::Fn};
  N.Sym = Op;
  N.Args.assign(Operands.begin(), Operands.end());
  return intern(std::move(N));
}

Term TermTable::bitAnd(Term A, Term B) {
  if (isInt(A))
    std::swap(A, B);
  if (hasOperand(A, "&", B))
    return A;
  if (hasOperand(B, "&", A))
    return B;
  if (isInt(B)) {
    const int64_t Mask = (*this)[B].Num;
    if (isInt(A))
      return integer((*this)[A].Num & Mask);
    if (Mask == 0)
      return B;
    if (Mask == -1)
      return A;
    if (isFn(A, "|") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      const int64_t Set = (*this)[(*this)[A].Args[1]].Num;
      if ((Set & Mask) == Mask)
        return B;
      if ((Set & Mask) == 0)
        return bitAnd(X, B);
    }
    if (isFn(A, "&") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      return bitAnd(X, integer((*this)[(*this)[A].Args[1]].Num & Mask));
    }
    return apply("&", {A, B});
  }
  if (B < A)
    std::swap(A, B);
  return apply("&", {A, B});
}

Term TermTable::bitOr(Term A, Term B) {
  if (isInt(A))
    std::swap(A, B);
  if (hasOperand(A, "|", B))
    return A;
  if (hasOperand(B, "|", A))
    return B;
  if (isInt(B)) {
    const int64_t Bits = (*this)[B].Num;
    if (isInt(A))
      return integer((*this)[A].Num | Bits);
    if (Bits == 0)
      return A;
    if (isFn(A, "|") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      return bitOr(X, integer((*this)[(*this)[A].Args[1]].Num | Bits));
    }
    // Bits cleared before and set now are just set.
    if (isFn(A, "&") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      const int64_t Kept = (*this)[(*this)[A].Args[1]].Num;
      if ((Kept | Bits) == -1)
        return bitOr(X, B);
    }
    return apply("|", {A, B});
  }
  if (B < A)
    std::swap(A, B);
  return apply("|", {A, B});
}

TermTable::Affine TermTable::affine(Term T) {
  const TermNode &N = (*this)[T];
  if (N.Kind != TermKind::Sum)
    return {T, 0, false};
  const bool Negated = N.Coeffs[0] < 0;
  TermNode Base{TermKind::Sum};
  Base.Args = N.Args;
  for (int64_t C : N.Coeffs)
    Base.Coeffs.push_back(Negated ? -C : C);
  const int64_t Offset = N.Num;
  if (Base.Args.size() == 1 && Base.Coeffs[0] == 1)
    return {Base.Args[0], Offset, Negated};
  return {intern(std::move(Base)), Offset, Negated};
}

Term TermTable::equal(Term A, Term B) {
  if (A == B)
    return integer(1);
  const TermKind KA = (*this)[A].Kind, KB = (*this)[B].Kind;
  auto Closed = [](TermKind K) {
    return K == TermKind::Int || K == TermKind::Const;
  };
  if (Closed(KA) && Closed(KB))
    return integer(0);
  // The address of an object is not null; an engaged optional is not empty.
  auto NonNull = [&](Term T) {
    return (*this)[T].Kind == TermKind::Addr || isFn(T, "new") ||
           isFn(T, "some");
  };
  if ((NonNull(A) && Closed(KB)) || (NonNull(B) && Closed(KA)))
    return integer(0);
  if (isFn(A, "select") && isInt(B) && (*this)[B].Num == 0)
    return logicalNot((*this)[A].Args[0]);
  if (isFn(B, "select") && isInt(A) && (*this)[A].Num == 0)
    return logicalNot((*this)[B].Args[0]);
  // A comparison, which is an int in C, is 0 or 1.
  auto IsTruth = [&](Term T) {
    return isFn(T, "!") || isFn(T, "==0") || isFn(T, "<0");
  };
  for (int Turn = 0; Turn != 2; ++Turn, std::swap(A, B))
    if (IsTruth(A) && isInt(B)) {
      const int64_t N = (*this)[B].Num;
      return N == 0 ? logicalNot(A) : N == 1 ? A : integer(0);
    }
  // "Not found" is "does not contain".
  for (int Turn = 0; Turn != 2; ++Turn, std::swap(A, B))
    if (isFn(A, "find") && isFn(B, "end") && (*this)[A].Args.size() == 3 &&
        (*this)[A].Args[0] == (*this)[B].Args[0])
      return logicalNot(
          apply("contains", {(*this)[A].Args[0], (*this)[A].Args[1]}));
  if (isFn(A, "some") && isFn(B, "some"))
    return equal((*this)[A].Args[0], (*this)[B].Args[0]);
  Term D = sub(A, B);
  if (isInt(D))
    return integer((*this)[D].Num == 0);
  // A comparison turned: keep one of the two.
  Affine F = affine(D);
  if (F.Negated)
    D = negate(D);
  return apply("==0", {D});
}

Term TermTable::less(Term A, Term B) {
  Term D = sub(A, B);
  if (isInt(D))
    return integer((*this)[D].Num < 0);
  return apply("<0", {D});
}

Term TermTable::logicalNot(Term A) {
  if (isInt(A))
    return integer((*this)[A].Num == 0);
  if (isFn(A, "!"))
    return (*this)[A].Args[0];
  return apply("!", {A});
}

} // namespace reentrancy
