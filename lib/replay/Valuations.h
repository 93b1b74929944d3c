//===- Valuations.h - States in which an operation is called ----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The least set of guard valuations that holds what constructors and other
// functions leave (InitialValues) and what the function itself leaves when it
// yields or ends, and for each what the numbers and the containers' sizes that
// only this function moves may be then: an interval, widened where it grows
// (Cousot and Cousot, *Abstract interpretation*, POPL 1977). A first run is
// made from each.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_VALUATIONS_H
#define REENTRANCY_LIB_VALUATIONS_H

#include "calls/Callers.h"
#include "calls/InitialValues.h"
#include "execution/Explorer.h"

namespace reentrancy {

class Valuations {
public:
  /// \p E holds a first run from anywhere: the guards that it reads are told
  /// apart, the numbers that it reads are followed.
  Valuations(Explorer &E, InitialValues &Initial, const Callers &Up);

  /// Whether anything is known of how an operation starts.
  bool any() const { return !Guards.empty() || !Numbers.empty(); }
  /// Whether a state that was given out may grow later.
  bool mayGrow() const { return !Numbers.empty(); }
  /// The function left \p S: it may be called in it.
  void reached(const State &S);
  /// The next state to call the function in, if one is left that is new or
  /// has grown.
  std::optional<State> next();
  /// They take too long: any number may be in any place.
  void forgetNumbers();
  /// next() gives each state once more.
  void restart();

private:
  /// What each place holds; one that is missing may hold anything.
  using Valuation = std::map<Term, Range>;
  struct Start {
    Valuation Guards, Numbers;
    bool Due = true;      ///< to be run (again)
    unsigned Growths = 0; ///< of its numbers
  };
  Term tested(Term Loc, Term Value);
  Valuation valuation(const State &S, const std::vector<Term> &Places);
  bool covers(const Valuation &Wide, const Valuation &Narrow) const;
  bool grow(Start &Known, const Valuation &Now) const;
  /// How often the bounds of a state's numbers are moved just as far as it
  /// takes; then they are widened.
  static constexpr unsigned MaxGrowths = 3;
  /// How many are told apart. Then what still changes may hold anything.
  static constexpr size_t MaxStarts = 64;

  Explorer &E;
  StateSpace &Space;
  std::vector<Term> Guards, Numbers;
  std::vector<Start> Starts;
};

} // namespace reentrancy

#endif
