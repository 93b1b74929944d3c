//===- Valuations.cpp - States in which an operation is called ------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/Valuations.h"
#include "vocabulary/LibraryModel.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

static const clang::FieldDecl *fieldOf(const TermTable &Terms, Term Loc) {
  const Symbol Sym = Terms.symbolOf(Loc);
  return Sym ? llvm::dyn_cast_or_null<clang::FieldDecl>(Terms.decl(Sym))
             : nullptr;
}

/// What a range speaks of: an optional's being engaged, a container's size,
/// else the value itself.
Term Valuations::tested(Term Loc, Term Value) {
  switch (libraryType(fieldOf(E.Terms, Loc)->getType())) {
  case LibraryType::Optional:
    return E.Terms.apply("has", {Value});
  case LibraryType::Sequence:
  case LibraryType::Associative:
    return E.Terms.length(Value);
  default:
    return Value;
  }
}

/// Whether how many there are of it, or how much it is, may be followed.
static bool isNumber(clang::QualType T) {
  const LibraryType Kind = libraryType(T);
  return (T->isIntegerType() && !T->isBooleanType() && !T->isEnumeralType()) ||
         Kind == LibraryType::Sequence || Kind == LibraryType::Associative;
}

Valuations::Valuations(Explorer &E, InitialValues &Initial, const Callers &Up)
    : E(E), Space(E.Space) {
  Start First;
  std::set<Term> Seen;
  auto Own = [&](const clang::FunctionDecl *FD) {
    return Up.partOf(FD, E.F.Function);
  };
  for (const Node &N : E.Nodes)
    for (const ReadEvent &R : N.Reads) {
      if (!E.Terms.persistent(R.Loc) || !Seen.insert(R.Loc).second)
        continue;
      const clang::FieldDecl *F = fieldOf(E.Terms, R.Loc);
      if (!F)
        continue;
      // What takes few values is told apart, what is counted is not.
      std::optional<Range> Holds;
      if (E.guards(R.Loc))
        Holds = Initial.of(F, Own);
      const bool Guard = Holds.has_value();
      if (!Guard && isNumber(F->getType()))
        Holds = Initial.ofNumber(F, Own);
      if (!Holds)
        continue;
      (Guard ? Guards : Numbers).push_back(R.Loc);
      if (!Holds->full())
        (Guard ? First.Guards : First.Numbers)[R.Loc] = *Holds;
    }
  if (any())
    Starts.push_back(std::move(First));
}

bool Valuations::covers(const Valuation &Wide, const Valuation &Narrow) const {
  for (auto &[L, R] : Wide) {
    auto It = Narrow.find(L);
    if (It == Narrow.end() || !(Range::hull(R, It->second) == R))
      return false;
  }
  return true;
}

/// Takes \p Now into \p Known. A bound that is widened stops at zero, once.
/// \returns whether it has grown.
bool Valuations::grow(Start &Known, const Valuation &Now) const {
  bool Grown = false;
  for (auto It = Known.Numbers.begin(); It != Known.Numbers.end();) {
    auto &[L, R] = *It;
    auto New = Now.find(L);
    Range Hull = New == Now.end() ? Range() : Range::hull(R, New->second);
    if (Hull == R) {
      ++It;
      continue;
    }
    Grown = true;
    if (Known.Growths >= MaxGrowths) {
      if (Hull.Lo < R.Lo)
        Hull.Lo = Hull.Lo >= 0 ? 0 : INT64_MIN;
      if (Hull.Hi > R.Hi)
        Hull.Hi = Hull.Hi <= 0 ? 0 : INT64_MAX;
    }
    if (Hull.full()) {
      It = Known.Numbers.erase(It);
    } else {
      R = Hull;
      ++It;
    }
  }
  Known.Growths += Grown;
  return Grown;
}

Valuations::Valuation Valuations::valuation(const State &S,
                                            const std::vector<Term> &Places) {
  Valuation V;
  for (Term L : Places) {
    const Range R = Space.range(S, tested(L, Space.load(S, L)));
    if (!R.full())
      V[L] = R;
  }
  return V;
}

void Valuations::reached(const State &S) {
  if (!any())
    return;
  Start New{valuation(S, Guards), valuation(S, Numbers)};
  for (Start &Known : Starts)
    if (covers(Known.Guards, New.Guards)) {
      Known.Due |= grow(Known, New.Numbers);
      return;
    }
  if (Starts.size() >= MaxStarts) {
    // Give up on what still changes.
    const Valuation &Last = Starts.back().Guards;
    std::erase_if(New.Guards, [&](auto &X) {
      auto Before = Last.find(X.first);
      return Before == Last.end() || !(Before->second == X.second);
    });
    New.Numbers.clear();
  }
  Starts.push_back(std::move(New));
}

std::optional<State> Valuations::next() {
  auto It = llvm::find_if(Starts, [](const Start &X) { return X.Due; });
  if (It == Starts.end())
    return std::nullopt;
  It->Due = false;
  State S;
  for (const Valuation *V : {&It->Guards, &It->Numbers})
    for (auto &[L, R] : *V) {
      const Term T = tested(L, Space.load(S, L));
      if (E.Terms.isFn(T, "has") && R.single() && R.Lo == 0)
        Space.store(S, L, E.Terms.constant("nullopt"));
      else
        Space.narrow(S, T, R);
    }
  return S;
}

void Valuations::forgetNumbers() {
  Numbers.clear();
  for (Start &X : Starts)
    X.Numbers.clear();
}

void Valuations::restart() {
  for (Start &X : Starts)
    X.Due = true;
}

} // namespace reentrancy
