// RUN: %check_tidy %s -checks=-*,reentrancy-state-not-reset -- -I%S/../Inputs
//
// An operation that keeps its result, and another that makes it untrue.
#include "device.h"

using namespace ioresult;

struct Ledger {
  IOResult<void> load();
  long balance = 0;
};

enum class Step { Ask, Known };

class Keeps {
  IOResult<long> total() {
    if (step_ == Step::Ask) {
      RETURN_IF_IO(ledger_.load());
      total_ = ledger_.balance;
      step_ = Step::Known;
    }
    return IOResult<long>::done(total_);
  }
  IOResult<void> close() {
    RETURN_IF_IO(ledger_.load());
    ledger_.balance = 0;
    // CHECK: :[[@LINE-1]]:5: warning: 'ledger_.balance' is changed, but 'total' still answers what it has kept of it: 'step_' is not set back [reentrancy-state-not-reset]
    // CHECK: :[[@LINE-12]]:26: note: 'total' keeps its result, with a state that says so
    // CHECK: :[[@LINE+2]]:5: note: 'close' is done here, and that state is as it was
    // CHECK: :[[@LINE-4]]:5: note: set 'step_' back where 'ledger_.balance' is changed
    return IOResult<void>::done();
  }

  Ledger &ledger_;
  Step step_ = Step::Ask;
  long total_ = 0;
};

class SetsBack {
  IOResult<long> total() {
    if (step_ != Step::Known) {
      RETURN_IF_IO(ledger_.load());
      total_ = ledger_.balance;
      step_ = Step::Known;
    }
    return IOResult<long>::done(total_);
  }
  IOResult<void> closeSafe() {
    RETURN_IF_IO(ledger_.load());
    ledger_.balance = 0;
    step_ = Step::Ask;
    return IOResult<void>::done();
  }

  Ledger &ledger_;
  Step step_ = Step::Ask;
  long total_ = 0;
};

// It asks anew each time.
class AsksAgain {
  IOResult<long> total() {
    RETURN_IF_IO(ledger_.load());
    total_ = ledger_.balance;
    return IOResult<long>::done(total_);
  }
  IOResult<void> closeSafe() {
    RETURN_IF_IO(ledger_.load());
    ledger_.balance = 0;
    return IOResult<void>::done();
  }

  Ledger &ledger_;
  long total_ = 0;
};

// It ends in the state in which it starts: that keeps nothing.
class StartsOver {
  IOResult<long> total() {
    if (step_ == Step::Ask) {
      RETURN_IF_IO(ledger_.load());
      total_ = ledger_.balance;
      step_ = Step::Known;
    }
    if (step_ == Step::Known) {
      RETURN_IF_IO(ledger_.load());
      step_ = Step::Ask;
      return IOResult<long>::done(total_);
    }
    return IOResult<long>::done(0);
  }
  IOResult<void> closeSafe() {
    RETURN_IF_IO(ledger_.load());
    ledger_.balance = 0;
    return IOResult<void>::done();
  }

  Ledger &ledger_;
  Step step_ = Step::Ask;
  long total_ = 0;
};

// Callers are told to set it back.
class LeftToCallers {
public:
  void forget() { known_ = false; }

private:
  IOResult<long> total() {
    if (!known_) {
      RETURN_IF_IO(ledger_.load());
      total_ = ledger_.balance;
      known_ = true;
    }
    return IOResult<long>::done(total_);
  }
  IOResult<void> closeSafe() {
    RETURN_IF_IO(ledger_.load());
    ledger_.balance = 0;
    return IOResult<void>::done();
  }

  Ledger &ledger_;
  bool known_ = false;
  long total_ = 0;
};
