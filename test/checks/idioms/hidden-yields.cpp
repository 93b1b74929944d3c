// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// Hidden yields: a helper whose answer does not tell, and that returns early
// while something is pending.
#include "device.h"
#include <vector>

using namespace ioresult;

struct Router {
  // Its own answer is `void`: nobody is told to call it again from the top.
  void drain() {
    while (!queue_.empty()) {
      auto r = dev_.get(queue_.back());
      if (!r.is_done())
        return;
      queue_.pop_back();
      ++sent_;
    }
  }
  // The caller looks at what is left.
  IOResult<void> drainedSafe() {
    drain();
    if (!queue_.empty())
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<void>::done();
  }
  IOResult<void> drained() {
    ++calls_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls_' is changed before a yield and changed again
    drain();
    if (!queue_.empty())
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<void>::done();
  }

  // A helper that answers with a bool.
  bool flushed() { return dev_.wait().is_done(); }
  IOResult<void> askedSafe() {
    if (!flushed())
      IO_YIELD_ONE(Completion::make_yield());
    ++sent_;
    return IOResult<void>::done();
  }
  IOResult<void> asked() {
    ++sent_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sent_' is changed before a yield and changed again
    if (!flushed())
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<void>::done();
  }
  Device dev_;
  std::vector<int> queue_;
  int sent_ = 0, calls_ = 0;
};
