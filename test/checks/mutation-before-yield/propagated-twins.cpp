// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// The pending callee may be called again at another place of the function.
#include "device.h"

using namespace ioresult;

class Twins {
  IOResult<void> otherCaseSafe() {
    switch (st_) {
    case Start:
      ++n_;
      st_ = Wait;
      RETURN_IF_IO(dev_.wait());
      break;
    case Wait:
      RETURN_IF_IO(dev_.wait());
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  // Behind both the same is done.
  IOResult<void> sameBehindSafe() {
    switch (st_) {
    case Start:
      st_ = Wait;
      RETURN_IF_IO(dev_.wait());
      ++n_;
      break;
    case Wait:
      RETURN_IF_IO(dev_.wait());
      ++n_;
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> earlySafe() {
    if (started_) {
      RETURN_IF_IO(dev_.wait());
      started_ = false;
      return IOResult<void>::done();
    }
    ++n_;
    started_ = true;
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> earlyNotSet() {
    if (started_) {
      RETURN_IF_IO(dev_.wait());
      started_ = false;
      return IOResult<void>::done();
    }
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  IOResult<void> inARowSafe() {
    RETURN_IF_IO(dev_.get(1));
    RETURN_IF_IO(dev_.get(2));
    ++n_;
    return IOResult<void>::done();
  }

  enum { Start, Wait } st_ = Start;
  Device dev_;
  bool started_ = false;
  int n_ = 0;
};
