// The option Protocol, and the lists of names that make up another one.
//
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=PW -warnings-only \
// RUN:   "-config={CheckOptions: {reentrancy-mutation-before-yield.Protocol: pw_async2}}" -- -I%S/Inputs
//
// The same by its names.
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=PW -warnings-only \
// RUN:   "-config={CheckOptions: {reentrancy-mutation-before-yield.PendingTypes: 'pw::async2::Poll', reentrancy-mutation-before-yield.PendingParts: 'PendingType', reentrancy-mutation-before-yield.PendingFunctions: 'async2::Pending', reentrancy-mutation-before-yield.DoneFunctions: 'async2::Ready'}}" \
// RUN:   -- -I%S/Inputs
//
// For all checks at once.
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=PW -warnings-only \
// RUN:   "-config={CheckOptions: {Protocol: pw_async2}}" -- -I%S/Inputs
//
// Without it nobody here may wait.
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=NONE -- -I%S/Inputs
//
// NONE-NOT: warning:
#include "poll.h"

using pw::async2::Context;
using pw::async2::Pending;
using pw::async2::Poll;
using pw::async2::Ready;

struct Device {
  Poll<> Pend(Context &cx);
  Poll<int> PendRead(Context &cx);
};

class Reader {
public:
  Poll<int> Read(Context &cx) {
    ++reads_;
    // PW: :[[@LINE-1]]:5: warning: 'reads_' is changed before a yield and changed again
    auto got = device_.PendRead(cx);
    if (got.IsPending())
      return Pending();
    return Ready(*got);
  }
  Poll<int> ReadSafe(Context &cx) {
    auto got = device_.PendRead(cx);
    if (got.IsPending())
      return Pending();
    ++reads_;
    return Ready(*got);
  }
  Poll<> Wait(Context &cx) {
    ++waits_;
    // PW: :[[@LINE-1]]:5: warning: 'waits_' is changed before a yield and changed again
    PW_TRY_READY(device_.Pend(cx));
    return Ready();
  }
  Poll<> WaitSafe(Context &cx) {
    PW_TRY_READY(device_.Pend(cx));
    ++waits_;
    return Ready();
  }
  // Nothing was there: pending without a callee.
  Poll<int> TakeSafe() {
    if (!full_)
      return Pending();
    full_ = false;
    return Ready(value_);
  }
  // A test outside: no yield.
  bool Ready2(Context &cx) {
    ++waits_;
    return device_.Pend(cx).IsReady();
  }

private:
  Device device_;
  bool full_ = false;
  int reads_ = 0, waits_ = 0, value_ = 0;
};
