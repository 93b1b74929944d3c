// The option LeastConfidence: which findings are shown.
//
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefixes=CERTAIN -warnings-only \
// RUN:   "-config={CheckOptions: {reentrancy-mutation-before-yield.LeastConfidence: certain}}" -- -I%S/Inputs
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefixes=CERTAIN,LIKELY -warnings-only \
// RUN:   "-config={CheckOptions: {reentrancy-mutation-before-yield.LeastConfidence: likely}}" -- -I%S/Inputs
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefixes=CERTAIN,LIKELY -warnings-only -- -I%S/Inputs
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefixes=CERTAIN,LIKELY,POSSIBLE -warnings-only \
// RUN:   "-config={CheckOptions: {reentrancy-mutation-before-yield.LeastConfidence: possible}}" -- -I%S/Inputs
#include "device.h"

using namespace ioresult;

struct Log {
  void append(int x);
  void frobnicate(int x);
  int size() const;
};

class Tiers {
  // Seen as a whole.
  IOResult<void> seen() {
    ++n_;
    // CERTAIN: :[[@LINE-1]]:5: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // An unseen call whose verb changes something.
  IOResult<void> verb() {
    log_.append(1);
    // LIKELY: :[[@LINE-1]]:5: warning: 'log_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // Another unseen call that is not const.
  IOResult<void> unknown() {
    log_.frobnicate(1);
    // POSSIBLE: :[[@LINE-1]]:5: warning: 'log_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // Const calls change nothing.
  IOResult<void> reads() {
    const int size = log_.size();
    RETURN_IF_IO(dev_.get(size));
    return IOResult<void>::done();
  }

  Device dev_;
  Log log_;
  int n_ = 0;
};
