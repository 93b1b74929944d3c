// RUN: %check_tidy %s -checks=-*,audit-reentrancy -warnings-only
//
// Each yield has a verdict and a reason, and the run ends with their numbers.
// CHECK: warning: 5 re-entrant functions (0 not analysed whole), 4 yields: 2 transparent, 1 bugs, 1 undecided
#include "ioresult/ioresult.hpp"
using ioresult::IOResult;

struct Dev {
  IOResult<void> write(int);
};
void notice(int &n);

class Machine {
public:
  IOResult<void> behind() {
    RETURN_IF_IO(dev_.write(1));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: yield of 'write' in 'behind' is transparent: nothing that survives is changed before it
    ++n_;
    return IOResult<void>::done();
  }
  IOResult<void> before() {
    ++n_;
    RETURN_IF_IO(dev_.write(1));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: yield of 'write' in 'before' is bug: 'n_' differs for the next call
    return IOResult<void>::done();
  }
  IOResult<void> guarded() {
    if (!sent_) {
      ++n_;
      sent_ = true;
    }
    RETURN_IF_IO(dev_.write(1));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: yield of 'write' in 'guarded' is transparent: 'n_', 'sent_' may be changed before it, but no next call ends otherwise for it
    sent_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> noYield() { return IOResult<void>::done(); }
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'noYield' has no yield that is known
  // What code that is not seen may do is neither proved nor refuted.
  IOResult<void> unseen() {
    notice(n_);
    RETURN_IF_IO(dev_.write(1));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: yield of 'write' in 'unseen' is undecided: 'n_' differs if code that is not seen does what it may do
    return IOResult<void>::done();
  }

private:
  Dev dev_;
  int n_ = 0;
  bool sent_ = false;
};
