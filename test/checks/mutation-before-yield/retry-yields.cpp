// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Nothing was started here: control may come back as often as it likes.
#include "device.h"
#include <deque>
#include <optional>
#include <utility>

using namespace ioresult;

struct Lock {
  bool try_lock();
  bool held() const;
};

class Retries {
  IOResult<void> storedSafe() {
    if (!c_.finished())
      IO_YIELD_ONE(c_);
    ++n_;
    return IOResult<void>::done();
  }
  IOResult<void> stored() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (!c_.finished())
      IO_YIELD_ONE(c_);
    return IOResult<void>::done();
  }
  IOResult<void> lockBusySafe() {
    if (lock_.held())
      IO_YIELD_ONE(Completion::make_yield());
    ++n_;
    return IOResult<void>::done();
  }
  IOResult<void> lockBusy() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (lock_.held())
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<void>::done();
  }
  // Take and check: pending only if there was nothing to take.
  IOResult<int> takeSafe() {
    const int got = std::exchange(pressed_, 0);
    if (got == 0)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<int>::done(got);
  }
  IOResult<int> queueSafe() {
    if (queue_.empty())
      IO_YIELD_ONE(Completion::make_yield());
    const int x = queue_.front();
    queue_.pop_front();
    return IOResult<int>::done(x);
  }
  // Work in portions.
  IOResult<void> portionsSafe() {
    int budget = 16;
    while (at_ < n_ && budget--)
      work(at_++);
    if (at_ < n_)
      IO_YIELD_ONE(Completion::make_yield());
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> portionsCounted() {
    ++rounds_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rounds_' is changed before a yield and changed again
    int budget = 16;
    while (at_ < n_ && budget--)
      work(at_++);
    if (!c_.finished())
      IO_YIELD_ONE(c_);
    at_ = 0;
    return IOResult<void>::done();
  }
  // Yields once, to be fair, and then goes on.
  IOResult<void> fairSafe() {
    if (!yielded_) {
      yielded_ = true;
      IO_YIELD_ONE(Completion::make_yield());
    }
    yielded_ = false;
    ++n_;
    return IOResult<void>::done();
  }
  static void work(int at);

  Completion c_;
  Lock lock_;
  std::deque<int> queue_;
  bool yielded_ = false;
  int n_ = 0, at_ = 0, pressed_ = 0, rounds_ = 0;
};
