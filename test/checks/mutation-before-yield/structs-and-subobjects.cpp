// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Members of members: each is a place of its own, and part of the whole.
#include "device.h"

using namespace ioresult;

struct Position {
  int page = 0, cell = 0;
  void advance() { ++cell; }
  void reset() { page = cell = 0; }
};
struct Statistics {
  int reads = 0;
  Statistics &operator+=(int k) {
    reads += k;
    return *this;
  }
};
struct Base {
  int base_ = 0;
  bool opened_ = false;
};

class Parts : Base {
  IOResult<void> member() {
    at_.cell++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_.cell' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> memberSafe() {
    at_.cell = 0;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> byMethod() {
    at_.advance();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_.cell' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> byMethodSafe() {
    at_.reset();
    RETURN_IF_IO(dev_.wait());
    at_.advance();
    return IOResult<void>::done();
  }
  IOResult<void> byOperator() {
    stats_ += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'stats_.reads' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> byOperatorSafe() {
    RETURN_IF_IO(dev_.wait());
    stats_ += 2;
    return IOResult<void>::done();
  }
  // Overwritten as a whole, before or behind.
  IOResult<void> wholeBeforeSafe() {
    at_ = Position{};
    at_.cell++;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> wholeBehindSafe() {
    at_.cell++;
    RETURN_IF_IO(dev_.wait());
    at_ = Position{};
    return IOResult<void>::done();
  }
  IOResult<void> anotherBehind() {
    at_.cell++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_.cell' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    at_.page = 0;
    return IOResult<void>::done();
  }
  // Saved as a whole and restored on the pending path.
  IOResult<void> savedSafe() {
    const Position before = at_;
    at_.cell += 3;
    RETURN_AND_RESTORE_IF_IO(at_, before, dev_.wait());
    return IOResult<void>::done();
  }
  // The guard is a member of the same struct, or of another of its type.
  IOResult<void> guardBesideSafe() {
    if (at_.page == 0) {
      at_.cell++;
      at_.page = 1;
    }
    RETURN_IF_IO(dev_.wait());
    at_.page = 0;
    return IOResult<void>::done();
  }
  IOResult<void> guardInAnother() {
    if (at_.page == 0) {
      at_.cell++;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_.cell' is changed before a yield and changed again
      saved_.page = 1;
    }
    RETURN_IF_IO(dev_.wait());
    at_.page = 0;
    return IOResult<void>::done();
  }
  IOResult<void> inherited() {
    base_ += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'base_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> inheritedSafe() {
    if (!opened_) {
      base_ += 1;
      opened_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    opened_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> arrayOfStructs() {
    slots_[1].cell += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'slots_[1].cell' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> copiedBetweenSafe() {
    saved_ = at_;
    RETURN_IF_IO(dev_.wait());
    at_.cell++;
    return IOResult<void>::done();
  }
  // Each `{}` is made of the defaults of the members.
  IOResult<void> defaultsInTwoStatesSafe() {
    if (!resumed_) {
      defaulted_ = {};
      RETURN_IF_IO(dev_.wait());
      resumed_ = true;
    }
    defaulted_ = {};
    defaulted_.cell = 7;
    RETURN_IF_IO(dev_.get(1));
    resumed_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> countedOnDefaults() {
    if (!resumed_) {
      defaulted_ = {};
      RETURN_IF_IO(dev_.wait());
      resumed_ = true;
    }
    defaulted_.cell += 7;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'defaulted_.cell' is changed before a yield and changed again
    RETURN_IF_IO(dev_.get(1));
    resumed_ = false;
    return IOResult<void>::done();
  }
  // One part is overwritten behind the wait; the other holds what it held.
  IOResult<void> partOverwrittenSafe() {
    at_ = Position{saved_.page, saved_.cell};
    at_.cell += 2;
    RETURN_IF_IO(dev_.wait());
    at_.cell = 3;
    return IOResult<void>::done();
  }
  IOResult<void> copiedAround() {
    saved_ = at_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'saved_' is
    at_.cell = saved_.cell + 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_.cell' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  Position at_, saved_, defaulted_, slots_[3];
  bool resumed_ = false;
  Statistics stats_;
};
