// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// A yield inside the condition of an if, a switch or a loop.
#include "device.h"
#include <utility>
using namespace ioresult;

#define TRY(expr)                                                              \
  ({                                                                           \
    auto try_result = (expr);                                                  \
    if (!try_result.is_done())                                                 \
      return try_result.pending();                                             \
    std::move(try_result).value();                                             \
  })

struct Job {
  IOResult<void> ofIf() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (TRY(dev_.get(1)) > 2)
      open_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> ofIfSafe() {
    if (TRY(dev_.get(1)) > 2)
      open_ = true;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> ofIfNegated() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (!(TRY(dev_.get(1)) > 2) && TRY(dev_.get(2)))
      open_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> ofIfNegatedSafe() {
    if (!(TRY(dev_.get(1)) > 2) && TRY(dev_.get(2)))
      open_ = true;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> ofSwitch() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    switch (TRY(dev_.get(1))) {
    case 1:
      open_ = true;
      break;
    default:
      open_ = false;
    }
    return IOResult<void>::done();
  }
  IOResult<void> ofSwitchSafe() {
    switch (TRY(dev_.get(1))) {
    case 1:
      open_ = true;
      break;
    default:
      open_ = false;
    }
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> ofWhile() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    while (TRY(dev_.get(1)) > 2)
      open_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> ofWhileSafe() {
    while (TRY(dev_.get(1)) > 2)
      open_ = true;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> ofFor() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    for (; TRY(dev_.get(1)) > 2;)
      open_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> ofForSafe() {
    for (; TRY(dev_.get(1)) > 2;)
      open_ = true;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> ofDo() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    do
      open_ = true;
    while (TRY(dev_.get(1)) > 2);
    return IOResult<void>::done();
  }
  IOResult<void> ofDoSafe() {
    do
      open_ = true;
    while (TRY(dev_.get(1)) > 2);
    ++n_;
    return IOResult<void>::done();
  }

  // Counts what was answered: the pending call comes first on the next call.
  IOResult<void> countsPassesSafe() {
    while (TRY(dev_.get(1)) > 2)
      ++n_;
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  bool open_ = false;
};
