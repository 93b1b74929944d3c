// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Small functions whose body is seen: what they do is done where they are
// called.
#include "device.h"
#include <vector>

using namespace ioresult;

static void increment(int &n) { ++n; }
static void setTo(int &n, int x) { n = x; }

class Helpers {
  IOResult<void> member() {
    bump();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> memberSafe() {
    RETURN_IF_IO(dev_.wait());
    bump();
    return IOResult<void>::done();
  }
  IOResult<void> freeFunction() {
    increment(n_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> freeFunctionSafe() {
    setTo(n_, 3);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> onALocalSafe() {
    int n = 0;
    increment(n);
    RETURN_IF_IO(dev_.get(n));
    return IOResult<void>::done();
  }
  IOResult<void> guardInHelperSafe() {
    if (begin())
      ++n_;
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> guardInHelper() {
    if (idle())
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    started_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> setterSafe() {
    if (idle()) {
      ++n_;
      start();
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> helperOfHelper() {
    bumpTwice();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> wholeHelperGuardedSafe() {
    bumpOnce();
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> getterOnlySafe() {
    const int k = count() + size();
    RETURN_IF_IO(dev_.get(k));
    return IOResult<void>::done();
  }
  // A reference handed out by a helper.
  IOResult<void> throughAccessor() {
    top() += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'top()' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> throughAccessorSafe() {
    top() = 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // A state that a helper moves on.
  IOResult<void> stateByHelperSafe() {
    for (;;) {
      switch (st_) {
      case Start:
        ++n_;
        goTo(Wait);
        break;
      case Wait:
        RETURN_IF_IO(dev_.wait());
        goTo(Start);
        return IOResult<void>::done();
      }
    }
  }
  IOResult<void> stateByHelper() {
    for (;;) {
      switch (st_) {
      case Start:
        goTo(Wait);
        break;
      case Wait:
        ++n_;
        // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
        RETURN_IF_IO(dev_.wait());
        goTo(Start);
        return IOResult<void>::done();
      }
    }
  }

  enum State { Start, Wait };
  void bump() { ++n_; }
  void bumpTwice() {
    bump();
    bump();
  }
  void bumpOnce() {
    if (started_)
      return;
    started_ = true;
    ++n_;
  }
  bool begin() {
    if (started_)
      return false;
    started_ = true;
    return true;
  }
  bool idle() const { return !started_; }
  void start() { started_ = true; }
  int count() const { return n_; }
  int size() const { return static_cast<int>(v_.size()); }
  int &top() { return n_; }
  void goTo(State next) { st_ = next; }

  State st_ = Start;
  Device dev_;
  bool started_ = false;
  int n_ = 0;
  std::vector<int> v_;
};
