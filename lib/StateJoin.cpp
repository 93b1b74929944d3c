//===- StateJoin.cpp - Joining the states of one block --------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Answer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

using Map = State::Map;

/// How many elements of one sequence are places of their own in a loop.
constexpr unsigned MaxElements = 8;

std::set<Term> StateSpace::places(const State &A, const State &B) const {
  std::set<Term> Places;
  for (auto &[L, V] : A.Store)
    Places.insert(Term(L));
  for (auto &[L, V] : B.Store)
    Places.insert(Term(L));
  return Places;
}

/// Joins the two values of \p Loc.
Term StateSpace::generaliseValue(Term Loc, Term Old, Term New, unsigned Block,
                                 bool Again, std::set<Term> &Fresh,
                                 std::set<Term> &Own, bool Overwritten) {
  if (Old == New)
    return Old;
  // Two elements of one sequence: one of its elements.
  const Term I = Terms.positionOf(Old), J = Terms.positionOf(New);
  if (I != Term::None && J != Term::None) {
    const Term Whole = Terms.parent(Terms[Old].Args[0]);
    if (Whole == Terms.parent(Terms[New].Args[0]))
      return Terms.elementAddress(
          Whole, generaliseValue(Loc, I, J, Block, Again, Fresh, Own, false));
  }
  // The second time a place changes in the same step as what it is joined
  // with, it still stands for any number of steps; else it is on its own.
  const bool Joined = Terms.joinedAt(Old, Block) && Own.count(Old);
  Term V = Old;
  // What a second pass leaves as the first made it is no more with a third.
  if (!Again && !Joined &&
      (Terms.doneAgain(Old, New) == New || beforeQuestion(Terms, New) == Old))
    return New;
  if (Joined && Terms[Old].Args.size() != 2)
    V = Old; // stands for any pass
  else if (Overwritten && !Again && !Terms.contains(New, Old))
    V = Terms.joined(Block, {New});
  else if (Joined && Terms[Old].Args.size() == 2 &&
           Terms.sub(New, Old) ==
               Terms.sub(Terms[Old].Args[1], Terms[Old].Args[0]))
    V = Old;
  else if (Again || Joined)
    V = Terms.joined(Block, {Loc, Old, New});
  else
    V = Terms.joined(Block, {Old, New});
  Fresh.insert(V);
  Own.insert(V);
  return V;
}

/// Interval analysis with widening: a bound that moved from one pass to the
/// next is given up (Cousot and Cousot, POPL 1977).
void StateSpace::keepBounds(State::Map &Known, Term Joined, const Range &Before,
                            const Range &Now) {
  Range R = Range::hull(Before, Now);
  if (Now.Lo < Before.Lo)
    R.Lo = INT64_MIN;
  if (Now.Hi > Before.Hi)
    R.Hi = INT64_MAX;
  if (!(R == range(State(), Joined)) && Terms.affine(Joined).Base == Joined)
    put(Known, unsigned(Joined), rangeId(R));
}

/// What holds the element that \p Loc is, or lies in; None if it is none.
static Term sequenceOf(const TermTable &Terms, Term Loc) {
  Term Whole = Term::None;
  for (Term L = Loc; Terms.parent(L) != Term::None; L = Terms.parent(L))
    if (Terms[Terms[L].Args[1]].Kind == TermKind::ElemKey)
      Whole = Terms.parent(L);
  return Whole;
}

/// Sequences and maps of which each pass names yet another element, such as
/// `m[m.size()]`: as places of their own these would never end.
std::set<Term> StateSpace::growing(const State &Old, const State &New) const {
  std::map<Term, unsigned> Elements;
  std::set<Term> Growing;
  for (auto &[L, V] : Old.Store)
    if (Term Whole = sequenceOf(Terms, Term(L)); Whole != Term::None)
      ++Elements[Whole];
  for (auto &[L, V] : New.Store)
    if (stored(Old, Term(L)) == Term::None)
      if (auto It = Elements.find(sequenceOf(Terms, Term(L)));
          It != Elements.end() && It->second >= MaxElements)
        Growing.insert(It->first);
  return Growing;
}

