// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// `return f();` is a yield point as well.
#include "device.h"
#include <vector>

using namespace ioresult;

class TailCalls {
  IOResult<void> plain() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return dev_.wait();
  }
  IOResult<void> plainSafe() {
    n_ = 1;
    return dev_.wait();
  }

  IOResult<void> guarded() {
    if (!sent_) {
      ++n_;
      sent_ = true;
    }
    return dev_.wait();
  }
  IOResult<void> guardNotSet() {
    if (!sent_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    return dev_.wait();
  }

  IOResult<int> asArgumentSafe() { return dev_.get(at_ + 1); }

  IOResult<int> inArgument() {
    return dev_.get(at_++);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is
  }

  // Only the branch without a tail call changes.
  IOResult<void> otherBranch() {
    if (ready_) {
      ++n_;
      return IOResult<void>::done();
    }
    return dev_.wait();
  }
  IOResult<void> sameBranch() {
    if (!ready_) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      return dev_.wait();
    }
    return IOResult<void>::done();
  }

  // To another function of the same object.
  IOResult<void> toOwn() {
    log_.push_back(n_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'log_' is changed before a yield and changed again
    return own();
  }
  IOResult<void> toOwnSafe() {
    if (log_.empty())
      log_.push_back(n_);
    return own();
  }
  IOResult<void> own();

  // Through a variable.
  IOResult<void> throughVariable() {
    n_ += 3;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto answer = dev_.wait();
    return answer;
  }
  IOResult<void> throughVariableSafe() {
    auto answer = dev_.wait();
    if (answer.is_done())
      n_ += 3;
    return answer;
  }

  Device dev_;
  int n_ = 0, at_ = 0;
  bool sent_ = false, ready_ = false;
  std::vector<int> log_;
};
