//===- StateRanges.cpp - What a path has learned of values ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/State.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

using Map = State::Map;

bool Range::has(int64_t N) const {
  return N >= Lo && N <= Hi && !llvm::is_contained(Not, N);
}

void Range::exclude(int64_t N) {
  if (N < Lo || N > Hi || llvm::is_contained(Not, N))
    return;
  Not.insert(llvm::upper_bound(Not, N), N);
  clamp(Lo, Hi);
  if (Not.size() > 64)
    Not.pop_back();
}

void Range::clamp(int64_t L, int64_t H) {
  Lo = std::max(Lo, L);
  Hi = std::min(Hi, H);
  while (Lo < Hi && llvm::is_contained(Not, Lo))
    ++Lo;
  while (Lo < Hi && llvm::is_contained(Not, Hi))
    --Hi;
  if (Lo == Hi && llvm::is_contained(Not, Lo)) { // nothing is left
    Lo = 1;
    Hi = 0;
  }
  llvm::erase_if(Not, [this](int64_t N) { return N < Lo || N > Hi; });
}

Range Range::hull(const Range &A, const Range &B) {
  Range R;
  R.Lo = std::min(A.Lo, B.Lo);
  R.Hi = std::max(A.Hi, B.Hi);
  for (int64_t N : A.Not)
    if (!B.has(N))
      R.Not.push_back(N);
  for (int64_t N : B.Not)
    if (!A.has(N) && !llvm::is_contained(R.Not, N))
      R.Not.push_back(N);
  llvm::sort(R.Not);
  return R;
}

Range Range::sign() const {
  Range R;
  R.Lo = Lo > 0 ? 1 : Lo == 0 ? 0 : INT64_MIN;
  R.Hi = Hi < 0 ? -1 : Hi == 0 ? 0 : INT64_MAX;
  if (!has(0))
    R.exclude(0);
  return R;
}

unsigned StateSpace::rangeId(const Range &R) {
  auto [It, New] = RangeIndex.try_emplace(R, Ranges.size());
  if (New)
    Ranges.push_back(R);
  return It->second;
}

static int64_t saturate(__int128 N) {
  return N < INT64_MIN ? INT64_MIN : N > INT64_MAX ? INT64_MAX : int64_t(N);
}

/// The range of a sum of several terms, from theirs.
Range StateSpace::sumRange(const State &S, const TermNode &Sum) {
  __int128 Lo = Sum.Num, Hi = Sum.Num;
  bool Low = true, High = true; // is it bounded there?
  for (unsigned I = 0; I != Sum.Args.size() && (Low || High); ++I) {
    const Range Part = range(S, Sum.Args[I]);
    const __int128 Times = Sum.Coeffs[I];
    const bool Turned = Times < 0;
    Low = Low && (Turned ? Part.Hi != INT64_MAX : Part.Lo != INT64_MIN);
    High = High && (Turned ? Part.Lo != INT64_MIN : Part.Hi != INT64_MAX);
    Lo = saturate(Lo + Times * (Turned ? Part.Hi : Part.Lo));
    Hi = saturate(Hi + Times * (Turned ? Part.Lo : Part.Hi));
  }
  Range R;
  if (Low)
    R.Lo = int64_t(Lo);
  if (High)
    R.Hi = int64_t(Hi);
  return R;
}

/// What \p R tells of `Sign * x + Offset` if it is what is known of x. What is
/// not bounded stays so.
static Range shifted(const Range &R, int Sign, __int128 Offset) {
  auto Turn = [&](int64_t V) {
    if (V == INT64_MIN || V == INT64_MAX)
      return (Sign > 0) == (V == INT64_MAX) ? INT64_MAX : INT64_MIN;
    return saturate(Sign * __int128(V) + Offset);
  };
  const int64_t X = Turn(R.Lo), Y = Turn(R.Hi);
  Range Out;
  Out.clamp(std::min(X, Y), std::max(X, Y));
  for (int64_t V : R.Not)
    Out.exclude(Turn(V));
  return Out;
}

Range Range::both(Range A, const Range &B) {
  A.clamp(B.Lo, B.Hi);
  for (int64_t N : B.Not)
    A.exclude(N);
  return A;
}

