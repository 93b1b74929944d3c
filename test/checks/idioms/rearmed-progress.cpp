// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// Progress re-armed at the loop's bottom.
#include "device.h"
#include <optional>
#include <vector>

using namespace ioresult;

struct Cursor {
  IOResult<void> rearmedSafe() {
    while (true) {
      if (!current_) {
        if (at_ == n_)
          break;
        current_ = at_++;
      }
      RETURN_IF_IO(dev_.get(*current_));
      out_.push_back(*current_);
      current_.reset();
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> notArmed() {
    while (true) {
      if (at_ == n_)
        break;
      const int current = at_++;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is
      RETURN_IF_IO(dev_.get(current));
      out_.push_back(current);
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  Device dev_;
  std::optional<int> current_;
  std::vector<int> out_;
  int at_ = 0, n_ = 0;
};
