//===- Dispatch.cpp - States without an arm -------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"

namespace reentrancy {

/// A state that the first call leaves behind, and for which the next call's
/// switch has no case: control ends in an exception, an assertion, an abort.
/// Where it goes on instead, behind the switch or in the default, that is what
/// the state says.
void TwoRuns::notDispatched(const Reached &Y, const CallEvent *Pending) {
  for (int End = 0; End < int(E.Nodes.size()); ++End) {
    const Terminator &Last = F.Blocks[E.Nodes[End].At].End;
    const bool Breaks = Last.Kind == Terminator::Stop ||
                        (Last.Kind == Terminator::Return &&
                         Last.Cond == NoSlot && !F.YieldsSilently);
    if (!Breaks || E.stale(End) || !decided(End))
      continue;
    for (int N = End; N >= 0; N = E.Nodes[N].Parent) {
      const Node &X = E.Nodes[N];
      if (!X.Via || X.Via->Kind != Terminator::Switch || X.Choice != INT64_MIN)
        continue;
      // The state as the first call set it, not one that was there before.
      for (const ReadEvent &R : E.Nodes[X.Parent].Reads) {
        const WriteEvent *W =
            R.Value == X.Cond && Terms.persistent(R.Loc) && E.guards(R.Loc) &&
                    Terms.isInt(Space.resolve(Left, Space.load(Left, R.Loc)))
                ? firstRunWrite(Y, R.Loc)
                : nullptr;
        if (!W || W->By->Kind != FactKind::Store ||
            Space.load(Left, R.Loc) != W->New)
          continue;
        Difference D = make(Y, FindingKind::NoArm, Pending);
        D.At = W->By;
        D.Again = R.By;
        D.Place = W->Loc;
        D.Guard = X.Via;
        D.GuardCond = X.Cond;
        D.GuardChoice = X.Choice;
        D.GuardWritten = true;
        if (D.Certainty >= Threshold)
          Out.push_back(std::move(D));
        return;
      }
    }
  }
}

} // namespace reentrancy
