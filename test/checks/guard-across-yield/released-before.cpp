// RUN: %check_tidy %s -checks=-*,reentrancy-guard-across-yield -warnings-only -- -I%S/../Inputs
//
// A scoped guard may end before the yield, by its scope or by hand.
#include "device.h"
#include <mutex>

using namespace ioresult;

class Counts {
  IOResult<void> alive() {
    std::unique_lock<std::mutex> lock(mutex_);
    // CHECK: :[[@LINE-1]]:5: warning: 'lock' guards up to a yield only: it is given up there, in the middle of the operation [reentrancy-guard-across-yield]
    if (!begun_) {
      begun_ = true;
      n_ += 1;
    }
    RETURN_IF_IO(dev_.wait());
    n_ += 2;
    begun_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> unlockedSafe() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!begun_) {
      begun_ = true;
      n_ += 1;
    }
    lock.unlock();
    RETURN_IF_IO(dev_.wait());
    begun_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> scopedSafe() {
    if (!begun_) {
      const std::lock_guard<std::mutex> lock(mutex_);
      n_ += 1;
      begun_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    begun_ = false;
    return IOResult<void>::done();
  }

  Device &dev_;
  std::mutex mutex_;
  bool begun_ = false;
  int n_ = 0;
};
