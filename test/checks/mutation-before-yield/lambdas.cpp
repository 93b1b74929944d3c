// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Lambdas: their captures persist, and a body runs only where it is called.
#include "device.h"
#include <functional>
#include <system_error>
#include <utility>

using namespace ioresult;

void byReference(Device &dev, int &n, bool &started) {
  auto unsafe = [&]() -> IOResult<void> {
    ++n;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n' is changed before a yield and changed again
    RETURN_IF_IO(dev.wait());
    return IOResult<void>::done();
  };
  auto safe = [&]() -> IOResult<void> {
    RETURN_IF_IO(dev.wait());
    ++n;
    return IOResult<void>::done();
  };
  auto guarded = [&]() -> IOResult<void> {
    if (!started) {
      ++n;
      started = true;
    }
    RETURN_IF_IO(dev.wait());
    started = false;
    return IOResult<void>::done();
  };
  (void)unsafe, (void)safe, (void)guarded;
}

class Captures {
  auto unsafe() {
    return [this]() -> IOResult<void> {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      RETURN_IF_IO(dev_.wait());
      return IOResult<void>::done();
    };
  }
  auto safe() {
    return [this]() -> IOResult<void> {
      RETURN_IF_IO(dev_.wait());
      ++n_;
      return IOResult<void>::done();
    };
  }

  // What stands in a lambda is done by who calls it.
  IOResult<void> notCalledSafe() {
    auto bump = [this] { ++n_; };
    RETURN_IF_IO(dev_.wait());
    bump();
    return IOResult<void>::done();
  }
  IOResult<void> called() {
    auto bump = [this] { ++n_; };
    bump();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> calledAtOnce() {
    [this] { ++n_; }();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> calledAtOnceSafe() {
    const int k = [this] { return n_ + 1; }();
    RETURN_IF_IO(dev_.get(k));
    return IOResult<void>::done();
  }
  IOResult<void> callbackSafe() {
    if (!asked_) {
      asked_ = true;
      completion_ = Completion::make([this](std::error_code) { ++n_; });
    }
    if (!completion_.finished())
      IO_YIELD_ONE(completion_);
    asked_ = false;
    return IOResult<void>::done();
  }
  // A `return` in a lambda is not one of the function around it.
  IOResult<void> returnInsideSafe() {
    ++n_;
    auto wait = [this]() -> IOResult<void> {
      RETURN_IF_IO(dev_.wait());
      return IOResult<void>::done();
    };
    later_ = wait;
    return IOResult<void>::done();
  }

  Device dev_;
  Completion completion_;
  std::function<IOResult<void>()> later_;
  bool asked_ = false;
  int n_ = 0;
};
