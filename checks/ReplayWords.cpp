//===- ReplayWords.cpp - Words of what a replay shows ---------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Words.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

Words replayWords(const Finding &F, llvm::StringRef Function) {
  const std::string Place = quoted(F.Place), Callee = quoted(F.Callee);
  const std::string Me = quoted(Function);
  // Who may be pending, and where that is.
  const std::string Waits = F.Yields.empty() ? "" : F.Yields.back().Callee;
  const std::string Pending = quoted(Waits, "the callee");
  const std::string Behind =
      Waits.empty() ? "the yield" : "the call of " + quoted(Waits);
  // Which state to use, where the code has one.
  const std::string In = F.Guard.empty() ? "" : ", in " + quoted(F.Guard);
  const std::string Again =
      " when " + Me + " is called again after a pending yield";
  const std::string Changed = "first call: " + Place + " is changed here";
  const std::string ChangedAgain = "and " + Place + " is changed a second time";
  const std::string SetBack =
      "and " + Place +
      " is set back, over what was made of it before the yield";

  switch (F.Kind) {
  case FindingKind::Resubmitted:
    return {.Headline = Callee + " starts I/O again each time " + Me +
                        " is called again",
            .Begins = "first call: the I/O is started here",
            .Ends = "and the I/O is started a second time",
            .Advice = "advance the state before the yield, or keep the "
                      "completion and wait for that one" +
                      In};
  case FindingKind::RepeatedCallee:
    return {.Headline = Callee + " has finished, and runs again" + Again,
            .Begins = "first call: " + Callee + " runs here, and finishes",
            .Ends = "and " + Callee + " runs a second time",
            .Advice = "give each of the two calls a state of its own: when " +
                      Callee +
                      " is done, set a state that skips it at the next call" +
                      In};
  case FindingKind::Abandoned:
    return {.Headline = Place + " is advanced before " + Pending +
                        " has finished, so " + Pending +
                        " is never called again if it is pending",
            .Begins = Changed,
            .Advice = "advance " + Place + " behind " + Behind};
  case FindingKind::NoArm:
    return {.Headline = Place + " is left in a state at the yield for which "
                                "the next call has no case",
            .Begins = "first call: " + Place + " is set here",
            .Advice = "give the state a case of its own, which goes on where "
                      "this call stopped"};
  case FindingKind::Consumed:
    return {.Headline = Place +
                        " is taken before a yield and no longer there "
                        "when " +
                        Me + " is called again",
            .Begins = "first call: " + Place + " is taken out here",
            .Ends = "and what " + Place + " held is no longer there",
            .Advice = "take " + Place + " behind " + Behind +
                      ", or put it back on the pending path"};
  case FindingKind::ResetProgress:
    return {.Headline = Place + " is set on each call, over what " + Pending +
                        " has made of it so far",
            .Begins = Changed,
            .Ends = SetBack,
            .Advice = "set " + Place +
                      " only when the operation starts, not when it is "
                      "resumed: guard it with a state that " +
                      Behind + " does not reset"};
  case FindingKind::StaleValue:
    return {.Headline = Place + " is read before " + Pending +
                        " is done, which changes what it is read from",
            .Begins = "first call: " + Place + " is read here",
            .Ends = "next call: " + Place +
                    " is read again, from what the wait has changed meanwhile",
            .Advice = "keep " + Place +
                      " in a member when the operation starts, or read it "
                      "behind " +
                      Behind};
  case FindingKind::HalfSaved:
    return {.Headline = "what is saved of the locals in " + Place +
                        " before a yield is not enough for the next call to "
                        "compute them again",
            .Begins = "first call: " + Place + " is set here",
            .Advice = "save every local that the next call needs, or keep the "
                      "progress in members"};
  case FindingKind::LostLocal:
    return {.Headline = "the local " + Place +
                        " dies at a yield, and the next call cannot compute it "
                        "again",
            .Begins = "first call: " + Place + " gets its value here",
            .Ends = "next call: " + Place +
                    " starts afresh, and what it held is gone",
            .Advice = "keep " + Place +
                      " in a member, or save it in full on the pending path"};
  case FindingKind::Reset:
    return {.Headline =
                Place + " is changed before a yield and set back" + Again,
            .Begins = Changed,
            .Ends = SetBack,
            .Advice = "set " + Place +
                      " only when the operation starts: guard it with a state "
                      "that is advanced before " +
                      Behind};
  case FindingKind::OtherPath:
    return {.Headline = Place + " is changed before a yield, and " + Me +
                        " reads the changed value when it is called again",
            .Begins = Changed,
            .Advice = "move this behind " + Behind};
  case FindingKind::LostProgress:
    return {.Headline =
                Place + " is changed before a yield and changed again" + Again,
            .Begins = Changed,
            .Ends = ChangedAgain,
            .Advice = "keep the progress in a member that is advanced behind " +
                      Behind +
                      ", so that the next call goes on where this one stopped"};
  default:
    return {.Headline =
                Place + " is changed before a yield and changed again" + Again,
            .Begins = Changed,
            .Ends = ChangedAgain,
            .Advice =
                "move this behind " + Behind +
                (F.Guard.empty()
                     ? std::string(", or guard it with a state that is set "
                                   "here and tested at the next call")
                     : ", or give it a state of its own: set " +
                           quoted(F.Guard) +
                           " to a new value right behind the change")};
  }
}

} // namespace clang::tidy::reentrancy
