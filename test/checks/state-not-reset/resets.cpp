// RUN: %check_tidy %s -checks=-*,reentrancy-state-not-reset -- -I%S/../Inputs
//
// A way to be done sets back all states that the others set back.
#include "device.h"

using namespace ioresult;

class Nested {
  IOResult<void> missesOne() {
    switch (step_) {
    case Step::Seek: {
      ASSIGN_OR_RETURN_IO(found_, dev_.get(0));
      step_ = Step::Balance;
      [[fallthrough]];
    }
    case Step::Balance:
      if (part_ == Part::Pick) {
        RETURN_IF_IO(dev_.wait());
        part_ = Part::Write;
      }
      if (found_ < 0) {
        step_ = Step::Seek;
        // CHECK: :[[@LINE-1]]:9: warning: 'step_' is set back here, but not 'part_', which other ways to the end set back as well [reentrancy-state-not-reset]
        // CHECK: :[[@LINE-5]]:9: note: 'part_' has moved on here
        // CHECK: :[[@LINE+2]]:9: note: the operation is done here, and the next one starts in the middle
        // CHECK: :[[@LINE-4]]:9: note: set 'part_' back as well
        return IOResult<void>::done();
      }
      RETURN_IF_IO(log_.wait());
      step_ = Step::Seek;
      part_ = Part::Pick;
    }
    return IOResult<void>::done();
  }

  IOResult<void> setsBothSafe() {
    switch (step_) {
    case Step::Seek: {
      ASSIGN_OR_RETURN_IO(found_, dev_.get(0));
      step_ = Step::Balance;
      [[fallthrough]];
    }
    case Step::Balance:
      if (part_ == Part::Pick) {
        RETURN_IF_IO(dev_.wait());
        part_ = Part::Write;
      }
      if (found_ < 0) {
        reset();
        return IOResult<void>::done();
      }
      RETURN_IF_IO(log_.wait());
      reset();
    }
    return IOResult<void>::done();
  }
  void reset() {
    step_ = Step::Seek;
    part_ = Part::Pick;
  }

  enum class Step { Seek, Balance };
  enum class Part { Pick, Write };
  Device &dev_, &log_;
  Step step_ = Step::Seek;
  Part part_ = Part::Pick;
  int found_ = 0;
};

// A state that no way sets back is meant to stay.
class Opens {
  IOResult<void> opensOnceSafe() {
    if (file_ == File::Closed) {
      RETURN_IF_IO(dev_.wait());
      file_ = File::Open;
    }
    if (step_ == Step::First) {
      RETURN_IF_IO(log_.wait());
      step_ = Step::Second;
    }
    RETURN_IF_IO(dev_.get(1));
    step_ = Step::First;
    return IOResult<void>::done();
  }

  enum class File { Closed, Open };
  enum class Step { First, Second };
  Device &dev_, &log_;
  File file_ = File::Closed;
  Step step_ = Step::First;
};
