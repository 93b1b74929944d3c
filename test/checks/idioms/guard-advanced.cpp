// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// The guard is advanced on every path from the change to the yield.
#include "device.h"

using namespace ioresult;

struct Handshake {
  IOResult<void> advancedSafe(int k) {
    switch (st_) {
    case Start:
      n_ += k;
      st_ = Sent;
      IO_YIELD_ONE(dev_.submit(n_));
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> advancedOnOnePath(int k) {
    switch (st_) {
    case Start:
      n_ += k;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      if (k > 1)
        st_ = Sent;
      IO_YIELD_ONE(dev_.submit(1));
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [reentrancy-repeated-io]
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  // Assigning the state it already has is no guard; right only where
  // nothing was changed before.
  IOResult<void> sameStateSafe() {
    switch (st_) {
    case Start: {
      st_ = Start;
      RETURN_IF_IO(dev_.wait());
      st_ = Sent;
      break;
    }
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> sameState() {
    switch (st_) {
    case Start: {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      st_ = Start;
      RETURN_IF_IO(dev_.wait());
      st_ = Sent;
      break;
    }
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  enum { Start, Sent } st_ = Start;
  Device dev_;
  int n_ = 0;
};
