// RUN: %check_tidy %s -checks=-*,audit-reentrancy-states
//
// Functions as machines of states.
#include "ioresult/ioresult.hpp"
using ioresult::IOResult;

struct Dev {
  IOResult<void> write(int);
};

class Pump {
public:
  IOResult<void> step() {
    // CHECK: :[[@LINE-1]]:18: warning: 'Pump::step' begins with 'state_' as one of: 'Start', 'Wait', 'Broken'
    switch (state_) {
    case State::Start:
      ++n_;
      state_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      RETURN_IF_IO(dev_.write(n_));
      // CHECK: :[[@LINE-1]]:7: note: from 'Start' to 'Wait': 'write' may be pending (transparent)
      finish();
      return IOResult<void>::done();
      // CHECK: :[[@LINE-1]]:7: note: from 'Start' to 'Start': the operation ends
      // CHECK: :[[@LINE-5]]:7: note: from 'Wait' to 'Wait': 'write' may be pending (transparent)
      // CHECK: :[[@LINE-3]]:7: note: from 'Wait' to 'Start': the operation ends
    case State::Broken:
      break;
    }
    return IOResult<void>::done();
    // CHECK: :[[@LINE-1]]:5: note: from 'Broken' to 'Broken': the operation ends
  }

  // A change before the yield, in the only state.
  IOResult<void> bare() {
    // CHECK: :[[@LINE-1]]:18: warning: 'Pump::bare' begins with 'no state' as one of: 'entry'
    ++n_;
    RETURN_IF_IO(dev_.write(1));
    // CHECK: :[[@LINE-1]]:5: note: from 'entry' to 'entry': 'write' may be pending (bug)
    return IOResult<void>::done();
    // CHECK: :[[@LINE-1]]:5: note: from 'entry' to 'entry': the operation ends
  }

  int plain() { return n_; } // is not re-entrant

private:
  enum class State { Start, Wait, Broken };
  // The assignment in a helper is seen.
  void finish() { state_ = State::Start; }
  Dev dev_;
  State state_ = State::Start;
  int n_ = 0;
};
