// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// A bool that keeps a change from being made again.
#include "device.h"
#include <atomic>
#include <utility>

using namespace ioresult;

class Bools {
  IOResult<void> setSafe() {
    if (!started_) {
      ++n_;
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> neverSet() {
    if (!started_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> setBehindTheYield() {
    if (!started_)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    started_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> setFirstSafe() {
    if (!started_) {
      started_ = true;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> setTheWrongWay() {
    if (!started_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      started_ = false;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> setAnother() {
    if (!started_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      other_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> twoSafe() {
    if (!started_ && !other_) {
      ++n_;
      other_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    other_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> orNotAnd() {
    if (!started_ || !other_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      other_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    other_ = false;
    return IOResult<void>::done();
  }

  // The guard is tested by leaving early.
  IOResult<void> earlyReturnSafe() {
    if (started_)
      return dev_.wait();
    ++n_;
    started_ = true;
    return dev_.wait();
  }
  IOResult<void> earlyReturn() {
    if (other_)
      return dev_.wait();
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    started_ = true;
    return dev_.wait();
  }

  // Through a local.
  IOResult<void> throughLocalSafe() {
    const bool first = !started_;
    started_ = true;
    if (first)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> throughLocal() {
    bool first = !started_;
    if (first)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    first = false;
    RETURN_IF_IO(dev_.wait());
    started_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> exchangedSafe() {
    if (!std::exchange(started_, true))
      ++n_;
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> exchangedWrongValue() {
    if (!std::exchange(started_, false))
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> orAssignedSafe() {
    if (!started_)
      ++n_;
    started_ |= true;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  // Toggled: each call finds the other value.
  IOResult<void> toggled() {
    started_ = !started_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'started_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> toggledSafe() {
    RETURN_IF_IO(dev_.wait());
    started_ = !started_;
    return IOResult<void>::done();
  }

  // Set in the pending branch only.
  IOResult<void> setWhilePendingSafe() {
    if (!started_)
      ++n_;
    auto r = dev_.wait();
    if (r.is_io()) {
      started_ = true;
      return r.pending();
    }
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> setWhileNotPending() {
    if (!started_)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_io())
      return r.pending();
    started_ = true;
    return IOResult<void>::done();
  }

  IOResult<void> atomicSafe() {
    if (!once_.exchange(true))
      ++n_;
    RETURN_IF_IO(dev_.wait());
    once_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> atomicNeverSet() {
    if (!once_.load())
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  // Whether it comes out true is not known: each way counts.
  IOResult<void> setFromInput(bool done) {
    if (!started_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      started_ = done;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  bool started_ = false, other_ = false;
  std::atomic<bool> once_ = false;
  Device dev_;
  int n_ = 0;
};
