// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// What was taken shows only in a number that is computed from it.
#include "device.h"
#include <utility>
#include <vector>

using namespace ioresult;

struct Queue {
  IOResult<void> sized() {
    std::vector<int> work = std::move(queue_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_' is taken before a yield and no longer there
    RETURN_IF_IO(dev_.get(work.size()));
    return IOResult<void>::done();
  }
  IOResult<void> sizedBehindSafe() {
    RETURN_IF_IO(dev_.get(queue_.size()));
    std::vector<int> work = std::move(queue_);
    return IOResult<void>::done();
  }
  Device dev_;
  std::vector<int> queue_;
};
