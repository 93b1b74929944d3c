// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// Take and check, pending only if there was nothing to take.
#include "device.h"
#include <deque>
#include <utility>

using namespace ioresult;

struct CoinSlot {
  IOResult<int> takeSafe() {
    const int coins = std::exchange(coins_, 0);
    if (coins == 0)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<int>::done(coins);
  }
  // Nothing says that there was nothing.
  IOResult<int> take() {
    const int coins = std::exchange(coins_, 0);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'coins_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<int>::done(coins);
  }
  // A queue: there is nothing to pop.
  IOResult<int> popSafe() {
    if (queue_.empty())
      IO_YIELD_ONE(Completion::make_yield());
    const int front = queue_.front();
    queue_.pop_front();
    return IOResult<int>::done(front);
  }
  IOResult<int> popThenWait() {
    if (queue_.empty())
      IO_YIELD_ONE(Completion::make_yield());
    const int front = queue_.front();
    queue_.pop_front();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_' is
    RETURN_IF_IO(dev_.get(front));
    return IOResult<int>::done(front);
  }
  Device dev_;
  std::deque<int> queue_;
  int coins_ = 0;
};
