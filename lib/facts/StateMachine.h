//===- StateMachine.h - The states of a function and its ends ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that switches on a field or variable is a machine of states: a
// call begins in one, assigns others, and is left in one, from where the next
// call goes on. Here for people to look at: a walk over the blocks for each
// value that the function can begin with. What other tests rule out is not
// looked at, so there may be transitions that no run takes.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_FACTS_STATEMACHINE_H
#define REENTRANCY_LIB_FACTS_STATEMACHINE_H

#include "facts/Facts.h"

namespace reentrancy {

struct StateMachine {
  struct Transition {
    std::string From, To;                ///< names of states
    const clang::Stmt *Return = nullptr; ///< by which the call ends
  };
  std::string Guard;               ///< the field or variable; empty: no switch
  std::vector<std::string> States; ///< as the switch has them
  std::vector<Transition> Transitions;
};

/// The machine of the first `switch` of \p F on a field or variable that
/// survives. Without one there is a single state without a name.
/// Cost: states times states times blocks.
StateMachine stateMachine(const FunctionFacts &F);

} // namespace reentrancy

#endif
