// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// Several answers, asked about together.
#include "device.h"

using namespace ioresult;

struct Job {
  IOResult<void> either() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto a = dev_.wait();
    auto b = dev_.get(1);
    if (a.is_io() || b.is_io())
      return a.is_io() ? a.pending() : b.pending();
    return IOResult<void>::done();
  }
  IOResult<void> eitherSafe() {
    auto a = dev_.wait();
    auto b = dev_.get(1);
    if (a.is_io() || b.is_io())
      return a.is_io() ? a.pending() : b.pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> notBothDone() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto a = dev_.wait();
    auto b = dev_.get(1);
    if (!(a.is_done() && b.is_done())) {
      if (!a.is_done())
        return a.pending();
      return b.pending();
    }
    return IOResult<void>::done();
  }
  IOResult<void> notBothDoneSafe() {
    auto a = dev_.wait();
    auto b = dev_.get(1);
    if (!(a.is_done() && b.is_done())) {
      if (!a.is_done())
        return a.pending();
      return b.pending();
    }
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> throughFlags() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto a = dev_.wait();
    const bool blocked = !a.is_done();
    const bool stop = blocked && !open_;
    if (stop || blocked)
      return a.pending();
    return IOResult<void>::done();
  }
  IOResult<void> throughFlagsSafe() {
    auto a = dev_.wait();
    const bool blocked = !a.is_done();
    const bool stop = blocked && !open_;
    if (stop || blocked)
      return a.pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> nestedTests() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto a = dev_.wait();
    if (!a.is_done()) {
      if (a.is_err())
        return a.pending();
      return a.pending();
    }
    return IOResult<void>::done();
  }
  IOResult<void> nestedTestsSafe() {
    auto a = dev_.wait();
    if (!a.is_done()) {
      if (a.is_err())
        return a.pending();
      return a.pending();
    }
    ++n_;
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  bool open_ = false;
};
