// RUN: %check_tidy %s -checks=-*,reentrancy-state-not-reset -- -I%S/../Inputs
//
// An operation that keeps its result, and another that makes it untrue.
#include "device.h"

using namespace ioresult;

struct Pages {
  IOResult<void> wait();
  int rows = 0;
};

class Counts {
  IOResult<int> count() {
    for (;;) {
      switch (phase_) {
      case Phase::Start:
        RETURN_IF_IO(pages_.wait());
        n_ = pages_.rows;
        phase_ = Phase::Finish;
        break;
      case Phase::Finish:
        return IOResult<int>::done(n_);
      }
    }
  }
  IOResult<void> clear() {
    RETURN_IF_IO(pages_.wait());
    pages_.rows = 0;
    // CHECK: :[[@LINE-1]]:5: warning: 'pages_.rows' is changed, but 'count' still answers what it has kept of it: 'phase_' is not set back [reentrancy-state-not-reset]
    // CHECK: :[[@LINE-17]]:25: note: 'count' keeps its result, with a state that says so
    // CHECK: :[[@LINE+2]]:5: note: 'clear' is done here, and that state is as it was
    // CHECK: :[[@LINE-4]]:5: note: set 'phase_' back where 'pages_.rows' is changed
    return IOResult<void>::done();
  }

  enum class Phase { Start, Finish };
  Pages &pages_;
  Phase phase_ = Phase::Start;
  int n_ = 0;
};

class SetsBack {
  IOResult<int> count() {
    for (;;) {
      switch (phase_) {
      case Phase::Start:
        RETURN_IF_IO(pages_.wait());
        n_ = pages_.rows;
        phase_ = Phase::Finish;
        break;
      case Phase::Finish:
        return IOResult<int>::done(n_);
      }
    }
  }
  IOResult<void> clearSafe() {
    RETURN_IF_IO(pages_.wait());
    pages_.rows = 0;
    phase_ = Phase::Start;
    return IOResult<void>::done();
  }

  enum class Phase { Start, Finish };
  Pages &pages_;
  Phase phase_ = Phase::Start;
  int n_ = 0;
};

// Each operation asks anew.
class AsksAgain {
  IOResult<int> count() {
    RETURN_IF_IO(pages_.wait());
    n_ = pages_.rows;
    return IOResult<int>::done(n_);
  }
  IOResult<void> clearSafe() {
    RETURN_IF_IO(pages_.wait());
    pages_.rows = 0;
    return IOResult<void>::done();
  }

  Pages &pages_;
  int n_ = 0;
};

// Callers are told to set it back.
class LeftToCallers {
public:
  void invalidate() { known_ = false; }

private:
  IOResult<int> count() {
    if (!known_) {
      RETURN_IF_IO(pages_.wait());
      n_ = pages_.rows;
      known_ = true;
    }
    return IOResult<int>::done(n_);
  }
  IOResult<void> clearSafe() {
    RETURN_IF_IO(pages_.wait());
    pages_.rows = 0;
    return IOResult<void>::done();
  }

  Pages &pages_;
  bool known_ = false;
  int n_ = 0;
};
