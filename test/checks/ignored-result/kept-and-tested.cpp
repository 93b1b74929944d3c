// RUN: %check_tidy %s -checks=-*,reentrancy-ignored-result -warnings-only -- -I%S/../Inputs
//
// An answer that is kept is somebody's to test, now or at a later call.
#include "device.h"
#include <optional>

using namespace ioresult;

class Asks {
  IOResult<int> testedLaterSafe() {
    if (!answer_)
      answer_ = dev_.get(1);
    if (answer_->is_io()) {
      const Completion c = answer_->completion();
      answer_.reset();
      return IOResult<int>::io(c);
    }
    const IOResult<int> last = *answer_;
    answer_.reset();
    return last;
  }

  // The test is a helper's.
  static bool ready(const IOResult<int> &r) { return r.is_done(); }
  IOResult<int> testedInHelperSafe() {
    const IOResult<int> r = dev_.get(1);
    if (!ready(r))
      return r.pending();
    return IOResult<int>::done(r.value());
  }
  IOResult<int> helperTestIgnored() {
    const IOResult<int> r = dev_.get(1);
    // CHECK: :[[@LINE-1]]:29: warning: the pending answer of 'get' is ignored: 'helperTestIgnored' goes on as if it were done [reentrancy-ignored-result]
    if (!ready(r))
      return IOResult<int>::done(0);
    return IOResult<int>::done(r.value());
  }

  Device &dev_;
  std::optional<IOResult<int>> answer_;
};
