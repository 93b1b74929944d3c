// RUN: %check_tidy %s -checks=-*,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// What the pending callee may have made of a place, it has made on a way that
// the caller's state at the call lets it take.
#include "device.h"
#include <optional>

using namespace ioresult;

class Limits {
  IOResult<int> useLimit() {
    if (!limit_)
      limit_ = 3;
    return dev_.get(1);
  }
  IOResult<void> givenSafe() {
    limit_ = 8;
    RETURN_IF_IO(useLimit());
    return IOResult<void>::done();
  }
  IOResult<void> takenAwayNowAndThen() {
    if (size_ > 2)
      limit_.reset();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'limit_' is set on each call, over what 'useLimit' has made of it so far
    RETURN_IF_IO(useLimit());
    *limit_ += 1;
    return IOResult<void>::done();
  }

  Device dev_;
  std::optional<int> limit_;
  int size_ = 0;
};
