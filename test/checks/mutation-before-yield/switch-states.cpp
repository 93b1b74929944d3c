// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// A state that a `switch` dispatches on.
#include "device.h"

using namespace ioresult;

class Enum {
  IOResult<void> advancedSafe() {
    switch (st_) {
    case State::Start:
      ++n_;
      st_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.wait());
      break;
    default:
      break;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> notAdvanced() {
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.wait());
      break;
    default:
      break;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> advancedBehindTheYield() {
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      RETURN_IF_IO(dev_.wait());
      st_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.get(1));
      break;
    default:
      break;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> advancedBehindTheYieldSafe() {
    switch (st_) {
    case State::Start:
      RETURN_IF_IO(dev_.wait());
      ++n_;
      st_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.get(1));
      break;
    default:
      break;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }
  // The state it already has.
  IOResult<void> sameState() {
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      st_ = State::Start;
      RETURN_IF_IO(dev_.wait());
      break;
    default:
      break;
    }
    return IOResult<void>::done();
  }
  // Advanced on one of two ways to the yield.
  IOResult<void> advancedOnOneWay() {
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      if (fast_)
        st_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.wait());
      break;
    default:
      break;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> advancedOnBothWays() {
    switch (st_) {
    case State::Start:
      ++n_;
      if (fast_)
        st_ = State::Wait;
      else
        st_ = State::Slow;
      [[fallthrough]];
    case State::Wait:
    case State::Slow:
      RETURN_IF_IO(dev_.wait());
      break;
    case State::Last:
      break;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }

  // A loop around the switch, one state after the other.
  IOResult<void> loopSafe() {
    for (;;) {
      switch (st_) {
      case State::Start:
        ++n_;
        st_ = State::Wait;
        break;
      case State::Wait:
        RETURN_IF_IO(dev_.wait());
        m_ += 2;
        st_ = State::Slow;
        break;
      case State::Slow:
        RETURN_IF_IO(dev_.get(m_));
        st_ = State::Last;
        break;
      case State::Last:
        st_ = State::Start;
        return IOResult<void>::done();
      }
    }
  }
  IOResult<void> loop() {
    for (;;) {
      switch (st_) {
      case State::Start:
        ++n_;
        st_ = State::Wait;
        break;
      case State::Wait:
        RETURN_IF_IO(dev_.wait());
        st_ = State::Slow;
        break;
      case State::Slow:
        m_ += 2;
        // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_' is changed before a yield and changed again
        RETURN_IF_IO(dev_.get(1));
        st_ = State::Last;
        break;
      case State::Last:
        st_ = State::Start;
        return IOResult<void>::done();
      }
    }
  }

  // Advanced by arithmetic: the value is known in the case.
  IOResult<void> arithmeticSafe() {
    switch (step_) {
    case 0:
      ++n_;
      ++step_;
      [[fallthrough]];
    case 1:
      RETURN_IF_IO(dev_.wait());
      break;
    }
    step_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> arithmetic() {
    switch (step_) {
    case 0:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      [[fallthrough]];
    case 1:
      RETURN_IF_IO(dev_.wait());
      ++step_;
      break;
    }
    step_ = 0;
    return IOResult<void>::done();
  }

  // Through a local copy of the state: the copy is not what survives.
  IOResult<void> copy() {
    State st = st_;
    switch (st) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      st = State::Wait;
      [[fallthrough]];
    default:
      RETURN_IF_IO(dev_.wait());
    }
    return IOResult<void>::done();
  }
  IOResult<void> copySafe() {
    const State st = st_;
    switch (st) {
    case State::Start:
      ++n_;
      st_ = State::Wait;
      [[fallthrough]];
    default:
      RETURN_IF_IO(dev_.wait());
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }

  // The entry sets the state back, so the guard is none.
  IOResult<void> setBackAtEntry() {
    st_ = State::Start;
    switch (st_) {
    case State::Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      st_ = State::Wait;
      [[fallthrough]];
    default:
      RETURN_IF_IO(dev_.wait());
    }
    return IOResult<void>::done();
  }

  // By `if` instead of `switch`.
  IOResult<void> byIfSafe() {
    if (st_ == State::Start) {
      ++n_;
      st_ = State::Wait;
    }
    if (st_ == State::Wait) {
      RETURN_IF_IO(dev_.wait());
      st_ = State::Start;
    }
    return IOResult<void>::done();
  }
  IOResult<void> byIf() {
    if (st_ == State::Start) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    if (st_ != State::Last) {
      RETURN_IF_IO(dev_.wait());
      st_ = State::Last;
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }

  // The default case.
  IOResult<void> defaultCase() {
    switch (st_) {
    case State::Last:
      break;
    default:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      st_ = State::Slow;
      RETURN_IF_IO(dev_.wait());
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> defaultCaseSafe() {
    switch (st_) {
    case State::Slow:
      RETURN_IF_IO(dev_.wait());
      break;
    default:
      ++n_;
      st_ = State::Slow;
      RETURN_IF_IO(dev_.wait());
    }
    st_ = State::Start;
    return IOResult<void>::done();
  }

  enum class State { Start, Wait, Slow, Last };
  State st_ = State::Start;
  Device dev_;
  bool fast_ = false;
  int n_ = 0, m_ = 0, step_ = 0;
};
