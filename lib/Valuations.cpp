//===- Valuations.cpp - States in which an operation is called ------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Valuations.h"
#include "LibraryModel.h"
#include "clang/AST/Decl.h"

namespace reentrancy {

static const clang::FieldDecl *fieldOf(const TermTable &Terms, Term Loc) {
  if (Terms[Loc].Kind != TermKind::At)
    return nullptr;
  const TermNode &Key = Terms[Terms[Loc].Args[1]];
  if (Key.Kind != TermKind::FieldKey)
    return nullptr;
  return llvm::dyn_cast_or_null<clang::FieldDecl>(Terms.decl(Key.Sym));
}

/// What a range speaks of: an optional's being engaged, else the value itself.
static Term tested(TermTable &Terms, Term Loc, Term Value) {
  return libraryType(fieldOf(Terms, Loc)->getType()) == LibraryType::Optional
             ? Terms.apply("has", {Value})
             : Value;
}

Valuations::Valuations(Explorer &E, InitialValues &Initial)
    : E(E), Space(E.Space) {
  Valuation First;
  std::set<Term> Seen;
  for (const Node &N : E.Nodes)
    for (const ReadEvent &R : N.Reads) {
      if (!Seen.insert(R.Loc).second || !E.Terms.persistent(R.Loc) ||
          !E.guards(R.Loc))
        continue;
      const clang::FieldDecl *F = fieldOf(E.Terms, R.Loc);
      std::optional<Range> Holds;
      if (F)
        Holds = Initial.of(F, E.F.Function);
      if (!Holds)
        continue;
      Guards.push_back(R.Loc);
      First[R.Loc] = *Holds;
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

void Valuations::reached(const State &S) {
  if (!any())
    return;
  Valuation V;
  for (Term L : Guards) {
    const Range R = Space.range(S, tested(E.Terms, L, Space.load(S, L)));
    if (!R.full())
      V[L] = R;
  }
  add(std::move(V));
}

void Valuations::add(Valuation V) {
  for (const Valuation &Known : Starts)
    if (covers(Known, V))
      return;
  if (Starts.size() >= MaxStarts) {
    // Give up on what still changes.
    const Valuation &Last = Starts.back();
    for (auto It = V.begin(); It != V.end();) {
      auto Before = Last.find(It->first);
      if (Before != Last.end() && Before->second == It->second)
        ++It;
      else
        It = V.erase(It);
    }
  }
  Starts.push_back(std::move(V));
}

std::optional<State> Valuations::next() {
  if (Next == Starts.size())
    return std::nullopt;
  State S;
  for (auto &[L, R] : Starts[Next]) {
    const Term T = tested(E.Terms, L, Space.load(S, L));
    if (E.Terms.isFn(T, "has") && R.single() && R.Lo == 0)
      Space.store(S, L, E.Terms.constant("nullopt"));
    else
      Space.narrow(S, T, R);
  }
  ++Next;
  return S;
}

} // namespace reentrancy
