// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// An operation starts where constructors and its own ends leave it, and is
// called again where its yields leave it: in no other state.
#include "device.h"
#include <optional>

using namespace ioresult;

// `Second` is only ever reached with the note in place.
class Stepped {
public:
  IOResult<void> reachedWithNoteSafe() {
    switch (step_) {
    case First:
      note_ = 1;
      ++n_;
      step_ = Second;
      [[fallthrough]];
    case Second:
      if (!note_)
        ++n_;
      RETURN_IF_IO(dev_.wait());
      note_.reset();
      step_ = First;
    }
    return IOResult<void>::done();
  }

private:
  enum Step { First, Second };
  Device dev_;
  Step step_ = First;
  std::optional<int> note_;
  int n_ = 0;
};

// Here it is reached without.
class SteppedWithout {
public:
  IOResult<void> reachedWithoutNote() {
    switch (step_) {
    case First:
      step_ = Second;
      [[fallthrough]];
    case Second:
      if (!note_)
        ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      RETURN_IF_IO(dev_.wait());
      note_ = 1;
      step_ = First;
    }
    return IOResult<void>::done();
  }

private:
  enum Step { First, Second };
  Device dev_;
  Step step_ = First;
  std::optional<int> note_;
  int n_ = 0;
};

// What nobody here moves is set where it is not seen.
class Configured {
public:
  IOResult<void> setElsewhere() {
    if (counts_)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> setElsewhereSafe() {
    RETURN_IF_IO(dev_.wait());
    if (counts_)
      ++n_;
    return IOResult<void>::done();
  }

private:
  Device dev_;
  bool counts_ = false;
  int n_ = 0;
};
