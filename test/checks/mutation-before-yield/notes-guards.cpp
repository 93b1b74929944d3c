// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -- -I%S/../Inputs
//
// Why the guard does not help: the note names the test that lets the next call
// through and the value that it sees.
#include "device.h"

using namespace ioresult;

int compute();

class Guards {
  // Set only behind the yield.
  IOResult<void> boolSetBehind() {
    if (!started_)
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'boolSetBehind' is called again after a pending yield [reentrancy-mutation-before-yield]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'boolSetBehind' returns, and is called again from the top
      // CHECK: :[[@LINE-5]]:9: note: next call: control gets here again, because '!started_' is still 'true'
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait', or guard it with a state that is set here and tested at the next call
    RETURN_IF_IO(dev_.wait());
    started_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> boolSetSafe() {
    if (!started_) {
      ++n_;
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> stateAdvancedBehind() {
    switch (st_) {
    case State::Start:
      RETURN_IF_IO(dev_.get(1));
      st_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'stateAdvancedBehind' is called again after a pending yield [reentrancy-mutation-before-yield]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+4]]:20: note: 'wait' may be pending here; then 'stateAdvancedBehind' returns, and is called again from the top
      // CHECK: :[[@LINE-10]]:13: note: next call: control gets here again, because 'st_' is still 'State::Wait'
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait', or give it a state of its own: set 'st_' to a new value right behind the change
      RETURN_IF_IO(dev_.wait());
      st_ = State::Start;
    }
    return IOResult<void>::done();
  }
  IOResult<void> stateAdvancedSafe() {
    switch (st_) {
    case State::Start:
      RETURN_IF_IO(dev_.get(1));
      ++n_;
      st_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.wait());
      st_ = State::Start;
    }
    return IOResult<void>::done();
  }

  // Set in time, to a value that does not keep the next call out.
  IOResult<void> stepTooSmall() {
    if (step_ < 2) {
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'stepTooSmall' is called again after a pending yield [reentrancy-mutation-before-yield]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+6]]:18: note: 'wait' may be pending here; then 'stepTooSmall' returns, and is called again from the top
      // CHECK: :[[@LINE-5]]:9: note: next call: control gets here again, because 'step_ < 2' is 'true' as the first call left it
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait', or guard it with a state that is set here and tested at the next call
      step_ = 1;
    }
    RETURN_IF_IO(dev_.wait());
    step_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> stepSafe() {
    if (step_ < 2) {
      ++n_;
      step_ = 2;
    }
    RETURN_IF_IO(dev_.wait());
    step_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> stateSetBack(int k) {
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'stateSetBack' is called again after a pending yield [reentrancy-mutation-before-yield]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+7]]:20: note: 'wait' may be pending here; then 'stateSetBack' returns, and is called again from the top
      // CHECK: :[[@LINE-6]]:13: note: next call: control gets here again, because 'st_' is 'State::Start' as the first call left it
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait', or give it a state of its own: set 'st_' to a new value right behind the change
      st_ = k > 3 ? State::Start : State::Wait;
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.wait());
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }

  // Set to what cannot be known here.
  IOResult<void> undecidedNumber() {
    if (left_ > 0) {
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'undecidedNumber' is called again after a pending yield [reentrancy-mutation-before-yield]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+6]]:18: note: 'wait' may be pending here; then 'undecidedNumber' returns, and is called again from the top
      // CHECK: :[[@LINE-5]]:9: note: next call: control may get here again, because 'left_ > 0' may be 'true' after what the first call wrote
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait', or guard it with a state that is set here and tested at the next call
      left_ = compute();
    }
    RETURN_IF_IO(dev_.wait());
    left_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> undecidedBool() {
    if (!started_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:7: warning: 'n_' is changed before a yield and changed again when 'undecidedBool' is called again after a pending yield [reentrancy-mutation-before-yield]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'n_' is changed here
      // CHECK: :[[@LINE+6]]:18: note: 'wait' may be pending here; then 'undecidedBool' returns, and is called again from the top
      // CHECK: :[[@LINE-5]]:9: note: next call: control may get here again, because '!started_' may be 'true' after what the first call wrote
      // CHECK: :[[@LINE-5]]:7: note: and 'n_' is changed a second time
      // CHECK: :[[@LINE-6]]:7: note: move this behind the call of 'wait', or guard it with a state that is set here and tested at the next call
      started_ = ready();
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  // Tested behind the change: no guard of it.
  IOResult<void> testedAfter() {
    ++n_;
    // CHECK: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield and changed again when 'testedAfter' is called again after a pending yield [reentrancy-mutation-before-yield]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'n_' is changed here
    // CHECK: :[[@LINE+8]]:18: note: 'wait' may be pending here; then 'testedAfter' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:5: note: and 'n_' is changed a second time
    // CHECK: :[[@LINE-6]]:5: note: move this behind the call of 'wait', or guard it with a state that is set here and tested at the next call
    if (!started_) {
      ++m_;
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  bool ready() const;

  enum class State { Start, Wait };
  State st_ = State::Start;
  Device dev_;
  bool started_ = false;
  int n_ = 0, m_ = 0, step_ = 0, left_ = 0;
};
