//===- State.h - Store and valuation of one path ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_STATE_H
#define REENTRANCY_LIB_STATE_H

#include "values/Slot.h"
#include "values/Term.h"
#include "llvm/ADT/ImmutableMap.h"
#include <deque>
#include <map>
#include <optional>
#include <set>

namespace reentrancy {

/// What is known of an integer value: an interval without a few numbers.
struct Range {
  int64_t Lo = INT64_MIN;
  int64_t Hi = INT64_MAX;
  llvm::SmallVector<int64_t, 2> Not; ///< sorted; bounded

  bool full() const {
    return Lo == INT64_MIN && Hi == INT64_MAX && Not.empty();
  }
  bool empty() const { return Lo > Hi; }
  bool single() const { return Lo == Hi; }
  bool has(int64_t N) const;
  /// Whether some number is in both.
  bool meets(const Range &O) const;
  void exclude(int64_t N);
  void clamp(int64_t L, int64_t H);
  bool operator<(const Range &O) const {
    return std::tie(Lo, Hi, Not) < std::tie(O.Lo, O.Hi, O.Not);
  }
  bool operator==(const Range &O) const {
    return Lo == O.Lo && Hi == O.Hi && Not == O.Not;
  }
  static Range hull(const Range &A, const Range &B);
  /// What is in both; empty where nothing is.
  static Range both(Range A, const Range &B);
  /// What it tells of the sign.
  Range sign() const;
};

/// A path's memory: what each location holds, what is known of each value, and
/// the values of expressions under evaluation. The maps that are compared are
/// canonical trees, so equal states are equal pointers.
struct State {
  using Map = llvm::ImmutableMap<unsigned, unsigned>;
  Map Store{nullptr}; ///< location -> value
  Map Known{nullptr}; ///< value -> Range
  Map Slots{nullptr}; ///< slot -> term
  // Not compared: what follows from the store, and the path's record of calls.
  Map Parts{nullptr};  ///< location -> number of stored parts below
  Map Calls{nullptr};  ///< call -> outcome
  Map Counts{nullptr}; ///< call key -> how often this run made it;
                       ///< answer -> 1 if a replay was given it
  Map Visits{nullptr}; ///< (loop head, valuation) -> node
  unsigned Run = 0;    ///< how many waits came before

  bool sameAs(const State &O) const {
    auto Same = [](const Map &A, const Map &B) {
      return A.getRootWithoutRetain() == B.getRootWithoutRetain();
    };
    return Same(Store, O.Store) && Same(Known, O.Known) &&
           Same(Slots, O.Slots) && Run == O.Run;
  }
};

/// Makes and reads states.
class StateSpace {
public:
  explicit StateSpace(TermTable &Terms);

  Term load(const State &S, Term Loc);
  void store(State &S, Term Loc, Term Value);
  /// Forgets \p Loc and what lies in it: the default is held again.
  void forget(State &S, Term Loc);
  /// Drops what does not survive a return.
  void dropLocals(State &S);
  std::vector<std::pair<Term, Term>> entries(const State &S) const;
  /// What the path has learned of values, by the value.
  std::vector<std::pair<Term, Range>> known(const State &S) const;
  /// The places that either of two states holds something of its own in, by
  /// location.
  std::vector<Term> places(const State &A, const State &B) const;
  Term stored(const State &S, Term Loc) const;

  Term slot(const State &S, Slot N) const;
  void setSlot(State &S, Slot N, Term T);
  void keepSlots(State &S, llvm::ArrayRef<Slot> Live);

  Range range(const State &S, Term T);
  /// Whether the condition \p T holds, where that is known.
  std::optional<bool> truth(const State &S, Term T);
  /// Learns that \p T holds (or does not); false if that cannot be.
  bool assume(State &S, Term T, bool Holds);
  bool narrow(State &S, Term T, const Range &R);
  /// Whether what two paths learned of the same values may hold at once.
  bool compatible(const State &A, const State &B) const;
  /// The value with what is known of it put in: a constant if it is one.
  Term resolve(const State &S, Term T);

  /// Joins \p S into a state that stands for both (anti-unification: places
  /// that held equal pairs are still equal). \p Keep: places that must not be
  /// joined are known to agree.
  /// \p Own: the joined values that this loop head made so far on this path; a
  /// value that another run joined is like any other. \p Overwritten: what the
  /// pass gave values that owe nothing to what was there before.
  State generalise(const State &Old, const State &New, unsigned Block,
                   bool Again, std::set<Term> &Own,
                   const std::set<Term> &Overwritten);

  // The record of calls, and other maps that are not compared.
  unsigned get(const State::Map &M, unsigned K, unsigned Default) const;
  void put(State::Map &M, unsigned K, unsigned V);

  TermTable &Terms;

private:
  Term loadWhole(const State &S, Term Loc);
  Term generaliseValue(Term Loc, Term Old, Term New, unsigned Block, bool Again,
                       std::set<Term> &Fresh, std::set<Term> &Own,
                       bool Overwritten);
  void keepBounds(State::Map &Known, Term Joined, const Range &Before,
                  const Range &Now);
  Range sumRange(const State &S, const TermNode &Sum);
  std::set<Term> growing(const State &Old, const State &New) const;
  struct Join;
  void storeJoined(const Join &J, State &R);
  State::Map knownByBoth(const Join &J);
  Term inherited(const State &S, Term Loc);
  void forgetParts(State &S, Term Loc);
  void forgetOwn(State &S, Term Loc);
  void countParts(State &S, Term Loc, int By);
  void hold(State::Map &M, unsigned K, unsigned V);
  unsigned rangeId(const Range &R);

  State::Map::Factory Factory;
  State::Map::Factory Plain; ///< of maps that are not compared
  std::deque<Range> Ranges;
  std::map<Range, unsigned> RangeIndex;
};

} // namespace reentrancy

#endif
