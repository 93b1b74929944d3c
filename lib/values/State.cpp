//===- State.cpp - Store and valuation of one path ------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/State.h"
#include "llvm/ADT/STLExtras.h"
#include <functional>
#include <set>

namespace reentrancy {

using Map = State::Map;

StateSpace::StateSpace(TermTable &Terms)
    : Terms(Terms), Factory(/*canonicalize=*/true),
      Plain(/*canonicalize=*/false) {
  Ranges.push_back(Range());
}

unsigned StateSpace::get(const Map &M, unsigned K, unsigned Default) const {
  const unsigned *V = M.lookup(K);
  return V ? *V : Default;
}

/// Puts into \p M, which \p F makes.
static void set(Map::Factory &F, Map &M, unsigned K, unsigned V) {
  if (const unsigned *Old = M.lookup(K); !Old || *Old != V)
    M = F.add(M, K, V);
}

void StateSpace::put(Map &M, unsigned K, unsigned V) { set(Plain, M, K, V); }

void StateSpace::hold(Map &M, unsigned K, unsigned V) { set(Factory, M, K, V); }

static void drop(Map::Factory &F, Map &M, unsigned K) { M = F.remove(M, K); }

Term StateSpace::inherited(const State &S, Term Loc) {
  const Term Parent = Terms.parent(Loc);
  if (Parent == Term::None)
    return Terms.init(Loc);
  return Terms.project(loadWhole(S, Parent), Terms[Loc].Args[1]);
}

Term StateSpace::loadWhole(const State &S, Term Loc) {
  if (unsigned V = get(S.Store, unsigned(Loc), 0))
    return Term(V);
  return inherited(S, Loc);
}

Term StateSpace::load(const State &S, Term Loc) {
  Term V = loadWhole(S, Loc);
  if (get(S.Parts, unsigned(Loc), 0) == 0)
    return V;
  // Parts that were written since lie on top. Deeper ones come first, so that
  // each is put into its parent before that is put into this.
  std::vector<Term> Below;
  for (auto &[L, X] : S.Store) {
    (void)X;
    if (Term(L) != Loc && Terms.within(Term(L), Loc))
      Below.push_back(Term(L));
  }
  std::function<Term(Term, Term)> Compose = [&](Term Place, Term Base) {
    std::set<Term> Children;
    for (Term L : Below) {
      Term C = L;
      while (C != Term::None && Terms.parent(C) != Place)
        C = Terms.parent(C);
      if (C != Term::None)
        Children.insert(C);
    }
    for (Term C : Children) {
      const Term Key = Terms[C].Args[1];
      unsigned Own = get(S.Store, unsigned(C), 0);
      Term Part = Own ? Term(Own) : Terms.project(Base, Key);
      Part = Compose(C, Part);
      Base = Terms.update(Base, Key, Part);
    }
    return Base;
  };
  return Compose(Loc, V);
}

void StateSpace::countParts(State &S, Term Loc, int By) {
  for (Term P = Terms.parent(Loc); P != Term::None; P = Terms.parent(P)) {
    const unsigned N = get(S.Parts, unsigned(P), 0) + By;
    if (N)
      put(S.Parts, unsigned(P), N);
    else
      drop(Plain, S.Parts, unsigned(P));
  }
}

void StateSpace::forgetParts(State &S, Term Loc) {
  if (!get(S.Parts, unsigned(Loc), 0))
    return;
  llvm::SmallVector<Term, 8> Below;
  for (auto &[L, X] : S.Store) {
    (void)X;
    if (Term(L) != Loc && Terms.within(Term(L), Loc))
      Below.push_back(Term(L));
  }
  for (Term L : Below)
    forgetOwn(S, L);
}

void StateSpace::forgetOwn(State &S, Term Loc) {
  if (!get(S.Store, unsigned(Loc), 0))
    return;
  drop(Factory, S.Store, unsigned(Loc));
  countParts(S, Loc, -1);
}

void StateSpace::forget(State &S, Term Loc) {
  forgetParts(S, Loc);
  forgetOwn(S, Loc);
}

void StateSpace::store(State &S, Term Loc, Term Value) {
  forgetParts(S, Loc);
  // Writing what is there anyway changes nothing.
  if (inherited(S, Loc) == Value)
    return forgetOwn(S, Loc);
  const bool Held = get(S.Store, unsigned(Loc), 0);
  hold(S.Store, unsigned(Loc), unsigned(Value));
  if (!Held)
    countParts(S, Loc, 1);
}

void StateSpace::dropLocals(State &S) {
  llvm::SmallVector<Term, 16> Gone;
  for (auto &[L, X] : S.Store) {
    (void)X;
    if (!Terms.persistent(Term(L)))
      Gone.push_back(Term(L));
  }
  for (Term L : Gone)
    forgetOwn(S, L);
  S.Slots = Map(nullptr);
  S.Visits = Map(nullptr);
  S.Counts = Map(nullptr);
}

std::vector<std::pair<Term, Term>> StateSpace::entries(const State &S) const {
  std::vector<std::pair<Term, Term>> E;
  for (auto &[L, V] : S.Store)
    E.push_back({Term(L), Term(V)});
  return E;
}

std::vector<std::pair<Term, Range>> StateSpace::known(const State &S) const {
  std::vector<std::pair<Term, Range>> K;
  for (auto &[T, Id] : S.Known)
    K.push_back({Term(T), Ranges[Id]});
  return K;
}

Term StateSpace::stored(const State &S, Term Loc) const {
  return Term(get(S.Store, unsigned(Loc), 0));
}

Term StateSpace::slot(const State &S, Slot N) const {
  return Term(get(S.Slots, N, 0));
}

void StateSpace::setSlot(State &S, Slot N, Term T) {
  hold(S.Slots, N, unsigned(T));
}

void StateSpace::keepSlots(State &S, llvm::ArrayRef<Slot> Live) {
  Map Kept(nullptr);
  for (Slot N : Live)
    if (unsigned T = get(S.Slots, N, 0))
      hold(Kept, N, T);
  S.Slots = Kept;
}

} // namespace reentrancy
