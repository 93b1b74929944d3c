// RUN: %check_tidy %s -checks=-*,reentrancy-ignored-result -warnings-only -- -I%S/../Inputs
//
// Where more states come to a test than are kept apart, and their answers are
// joined, no answer is known to be ignored.
#include "device.h"
#include <map>
#include <vector>

using namespace ioresult;

class Items {
  IOResult<int> eachSafe() {
    for (; at_ < static_cast<int>(items_.size()); ++at_) {
      made_.clear();
      made_.push_back(0);
      auto read = dev_.get(items_[at_]);
      RETURN_IF_IO(read);
      if (limit_ == 0) {
        if (static_cast<int>(items_.size()) != 0)
          grow();
        seen_[static_cast<int>(seen_.size())] = 0;
      }
      grow();
    }
    return IOResult<int>::done(sum_);
  }
  IOResult<int> eachIgnored() {
    for (; at_ < static_cast<int>(items_.size()); ++at_) {
      auto read = dev_.get(items_[at_]);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'get' is ignored
      if (read.is_done())
        grow();
    }
    return IOResult<int>::done(sum_);
  }
  void grow() { sum_ = sum_ * 2 + 1; }

  Device dev_;
  std::vector<int> items_, made_;
  std::map<int, int> seen_;
  int at_ = 0, limit_ = 0, sum_ = 0;
};
