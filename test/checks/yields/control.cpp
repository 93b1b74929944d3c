// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// Where the return stands: goto, nested blocks, early exits, tail calls.
#include "device.h"

using namespace ioresult;

struct Job {
  IOResult<void> byGoto() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (!r.is_done())
      goto leave;
    open_ = true;
    if (false)
    leave:
      return r.pending();
    return IOResult<void>::done();
  }
  IOResult<void> byGotoSafe() {
    auto r = dev_.wait();
    if (!r.is_done())
      goto leave;
    open_ = true;
    if (false)
    leave:
      return r.pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> elseIf() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_done())
      open_ = true;
    else if (r.is_io())
      return r.pending();
    else
      return r;
    return IOResult<void>::done();
  }
  IOResult<void> elseIfSafe() {
    auto r = dev_.wait();
    if (r.is_done())
      open_ = true;
    else if (r.is_io())
      return r.pending();
    else
      return r;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> breakOut() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    for (;;) {
      auto r = dev_.wait();
      if (r.is_io())
        return r;
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> breakOutSafe() {
    for (;;) {
      auto r = dev_.wait();
      if (r.is_io())
        return r;
      break;
    }
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> tail() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return dev_.wait();
  }
  IOResult<void> tailChosen() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return open_ ? dev_.wait() : IOResult<void>::done();
  }
  IOResult<void> tailSafe() {
    open_ = true;
    return dev_.wait();
  }

  Device dev_;
  int n_ = 0;
  bool open_ = false;
};
