// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// Algorithms that overwrite, arrange or permute a range; memset and memcpy.
#include "device.h"
#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <vector>

using namespace ioresult;

class Subject {
  IOResult<void> copySafe(const std::array<int, 4> &src) {
    std::copy(src.begin(), src.end(), arr_.begin());
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> fillSafe() {
    std::fill(arr_.begin(), arr_.end(), 0);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> fillNSafe() {
    std::fill_n(buf_, 4, 'a');
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> memsetSafe() {
    std::memset(buf_, 0, sizeof buf_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> memcpySafe(const char *p) {
    std::memcpy(buf_, p, sizeof buf_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> memsetOver() {
    ++buf_[0];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'buf_[0]' is changed before a yield and changed again
    std::memset(buf_ + 1, 0, 3);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> memsetOverSafe() {
    std::memset(buf_, 0, sizeof buf_);
    ++buf_[0];
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> sortSafe() {
    std::sort(in_.begin(), in_.end());
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> reverse() {
    std::reverse(in_.begin(), in_.end());
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> rotate() {
    std::rotate(in_.begin(), in_.begin() + 1, in_.end());
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> iotaSafe() {
    std::iota(in_.begin(), in_.end(), 0);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> accumulateSafe() {
    n_ = std::accumulate(in_.begin(), in_.end(), 0);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> accumulate() {
    n_ += std::accumulate(in_.begin(), in_.end(), 0);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  std::vector<int> in_;
  std::array<int, 4> arr_;
  char buf_[8];
};
