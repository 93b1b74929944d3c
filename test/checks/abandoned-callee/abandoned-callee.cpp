// RUN: %check_tidy %s -checks=-*,reentrancy-abandoned-callee -- -I%S/../Inputs
//
// A callee that was pending must be called again, so the state that leads to
// its call may advance only behind it. A completion is waited for by others:
// there it is the other way round.
#include "device.h"

using namespace ioresult;

class Advancers {
  IOResult<void> advancedBefore() {
    switch (state_) {
    case State::Start:
      state_ = State::Sent;
      // CHECK: :[[@LINE-1]]:7: warning: 'state_' is advanced before 'wait' has finished, so 'wait' is never called again if it is pending [reentrancy-abandoned-callee]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'state_' is changed here
      // CHECK: :[[@LINE+3]]:20: note: 'wait' may be pending here; then 'advancedBefore' returns, and is called again from the top
      // CHECK: :[[@LINE-6]]:13: note: next call: 'state_' now reads the changed value, so the pending call is not made again as it was
      // CHECK: :[[@LINE-5]]:7: note: advance 'state_' behind the call of 'wait'
      RETURN_IF_IO(dev_.wait());
      [[fallthrough]];
    case State::Sent:
      ++sent_;
      state_ = State::Start;
    }
    return IOResult<void>::done();
  }
  IOResult<void> advancedBehindSafe() {
    switch (state_) {
    case State::Start:
      RETURN_IF_IO(dev_.wait());
      state_ = State::Sent;
      [[fallthrough]];
    case State::Sent:
      ++sent_;
      state_ = State::Start;
    }
    return IOResult<void>::done();
  }

  // A tail call in a state that is already left.
  IOResult<void> tail() {
    switch (state_) {
    case State::Start:
      state_ = State::Sent;
      // CHECK: :[[@LINE-1]]:7: warning: 'state_' is advanced before 'wait' has finished, so 'wait' is never called again if it is pending [reentrancy-abandoned-callee]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'state_' is changed here
      // CHECK: :[[@LINE+3]]:14: note: 'wait' may be pending here; then 'tail' returns, and is called again from the top
      // CHECK: :[[@LINE-6]]:13: note: next call: 'state_' now reads the changed value, so the pending call is not made again as it was
      // CHECK: :[[@LINE-5]]:7: note: advance 'state_' behind the call of 'wait'
      return dev_.wait();
    case State::Sent:
      break;
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> tailOfLastStateSafe() {
    switch (state_) {
    case State::Start:
      state_ = State::Sent;
      [[fallthrough]];
    case State::Sent:
      return dev_.wait();
    }
    return IOResult<void>::done();
  }

  IOResult<void> flag() {
    if (!started_) {
      started_ = true;
      // CHECK: :[[@LINE-1]]:7: warning: 'started_' is advanced before 'wait' has finished, so 'wait' is never called again if it is pending [reentrancy-abandoned-callee]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'started_' is changed here
      // CHECK: :[[@LINE+3]]:20: note: 'wait' may be pending here; then 'flag' returns, and is called again from the top
      // CHECK: :[[@LINE-5]]:9: note: next call: '!started_' now reads the changed value, so the pending call is not made again as it was
      // CHECK: :[[@LINE-5]]:7: note: advance 'started_' behind the call of 'wait'
      RETURN_IF_IO(dev_.wait());
    }
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> flagBehindSafe() {
    if (!started_) {
      RETURN_IF_IO(dev_.wait());
      started_ = true;
    }
    started_ = false;
    return IOResult<void>::done();
  }

  // The new state calls the same callee.
  IOResult<void> twinSafe() {
    switch (state_) {
    case State::Start:
      state_ = State::Sent;
      RETURN_IF_IO(dev_.wait());
      break;
    case State::Sent:
      RETURN_IF_IO(dev_.wait());
      break;
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }
  // The same callee, but on another object.
  IOResult<void> otherObject() {
    switch (state_) {
    case State::Start:
      state_ = State::Sent;
      // CHECK: :[[@LINE-1]]:7: warning: 'state_' is advanced before 'wait' has finished, so 'wait' is never called again if it is pending [reentrancy-abandoned-callee]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'state_' is changed here
      // CHECK: :[[@LINE+3]]:20: note: 'wait' may be pending here; then 'otherObject' returns, and is called again from the top
      // CHECK: :[[@LINE-6]]:13: note: next call: 'state_' now reads the changed value, so the pending call is not made again as it was
      // CHECK: :[[@LINE-5]]:7: note: advance 'state_' behind the call of 'wait'
      RETURN_IF_IO(dev_.wait());
      break;
    case State::Sent:
      RETURN_IF_IO(other_.wait());
      break;
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }

  IOResult<void> setBackSafe() {
    switch (state_) {
    case State::Start: {
      state_ = State::Sent;
      const auto answer = dev_.wait();
      if (answer.is_io()) {
        state_ = State::Start;
        return answer;
      }
      break;
    }
    case State::Sent:
      break;
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }

  // A leaf yield: what was started is waited for outside.
  IOResult<void> leafSafe() {
    switch (state_) {
    case State::Start:
      state_ = State::Sent;
      IO_YIELD_ONE(dev_.submit(1));
    case State::Sent:
      state_ = State::Start;
    }
    return IOResult<void>::done();
  }

  enum class State { Start, Sent };
  State state_ = State::Start;
  Device dev_, other_;
  bool started_ = false;
  int sent_ = 0;
};
