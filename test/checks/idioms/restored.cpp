// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// Changed, and restored in the pending branch.
#include "device.h"
#include <cstdint>
#include <utility>
#include <vector>

using namespace ioresult;

struct Flags {
  IOResult<void> restoredSafe() {
    flags_ |= Busy;
    auto r = dev_.wait();
    if (r.is_io()) {
      flags_ &= ~Busy;
      return r.pending();
    }
    return r;
  }
  IOResult<void> restoredByMacroSafe() {
    auto rows = std::move(rows_);
    RETURN_AND_RESTORE_IF_IO(rows_, std::move(rows), dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> notRestored() {
    auto rows = std::move(rows_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rows_' is taken before a yield and no longer there
    RETURN_IF_IO(dev_.wait());
    last_ = std::move(rows);
    return IOResult<void>::done();
  }
  IOResult<void> restoredByHalf() {
    credits_ -= 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_io()) {
      credits_ += 1;
      return r.pending();
    }
    return r;
  }
  enum : std::uint32_t { Busy = 4 };
  Device dev_;
  std::uint32_t flags_ = 0;
  std::vector<int> rows_, last_;
  int credits_ = 0;
};
