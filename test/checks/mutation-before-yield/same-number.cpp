// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// What the pending callee leaves when it is done is not there yet; a state
// that only happens to hold the same number is.
#include "device.h"

using namespace ioresult;

class SameNumber {
public:
  IOResult<void> stateIsSetSafe() {
    switch (step_) {
    case First:
      ++n_;
      step_ = Second;
      [[fallthrough]];
    case Second:
      RETURN_IF_IO(load());
      step_ = First;
    }
    return IOResult<void>::done();
  }
  IOResult<void> stateIsNotSet() {
    switch (step_) {
    case First:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield
      [[fallthrough]];
    case Second:
      RETURN_IF_IO(load());
      step_ = First;
    }
    return IOResult<void>::done();
  }

private:
  enum Step { First, Second };
  IOResult<void> load() {
    RETURN_IF_IO(dev_.wait());
    loaded_ = true;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  Device dev_;
  Step step_ = First;
  bool loaded_ = false;
  int n_ = 0;
};
