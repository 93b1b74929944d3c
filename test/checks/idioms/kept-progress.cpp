// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// Progress that is meant to persist.
#include "device.h"
#include <vector>

using namespace ioresult;

struct Merge {
  IOResult<void> indexSafe() {
    for (; at_ < n_; ++at_)
      RETURN_IF_IO(dev_.get(at_));
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> index() {
    for (; at_ < n_;)
      RETURN_IF_IO(dev_.get(at_++));
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> offsetSafe() {
    while (at_ < n_) {
      ASSIGN_OR_RETURN_IO(const int written, dev_.get(at_));
      at_ += written;
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> drainedSafe() {
    while (!list_.empty()) {
      RETURN_IF_IO(dev_.get(list_.back()));
      list_.pop_back();
    }
    return IOResult<void>::done();
  }
  IOResult<void> drained() {
    while (!list_.empty()) {
      const int x = list_.back();
      list_.pop_back();
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'list_' is
      RETURN_IF_IO(dev_.get(x));
    }
    return IOResult<void>::done();
  }
  IOResult<void> portionsSafe() {
    for (int budget = 8; at_ < n_ && budget > 0; --budget)
      sum_ += at_++;
    if (at_ < n_)
      IO_YIELD_ONE(Completion::make_yield());
    at_ = 0;
    return IOResult<void>::done();
  }
  // The bytes that were really written, not those that were asked for.
  IOResult<void> asked() {
    while (at_ < n_) {
      const int from = at_;
      at_ += 16;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is
      RETURN_IF_IO(dev_.get(from));
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  // A part at a time, the index of the part stepped behind its yield.
  IOResult<void> partsSafe() {
    while (part_ < parts_.size()) {
      RETURN_IF_IO(parts_[part_].wait());
      ++done_;
      ++part_;
    }
    part_ = 0;
    return IOResult<void>::done();
  }
  // What is counted with each portion is counted with each call.
  IOResult<void> portions() {
    ++calls_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls_' is changed before a yield and changed again
    if (at_ < n_) {
      if (!c_.finished())
        IO_YIELD_ONE(c_);
      ++at_;
    }
    return IOResult<void>::done();
  }
  Device dev_;
  Completion c_;
  std::vector<Device> parts_;
  std::size_t part_ = 0;
  int done_ = 0, calls_ = 0;
  std::vector<int> list_;
  int at_ = 0, n_ = 0, sum_ = 0;
};