/// What a term of the kind of \p T is whatever it was computed from.
static Range intrinsic(const TermTable &Terms, Term T) {
  const TermNode &N = Terms[T];
  Range R;
  if (N.Kind == TermKind::Int)
    R.Lo = R.Hi = N.Num;
  else if (N.Kind == TermKind::Addr || (N.Kind == TermKind::Const && N.Num))
    R.exclude(0); // of an object, of a function
  else if (N.Kind == TermKind::Init) {
    const Symbol Sym = Terms.symbolOf(N.Args[0]);
    const clang::ValueDecl *D = Sym ? Terms.decl(Sym) : nullptr;
    if (D && D->getType()->isBooleanType())
      R.clamp(0, 1);
  }
  if (N.Kind != TermKind::Fn)
    return R;
  llvm::StringRef Op = Terms.name(N.Sym);
  if (Op == "size")
    R.clamp(0, INT64_MAX);
  else if (Op == "new")
    R.exclude(0);
  else if (Op == "|" && Terms.isInt(N.Args[1]) && Terms[N.Args[1]].Num)
    R.exclude(0);
  else if (Op == "!" || Op == "<0" || Op == "==0" || Op == "has" ||
           Op == "contains")
    R.clamp(0, 1);
  else if (Op == "status")
    R.clamp(Terms.isFn(N.Args[0], "not_done"), 2);
  else if (Op == "&" && Terms.isInt(N.Args[1]) && Terms[N.Args[1]].Num >= 0)
    R.clamp(0, Terms[N.Args[1]].Num);
  return R;
}

Range StateSpace::range(const State &S, Term T) {
  Range R = intrinsic(Terms, T);
  if (Terms.isInt(T))
    return R;
  const TermTable::Affine A = Terms.affine(T);
  const TermNode &N = Terms[T];
  Range Base;
  if (unsigned Id = get(S.Known, unsigned(A.Base), 0))
    Base = Ranges[Id];
  else if (N.Kind == TermKind::Sum && N.Args.size() > 1)
    return Range::both(R, sumRange(S, N));
  else if (A.Base != T && Terms[A.Base].Kind != TermKind::Sum)
    Base = range(S, A.Base);
  return Range::both(R, shifted(Base, A.Negated ? -1 : 1, A.Offset));
}

std::optional<bool> StateSpace::truth(const State &S, Term T) {
  if (T == Term::None)
    return std::nullopt;
  const TermNode &N = Terms[T];
  if (N.Kind == TermKind::Int)
    return N.Num != 0;
  if (N.Kind == TermKind::Const)
    return N.Num ? std::optional<bool>(true) : std::nullopt;
  if (N.Kind == TermKind::Fn) {
    llvm::StringRef Op = Terms.name(N.Sym);
    if (Op == "!") {
      auto B = truth(S, N.Args[0]);
      return B ? std::optional<bool>(!*B) : std::nullopt;
    }
    if (Op == "<0" || Op == "==0") {
      Range R = range(S, N.Args[0]);
      if (Op == "<0") {
        if (R.Hi < 0)
          return true;
        if (R.Lo >= 0)
          return false;
      } else {
        if (!R.has(0))
          return false;
        if (R.single())
          return true;
      }
    }
  }
  Range R = range(S, T);
  if (!R.has(0))
    return true;
  if (R.single())
    return false;
  return std::nullopt;
}

bool StateSpace::compatible(const State &A, const State &B) const {
  for (auto &[T, Id] : A.Known)
    if (const unsigned Other = get(B.Known, T, 0);
        Other && !Ranges[Id].meets(Ranges[Other]))
      return false;
  return true;
}

bool Range::meets(const Range &O) const { return !both(*this, O).empty(); }

bool StateSpace::narrow(State &S, Term T, const Range &R) {
  const TermTable::Affine A = Terms.affine(T);
  const unsigned Id = get(S.Known, unsigned(A.Base), 0);
  const int Sign = A.Negated ? -1 : 1;
  const Range B = Range::both(Id ? Ranges[Id] : range(S, A.Base),
                              shifted(R, Sign, -Sign * __int128(A.Offset)));
  if (B.empty())
    return false;
  if (!Terms.isInt(A.Base))
    hold(S.Known, unsigned(A.Base), rangeId(B));
  return true;
}

bool StateSpace::assume(State &S, Term T, bool Holds) {
  if (auto Known = truth(S, T))
    return *Known == Holds;
  const TermNode N = Terms[T];
  if (N.Kind == TermKind::Fn) {
    llvm::StringRef Op = Terms.name(N.Sym);
    if (Op == "!")
      return assume(S, N.Args[0], !Holds);
    if (Op == "<0") {
      Range R;
      if (Holds)
        R.Hi = -1;
      else
        R.Lo = 0;
      return narrow(S, N.Args[0], R);
    }
    if (Op == "==0") {
      Range R;
      if (Holds)
        R.Lo = R.Hi = 0;
      else
        R.exclude(0);
      return narrow(S, N.Args[0], R);
    }
  }
  Range R;
  if (Holds)
    R.exclude(0);
  else
    R.Lo = R.Hi = 0;
  return narrow(S, T, R);
}

Term StateSpace::resolve(const State &S, Term T) {
  const TermKind K = Terms[T].Kind;
  if (K == TermKind::Int || K == TermKind::Const || S.Known.isEmpty())
    return T;
  if (Terms.isFn(T, "!") || Terms.isFn(T, "<0") || Terms.isFn(T, "==0")) {
    const std::optional<bool> Holds = truth(S, T);
    return Holds ? Terms.integer(*Holds) : T;
  }
  Range R = range(S, T);
  return R.single() ? Terms.integer(R.Lo) : T;
}

} // namespace reentrancy
