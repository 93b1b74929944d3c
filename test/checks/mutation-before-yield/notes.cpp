// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -- -I%S/../Inputs
//
// The whole story of a finding: the two runs told in order.
#include "device.h"

using namespace ioresult;

class Stories {
  // No guard at all.
  IOResult<void> noGuard() {
    ++n_;
    // CHECK: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield and changed again when 'noGuard' is called again after a pending yield [reentrancy-mutation-before-yield]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'n_' is changed here
    // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'noGuard' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:5: note: and 'n_' is changed a second time
    // CHECK: :[[@LINE-6]]:5: note: move this behind the call of 'wait', or guard it with a state that is set here and tested at the next call
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  // A guard that nothing moved: with the enumerator's name.
  IOResult<void> unchangedState() {
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'unchangedState' is called again
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+4]]:20: note: 'wait' may be pending here; then 'unchangedState' returns, and is called again from the top
      // CHECK: :[[@LINE-6]]:13: note: next call: control gets here again, because 'st_' is still 'State::Start'
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait', or give it a state of its own: set 'st_' to a new value right behind the change
      RETURN_IF_IO(dev_.wait());
      st_ = State::Wait;
      break;
    case State::Wait:
      break;
    }
    return IOResult<void>::done();
  }

  IOResult<void> unchangedBool() {
    if (!started_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'unchangedBool' is called again
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+5]]:18: note: 'wait' may be pending here
      // CHECK: :[[@LINE-5]]:9: note: next call: control gets here again, because '!started_' is still 'true'
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait'
    }
    RETURN_IF_IO(dev_.wait());
    started_ = true;
    return IOResult<void>::done();
  }

  // Several yields: one warning, and the others by line.
  IOResult<void> severalYields() {
    ++n_;
    // CHECK: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield and changed again when 'severalYields' is called again
    // CHECK: :[[@LINE-2]]:5: note: first call: 'n_' is changed here
    // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'severalYields' returns, and is called again from the top; so it may at lines [[@LINE+5]] and [[@LINE+6]]
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again
    // CHECK: :[[@LINE-5]]:5: note: and 'n_' is changed a second time
    // CHECK: :[[@LINE-6]]:5: note: move this behind the call of '{{wait|get}}'
    RETURN_IF_IO(dev_.wait());
    RETURN_IF_IO(a_.wait());
    return b_.wait();
  }

  // A leaf: the completion is handed out here.
  IOResult<void> leaf() {
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'leaf' is called again
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+4]]:7: note: 'leaf' hands out a completion here, and is called again from the top when that is finished
      // CHECK: :[[@LINE-6]]:13: note: next call: control gets here again, because 'st_' is still 'State::Start'
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind
      IO_YIELD_ONE(dev_.submit(1));
    case State::Wait:
      break;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }

  enum class State { Start, Wait };
  State st_ = State::Start;
  Device dev_, a_, b_;
  bool started_ = false;
  int n_ = 0;
};
