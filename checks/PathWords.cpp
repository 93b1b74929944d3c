//===- PathWords.cpp - Words of what one path shows -----------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Words.h"

using ::reentrancy::Finding;
using ::reentrancy::FindingKind;

namespace clang::tidy::reentrancy {

static Words lockWords(const Finding &F, const std::string &Me) {
  const std::string Lock = quoted(F.Place, "the lock");
  switch (F.Kind) {
  case FindingKind::LockAgain:
    return {.Headline = Lock + " is held across a yield and taken again when " +
                        Me + " is called again",
            .Begins = "first call: it is taken here",
            .Ends = Me +
                    " may return pending here with the lock held; the next "
                    "call takes it again, because no state keeps it from "
                    "there",
            .Advice = "release it on the pending path, or remember that it is "
                      "held and take it only if it is not"};
  case FindingKind::LockLeaked:
    return {
        .Headline = "this error leaves " + Lock + " held, and no state says so",
        .Begins = "it is taken here",
        .Ends = "here it is neither released nor remembered as held, as it "
                "is on other ways",
        .Advice = "do what can fail before it is taken, or release it here"};
  case FindingKind::GuardAlive:
    return {.Headline = Lock + " guards up to a yield only: it is given up "
                               "there, in the middle of the operation",
            .Begins = "it is taken here",
            .Ends = Me + " may return pending here, which destroys the guard",
            .Advice = "end the guard's scope before the yield, or hold an "
                      "explicit lock with a flag and a destructor that "
                      "releases it"};
  default:
    return {.Headline = Lock + " is changed for the time of a wait, and stays "
                               "changed if the operation is dropped there",
            .Begins = "it is changed here",
            .Ends = Me + " may be left for good here; its class has no "
                         "destructor that sets it back",
            .Advice = "set it back in a destructor"};
  }
}

static Words completionWords(const Finding &F, const std::string &Me) {
  const std::string Starter = quoted(F.Callee, "the call");
  const std::string Started = "the I/O is started here";
  const std::string Forgets =
      Me + " ends here: it has neither stored, returned nor handed on the "
           "completion";
  const std::string Wait = "yield on the completion if it has not finished, or "
                           "keep it and wait for it later";
  switch (F.Kind) {
  case FindingKind::AddedBehindBuild:
    return {.Headline =
                "a completion is added to a group that is already built",
            .Begins = "the group is built here",
            .Advice = "add all children before 'build', or start a new group"};
  case FindingKind::GroupAborted:
    return {.Headline = "a group's completion is finished by " + Starter +
                        " while its children are in flight",
            .Begins = "the group is built here",
            .Advice = "finish the children: the group is finished by the last "
                      "of them"};
  case FindingKind::CompletionUnread:
    return {.Headline = "there may be no completion here: the answer of " +
                        Starter + " is not checked",
            .Begins = "this answers a completion only if it has to wait",
            .Advice = "yield only if there is a completion"};
  case FindingKind::CompletionCleared:
    return {.Headline = "the completion of " + Starter +
                        " is written over while its I/O may be in flight",
            .Begins = Started,
            .Meets = "its completion is given up here, unfinished as far as is "
                     "known",
            .Ends = Forgets,
            .Advice = Wait};
  case FindingKind::CompletionDropped:
    return {.Headline = Me + " is left here while the I/O that " + Starter +
                        " started is in flight, and nobody waits for it",
            .Begins = Started,
            .Meets = "its completion is given up here, unfinished as far as is "
                     "known",
            .Ends = Forgets,
            .Advice =
                "before leaving, wait for what is in flight, or abort it"};
  case FindingKind::NeverFinished:
    return {.Headline = "this completion is handed out to be waited for, and "
                        "nobody can finish it",
            .Ends = Me + " made it, and gave it to no call, member or callback",
            .Advice = "answer a finished one if there is nothing to wait for"};
  case FindingKind::ErrorSwallowed:
    return {.Headline = "an error ends this callback without finishing " +
                        quoted(F.Place, "the other completion") +
                        ", so who waits for that waits for ever",
            .Begins = "the callback is told how its own I/O ended",
            .Advice = "count the failed one as well, and finish the other with "
                      "the first error"};
  case FindingKind::HitInFlight:
    return {.Headline =
                "an entry of " + quoted(F.Place) +
                " is handed out as ready while its I/O may be in flight",
            .Begins = "whoever asks first is given the completion of this I/O",
            .Ends = "whoever asks next finds the entry, and is told that there "
                    "is nothing to wait for",
            .Advice = "look whether the entry is complete, and yield if it is "
                      "not"};
  default:
    return {.Headline = "nobody waits for the completion of " + Starter,
            .Begins = Started,
            .Meets = "its completion is given up here, unfinished as far as is "
                     "known",
            .Ends = Forgets,
            .Advice = Wait};
  }
}

static Words danglingWords(const Finding &F, const std::string &Me) {
  const std::string Local = quoted(F.Place);
  const std::string Gone =
      Me + " may return pending here, and " + Local + " is gone";
  if (F.Kind == FindingKind::DanglingHanded)
    return {.Headline = "I/O that outlives this call of " + Me +
                        " uses the local " + Local,
            .Begins = "it is given the memory of " + Local + " here",
            .Ends = Gone,
            .Advice = "let the completion, or a member, own " + Local +
                      " until the I/O is done"};
  return {.Headline = "persistent state points at the local " + Local +
                      ", which dies at the yield",
          .Begins = "the address is stored here",
          .Ends = Gone,
          .Advice = "keep the object itself in a member"};
}

static Words resultWords(const Finding &F, const std::string &Me) {
  const std::string Callee = quoted(F.Callee, "the callee");
  const std::string Answer = "the pending answer of " + Callee + " is ";
  const std::string Begins = Callee + " may be pending here";
  const std::string Advice =
      "while " + Callee +
      " is pending, return its answer, so that this function is called again";
  switch (F.Kind) {
  case FindingKind::ValueUntested:
    return {.Headline = "the value of " + Callee +
                        " is used though its answer may be pending",
            .Begins = Begins,
            .Ends = "there is no value then",
            .Advice = Advice};
  case FindingKind::PendingFails:
    return {.Headline = Answer + "turned into an error",
            .Begins = Begins,
            .Ends = "then " + Me + " fails here, though nothing went wrong",
            .Advice = Advice};
  case FindingKind::FinishedTaken:
    return {.Headline = "a finished completion of " + Callee +
                        " is taken for progress, but that of a plain yield is "
                        "always finished",
            .Begins = Begins,
            .Ends = Callee + " is called again at once: who it waits for never "
                             "runs",
            .Advice =
                "give control back if the completion is an explicit yield"};
  default:
    return {.Headline =
                Answer + "ignored: " + Me + " goes on as if it were done",
            .Begins = Begins,
            .Ends = "then " + Me + " ends here, and nobody calls " + Callee +
                    " again",
            .Advice = Advice};
  }
}

static Words successWords(const Finding &F, const std::string &Me) {
  const std::string Place = quoted(F.Place, "state");
  const std::string Started = "the I/O is started here";
  switch (F.Kind) {
  case FindingKind::PublishedEarly:
    return {.Headline = Place + " tells others that the work is done while its "
                                "I/O is in flight",
            .Begins = Started,
            .Ends = Me + " returns pending here: others run, and see it",
            .Advice = "set it behind the wait"};
  case FindingKind::LoadedAssumed:
    return {.Headline = Place +
                        " is set when the I/O is started, and taken for "
                        "its success when " +
                        Me + " is called again",
            .Begins = Started,
            .Ends = Me + " hands out the completion here and does not keep it, "
                         "so the next call cannot tell whether the I/O "
                         "succeeded",
            .Advice = "keep the completion and wait for that, or ask again at "
                      "each call"};
  default:
    return {.Headline = Place + " says that the work is done, whatever error "
                                "the callback is given",
            .Begins = "the callback is told how the I/O ended, and does not "
                      "look",
            .Advice = "look at the error first"};
  }
}

static Words stateWords(const Finding &F, const std::string &Me) {
  const std::string Place = quoted(F.Place), Callee = quoted(F.Callee);
  switch (F.Kind) {
  case FindingKind::ErrorKeepsWrapped:
    return {.Headline = Place + " is set back when " + Callee +
                        " is done, but not when it fails",
            .Begins = "an error of " + Callee + " leaves " + Me +
                      " here, with " + Place + " wherever " + Callee +
                      " has brought it",
            .Advice = "set " + Place + " back unless the answer is pending"};
  case FindingKind::ErrorKeepsState:
    return {.Headline = "this error leaves " + Place +
                        " in the middle, and the next operation starts there",
            .Begins = Place + " has moved on here",
            .Ends = "the operation ends here; when it is done instead, " +
                    Place + " is back at its initial value",
            .Advice = "set " + Place + " back before the error is returned"};
  case FindingKind::ResetMisses:
    return {.Headline = Place + " is set back here, but not " +
                        quoted(F.Guard) +
                        ", which other ways to the end set "
                        "back as well",
            .Begins = quoted(F.Guard) + " has moved on here",
            .Ends = "the operation is done here, and the next one starts in "
                    "the middle",
            .Advice = "set " + quoted(F.Guard) + " back as well"};
  case FindingKind::MemoKept:
    return {.Headline = Place + " is changed, but " + Callee +
                        " still answers what it has kept of it: " +
                        quoted(F.Guard) + " is not set back",
            .Begins = Callee + " keeps its result, with a state that says so",
            .Ends = Me + " is done here, and that state is as it was",
            .Advice = "set " + quoted(F.Guard) + " back where " + Place +
                      " is changed"};
  default:
    return {.Headline = Place + " is set again before anything has read it: "
                                "the transition before is lost",
            .Begins = Place + " is set here",
            .Ends = "and here, on every way on from there",
            .Advice = "leave the case behind the first transition, or make the "
                      "second depend on what it is meant for"};
  }
}

Words pathWords(const Finding &F, llvm::StringRef Function) {
  const std::string Me = quoted(Function);
  switch (F.Kind) {
  case FindingKind::LockAgain:
  case FindingKind::LockLeaked:
  case FindingKind::GuardAlive:
  case FindingKind::OwnerDropped:
    return lockWords(F, Me);
  case FindingKind::DanglingHanded:
  case FindingKind::DanglingKept:
    return danglingWords(F, Me);
  case FindingKind::ValueUntested:
  case FindingKind::PendingFails:
  case FindingKind::PendingIgnored:
  case FindingKind::FinishedTaken:
    return resultWords(F, Me);
  case FindingKind::PublishedEarly:
  case FindingKind::LoadedAssumed:
  case FindingKind::ErrorUnread:
    return successWords(F, Me);
  case FindingKind::ErrorKeepsWrapped:
  case FindingKind::ErrorKeepsState:
  case FindingKind::ResetMisses:
  case FindingKind::TransitionLost:
  case FindingKind::MemoKept:
    return stateWords(F, Me);
  default:
    return completionWords(F, Me);
  }
}

} // namespace clang::tidy::reentrancy
