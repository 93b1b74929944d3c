// RUN: %check_tidy %s -checks=-*,reentrancy-ignored-result -warnings-only -- -I%S/../Inputs
//
// A pending answer is passed on, or kept, or given to somebody who waits.
#include "device.h"

using namespace ioresult;

const std::error_code corrupt = std::make_error_code(std::errc::io_error);

struct Cursor {
  Device &dev_;
  std::optional<IOResult<int>> asked_;
  int sum_ = 0;

  //===--- only the done branch is looked at --------------------------------===//

  IOResult<void> onlyDone() {
    const IOResult<int> r = dev_.get(1);
    // CHECK: :[[@LINE-1]]:29: warning: the pending answer of 'get' is ignored: 'onlyDone' goes on as if it were done [reentrancy-ignored-result]
    if (r.is_done())
      sum_ = r.value();
    return IOResult<void>::done();
  }

  IOResult<void> onlyDoneSafe() {
    const IOResult<int> r = dev_.get(1);
    if (!r.is_done())
      return r.pending();
    sum_ = r.value();
    return IOResult<void>::done();
  }

  // `?` forwards errors only.
  IOResult<void> onlyErrors() {
    const IOResult<void> r = dev_.wait();
    // CHECK: :[[@LINE-1]]:30: warning: the pending answer of 'wait' is ignored
    if (r.is_err())
      return r.pending();
    return IOResult<void>::done();
  }

  IOResult<void> castToVoid() {
    (void)dev_.wait();
    // CHECK: :[[@LINE-1]]:11: warning: the pending answer of 'wait' is ignored
    return IOResult<void>::done();
  }

  //===--- turned into an error ---------------------------------------------===//

  IOResult<int> assumedDone() {
    const IOResult<int> r = dev_.get(1);
    // CHECK: :[[@LINE-1]]:29: warning: the pending answer of 'get' is turned into an error [reentrancy-ignored-result]
    if (!r.is_done())
      return IOResult<int>::err(corrupt);
    return IOResult<int>::done(r.value());
  }

  IOResult<int> assumedDoneSafe() {
    const IOResult<int> r = dev_.get(1);
    if (r.is_io())
      return r;
    if (r.is_err())
      return IOResult<int>::err(corrupt);
    return IOResult<int>::done(r.value());
  }

  //===--- the value without a test -----------------------------------------===//

  IOResult<int> untested() {
    return IOResult<int>::done(dev_.get(1).value());
    // CHECK: :[[@LINE-1]]:32: warning: the value of 'get' is used though its answer may be pending [reentrancy-ignored-result]
  }

  IOResult<int> testedSafe() {
    const auto r = dev_.get(1);
    if (!r.is_done())
      return r.pending();
    return IOResult<int>::done(r.value());
  }

  //===--- turned into success ----------------------------------------------===//

  IOResult<bool> saysNo() {
    const auto r = dev_.wait();
    // CHECK: :[[@LINE-1]]:20: warning: the pending answer of 'wait' is ignored
    if (r.is_io())
      return IOResult<bool>::done(false);
    if (r.is_err())
      return r.pending();
    return IOResult<bool>::done(true);
  }

  // A race: the first that is done decides.
  IOResult<bool> raceSafe() {
    const auto first = dev_.get(1);
    if (first.is_err())
      return first.pending();
    if (first.is_done())
      return IOResult<bool>::done(true);
    const auto second = dev_.get(2);
    if (!second.is_done())
      return second.pending();
    return IOResult<bool>::done(false);
  }

  //===--- loops ------------------------------------------------------------===//

  IOResult<void> inLoopSafe() {
    for (int i = 0; i < 3; ++i)
      RETURN_IF_IO(dev_.get(i));
    return IOResult<void>::done();
  }

  IOResult<void> inLoop() {
    for (int i = 0; i < 3; ++i) {
      const auto r = dev_.get(i);
      // CHECK: :[[@LINE-1]]:22: warning: the pending answer of 'get' is ignored
      if (r.is_err())
        return r.pending();
    }
    return IOResult<void>::done();
  }

  //===--- somebody has it --------------------------------------------------===//

  IOResult<void> storedSafe() {
    asked_ = dev_.get(1);
    return IOResult<void>::done();
  }

  static void waitFor(const IOResult<int> &);
  IOResult<void> handedOnSafe() {
    const auto r = dev_.get(1);
    waitFor(r);
    return IOResult<void>::done();
  }

  // A callee that never waits.
  IOResult<int> ready() { return IOResult<int>::done(sum_); }
  IOResult<int> neverPendingSafe() {
    return IOResult<int>::done(ready().value());
  }

  // A helper that leaves early waits without a word.
  void poll() {
    if (!dev_.wait().is_done())
      return;
    sum_ = 0;
  }
  IOResult<void> hiddenYieldSafe() {
    poll();
    return IOResult<void>::done();
  }
};

//===--- a yield is always finished -----------------------------------------===//

struct Fiber {
  IOResult<void> run();
};

bool spins(Fiber &f) {
  for (;;) {
    const IOResult<void> r = f.run();
    if (!r.is_io())
      return true;
    if (!r.completion().finished())
      // CHECK: :[[@LINE-1]]:9: warning: a finished completion of 'run' is taken for progress, but that of a plain yield is always finished [reentrancy-ignored-result]
      return false;
  }
}

bool spinsSafe(Fiber &f) {
  for (;;) {
    const IOResult<void> r = f.run();
    if (!r.is_io())
      return true;
    const Completion &c = r.completion();
    if (!c.finished() || c.is_explicit_yield())
      return false;
  }
}
