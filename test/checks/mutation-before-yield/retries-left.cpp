// RUN: %check_tidy %s -checks=-*,reentrancy-* -warnings-only -- -I%S/../Inputs
//
// A state that moves on before a retry yield: the replay never comes back to
// the test, and what stands behind it is skipped.
#include "device.h"
#include <vector>

using namespace ioresult;

struct Gate {
  bool open() const;
};

enum class Phase { Wait, Work };

class Skips {
  IOResult<void> skips() {
    switch (phase_) {
    case Phase::Wait:
      phase_ = Phase::Work;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'phase_' is changed before a yield, and 'skips' reads the changed value
      if (!gate_.open())
        IO_YIELD_ONE(Completion::make_yield());
      ++n_;
      [[fallthrough]];
    case Phase::Work:
      phase_ = Phase::Wait;
      return IOResult<void>::done();
    }
    return IOResult<void>::done();
  }
  IOResult<void> movesBehindSafe() {
    switch (phase_) {
    case Phase::Wait:
      if (!gate_.open())
        IO_YIELD_ONE(Completion::make_yield());
      phase_ = Phase::Work;
      ++n_;
      [[fallthrough]];
    case Phase::Work:
      phase_ = Phase::Wait;
      return IOResult<void>::done();
    }
    return IOResult<void>::done();
  }
  // Nothing is skipped: both ways end alike.
  IOResult<void> nothingBehindSafe() {
    switch (phase_) {
    case Phase::Wait:
      phase_ = Phase::Work;
      if (!gate_.open())
        IO_YIELD_ONE(Completion::make_yield());
      [[fallthrough]];
    case Phase::Work:
      phase_ = Phase::Wait;
      return IOResult<void>::done();
    }
    return IOResult<void>::done();
  }
  // Some of the ways behind the test do something.
  IOResult<void> skipsSome() {
    switch (phase_) {
    case Phase::Wait:
      phase_ = Phase::Work;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'phase_' is changed before a yield, and 'skipsSome' reads the changed value
      if (!gate_.open())
        IO_YIELD_ONE(Completion::make_yield());
      if (!items_.empty())
        items_.pop_back();
      [[fallthrough]];
    case Phase::Work:
      phase_ = Phase::Wait;
      return IOResult<void>::done();
    }
    return IOResult<void>::done();
  }

  Phase phase_ = Phase::Wait;
  int n_ = 0;
  std::vector<int> items_;
  Gate &gate_;
};
