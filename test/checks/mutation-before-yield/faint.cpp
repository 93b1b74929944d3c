// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// A change that nothing reads before it is overwritten is no change.
#include "device.h"
#include <vector>

using namespace ioresult;

class Faint {
  IOResult<void> overwrittenBeforeSafe() {
    ++a_;
    a_ = 4;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> overwrittenBehindSafe() {
    ++a_;
    RETURN_IF_IO(dev_.wait());
    a_ = 8;
    return IOResult<void>::done();
  }
  IOResult<void> overwrittenOnOneWay() {
    ++a_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    if (b_)
      a_ = 8;
    return IOResult<void>::done();
  }
  IOResult<void> readBeforeOverwritten() {
    ++a_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    b_ = a_;
    a_ = 8;
    return IOResult<void>::done();
  }
  IOResult<void> testedBeforeOverwritten() {
    ++a_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    if (a_ > 3)
      b_ = 1;
    a_ = 8;
    return IOResult<void>::done();
  }
  IOResult<void> comparedBeforeOverwritten() {
    ++a_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    if (a_ == 3)
      b_ = 1;
    a_ = 8;
    return IOResult<void>::done();
  }
  IOResult<void> comparedBehindOverwritingSafe() {
    ++a_;
    RETURN_IF_IO(dev_.wait());
    a_ = 8;
    if (a_ == 3)
      b_ = 1;
    return IOResult<void>::done();
  }
  // What hangs on the test is overwritten as well.
  IOResult<void> testedForNothingSafe() {
    ++a_;
    RETURN_IF_IO(dev_.wait());
    if (a_ > 3)
      b_ = 1;
    a_ = 8;
    b_ = 0;
    return IOResult<void>::done();
  }
  IOResult<int> testedForTheAnswer() {
    ++a_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    const int answer = a_ > 3 ? 1 : 2;
    a_ = 8;
    return IOResult<int>::done(answer);
  }
  // Whichever it is, in the end it is set.
  IOResult<void> toggledSafe() {
    on_ = !on_;
    RETURN_IF_IO(dev_.wait());
    if (!on_)
      on_ = !on_;
    return IOResult<void>::done();
  }
  IOResult<void> toggledAndKept() {
    on_ = !on_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'on_' is
    RETURN_IF_IO(dev_.wait());
    if (!on_)
      a_ = 3;
    on_ = true;
    return IOResult<void>::done();
  }
  // A budget ends this call, not the operation.
  IOResult<void> portionSafe() {
    int budget = 2;
    while (b_ < 9 && budget-- > 0) {
      ++b_;
      const Completion c = dev_.submit(b_);
      IO_YIELD_ONE(c);
    }
    if (b_ < 9)
      IO_YIELD_ONE(Completion::make_yield());
    b_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> chainSafe() {
    ++a_;
    b_ = a_ * 2;
    RETURN_IF_IO(dev_.wait());
    a_ = 0;
    b_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> chainEnds() {
    ++a_;
    b_ = a_ * 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'b_' is
    RETURN_IF_IO(dev_.wait());
    a_ = 0;
    return IOResult<void>::done();
  }
  IOResult<int> answered() {
    ++a_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    const int answer = a_;
    a_ = 0;
    return IOResult<int>::done(answer);
  }
  IOResult<void> scratchSafe() {
    scratch_.push_back(1);
    RETURN_IF_IO(dev_.wait());
    scratch_.clear();
    return IOResult<void>::done();
  }
  IOResult<int> scratchRead() {
    scratch_.push_back(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'scratch_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    const int size = scratch_.size();
    scratch_.clear();
    return IOResult<int>::done(size);
  }
  // The caller sees what the parameter refers to.
  IOResult<void> counted(int &calls) {
    ++calls;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int a_ = 0, b_ = 0;
  bool on_ = false;
  std::vector<int> scratch_;
};
