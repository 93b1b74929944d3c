//===- StateJoin.cpp - Joining the states of one block --------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/Answer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

using Map = State::Map;

/// How many elements of one sequence are places of their own in a loop.
constexpr unsigned MaxElements = 8;

std::vector<Term> StateSpace::places(const State &A, const State &B) const {
  std::vector<Term> Places;
  auto I = A.Store.begin(), J = B.Store.begin();
  while (I != A.Store.end() || J != B.Store.end()) {
    const bool First =
        J == B.Store.end() || (I != A.Store.end() && I->first <= J->first);
    const unsigned L = First ? I->first : J->first;
    Places.push_back(Term(L));
    if (I != A.Store.end() && I->first == L)
      ++I;
    if (J != B.Store.end() && J->first == L)
      ++J;
  }
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
    hold(Known, unsigned(Joined), rangeId(R));
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
  std::set<Term> Growing;
  for (auto &[L, V] : New.Store)
    if (stored(Old, Term(L)) == Term::None)
      if (const Term Whole = sequenceOf(Terms, Term(L)); Whole != Term::None)
        Growing.insert(Whole);
  if (Growing.empty())
    return Growing;
  std::map<Term, unsigned> Elements;
  for (auto &[L, V] : Old.Store)
    ++Elements[sequenceOf(Terms, Term(L))];
  std::erase_if(Growing, [&](Term W) { return Elements[W] < MaxElements; });
  return Growing;
}

/// What two states hold, as it comes out joined.
struct StateSpace::Join {
  const State &Old, &New;
  const unsigned Block;
  const bool Again;
  std::set<Term> Fresh; ///< values that were joined here
  struct Place {
    Term Loc, Before, Now, Joined;
    bool Whole; ///< a sequence, joined with all its elements
  };
  std::vector<Place> Places; ///< by location
  struct Bound {
    Term Value, Before, Now;
  };
  std::vector<Bound> Bounds; ///< of values that stand for several
};

/// The state that holds what the places of \p J hold. It is made from the one
/// of the two that is closer: most joins leave what was joined before.
void StateSpace::storeJoined(const Join &J, State &R) {
  auto Differing = [&](Term Join::Place::*Held) {
    return llvm::count_if(
        J.Places, [&](auto &P) { return P.Whole || P.Joined != P.*Held; });
  };
  auto Held = &Join::Place::Now;
  if (Differing(&Join::Place::Before) < Differing(Held)) {
    Held = &Join::Place::Before;
    R.Store = J.Old.Store;
    R.Parts = J.Old.Parts;
  }
  llvm::DenseSet<unsigned> Changed;
  for (const Join::Place &P : J.Places)
    if (P.Whole || P.Joined != P.*Held)
      Changed.insert(unsigned(P.Loc));
  if (Changed.empty())
    return;
  // Outer places first: storing one forgets its parts.
  struct Change {
    unsigned Depth;
    Term Loc, Value;
  };
  std::vector<Change> Changes;
  for (const Join::Place &P : J.Places) {
    unsigned Depth = 0;
    bool Within = false;
    for (Term L = P.Loc; L != Term::None; L = Terms.parent(L), ++Depth)
      Within |= Changed.contains(unsigned(L));
    if (Within)
      Changes.push_back({Depth, P.Loc, P.Joined});
  }
  llvm::stable_sort(Changes,
                    [](auto &X, auto &Y) { return X.Depth < Y.Depth; });
  for (const Change &C : Changes)
    store(R, C.Loc, C.Value);
}

/// What both know still holds, save of the values that were just joined. A
/// later pass has been on the way of the first: what that learned holds.
State::Map StateSpace::knownByBoth(const Join &J) {
  State::Map Known = J.Again ? J.Old.Known : J.New.Known;
  auto Drop = [&](unsigned T) { Known = Factory.remove(Known, T); };
  for (auto &[T, Id] : J.Again ? J.Old.Known : J.New.Known) {
    const unsigned Other = J.Again ? get(J.New.Known, T, 0) : Id;
    if (!Other || Terms.containsAny(Term(T), J.Fresh)) {
      Drop(T);
      continue;
    }
    if (Other == Id)
      continue;
    const Range H = Range::hull(Ranges[Id], Ranges[Other]);
    if (H.full())
      Drop(T);
    else
      hold(Known, T, rangeId(H));
  }
  return Known;
}

