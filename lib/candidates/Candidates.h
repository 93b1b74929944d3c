//===- Candidates.h - What may be changed before a yield --------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A forward may-analysis over the facts, without paths and without values: for
// each yield, everything that may have been changed, submitted or run to its
// end before it. It must not miss anything; what it finds is a question for the
// replay, not a finding. A yield without candidates is transparent.
//
// And the other way round, what no replay can refute. If a change of a place
// stands on every way to the only call of a callee (it dominates it), and
// nothing else writes the place, then once that callee is pending there are two
// ways for the next call: it comes to the callee again, and then it has made
// the change a second time; or it does not, and then the callee is abandoned.
// Either is a bug, whatever is tested in between. Dominators as in Cooper,
// Harvey, Kennedy, *A Simple, Fast Dominance Algorithm*, 2001.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_CANDIDATES_CANDIDATES_H
#define REENTRANCY_LIB_CANDIDATES_CANDIDATES_H

#include "facts/Facts.h"

namespace reentrancy {

class Candidates {
public:
  /// Linear in the number of facts, but for the dominators, which take a few
  /// passes over the blocks.
  Candidates(const FunctionFacts &F, TermTable &Terms);

  /// Something that may leave a trace.
  struct Effect {
    const Fact *By;
    BlockId At;
    uint32_t Index; ///< in its block
    Term Place;     ///< what is changed, by its access path; None: not known
  };
  /// All of them, in the order of the facts.
  llvm::ArrayRef<Effect> effects() const { return Effects; }

  /// What may have been done when control is at the end of block \p To, but for
  /// the call \p Pending if it is in no loop. Linear in the blocks.
  std::vector<const Effect *> before(BlockId To, const Fact *Pending) const;

  /// Where a call stands in reverse post-order.
  uint32_t order(const Fact *Call) const;

  /// A change that is made again, or else its pending callee abandoned.
  struct Proof {
    const Effect *Change;
    const Fact *Call;
  };
  /// \p WrittenBy: whether a callee whose body is seen writes a place.
  std::vector<Proof>
  proofs(llvm::function_ref<bool(const CallInfo &, Term)> WrittenBy) const;

  /// The fields that are pointers, are read, and are tested nowhere.
  std::set<Term> untestedPointers() const;

private:
  void evaluate();
  void collect();
  void dominators();
  bool dominates(BlockId A, BlockId B) const;
  Term place(Slot S) const;
  bool mayOverlap(Term A, Term B) const;
  bool handsItselfOver() const;

  const FunctionFacts &F;
  TermTable &Terms;
  std::vector<Term> Slots; ///< what each slot is, wherever control comes from
  std::vector<Effect> Effects;
  std::vector<BlockId> Idom; ///< by block; NoBlock where nothing leads to
};

} // namespace reentrancy

#endif
