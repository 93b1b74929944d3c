// RUN: %check_tidy %s -checks=-*,debug-reentrancy-facts -- -I%S/../Inputs
//
// Branches, switches, returns, and where the blocking run goes on.
#include "device.h"

using namespace ioresult;

struct Control {
  IOResult<void> branch() {
    // CHECK: warning: facts of 'branch':
    // CHECK: [[N:s[0-9]+]] = at {{s[0-9]+}} .n_
    // CHECK: [[V:s[0-9]+]] = load [[N]]
    // CHECK: if {{s[0-9]+}} [[THEN:b[0-9]+]] else [[ELSE:b[0-9]+]]
    // CHECK: [[THEN]]:
    // CHECK: assign
    // CHECK: jump [[ELSE]]
    // CHECK: [[ELSE]]:
    // CHECK: await wait on
    if (n_ > 1)
      n_ = 0;
    return dev_.wait();
  }
  // The leaf's blocking run goes on in the next case.
  IOResult<void> leaf() {
    // CHECK: warning: facts of 'leaf':
    // CHECK: switch {{s[0-9]+}} 0:[[START:b[0-9]+]] 1:[[WAIT:b[0-9]+]] default:
    // CHECK: [[START]]:
    // CHECK: assign
    // CHECK: call submit on
    // CHECK: return {{s[0-9]+}} resume [[WAIT]]
    // CHECK: [[WAIT]]:
    switch (st_) {
    case Start:
      st_ = Wait;
      IO_YIELD_ONE(dev_.submit(1));
    case Wait:
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> loop() {
    // CHECK: warning: facts of 'loop':
    // CHECK: [[HEAD:b[0-9]+]]: loop
    // CHECK: if {{s[0-9]+}} b{{[0-9]+}} else b{{[0-9]+}}
    // CHECK: modify
    // CHECK: jump [[HEAD]]
    while (n_ < 3)
      ++n_;
    return IOResult<void>::done();
  }
  // The macro's parts: the call, its status, and the answer that is passed on.
  IOResult<int> propagated() {
    // CHECK: warning: facts of 'propagated':
    // CHECK: [[R:s[0-9]+]] = await get on {{s[0-9]+}} {{s[0-9]+}}
    // CHECK: = status
    // CHECK: if
    // CHECK: = pass_on
    // CHECK: return
    // CHECK: = done
    // CHECK: return
    RETURN_IF_IO(dev_.get(n_));
    return IOResult<int>::done(4);
  }
  // A helper's body stands where it is called.
  IOResult<void> inlined() {
    // CHECK: warning: facts of 'inlined':
    // CHECK-NOT: call bump
    // CHECK: [[N:s[0-9]+]] = at {{s[0-9]+}} .n_
    // CHECK: modify [[N]]
    // CHECK-NOT: call bump
    // CHECK: await wait on
    bump();
    return dev_.wait();
  }
  // One that is not seen stays a call.
  IOResult<void> unseen() {
    // CHECK: warning: facts of 'unseen':
    // CHECK: call hidden on
    // CHECK: await wait on
    hidden();
    return dev_.wait();
  }
  void bump() { ++n_; }
  void hidden();

  enum { Start, Wait } st_ = Start;
  Device dev_;
  int n_ = 0;
};
