// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Yields and changes inside `?:`.
#include "device.h"

using namespace ioresult;

class Conditional {
  IOResult<void> eitherTail() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return fast_ ? a_.wait() : b_.wait();
  }
  IOResult<void> eitherTailSafe() { return fast_ ? a_.wait() : b_.wait(); }

  IOResult<void> oneTail() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return fast_ ? IOResult<void>::done() : b_.wait();
  }
  IOResult<void> oneTailSafe() {
    if (fast_)
      ++n_;
    return fast_ ? IOResult<void>::done() : b_.wait();
  }

  IOResult<void> inMacro() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(fast_ ? a_.wait() : b_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> inMacroSafe() {
    RETURN_IF_IO(fast_ ? a_.wait() : b_.wait());
    ++n_;
    return IOResult<void>::done();
  }

  // The change stands in one arm.
  IOResult<void> changeInArm() {
    fast_ ? ++n_ : 0;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(a_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> changeInArmSafe() {
    sent_ ? 0 : ++n_;
    sent_ = true;
    RETURN_IF_IO(a_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> amountByArm() {
    n_ += fast_ ? 1 : 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(a_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> amountByArmSafe() {
    n_ = fast_ ? 1 : 2;
    RETURN_IF_IO(a_.wait());
    return IOResult<void>::done();
  }

  // By && and ||.
  IOResult<void> shortCircuit() {
    if (fast_ && ++n_ > 3)
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      RETURN_IF_IO(a_.wait());
    RETURN_IF_IO(b_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> shortCircuitSafe() {
    if (!sent_ && (sent_ = true) && ++n_ > 3)
      m_ = 1;
    RETURN_IF_IO(b_.wait());
    return IOResult<void>::done();
  }

  // The pending answer in one arm, by hand.
  IOResult<void> armByHand() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = a_.wait();
    return r.is_io() ? IOResult<void>(r.pending()) : IOResult<void>::done();
  }
  IOResult<void> armByHandSafe() {
    auto r = a_.wait();
    return r.is_io() ? IOResult<void>(r.pending())
                     : (++n_, IOResult<void>::done());
  }

  Device a_, b_;
  int n_ = 0, m_ = 0;
  bool fast_ = false, sent_ = false;
};
