// RUN: %check_tidy %s -checks=-*,reentrancy-state-not-reset -warnings-only -- -I%S/../Inputs
//
// However an operation ends, the next one can start.
#include "device.h"

using namespace ioresult;

const std::error_code corrupt = std::make_error_code(std::errc::io_error);

//===--- a wrapper that sets back only what was done ------------------------===//

class Wrapped {
  enum class Phase { Append, Sync };
  IOResult<void> run() {
    if (phase_ == Phase::Append) {
      RETURN_IF_IO(dev_.wait());
      phase_ = Phase::Sync;
    }
    return log_.wait();
  }

  IOResult<void> onlyWhenDone() {
    RETURN_IF_IO(run());
    // CHECK: :[[@LINE-1]]:18: warning: 'phase_' is set back when 'run' is done, but not when it fails [reentrancy-state-not-reset]
    phase_ = Phase::Append;
    return IOResult<void>::done();
  }

  IOResult<void> unlessPendingSafe() {
    IOResult<void> r = run();
    if (!r.is_io())
      phase_ = Phase::Append;
    return r;
  }

  Device &dev_, &log_;
  Phase phase_ = Phase::Append;
};

// The machine's own errors are those of its callees.
class Forwards {
  IOResult<void> runSafe() {
    switch (step_) {
    case Step::First:
      RETURN_IF_IO(dev_.wait());
      step_ = Step::Second;
      [[fallthrough]];
    case Step::Second:
      RETURN_IF_IO(log_.wait());
      step_ = Step::First;
    }
    return IOResult<void>::done();
  }
  enum class Step { First, Second };
  Device &dev_, &log_;
  Step step_ = Step::First;
};

//===--- an error in the middle ---------------------------------------------===//

class Fails {
  IOResult<void> run() {
    switch (step_) {
    case Step::Read: {
      ASSIGN_OR_RETURN_IO(found_, dev_.get(0));
      step_ = Step::Check;
      [[fallthrough]];
    }
    case Step::Check:
      if (found_ < 0)
        return IOResult<void>::err(corrupt);
      // CHECK: :[[@LINE-1]]:9: warning: this error leaves 'step_' in the middle, and the next operation starts there [reentrancy-state-not-reset]
      step_ = Step::Read;
    }
    return IOResult<void>::done();
  }
  enum class Step { Read, Check };
  Device &dev_;
  Step step_ = Step::Read;
  int found_ = 0;
};

class FailsSafely {
  IOResult<void> runSafe() {
    switch (step_) {
    case Step::Read: {
      ASSIGN_OR_RETURN_IO(found_, dev_.get(0));
      step_ = Step::Check;
      [[fallthrough]];
    }
    case Step::Check:
      step_ = Step::Read;
      if (found_ < 0)
        return IOResult<void>::err(corrupt);
    }
    return IOResult<void>::done();
  }
  enum class Step { Read, Check };
  Device &dev_;
  Step step_ = Step::Read;
  int found_ = 0;
};

// A machine that runs once: who is done stays done.
class RunsOnce {
  IOResult<void> runSafe() {
    switch (step_) {
    case Step::Read: {
      ASSIGN_OR_RETURN_IO(found_, dev_.get(0));
      step_ = Step::Check;
      [[fallthrough]];
    }
    case Step::Check:
      if (found_ < 0)
        return IOResult<void>::err(corrupt);
      step_ = Step::Done;
      [[fallthrough]];
    case Step::Done:
      break;
    }
    return IOResult<void>::done();
  }
  enum class Step { Read, Check, Done };
  Device &dev_;
  Step step_ = Step::Read;
  int found_ = 0;
};

// Another function starts it over.
class Restarted {
public:
  void restart() { step_ = Step::Read; }

private:
  IOResult<void> runSafe() {
    switch (step_) {
    case Step::Read: {
      ASSIGN_OR_RETURN_IO(found_, dev_.get(0));
      step_ = Step::Check;
      [[fallthrough]];
    }
    case Step::Check:
      if (found_ < 0)
        return IOResult<void>::err(corrupt);
      step_ = Step::Read;
    }
    return IOResult<void>::done();
  }
  enum class Step { Read, Check };
  Device &dev_;
  Step step_ = Step::Read;
  int found_ = 0;
};

