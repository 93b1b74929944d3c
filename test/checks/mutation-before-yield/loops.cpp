// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Loops: progress in a local is lost at a yield, progress in a member is not.
#include "device.h"
#include <deque>
#include <set>
#include <vector>

using namespace ioresult;

class Loops {
  IOResult<void> localIndex() {
    for (int i = 0; i < n_; ++i) {
      RETURN_IF_IO(dev_.get(i));
      sum_ += i;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is changed before a yield and changed again
    }
    return IOResult<void>::done();
  }
  IOResult<void> memberIndexSafe() {
    while (i_ < n_) {
      RETURN_IF_IO(dev_.get(i_));
      sum_ += i_;
      ++i_;
    }
    i_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> localIndexConstantBound() {
    for (int i = 0; i < 4; ++i) {
      RETURN_IF_IO(dev_.get(i));
      sum_ += i;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is changed before a yield and changed again
    }
    return IOResult<void>::done();
  }
  // The same call in each pass.
  IOResult<void> localIndexSameCall() {
    for (int i = 0; i < 4; ++i) {
      RETURN_IF_IO(dev_.wait());
      sum_ += 1;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is changed before a yield and changed again
    }
    return IOResult<void>::done();
  }
  IOResult<void> localWhile() {
    int left = n_;
    while (left > 0) {
      RETURN_IF_IO(dev_.get(left));
      out_.push_back(left);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'out_' is changed before a yield and changed again
      --left;
    }
    return IOResult<void>::done();
  }
  IOResult<void> memberForSafe() {
    for (; i_ < n_; ++i_)
      RETURN_IF_IO(dev_.get(i_));
    i_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> advancedBeforeTheYield() {
    while (i_ < n_) {
      ++i_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'i_' is
      RETURN_IF_IO(dev_.get(i_));
    }
    return IOResult<void>::done();
  }
  IOResult<void> doWhile() {
    do {
      ++i_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'i_' is
      RETURN_IF_IO(dev_.get(i_));
    } while (i_ < n_);
    return IOResult<void>::done();
  }
  IOResult<void> doWhileSafe() {
    do {
      RETURN_IF_IO(dev_.get(i_));
      ++i_;
    } while (i_ < n_);
    i_ = 0;
    return IOResult<void>::done();
  }

  IOResult<void> rangeFor() {
    for (int x : in_) {
      RETURN_IF_IO(dev_.get(x));
      sum_ += x;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is changed before a yield and changed again
    }
    return IOResult<void>::done();
  }
  IOResult<void> rangeForNoChangeSafe() {
    for (int x : in_)
      RETURN_IF_IO(dev_.get(x));
    ++sum_;
    return IOResult<void>::done();
  }
  // Partial results in a local are computed anew from the same answers.
  IOResult<int> localSumSafe() {
    int sum = 0;
    for (int x : in_) {
      ASSIGN_OR_RETURN_IO(const int y, dev_.get(x));
      sum += y;
    }
    return IOResult<int>::done(sum);
  }

  IOResult<void> drainSafe() {
    while (!queue_.empty()) {
      RETURN_IF_IO(dev_.get(queue_.front()));
      queue_.pop_front();
    }
    return IOResult<void>::done();
  }
  IOResult<void> drain() {
    while (!queue_.empty()) {
      const int x = queue_.front();
      queue_.pop_front();
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_' is
      RETURN_IF_IO(dev_.get(x));
    }
    return IOResult<void>::done();
  }
  IOResult<void> drainBackSafe() {
    while (!out_.empty()) {
      RETURN_IF_IO(dev_.get(out_.back()));
      out_.pop_back();
    }
    return IOResult<void>::done();
  }

  // A loop without a yield before one.
  IOResult<void> summedFirst() {
    for (int i = 0; i < n_; ++i)
      sum_ += i;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> summedFirstSafe() {
    sum_ = 0;
    for (int i = 0; i < n_; ++i)
      sum_ += i;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // The yield is behind the loop's last change, in every pass.
  IOResult<void> leftByBreakSafe() {
    for (;;) {
      RETURN_IF_IO(dev_.get(i_));
      if (++i_ == n_)
        break;
    }
    i_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> leftByBreak() {
    for (;;) {
      if (i_++ == n_)
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'i_' is
        break;
      RETURN_IF_IO(dev_.get(i_));
    }
    i_ = 0;
    return IOResult<void>::done();
  }
  // Cleared at the start only.
  IOResult<void> clearedAlways() {
    out_.clear();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'out_' is
    for (; i_ < n_; ++i_) {
      ASSIGN_OR_RETURN_IO(const int x, dev_.get(i_));
      out_.push_back(x);
    }
    i_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> clearedAtTheStartSafe() {
    if (i_ == 0)
      out_.clear();
    for (; i_ < n_; ++i_) {
      ASSIGN_OR_RETURN_IO(const int x, dev_.get(i_));
      out_.push_back(x);
    }
    i_ = 0;
    return IOResult<void>::done();
  }
  // The inner loop is over when the outer one's pass waits.
  IOResult<void> innerLoopBeforeTheWaitSafe() {
    while (i_ < n_) {
      for (int &x : out_)
        x = 1;
      ASSIGN_OR_RETURN_IO(const int x, dev_.get(i_));
      sum_ += x;
      ++i_;
    }
    i_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> innerLoopBeforeTheWait() {
    while (i_ < n_) {
      for (int &x : out_)
        x += 1;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is changed before a yield
      ASSIGN_OR_RETURN_IO(const int x, dev_.get(i_));
      sum_ += x;
      ++i_;
    }
    i_ = 0;
    return IOResult<void>::done();
  }

  // Each pass leaves the keys that the first one left, in whatever order.
  IOResult<void> keysOfEachPassSafe() {
    seen_.erase(3);
    while (i_ < n_) {
      seen_.insert(7);
      RETURN_IF_IO(dev_.get(i_));
      seen_.erase(2);
      ++i_;
    }
    i_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> keySetBack() {
    seen_.erase(2);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'seen_' is changed before a yield
    while (i_ < n_) {
      RETURN_IF_IO(dev_.get(i_));
      seen_.insert(2);
      ++i_;
    }
    i_ = 0;
    return IOResult<void>::done();
  }

  Device dev_;
  std::vector<int> in_, out_;
  std::deque<int> queue_;
  std::set<int> seen_;
  int n_ = 0, i_ = 0, row_ = 0, col_ = 0, sum_ = 0;
};
