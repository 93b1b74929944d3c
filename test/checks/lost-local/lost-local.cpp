// RUN: %check_tidy %s -checks=-*,reentrancy-lost-local -- -I%S/../Inputs
//
// Locals die at a yield. What the next call cannot compute again from state
// that persists must persist itself.
#include "device.h"
#include <vector>

using namespace ioresult;

struct Pages {
  IOResult<int> allocate();
  IOResult<void> link(const std::vector<int> &pages);
};

class Locals {
  // Completions in a local: nobody waits for them any more.
  IOResult<void> inFlight() {
    std::vector<Completion> started;
    started.push_back(dev_.submit(1));
    // CHECK: :[[@LINE-1]]:5: warning: the local 'started' dies at a yield, and the next call cannot compute it again [reentrancy-lost-local]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'started' gets its value here
    // CHECK: :[[@LINE+3]]:18: note: 'wait' may be pending here; then 'inFlight' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:5: note: next call: 'started' starts afresh, and what it held is gone
    // CHECK: :[[@LINE-5]]:5: note: keep 'started' in a member, or save it in full on the pending path
    RETURN_IF_IO(dev_.wait());
    all_ = started;
    return IOResult<void>::done();
  }
  IOResult<void> inFlightKeptSafe() {
    if (all_.empty())
      all_.push_back(dev_.submit(1));
    RETURN_IF_IO(dev_.wait());
    all_.clear();
    return IOResult<void>::done();
  }

  // A counter that starts afresh costs a few questions, and leaves nothing.
  IOResult<void> askEachSafe() {
    for (int i = 0; i < size_; ++i) {
      RETURN_IF_IO(dev_.get(1));
      next_ = size_;
    }
    return IOResult<void>::done();
  }

  // A partial result, while the cursor persists.
  IOResult<void> list() {
    std::vector<int> pages;
    while (next_ < size_) {
      int page;
      ASSIGN_OR_RETURN_IO(page, dev_.get(next_));
      pages.push_back(page);
      // CHECK: :[[@LINE-1]]:7: warning: the local 'pages' dies at a yield, and the next call cannot compute it again [reentrancy-lost-local]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'pages' gets its value here
      // CHECK: :[[@LINE-4]]:33: note: 'get' may be pending here; then 'list' returns, and is called again from the top
      // CHECK: :[[@LINE-4]]:7: note: next call: 'pages' starts afresh, and what it held is gone
      // CHECK: :[[@LINE-5]]:7: note: keep 'pages' in a member, or save it in full on the pending path
      next_ = next_ + 1;
    }
    next_ = 0;
    last_ = pages;
    return IOResult<void>::done();
  }
  IOResult<void> listKeptSafe() {
    while (next_ < size_) {
      int page;
      ASSIGN_OR_RETURN_IO(page, dev_.get(next_));
      last_.push_back(page);
      next_ = next_ + 1;
    }
    next_ = 0;
    return IOResult<void>::done();
  }

  // A callee that keeps its progress in what it is given.
  IOResult<void> walk(int &at) {
    while (at < size_) {
      RETURN_IF_IO(dev_.get(at));
      ++at;
    }
    return IOResult<void>::done();
  }
  IOResult<void> progressInLocal() {
    int at = 0;
    RETURN_IF_IO(walk(at));
    // CHECK: :[[@LINE-1]]:18: warning: the local 'at' dies at a yield, and the next call cannot compute it again [reentrancy-lost-local]
    // CHECK: :[[@LINE-2]]:18: note: first call: 'at' gets its value here
    // CHECK: :[[@LINE-3]]:18: note: 'walk' may be pending here; then 'progressInLocal' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:18: note: next call: 'at' starts afresh, and what it held is gone
    // CHECK: :[[@LINE-5]]:18: note: keep 'at' in a member, or save it in full on the pending path
    next_ = at;
    return IOResult<void>::done();
  }
  IOResult<void> progressInMemberSafe() {
    RETURN_IF_IO(walk(low_));
    next_ = low_;
    low_ = 0;
    return IOResult<void>::done();
  }

  // What the replay computes again from state that did not change.
  IOResult<void> recomputedSafe() {
    const int half = size_ / 2;
    std::vector<int> wanted;
    for (int i = 0; i < half; ++i)
      wanted.push_back(i);
    RETURN_IF_IO(pages_.link(wanted));
    next_ = half;
    return IOResult<void>::done();
  }
  // Saved in full on the pending path, and read back.
  IOResult<int> savedSafe() {
    int low = low_, high = high_;
    while (low < high) {
      const int middle = low + (high - low) / 2;
      const auto answer = dev_.get(middle);
      if (answer.is_io()) {
        low_ = low;
        high_ = high;
        return IOResult<int>::io(answer.completion());
      }
      if (answer.value() < next_)
        low = middle + 1;
      else
        high = middle;
    }
    low_ = 0;
    high_ = size_;
    return IOResult<int>::done(low);
  }

  Pages pages_;
  Device dev_;
  std::vector<Completion> all_;
  std::vector<int> last_;
  int next_ = 0, size_ = 8, low_ = 0, high_ = 8;
};
