// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// All checks are on. Where two would flag one place, the more specific speaks.
#include "device.h"
#include <mutex>
#include <optional>
#include <vector>

using namespace ioresult;

struct Page {
  int size() const;
  IOResult<int> key(int at);
  IOResult<void> insert(int key);
  IOResult<void> balance();
};

class Places {
  // A lock that is taken again is a change made again as well.
  IOResult<void> lockedAgain() {
    mutex_.lock();
    // CHECK: :[[@LINE-1]]:5: warning: 'mutex_' is held across a yield and taken again when 'lockedAgain' is called again [reentrancy-guard-across-yield]
    RETURN_IF_IO(dev_.wait());
    mutex_.unlock();
    return IOResult<void>::done();
  }

  // A callee that runs again changes its object again.
  IOResult<void> calledAgain() {
    RETURN_IF_IO(page_.insert(1));
    // CHECK: :[[@LINE-1]]:18: warning: 'insert' has finished, and runs again when 'calledAgain' is called again after a pending yield [reentrancy-repeated-callee]
    RETURN_IF_IO(page_.balance());
    return IOResult<void>::done();
  }

  // What is taken out is changed, too.
  IOResult<void> taken() {
    const std::vector<int> all = std::move(list_);
    // CHECK: :[[@LINE-1]]:34: warning: 'list_' is taken before a yield and no longer there when 'taken' is called again [reentrancy-consumed-before-yield]
    RETURN_IF_IO(dev_.wait());
    last_ = all;
    return IOResult<void>::done();
  }

  // A state that is advanced sends the replay another way.
  IOResult<void> advanced() {
    switch (step_) {
    case Step::Start:
      step_ = Step::Wait;
      // CHECK: :[[@LINE-1]]:7: warning: 'step_' is advanced before 'wait' has finished, so 'wait' is never called again if it is pending [reentrancy-abandoned-callee]
      RETURN_IF_IO(dev_.wait());
      break;
    case Step::Wait:
      break;
    }
    step_ = Step::Start;
    return IOResult<void>::done();
  }

  // Half of what a search needs is progress in the way.
  IOResult<int> search(int key) {
    int low = 0, high = page_.size();
    if (middle_)
      low = *middle_;
    while (low < high) {
      const int middle = low + (high - low) / 2;
      middle_ = middle;
      // CHECK: :[[@LINE-1]]:7: warning: what is saved of the locals in 'middle_' before a yield is not enough for the next call to compute them again [reentrancy-lost-local]
      int at;
      ASSIGN_OR_RETURN_IO(at, page_.key(middle));
      if (at < key)
        low = middle + 1;
      else
        high = middle;
    }
    middle_.reset();
    return IOResult<int>::done(low);
  }

  enum class Step { Start, Wait };
  Device &dev_;
  Page &page_;
  std::mutex mutex_;
  std::vector<int> list_, last_;
  Step step_ = Step::Start;
  std::optional<int> middle_;
};
