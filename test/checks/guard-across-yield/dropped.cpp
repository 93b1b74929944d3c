// RUN: %check_tidy %s -checks=-*,reentrancy-guard-across-yield -warnings-only -- -I%S/../Inputs
// RUN: %check_tidy %s -checks=-*,reentrancy-guard-across-yield -warnings-only -check-prefix=ALL \
// RUN:   "-config={CheckOptions: {reentrancy-guard-across-yield.LeastConfidence: possible}}" -- -I%S/../Inputs
//
// What a dropped operation leaves behind is a possible finding: not shown
// unless it is asked for.
#include "device.h"
#include <vector>

using namespace ioresult;

struct Shared {
  bool held = false;
  std::vector<int> scratch;
};

class Leaks {
public:
  Leaks(Shared &s, Device &d) : shared_(s), dev_(d) {}
  IOResult<void> run() {
    if (!holding_) {
      if (shared_.held)
        IO_YIELD_ONE(Completion::make_yield());
      shared_.held = true;
      // ALL: :[[@LINE-1]]:7: warning: 'shared_.held' is changed for the time of a wait, and stays changed if the operation is dropped there [reentrancy-guard-across-yield]
      holding_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    shared_.held = false;
    holding_ = false;
    return IOResult<void>::done();
  }

private:
  Shared &shared_;
  Device &dev_;
  bool holding_ = false;
};

class Cleans {
public:
  Cleans(Shared &s, Device &d) : shared_(s), dev_(d) {}
  ~Cleans() {
    if (holding_)
      shared_.held = false;
  }
  IOResult<void> runSafe() {
    if (!holding_) {
      if (shared_.held)
        IO_YIELD_ONE(Completion::make_yield());
      shared_.held = true;
      holding_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    shared_.held = false;
    holding_ = false;
    return IOResult<void>::done();
  }

private:
  Shared &shared_;
  Device &dev_;
  bool holding_ = false;
};

// What it leaves there is its result.
class Delivers {
public:
  Delivers(Shared &s, Device &d) : shared_(s), dev_(d) {}
  IOResult<void> runSafe() {
    if (!pushed_) {
      shared_.scratch.push_back(1);
      pushed_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    pushed_ = false;
    return IOResult<void>::done();
  }

private:
  Shared &shared_;
  Device &dev_;
  bool pushed_ = false;
};
