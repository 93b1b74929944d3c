// RUN: %check_tidy %s -checks=-*,reentrancy-missing-resume -- -I%S/../Inputs
//
// The set-up of an operation belongs to its start: a call that resumes it must
// not set back what the pending callee has made.
#include "device.h"

using namespace ioresult;

class Scans {
  IOResult<void> scan() {
    while (at_ < size_) {
      RETURN_IF_IO(dev_.get(at_));
      ++at_;
    }
    return IOResult<void>::done();
  }
  IOResult<void> entryReset() {
    at_ = 0;
    // CHECK: :[[@LINE-1]]:5: warning: 'at_' is set on each call, over what 'scan' has made of it so far [reentrancy-missing-resume]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'at_' is changed here
    // CHECK: :[[@LINE+4]]:18: note: 'scan' may be pending here; then 'entryReset' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:5: note: and 'at_' is set back, over what was made of it before the yield
    // CHECK: :[[@LINE-6]]:5: note: set 'at_' only when the operation starts, not when it is resumed: guard it with a state that the call of 'scan' does not reset
    RETURN_IF_IO(scan());
    return IOResult<void>::done();
  }
  IOResult<void> resetOnceSafe() {
    if (!started_) {
      at_ = 0;
      started_ = true;
    }
    RETURN_IF_IO(scan());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> resetBehindSafe() {
    RETURN_IF_IO(scan());
    at_ = 0;
    return IOResult<void>::done();
  }

  // A state machine in a callee, and an entry that knows one of its states.
  IOResult<void> drive() {
    switch (phase_) {
    case Phase::None:
      break;
    case Phase::Main:
      RETURN_IF_IO(dev_.wait());
      phase_ = Phase::Attached;
      [[fallthrough]];
    case Phase::Attached:
      RETURN_IF_IO(other_.wait());
      phase_ = Phase::None;
    }
    return IOResult<void>::done();
  }
  IOResult<void> oneStateKnown() {
    if (phase_ == Phase::Main)
      return drive();
    phase_ = Phase::Main;
    // CHECK: :[[@LINE-1]]:5: warning: 'phase_' is set on each call, over what 'drive' has made of it so far [reentrancy-missing-resume]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'phase_' is changed here
    // CHECK: :[[@LINE+4]]:12: note: 'drive' may be pending here; then 'oneStateKnown' returns, and is called again from the top
    // CHECK: :[[@LINE-6]]:9: note: next call: control gets here again, because 'phase_ == Phase::Main' is 'false' as the first call left it
    // CHECK: :[[@LINE-5]]:5: note: and 'phase_' is set back, over what was made of it before the yield
    // CHECK: :[[@LINE-6]]:5: note: set 'phase_' only when the operation starts, not when it is resumed: guard it with a state that the call of 'drive' does not reset
    return drive();
  }
  IOResult<void> everyStateKnownSafe() {
    if (phase_ != Phase::None)
      return drive();
    phase_ = Phase::Main;
    return drive();
  }

  // The callee makes it again under the same condition.
  IOResult<void> markLarge() {
    if (size_ > 9)
      wanted_ = 7;
    RETURN_IF_IO(dev_.wait());
    RETURN_IF_IO(other_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> markedAgainSafe() {
    wanted_ = 0;
    RETURN_IF_IO(markLarge());
    return IOResult<void>::done();
  }
  // It does so only in its first state.
  IOResult<void> markOnce() {
    if (!marked_) {
      wanted_ = 7;
      marked_ = true;
    }
    RETURN_IF_IO(other_.wait());
    marked_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> markedOnce() {
    wanted_ = 0;
    // CHECK: :[[@LINE-1]]:5: warning: 'wanted_' is set on each call, over what 'markOnce' has made of it so far [reentrancy-missing-resume]
    // CHECK: :[[@LINE-2]]:5: note: first call: 'wanted_' is changed here
    // CHECK: :[[@LINE+4]]:18: note: 'markOnce' may be pending here; then 'markedOnce' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:5: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:5: note: and 'wanted_' is set back, over what was made of it before the yield
    // CHECK: :[[@LINE-6]]:5: note: set 'wanted_' only when the operation starts, not when it is resumed: guard it with a state that the call of 'markOnce' does not reset
    RETURN_IF_IO(markOnce());
    return IOResult<void>::done();
  }

  // A set-up that nothing is built upon.
  IOResult<void> idempotentSafe() {
    wanted_ = size_;
    RETURN_IF_IO(scan());
    at_ = 0;
    return IOResult<void>::done();
  }

  enum class Phase { None, Main, Attached };
  Phase phase_ = Phase::None;
  Device dev_, other_;
  bool started_ = false, marked_ = false;
  int at_ = 0, size_ = 8, wanted_ = 0;
};
