//===- Valuations.h - States in which an operation is called ----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The least set of guard valuations that holds what constructors and other
// functions leave (InitialValues) and what the function itself leaves when it
// yields or ends. A first run is made from each.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_VALUATIONS_H
#define REENTRANCY_LIB_VALUATIONS_H

#include "Explorer.h"
#include "InitialValues.h"

namespace reentrancy {

class Valuations {
public:
  /// \p E holds a first run from anywhere: the guards that it reads are told
  /// apart.
  Valuations(Explorer &E, InitialValues &Initial);

  /// Whether anything is known of how an operation starts.
  bool any() const { return !Guards.empty(); }
  /// The function left \p S: it may be called in it.
  void reached(const State &S);
  /// The next state to call the function in, if one is left.
  std::optional<State> next();

private:
  /// What each guard holds; one that is missing may hold anything.
  using Valuation = std::map<Term, Range>;
  bool covers(const Valuation &Wide, const Valuation &Narrow) const;
  void add(Valuation V);
  /// How many are told apart. Then what still changes may hold anything.
  static constexpr size_t MaxStarts = 64;

  Explorer &E;
  StateSpace &Space;
  std::vector<Term> Guards;
  std::vector<Valuation> Starts;
  size_t Next = 0;
};

} // namespace reentrancy

#endif
