// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// What a re-entrant callee whose body is seen sets on each of its ways, it sets
// again when it runs again: what was made of it in between is no difference.
#include "device.h"
#include <optional>

using namespace ioresult;

class Overwrites {
  IOResult<void> changedBeforeSafe() {
    ++n_;
    RETURN_IF_IO(prepare());
    RETURN_IF_IO(dev_.get(3));
    total_ += n_;
    return IOResult<void>::done();
  }
  IOResult<void> changedBeforeAdding() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(prepareOnce());
    RETURN_IF_IO(dev_.get(3));
    total_ += n_;
    return IOResult<void>::done();
  }

  // Whichever of its calls the first run made.
  IOResult<void> setBetweenCallsSafe() {
    if (!got_) {
      RETURN_IF_IO(prepare());
      got_ = true;
    }
    n_ = 2;
    if (limit_.has_value())
      RETURN_IF_IO(prepare());
    RETURN_IF_IO(dev_.get(3));
    total_ += n_;
    got_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> changedBehindCalls() {
    RETURN_IF_IO(prepareOnce());
    n_ += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.get(3));
    total_ += n_;
    return IOResult<void>::done();
  }

  // By the way that it takes it sets one thing or another.
  IOResult<void> prepare() {
    n_ = limit_.value_or(3) + limit_.value_or(3);
    RETURN_IF_IO(dev_.get(limit_.value_or(3)));
    return IOResult<void>::done();
  }
  // It leaves it as it is on one of its ways.
  IOResult<void> prepareOnce() {
    if (limit_.has_value())
      n_ = 7;
    RETURN_IF_IO(dev_.get(2));
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0, total_ = 0;
  bool got_ = false;
  std::optional<int> limit_;
};
