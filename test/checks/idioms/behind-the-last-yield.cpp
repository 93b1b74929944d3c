// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// Behind the last yield.
#include "device.h"

using namespace ioresult;

struct Channel {
  IOResult<void> behindSafe() {
    RETURN_IF_IO(dev_.wait());
    --credits_;
    return IOResult<void>::done();
  }
  IOResult<void> before() {
    --credits_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  Device dev_;
  int credits_ = 0;
};
