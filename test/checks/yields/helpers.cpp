// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// Yields hidden in helpers that answer nothing, a bool, or are lambdas called on
// the spot.
#include "device.h"

using namespace ioresult;

struct Job {
  // Returns early where its callee is not ready; the caller does not look.
  void pump() {
    if (dev_.wait().is_io())
      return;
    open_ = true;
  }
  IOResult<void> pumps() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    pump();
    if (!open_)
      return IOPending(Completion::make_yield());
    return IOResult<void>::done();
  }
  IOResult<void> pumpsSafe() {
    pump();
    if (!open_)
      return IOPending(Completion::make_yield());
    ++n_;
    return IOResult<void>::done();
  }

  bool ready() { return dev_.wait().is_done(); }
  IOResult<void> asks() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (!ready())
      return IOPending(Completion::make_yield());
    return IOResult<void>::done();
  }
  IOResult<void> asksSafe() {
    if (!ready())
      return IOPending(Completion::make_yield());
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> onTheSpot() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = [&] { return dev_.wait(); }();
    if (!r.is_done())
      return r;
    return IOResult<void>::done();
  }
  IOResult<void> onTheSpotSafe() {
    auto r = [&] { return dev_.wait(); }();
    if (!r.is_done())
      return r;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> onTheSpotInside() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = [&]() -> IOResult<void> {
      RETURN_IF_IO(dev_.wait());
      return IOResult<void>::done();
    }();
    RETURN_IF_IO(r);
    return IOResult<void>::done();
  }
  IOResult<void> onTheSpotInsideSafe() {
    auto r = [&]() -> IOResult<void> {
      RETURN_IF_IO(dev_.wait());
      return IOResult<void>::done();
    }();
    RETURN_IF_IO(r);
    ++n_;
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  bool open_ = false;
};
