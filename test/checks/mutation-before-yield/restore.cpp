// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Changed, and put back on the way out that answers pending.
#include "device.h"
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace ioresult;

class Restores {
  IOResult<void> bitSafe() {
    flags_ |= Busy;
    auto r = dev_.wait();
    if (r.is_io()) {
      flags_ &= ~Busy;
      return r.pending();
    }
    return r;
  }
  IOResult<void> amountSafe(int k) {
    credits_ -= k;
    auto r = dev_.wait();
    if (!r.is_done()) {
      credits_ += k;
      return r;
    }
    return IOResult<void>::done();
  }
  IOResult<void> amountNotRestored(int k) {
    credits_ -= k;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (!r.is_done())
      return r;
    credits_ += k;
    return IOResult<void>::done();
  }
  IOResult<void> otherAmount(int k) {
    credits_ -= k;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (!r.is_done()) {
      credits_ += 1;
      return r;
    }
    return IOResult<void>::done();
  }
  IOResult<void> onErrorOnly(int k) {
    credits_ -= k;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_err()) {
      credits_ += k;
      return r;
    }
    if (r.is_io())
      return r;
    return IOResult<void>::done();
  }
  IOResult<void> savedSafe() {
    const int before = credits_;
    credits_ += 5;
    auto r = dev_.wait();
    if (r.is_io()) {
      credits_ = before;
      return r;
    }
    return IOResult<void>::done();
  }
  IOResult<void> macroSafe() {
    auto queue = std::move(queue_);
    RETURN_AND_RESTORE_IF_IO(queue_, std::move(queue),
                             dev_.get(queue.size()));
    return IOResult<void>::done();
  }
  IOResult<void> popSafe() {
    queue_.push_back(1);
    auto r = dev_.wait();
    if (!r.is_done()) {
      queue_.pop_back();
      return r;
    }
    return IOResult<void>::done();
  }
  IOResult<void> twoYieldsOneRestored() {
    ++credits_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (!r.is_done()) {
      --credits_;
      return r;
    }
    RETURN_IF_IO(other_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> twoYieldsBothRestoredSafe() {
    ++credits_;
    auto r = dev_.wait();
    if (!r.is_done()) {
      --credits_;
      return r;
    }
    auto s = other_.wait();
    if (!s.is_done()) {
      --credits_;
      return s;
    }
    return IOResult<void>::done();
  }
  // A guard object puts it back whenever the function is left.
  struct Depth {
    explicit Depth(int &depth) : depth(depth) { ++depth; }
    ~Depth() { --depth; }
    int &depth;
  };
  IOResult<void> byDestructorSafe() {
    Depth guard(depth_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  struct Mark {
    explicit Mark(int &depth) { ++depth; }
  };

  // What is put back is what was changed: the next call asks for another.
  IOResult<void> changedAndPutBack() {
    if (at_)
      ++*at_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '*at_' is changed before a yield and changed again
    auto at = std::exchange(at_, std::nullopt);
    RETURN_AND_RESTORE_IF_IO(at_, std::move(at), dev_.get(at.value_or(1)));
    return IOResult<void>::done();
  }
  IOResult<void> putBackSafe() {
    auto at = std::exchange(at_, std::nullopt);
    RETURN_AND_RESTORE_IF_IO(at_, std::move(at), dev_.get(at.value_or(1)));
    return IOResult<void>::done();
  }

  // What is asked for depends on what it was, which the next call sees again.
  IOResult<void> toggledAndPutBackSafe() {
    const bool was = on_;
    on_ ^= true;
    RETURN_AND_RESTORE_IF_IO(on_, was, dev_.get(was ? 1 : 0));
    return IOResult<void>::done();
  }
  IOResult<void> toggledAndNotPutBack() {
    const bool was = on_;
    on_ ^= true;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'on_' is changed before a yield, and 'toggledAndNotPutBack' reads the changed value
    RETURN_IF_IO(dev_.get(was ? 1 : 0));
    return IOResult<void>::done();
  }

  // The parts of a copy, whichever was changed first.
  IOResult<void> copyPutBackSafe() {
    if (!turned_) {
      const Place was = place_;
      place_.page = was.cell + 1;
      place_.cell = was.page;
      turned_ = true;
    }
    const Place was = place_;
    place_.cell += 2;
    auto r = dev_.get(1);
    if (r.is_io()) {
      place_ = was;
      return r.pending();
    }
    turned_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> otherPartPutBack() {
    const Place was = place_;
    place_.cell += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'place_.cell' is changed before a yield and changed again
    auto r = dev_.get(1);
    if (r.is_io()) {
      place_.page = was.page;
      return r.pending();
    }
    return IOResult<void>::done();
  }

  struct Place {
    int page, cell;
  } place_;
  bool turned_ = false;
  enum { Busy = 1 };
  Device dev_, other_;
  std::vector<int> queue_, spare_;
  std::optional<int> at_;
  unsigned flags_ = 0;
  int credits_ = 0, depth_ = 0;
  bool on_;
};
