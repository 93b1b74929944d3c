// RUN: %check_tidy %s -checks=-*,debug-reentrancy-facts -- -I%S/../Inputs
//
// Reads and writes as facts: which place, which value, in which role.
#include "device.h"
#include <utility>

using namespace ioresult;

struct Writes {
  // From a value that does not come from the place.
  IOResult<void> assign(int x) {
    // CHECK: warning: facts of 'assign':
    // CHECK: [[X:s[0-9]+]] = x
    // CHECK: [[V:s[0-9]+]] = load [[X]]
    // CHECK: [[N:s[0-9]+]] = at {{s[0-9]+}} .n_
    // CHECK-NEXT: assign [[N]] [[V]]
    // CHECK: [[R:s[0-9]+]] = await wait on
    // CHECK-NEXT: return [[R]]
    n_ = x;
    return dev_.wait();
  }
  // Read, changed and written.
  IOResult<void> modify() {
    // CHECK: warning: facts of 'modify':
    // CHECK: [[N:s[0-9]+]] = at {{s[0-9]+}} .n_
    // CHECK: [[V:s[0-9]+]] = load [[N]]
    // CHECK: [[S:s[0-9]+]] = + [[V]] {{s[0-9]+}}
    // CHECK: modify [[N]] [[S]]
    // CHECK: await wait on
    n_ += 2;
    return dev_.wait();
  }
  // Read and replaced: what was there is gone.
  IOResult<void> consume() {
    // CHECK: warning: facts of 'consume':
    // CHECK: [[N:s[0-9]+]] = at {{s[0-9]+}} .n_
    // CHECK: [[V:s[0-9]+]] = load [[N]]
    // CHECK: consume [[N]]
    // CHECK: [[L:s[0-9]+]] = taken
    // CHECK-NEXT: assign [[L]] [[V]]
    [[maybe_unused]] const int taken = std::exchange(n_, 0);
    return dev_.wait();
  }
  // A member of a member, and an element.
  IOResult<void> paths(int i) {
    // CHECK: warning: facts of 'paths':
    // CHECK: [[P:s[0-9]+]] = at {{s[0-9]+}} .at_
    // CHECK-NEXT: [[C:s[0-9]+]] = at [[P]] .cell
    // CHECK-NEXT: assign [[C]]
    // CHECK: [[A:s[0-9]+]] = at {{s[0-9]+}} .slots_
    // CHECK: [[E:s[0-9]+]] = at [[A]] {{s[0-9]+}}
    // CHECK: assign [[E]]
    at_.cell = 1;
    slots_[i] = 2;
    return dev_.wait();
  }

  struct Position {
    int page, cell;
  };
  Device dev_;
  Position at_;
  int n_ = 0, slots_[4] = {};
};