State StateSpace::generalise(const State &Old, const State &New, unsigned Block,
                             bool Again, std::set<Term> &Own,
                             const std::set<Term> &Overwritten) {
  Join J{Old, New, Block, Again, {}, {}, {}};
  std::set<Term> Whole;
  if (Again)
    Whole = growing(Old, New);
  std::vector<std::pair<Term, std::pair<Term, Term>>> Joined;
  std::vector<Term> Places = places(Old, New);
  for (Term W : Whole)
    if (auto At = llvm::lower_bound(Places, W); At == Places.end() || *At != W)
      Places.insert(At, W);
  // What a pass makes of what no pass changes is the same in the next; the next
  // pass shows whether that holds.
  std::vector<Term> Changing;
  if (!Again)
    for (Term L : Places)
      if (const Term A = loadWhole(Old, L); A != loadWhole(New, L))
        Changing.push_back(A);
  auto Invariant = [&](Term A, Term B, Term L) {
    return !Again && Overwritten.count(L) && !Terms[B].HasVar &&
           llvm::none_of(Changing, [&](Term C) {
             return !Terms.isInt(C) && Terms[C].Kind != TermKind::Const &&
                    Terms.contains(B, C);
           });
  };
  for (Term L : Places) {
    const bool Joint = Whole.count(L);
    if (!Joint && llvm::any_of(Whole, [&](Term W) {
          return L != W && Terms.within(L, W);
        }))
      continue;
    const Term A = Joint ? load(Old, L) : loadWhole(Old, L),
               B = Joint ? load(New, L) : loadWhole(New, L);
    if (A == B) { // most are
      J.Places.push_back({L, A, B, A, Joint});
      if (Terms.joinedAt(A, Block))
        J.Bounds.push_back({A, A, B});
      continue;
    }
    // What one pass writes of a sequence's elements is not what the next does.
    const bool Passed = Terms.iterated(L) && !(Block & TermTable::Bound) &&
                        (!Again || stored(Old, L) == Term::None);
    const Term V = Passed || Invariant(A, B, L)
                       ? B
                       : generaliseValue(L, A, B, Block, Again, J.Fresh, Own,
                                         Overwritten.count(L));
    J.Places.push_back({L, A, B, V, Joint});
    if (Terms.joinedAt(V, Block))
      J.Bounds.push_back({V, Terms[V].Args.size() == 1 && V != A ? B : A, B});
    if (J.Fresh.count(V) && Terms[V].Kind == TermKind::Var &&
        !(Block & TermTable::Bound))
      Joined.push_back({V, {A, B}});
  }
  State R = New;
  storeJoined(J, R);
  Map Known = knownByBoth(J);
  auto KnownAlike = [&](Term V) {
    return get(Old.Known, unsigned(V), 0) == get(New.Known, unsigned(V), 0);
  };
  for (const Join::Bound &X : J.Bounds) {
    if (X.Before == X.Value && X.Now == X.Value && !J.Fresh.count(X.Value) &&
        KnownAlike(X.Value) && KnownAlike(Terms.length(X.Value)))
      continue; // as it was
    keepBounds(Known, X.Value, range(Old, X.Before), range(New, X.Now));
    keepBounds(Known, Terms.length(X.Value), range(Old, Terms.length(X.Before)),
               range(New, Terms.length(X.Now)));
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
      hold(Known, unsigned(V), rangeId(Kept));
  }
  R.Known = Known;
  Map Slots(nullptr);
  for (auto &[N, T] : New.Slots) {
    unsigned O = get(Old.Slots, N, 0);
    if (O == T || (O && Terms.joinedAt(Term(O), Block)))
      hold(Slots, N, O);
    else if (O && Terms.isLocation(Term(T)) == Terms.isLocation(Term(O)) &&
             !Terms.isLocation(Term(T)))
      hold(Slots, N, unsigned(Terms.joined(Block, {Term(O), Term(T)})));
  }
  R.Slots = Slots;
  return R;
}

} // namespace reentrancy
