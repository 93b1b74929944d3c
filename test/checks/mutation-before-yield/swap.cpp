// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Two exchanges bring back what was there.
#include "device.h"
#include <utility>
#include <vector>

using namespace ioresult;

class Swaps {
  IOResult<void> members() {
    std::swap(front_, back_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'front_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> membersSafe() {
    RETURN_IF_IO(dev_.wait());
    std::swap(front_, back_);
    return IOResult<void>::done();
  }
  IOResult<void> guardedSafe() {
    if (!swapped_) {
      std::swap(front_, back_);
      swapped_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    swapped_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> numbers() {
    std::swap(a_, b_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> byMember() {
    front_.swap(back_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'front_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> intoLocalSafe() {
    RETURN_IF_IO(dev_.get(front_.size()));
    std::vector<int> work;
    work.swap(front_);
    return IOResult<void>::done();
  }
  IOResult<void> localsSafe() {
    int a = a_, b = b_;
    std::swap(a, b);
    RETURN_IF_IO(dev_.get(a - b));
    return IOResult<void>::done();
  }
  IOResult<void> byHand() {
    const int t = a_;
    a_ = b_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is
    b_ = t;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'b_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  std::vector<int> front_, back_;
  bool swapped_ = false;
  int a_ = 0, b_ = 0;
};
