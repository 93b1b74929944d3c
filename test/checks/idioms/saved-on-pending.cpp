// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// A local saved to a member on the pending path.
#include "device.h"
#include <utility>
#include <vector>

using namespace ioresult;

struct Saver {
  IOResult<void> savedSafe() {
    std::vector<int> work = std::move(rest_);
    work.push_back(0);
    auto r = dev_.wait();
    if (r.is_io()) {
      work.pop_back();
      rest_ = std::move(work);
      return r.pending();
    }
    return IOResult<void>::done();
  }
  IOResult<void> notSaved() {
    std::vector<int> work = std::move(rest_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rest_' is taken before a yield and no longer there
    auto r = dev_.wait();
    if (r.is_io())
      return r.pending();
    done_ = std::move(work);
    return IOResult<void>::done();
  }
  // Saved, and no longer what it was.
  IOResult<void> savedChanged() {
    std::vector<int> work = std::move(rest_);
    work.push_back(0);
    auto r = dev_.wait();
    if (r.is_io()) {
      rest_ = std::move(work);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rest_'
      return r.pending();
    }
    done_ = std::move(work);
    return IOResult<void>::done();
  }
  // The cursor that a callee moves on.
  IOResult<void> advance(int &at);
  IOResult<void> cursorSafe() {
    int at = at_;
    auto r = advance(at);
    at_ = at;
    if (r.is_io())
      return r.pending();
    at_ = 0;
    return IOResult<void>::done();
  }
  Device dev_;
  std::vector<int> rest_, done_;
  int at_ = 0;
};
