// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// The pending callee may be called again at another place of the function.
#include "device.h"
#include <vector>

using namespace ioresult;

class Twins {
  IOResult<void> otherCaseSafe() {
    switch (st_) {
    case Start:
      ++n_;
      st_ = Wait;
      RETURN_IF_IO(dev_.wait());
      break;
    case Wait:
      RETURN_IF_IO(dev_.wait());
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  // Behind both the same is done.
  IOResult<void> sameBehindSafe() {
    switch (st_) {
    case Start:
      st_ = Wait;
      RETURN_IF_IO(dev_.wait());
      ++n_;
      break;
    case Wait:
      RETURN_IF_IO(dev_.wait());
      ++n_;
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> earlySafe() {
    if (started_) {
      RETURN_IF_IO(dev_.wait());
      started_ = false;
      return IOResult<void>::done();
    }
    ++n_;
    started_ = true;
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> earlyNotSet() {
    if (started_) {
      RETURN_IF_IO(dev_.wait());
      started_ = false;
      return IOResult<void>::done();
    }
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  IOResult<void> inARowSafe() {
    RETURN_IF_IO(dev_.get(1));
    RETURN_IF_IO(dev_.get(2));
    ++n_;
    return IOResult<void>::done();
  }

  // What is asked a second time is told the same: the replay comes to the first
  // question, and goes on from there as it did.
  IOResult<void> askedTwiceSafe() {
    ASSIGN_OR_RETURN_IO(const int first, dev_.get(1));
    RETURN_IF_IO(n_ > 0 ? dev_.get(1) : dev_.get(2));
    sum_ = first;
    return IOResult<void>::done();
  }
  IOResult<void> askedForAnother() {
    ASSIGN_OR_RETURN_IO(const int first, dev_.get(n_));
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.get(n_));
    sum_ = first;
    return IOResult<void>::done();
  }
  // One place that asks over and over waits for another answer.
  IOResult<void> pollsUntilSafe() {
    if (started_) {
      RETURN_IF_IO(dev_.get(7));
      started_ = false;
      return IOResult<void>::done();
    }
    for (;;) {
      ASSIGN_OR_RETURN_IO(const int page, dev_.get(1));
      if (page == 3)
        break;
      RETURN_IF_IO(other_.wait());
    }
    started_ = true;
    RETURN_IF_IO(dev_.get(7));
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> countsPolls() {
    for (;;) {
      ASSIGN_OR_RETURN_IO(const int page, dev_.get(1));
      if (page == 3)
        break;
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      RETURN_IF_IO(other_.wait());
    }
    return IOResult<void>::done();
  }
  // An answer that was only seen not to be pending was done; so it is again.
  IOResult<void> notPendingSafe() {
    switch (st_) {
    case Start: {
      auto r = dev_.get(1);
      if (r.is_io())
        return r.pending();
      st_ = Wait;
      [[fallthrough]];
    }
    case Wait:
      RETURN_IF_IO(dev_.get(1));
      RETURN_IF_IO(other_.wait());
      st_ = Start;
      break;
    case Done:
      break;
    }
    return IOResult<void>::done();
  }
  // What is learned of the argument behind the call does not make it another.
  IOResult<void> learnedBehindSafe() {
    ASSIGN_OR_RETURN_IO(const int page, dev_.get(n_));
    if (n_ == 1)
      started_ = false;
    RETURN_IF_IO(dev_.get(page));
    return IOResult<void>::done();
  }
  // An earlier call of the same with the same is not this one, done again.
  IOResult<void> madeBeforeSafe() {
    switch (st_) {
    case Start:
      for (; at_ < 3; ++at_)
        RETURN_IF_IO(log_.append(n_));
      at_ = 0;
      st_ = Wait;
      [[fallthrough]];
    case Wait:
      RETURN_IF_IO(dev_.get(1));
      RETURN_IF_IO(dev_.get(1));
      st_ = Done;
      [[fallthrough]];
    case Done:
      RETURN_IF_IO(log_.append(n_));
      st_ = Start;
    }
    return IOResult<void>::done();
  }

  // The twin leaves the state as it is: the operation never ends.
  IOResult<void> neverMovesOn() {
    for (;;)
      switch (st_) {
      case Start:
        st_ = Wait;
        // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'st_' is changed before a yield, and 'neverMovesOn' reads the changed value
        RETURN_IF_IO(log_.append(n_));
        st_ = Done;
        break;
      case Wait:
        RETURN_IF_IO(log_.append(n_));
        break;
      case Done:
        st_ = Start;
        return IOResult<void>::done();
      }
  }
  IOResult<void> movesOnSafe() {
    for (;;)
      switch (st_) {
      case Start:
        st_ = Wait;
        RETURN_IF_IO(log_.append(n_));
        st_ = Done;
        break;
      case Wait:
        RETURN_IF_IO(log_.append(n_));
        st_ = Done;
        break;
      case Done:
        st_ = Start;
        return IOResult<void>::done();
      }
  }

  // The two do the same to each element, each in a loop of its own.
  IOResult<void> loopsOfTwinsSafe() {
    if (st_ == Start) {
      st_ = Wait;
      RETURN_IF_IO(log_.append(n_));
      for (int &x : items_)
        ++x;
    } else {
      RETURN_IF_IO(log_.append(n_));
      for (int &x : items_)
        ++x;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> loopsOfTwins() {
    if (st_ == Start) {
      st_ = Wait;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'st_' is changed before a yield, and 'loopsOfTwins' reads the changed value
      RETURN_IF_IO(log_.append(n_));
      for (int &x : items_)
        ++x;
    } else {
      RETURN_IF_IO(log_.append(n_));
      for (int &x : items_)
        x += 2;
    }
    st_ = Start;
    return IOResult<void>::done();
  }

  struct Log {
    IOResult<void> append(int n);
  };

  enum { Start, Wait, Done } st_ = Start;
  Device dev_, other_;
  Log log_;
  bool started_ = false;
  int n_ = 0, sum_ = 0, at_ = 0;
  std::vector<int> items_;
};
