// RUN: %check_tidy %s -checks=-*,reentrancy-missing-resume -- -I%S/../Inputs
//
// Each state that a yield leaves behind has a case where the next call begins.
#include "device.h"
#include <cstdlib>
#include <stdexcept>

using namespace ioresult;

class Machine {
  enum class Step { Start, Wait, Done };

  IOResult<void> throws() {
    switch (step_) {
    case Step::Start: {
      const Completion c = dev_.submit(1);
      step_ = Step::Wait;
      // CHECK: :[[@LINE-1]]:7: warning: 'step_' is left in a state at the yield for which the next call has no case [reentrancy-missing-resume]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'step_' is set here
      // CHECK: :[[@LINE+3]]:7: note: 'throws' hands out a completion here, and is called again from the top when that is finished
      // CHECK: :[[@LINE-7]]:13: note: next call: no case of this 'switch' is for that state
      // CHECK: :[[@LINE-5]]:7: note: give the state a case of its own, which goes on where this call stopped
      IO_YIELD_ONE(c);
    }
    case Step::Done:
      step_ = Step::Start;
      return IOResult<void>::done();
    default:
      throw std::logic_error("not a state to start in");
    }
  }

  IOResult<void> aborts() {
    switch (step_) {
    case Step::Start: {
      const Completion c = dev_.submit(1);
      step_ = Step::Wait;
      // CHECK: :[[@LINE-1]]:7: warning: 'step_' is left in a state at the yield for which the next call has no case
      // CHECK: :[[@LINE-2]]:7: note: first call
      // CHECK: :[[@LINE+3]]:7: note: 'aborts' hands out a completion here
      // CHECK: :[[@LINE-7]]:13: note: next call: no case of this 'switch'
      // CHECK: :[[@LINE-5]]:7: note: give the state a case of its own
      IO_YIELD_ONE(c);
    }
    case Step::Done:
      step_ = Step::Start;
      return IOResult<void>::done();
    default:
      std::abort();
    }
  }

  IOResult<void> dispatchedSafe() {
    switch (step_) {
    case Step::Start: {
      const Completion c = dev_.submit(1);
      step_ = Step::Wait;
      IO_YIELD_ONE(c);
    }
    case Step::Wait:
      step_ = Step::Start;
      return IOResult<void>::done();
    default:
      throw std::logic_error("not a state to start in");
    }
  }

  // The default is the state's case.
  IOResult<void> byDefaultSafe() {
    switch (step_) {
    case Step::Start: {
      const Completion c = dev_.submit(1);
      step_ = Step::Wait;
      IO_YIELD_ONE(c);
    }
    default:
      step_ = Step::Start;
      return IOResult<void>::done();
    }
  }

  Device &dev_;
  Step step_ = Step::Start;
};
