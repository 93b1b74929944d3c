// RUN: %check_tidy %s -- -I%S/../Inputs
//
// A change is told once, however many yields it stands in front of. The notes
// name up to three yields; of more, their number.
#include "device.h"

using namespace ioresult;

class Yields {
  IOResult<void> three() {
    ++n_;
    // CHECK: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield and changed again when 'three' is called again after a pending yield [reentrancy-mutation-before-yield]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'n_' is changed here
    // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'three' returns, and is called again from the top; so it may at lines [[@LINE+5]] and [[@LINE+6]]
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:5: note: and 'n_' is changed a second time
    // CHECK: :[[@LINE-6]]:5: note: move this behind the call of 'get', or guard it with a state that is set here and tested at the next call
    RETURN_IF_IO(dev_.wait());
    RETURN_IF_IO(dev_.get(1));
    RETURN_IF_IO(dev_.get(2));
    return IOResult<void>::done();
  }

  IOResult<void> five() {
    ++n_;
    // CHECK: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield
    // CHECK: :[[@LINE-2]]:5: note: first call
    // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'five' returns, and is called again from the top; so may 4 other yields
    // CHECK: :[[@LINE-4]]:5: note: next call
    // CHECK: :[[@LINE-5]]:5: note: and 'n_' is changed a second time
    // CHECK: :[[@LINE-6]]:5: note: move this
    RETURN_IF_IO(dev_.wait());
    RETURN_IF_IO(dev_.get(1));
    RETURN_IF_IO(dev_.get(2));
    RETURN_IF_IO(dev_.get(3));
    RETURN_IF_IO(dev_.get(4));
    return IOResult<void>::done();
  }

  Device &dev_;
  int n_ = 0;
};
