//===- Checks.h - The checks ------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A check is a set of kinds of findings: the analysis is one for all (lib/),
// and so are the telling (ReentrancyCheck) and the words (Words).
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_CHECKS_H
#define REENTRANCY_CHECKS_CHECKS_H

#include "ReentrancyCheck.h"

namespace clang::tidy::reentrancy {

/// The check that speaks of findings of \p Kinds.
template <::reentrancy::FindingKind... Kinds>
class CheckOf : public ReentrancyCheck {
public:
  using ReentrancyCheck::ReentrancyCheck;

protected:
  bool mine(const ::reentrancy::Finding &F) const final {
    return ((F.Kind == Kinds) || ...);
  }
};

using Kind = ::reentrancy::FindingKind;

/// Finds persistent state that is changed before a yield and changed again
/// when the function is called again from the top.
///
/// docs/checks/mutation-before-yield.md
class MutationBeforeYieldCheck
    : public CheckOf<Kind::ChangedAgain, Kind::Reset, Kind::OtherPath,
                     Kind::LostProgress> {
public:
  using CheckOf::CheckOf;
};

/// Finds persistent input that is moved out, exchanged or released before a
/// yield and not given back on the pending path.
///
/// docs/checks/consumed-before-yield.md
class ConsumedBeforeYieldCheck : public CheckOf<Kind::Consumed> {
public:
  using CheckOf::CheckOf;
};

/// Finds a callee that has finished and runs again because a later yield
/// restarts the function, though running it twice leaves a trace.
///
/// docs/checks/repeated-callee.md
class RepeatedCalleeCheck : public CheckOf<Kind::RepeatedCallee> {
public:
  using CheckOf::CheckOf;
};

/// Finds a state that advances before the yield of a callee, so that the
/// pending callee is never called again.
///
/// docs/checks/abandoned-callee.md
class AbandonedCalleeCheck : public CheckOf<Kind::Abandoned> {
public:
  using CheckOf::CheckOf;
};

/// Finds I/O that is submitted again each time the function is called again.
///
/// docs/checks/repeated-io.md
class RepeatedIoCheck : public CheckOf<Kind::Resubmitted> {
public:
  using CheckOf::CheckOf;
};

/// Finds a local that carries progress or I/O in flight across a yield at which
/// it dies.
///
/// docs/checks/lost-local.md
class LostLocalCheck : public CheckOf<Kind::HalfSaved, Kind::LostLocal> {
public:
  using CheckOf::CheckOf;
};

/// Finds state of an operation in progress that each call writes over, or for
/// which the next call has no case.
///
/// docs/checks/missing-resume.md
class MissingResumeCheck : public CheckOf<Kind::NoArm, Kind::ResetProgress> {
public:
  using CheckOf::CheckOf;
};

/// Finds a local that is read before a yield from state that the pending callee
/// changes, so that the next call reads another value.
///
/// docs/checks/stale-value.md
class StaleValueCheck : public CheckOf<Kind::StaleValue> {
public:
  using CheckOf::CheckOf;
};

/// Finds a callee's pending answer that is not passed on: it is dropped, or
/// turned into success or an error.
///
/// docs/checks/ignored-result.md
class IgnoredResultCheck
    : public CheckOf<Kind::ValueUntested, Kind::PendingFails,
                     Kind::PendingIgnored, Kind::FinishedTaken> {
public:
  using CheckOf::CheckOf;
};

/// Finds a completion that nobody waits for, keeps or hands on, and groups of
/// completions used against their rules.
///
/// docs/checks/lost-completion.md
class LostCompletionCheck
    : public CheckOf<
          Kind::AddedBehindBuild, Kind::GroupAborted, Kind::CompletionUnread,
          Kind::CompletionCleared, Kind::CompletionDropped, Kind::NeverFinished,
          Kind::ErrorSwallowed, Kind::HitInFlight, Kind::CompletionLost> {
public:
  using CheckOf::CheckOf;
};

/// Finds a lock, pin or transaction that is released, taken again or forgotten
/// because a yield or an error comes in between.
///
/// docs/checks/guard-across-yield.md
class GuardAcrossYieldCheck
    : public CheckOf<Kind::LockAgain, Kind::LockLeaked, Kind::GuardAlive,
                     Kind::OwnerDropped> {
public:
  using CheckOf::CheckOf;
};

/// Finds an operation that ends with its state in the middle, so that the next
/// one starts there.
///
/// docs/checks/state-not-reset.md
class StateNotResetCheck
    : public CheckOf<Kind::ErrorKeepsWrapped, Kind::ErrorKeepsState,
                     Kind::ResetMisses, Kind::TransitionLost, Kind::MemoKept> {
public:
  using CheckOf::CheckOf;
};

/// Finds state that says that work is done before the I/O that does it has
/// succeeded.
///
/// docs/checks/early-success.md
class EarlySuccessCheck
    : public CheckOf<Kind::LoadedAssumed, Kind::PublishedEarly,
                     Kind::ErrorUnread> {
public:
  using CheckOf::CheckOf;
};

/// Finds the address, view or iterator of a local that I/O in flight or
/// persistent state still uses when the function returns pending.
///
/// docs/checks/dangling-across-yield.md
class DanglingAcrossYieldCheck
    : public CheckOf<Kind::DanglingHanded, Kind::DanglingKept> {
public:
  using CheckOf::CheckOf;
};

} // namespace clang::tidy::reentrancy

#endif
