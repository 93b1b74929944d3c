// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -- -I%S/../Inputs
//
// What becomes of the place at the next call, in the notes: set back, another
// value read, changed inside a helper; and how the function is called again.
#include "device.h"
#include <vector>

using namespace ioresult;

class Differences {
  // Set back at the entry, over what earlier calls have put there.
  IOResult<void> setBack() {
    rows_.clear();
    // CHECK: :[[@LINE-1]]:5: warning: 'rows_' is changed before a yield and set back when 'setBack' is called again after a pending yield [reentrancy-mutation-before-yield]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'rows_' is changed here
    // CHECK: :[[@LINE+5]]:42: note: 'get' may be pending here; then 'setBack' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:5: note: and 'rows_' is set back, over what was made of it before the yield
    // CHECK: :[[@LINE-6]]:5: note: set 'rows_' only when the operation starts: guard it with a state that is advanced before the call of 'get'
    while (at_ < size_) {
      ASSIGN_OR_RETURN_IO(const int row, dev_.get(at_));
      rows_.push_back(row);
      at_ = at_ + 1;
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> setBackAtTheStartSafe() {
    if (at_ == 0)
      rows_.clear();
    while (at_ < size_) {
      ASSIGN_OR_RETURN_IO(const int row, dev_.get(at_));
      rows_.push_back(row);
      at_ = at_ + 1;
    }
    at_ = 0;
    return IOResult<void>::done();
  }

  // The next call asks for something else.
  IOResult<void> askedElsewhere() {
    RETURN_IF_IO(dev_.get(at_++));
    // CHECK: :[[@LINE-1]]:27: warning: 'at_' is changed before a yield, and 'askedElsewhere' reads the changed value when it is called again [reentrancy-mutation-before-yield]
    // CHECK: :[[@LINE-2]]:27: note: first call: 'at_' is changed here
    // CHECK: :[[@LINE-3]]:18: note: 'get' may be pending here; then 'askedElsewhere' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:27: note: next call: the changed value is read, so the pending call is not made again as it was
    // CHECK: :[[@LINE-5]]:27: note: move this behind the call of 'get'
    return IOResult<void>::done();
  }
  IOResult<void> steppedBehindSafe() {
    RETURN_IF_IO(dev_.get(at_));
    ++at_;
    return IOResult<void>::done();
  }

  // In a helper: the warning stands at its call.
  void count() { ++n_; }
  IOResult<void> inHelper() {
    count();
    // CHECK: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield and changed again when 'inHelper' is called again after a pending yield [reentrancy-mutation-before-yield]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'n_' is changed here
    // CHECK: :[[@LINE-5]]:18: note: namely here
    // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'inHelper' returns, and is called again from the top
    // CHECK: :[[@LINE-5]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-6]]:5: note: and 'n_' is changed a second time
    // CHECK: :[[@LINE-7]]:5: note: move this behind the call of 'wait', or guard it with a state that is set here and tested at the next call
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  // Nothing was started here: the caller only asks to be called again.
  IOResult<void> retry() {
    ++n_;
    // CHECK: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield and changed again when 'retry' is called again after a pending yield [reentrancy-mutation-before-yield]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'n_' is changed here
    // CHECK: :[[@LINE+5]]:7: note: 'retry' asks to be called again here, from the top
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:5: note: and 'n_' is changed a second time
    // CHECK: :[[@LINE-6]]:5: note: move this behind the yield, or guard it with a state that is set here and tested at the next call
    if (!c_.finished())
      IO_YIELD_ONE(c_);
    return IOResult<void>::done();
  }

  Device dev_;
  Completion c_;
  std::vector<int> rows_;
  int n_ = 0, at_ = 0, size_ = 0;
};
