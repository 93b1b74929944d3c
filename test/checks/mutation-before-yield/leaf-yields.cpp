// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Completions handed out by the call that made them: what is kept must have
// moved on before.
#include "device.h"
#include <optional>
#include <utility>

using namespace ioresult;

class Leaves {
  IOResult<void> advancedSafe() {
    switch (st_) {
    case Start:
      ++n_;
      st_ = Wait;
      IO_YIELD_ONE(dev_.submit(n_));
    case Wait:
      st_ = Start;
      return IOResult<void>::done();
    case Last:
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> notAdvanced() {
    switch (st_) {
    case Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      IO_YIELD_ONE(dev_.submit(3));
    case Wait:
      st_ = Start;
      return IOResult<void>::done();
    case Last:
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> boolSafe() {
    if (!submitted_) {
      ++n_;
      submitted_ = true;
      IO_YIELD_ONE(dev_.submit(n_));
    }
    submitted_ = false;
    return IOResult<void>::done();
  }
  // The completion is kept, and waited for until it is finished.
  IOResult<void> storedSafe() {
    if (!pending_) {
      ++n_;
      pending_ = dev_.submit(1);
    }
    if (!pending_->finished())
      IO_YIELD_ONE(*pending_);
    pending_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> storedButCountedOutside() {
    if (!pending_)
      pending_ = dev_.submit(1);
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (!pending_->finished())
      IO_YIELD_ONE(*pending_);
    pending_.reset();
    return IOResult<void>::done();
  }
  // One turn of the loop for each state: the waiting run counts as well.
  IOResult<void> turnsSafe() {
    for (;;) {
      ++turns_;
      switch (st_) {
      case Start:
        st_ = Wait;
        IO_YIELD_ONE(dev_.submit(1));
      case Wait:
        st_ = Last;
        IO_YIELD_ONE(dev_.submit(2));
      case Last:
        st_ = Start;
        return IOResult<void>::done();
      }
    }
  }
  IOResult<void> calls() {
    ++calls_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls_' is changed before a yield and changed again
    for (;;) {
      switch (st_) {
      case Start:
        st_ = Wait;
        IO_YIELD_ONE(dev_.submit(1));
      case Wait:
        st_ = Last;
        IO_YIELD_ONE(dev_.submit(2));
      case Last:
        st_ = Start;
        return IOResult<void>::done();
      }
    }
  }
  // Behind the yield the work is done once, in the state that waits.
  IOResult<int> resultSafe() {
    switch (st_) {
    case Start:
      st_ = Wait;
      IO_YIELD_ONE(dev_.submit(1));
    default:
      n_ += 10;
      st_ = Start;
      return IOResult<int>::done(n_);
    }
  }

  enum { Start, Wait, Last } st_ = Start;
  Device dev_;
  std::optional<Completion> pending_;
  bool submitted_ = false;
  int n_ = 0, turns_ = 0, calls_ = 0;
};