//===--- a transition that is lost ------------------------------------------===//

class Transitions {
  IOResult<void> overwritten() {
    for (;;) {
      switch (step_) {
      case Step::Append:
        RETURN_IF_IO(dev_.wait());
        if (!wanted_)
          step_ = Step::Done;
        step_ = Step::Checkpoint;
        // CHECK: :[[@LINE-1]]:9: warning: 'step_' is set again before anything has read it: the transition before is lost [reentrancy-state-not-reset]
        break;
      case Step::Checkpoint:
        RETURN_IF_IO(log_.wait());
        step_ = Step::Done;
        break;
      case Step::Done:
        step_ = Step::Append;
        return IOResult<void>::done();
      }
    }
  }

  IOResult<void> leavesCaseSafe() {
    for (;;) {
      switch (step_) {
      case Step::Append:
        RETURN_IF_IO(dev_.wait());
        if (!wanted_) {
          step_ = Step::Done;
          break;
        }
        step_ = Step::Checkpoint;
        break;
      case Step::Checkpoint:
        RETURN_IF_IO(log_.wait());
        step_ = Step::Done;
        break;
      case Step::Done:
        step_ = Step::Append;
        return IOResult<void>::done();
      }
    }
  }

  // The usual case first, then the exception.
  IOResult<void> defaultFirstSafe() {
    RETURN_IF_IO(dev_.wait());
    step_ = Step::Done;
    if (wanted_)
      step_ = Step::Checkpoint;
    return IOResult<void>::done();
  }

  // A step that a test of the state selects, and what comes behind all steps.
  IOResult<void> stepsSafe() {
    if (step_ == Step::Append) {
      RETURN_IF_IO(dev_.wait());
      step_ = Step::Checkpoint;
    }
    step_ = Step::Append;
    return IOResult<void>::done();
  }

  IOResult<void> behindSwitchSafe() {
    switch (step_) {
    case Step::Append:
      RETURN_IF_IO(dev_.wait());
      step_ = Step::Checkpoint;
      break;
    default:
      break;
    }
    step_ = Step::Append;
    return IOResult<void>::done();
  }

  // Others look at it meanwhile.
  IOResult<void> shownToOthersSafe() {
    RETURN_IF_IO(dev_.wait());
    step_ = Step::Checkpoint;
    notify();
    step_ = Step::Done;
    return IOResult<void>::done();
  }

  // A helper starts from a known state.
  void clear() { step_ = Step::Append; }
  IOResult<void> clearedFirstSafe() {
    RETURN_IF_IO(dev_.wait());
    clear();
    step_ = Step::Done;
    return IOResult<void>::done();
  }

  static void notify();
  enum class Step { Append, Checkpoint, Done };
  Device &dev_, &log_;
  Step step_ = Step::Append;
  bool wanted_ = false;
};

// The next operation looks for what a failed one has left, before it dispatches.
class SetBackAtEntry {
public:
  IOResult<void> run() {
    if (step_ != Step::Start && failed_)
      step_ = Step::Start;
    switch (step_) {
    case Step::Start:
      failed_ = false;
      step_ = Step::Wait;
      [[fallthrough]];
    case Step::Wait:
      if (!ready_) {
        failed_ = true;
        return IOResult<void>::err(std::make_error_code(std::errc::io_error));
      }
      step_ = Step::Start;
      return IOResult<void>::done();
    }
    return IOResult<void>::done();
  }

private:
  enum class Step { Start, Wait };
  Step step_ = Step::Start;
  bool failed_ = false, ready_ = false;
};
// Not so: nothing is set back.
class LeftAsItIs {
public:
  IOResult<void> run() {
    switch (step_) {
    case Step::Start:
      failed_ = false;
      step_ = Step::Wait;
      [[fallthrough]];
    case Step::Wait:
      if (!ready_) {
        failed_ = true;
        return IOResult<void>::err(std::make_error_code(std::errc::io_error));
        // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'step_' in the middle
      }
      step_ = Step::Start;
      return IOResult<void>::done();
    }
    return IOResult<void>::done();
  }

private:
  enum class Step { Start, Wait };
  Step step_ = Step::Start;
  bool failed_ = false, ready_ = false;
};
