// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// The guard is set in the pending branch only.
#include "device.h"

using namespace ioresult;

struct Aggregate {
  IOResult<void> blockedSafe() {
    if (!blocked_)
      ++groups_;
    auto r = dev_.wait();
    if (r.is_io()) {
      blocked_ = true;
      return r.pending();
    }
    blocked_ = false;
    return IOResult<void>::done();
  }
  Device dev_;
  bool blocked_ = false;
  int groups_ = 0;
};

// Set only behind the wait.
struct AggregateNotSet {
  IOResult<void> blockedNotSet() {
    if (!blocked_)
      ++groups_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'groups_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_io())
      return r.pending();
    blocked_ = true;
    return IOResult<void>::done();
  }
  Device dev_;
  bool blocked_ = false;
  int groups_ = 0;
};
