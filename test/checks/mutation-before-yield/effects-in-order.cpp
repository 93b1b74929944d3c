// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// Several effects in one full expression.
#include "device.h"
#include <vector>

using namespace ioresult;

class Subject {
  IOResult<void> ternLvalue(bool b) {
    (b ? n_ : hi_) += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'b ? n_ : hi_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> ternLvalueSafe(bool b) {
    (b ? n_ : hi_) = 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> comma() {
    hi_ = 0, n_ += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> commaSafe() {
    n_ = 0, n_ += 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> postInc() {
    in_[0] = n_++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_[0]' is changed before a yield and changed again
    // CHECK: :[[@LINE-2]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> chainedSafe() {
    n_ = hi_ = 3;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> ptrMove() {
    *cur_++ = 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '*cur_++' is changed before a yield and set back
    // CHECK: :[[@LINE-2]]:{{[0-9]+}}: warning: 'cur_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  int hi_ = 0;
  std::vector<int> in_;
  int *cur_;
};