State StateSpace::generalise(const State &Old, const State &New, unsigned Block,
                             bool Again, std::set<Term> &Own,
                             const std::set<Term> &Overwritten) {
  State R = New;
  std::set<Term> Whole;
  if (Again)
    Whole = growing(Old, New);
  std::vector<std::pair<Term, Term>> Changes;
  std::vector<std::pair<Term, std::pair<Term, Term>>> Joined;
  std::set<Term> Fresh, Places = places(Old, New);
  struct Join {
    Term Value, Before, Now;
  };
  std::vector<Join> Joins;
  Places.insert(Whole.begin(), Whole.end());
  // What a pass makes of what no pass changes is the same in the next; the next
  // pass shows whether that holds.
  std::vector<Term> Changing;
  for (Term L : Places)
    if (const Term A = loadWhole(Old, L); A != loadWhole(New, L))
      Changing.push_back(A);
  auto Invariant = [&](Term A, Term B, Term L) {
    return !Again && A != B && Overwritten.count(L) && !Terms[B].HasVar &&
           llvm::none_of(Changing, [&](Term C) {
             return !Terms.isInt(C) && Terms[C].Kind != TermKind::Const &&
                    Terms.contains(B, C);
           });
  };
  llvm::DenseSet<unsigned> Changed; // places that do not hold what New does
  for (Term L : Places) {
    const bool Joint = Whole.count(L);
    if (!Joint && llvm::any_of(Whole, [&](Term W) {
          return L != W && Terms.within(L, W);
        }))
      continue;
    const Term A = Joint ? load(Old, L) : loadWhole(Old, L),
               B = Joint ? load(New, L) : loadWhole(New, L);
    // What one pass writes of a sequence's elements is not what the next does.
    const bool Passed = Terms.iterated(L) && !(Block & TermTable::Bound) &&
                        (!Again || stored(Old, L) == Term::None);
    const Term V = Passed || Invariant(A, B, L)
                       ? B
                       : generaliseValue(L, A, B, Block, Again, Fresh, Own,
                                         Overwritten.count(L));
    if (V != B || Joint)
      Changed.insert(unsigned(L));
    if (Terms.joinedAt(V, Block))
      Joins.push_back({V, Terms[V].Args.size() == 1 && V != A ? B : A, B});
    if (Fresh.count(V) && Terms[V].Kind == TermKind::Var &&
        !(Block & TermTable::Bound))
      Joined.push_back({V, {A, B}});
    Changes.push_back({L, V});
  }
  // Outer places first: storing one forgets its parts.
  llvm::stable_sort(Changes, [this](auto &X, auto &Y) {
    auto Depth = [this](Term T) {
      unsigned D = 0;
      for (; T != Term::None; T = Terms.parent(T))
        ++D;
      return D;
    };
    return Depth(X.first) < Depth(Y.first);
  });
  for (auto &[L, V] : Changes) {
    Term Outer = L;
    while (Outer != Term::None && !Changed.contains(unsigned(Outer)))
      Outer = Terms.parent(Outer);
    if (Outer != Term::None)
      store(R, L, V);
  }
  // What both know still holds, save of the values that were just joined.
  Map Known(nullptr);
  for (auto &[T, Id] : New.Known) {
    // A later pass has been on the way of the first: what that learned holds.
    unsigned Other = Again ? get(Old.Known, T, 0) : Id;
    if (!Other)
      continue;
    if (Terms[Term(T)].HasVar && llvm::any_of(Fresh, [&, T = T](Term V) {
          return Terms.contains(Term(T), V);
        }))
      continue;
    Range H = Range::hull(Ranges[Id], Ranges[Other]);
    if (!H.full())
      put(Known, T, rangeId(H));
  }
  for (const Join &J : Joins) {
    keepBounds(Known, J.Value, range(Old, J.Before), range(New, J.Now));
    auto Size = [this](Term V) { return Terms.apply("size", {V}); };
    keepBounds(Known, Size(J.Value), range(Old, Size(J.Before)),
               range(New, Size(J.Now)));
  }
  // The first pass has a state of its own: of a joined number the sign is what
  // the later passes have in common.
  for (auto &[V, From] : Joined) {
    Range Sign = range(New, From.second).sign();
    if (Again)
      Sign = Range::hull(Sign, range(Old, From.first).sign());
    if (Sign.full() || Sign.single())
      continue;
    Range Kept = Ranges[get(Known, unsigned(V), 0)];
    Kept.clamp(Sign.Lo, Sign.Hi);
    if (!Sign.has(0))
      Kept.exclude(0);
    if (!Kept.empty())
      put(Known, unsigned(V), rangeId(Kept));
  }
  R.Known = Known;
  Map Slots(nullptr);
  for (auto &[N, T] : New.Slots) {
    unsigned O = get(Old.Slots, N, 0);
    if (O == T || (O && Terms.joinedAt(Term(O), Block)))
      put(Slots, N, O);
    else if (O && Terms.isLocation(Term(T)) == Terms.isLocation(Term(O)) &&
             !Terms.isLocation(Term(T)))
      put(Slots, N, unsigned(Terms.joined(Block, {Term(O), Term(T)})));
  }
  R.Slots = Slots;
  return R;
}

} // namespace reentrancy
