// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// A yield inside the argument of a call, an initialiser or an operand.
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
  IOResult<void> ofCall() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    keep(TRY(dev_.get(1)), TRY(dev_.get(2)));
    return IOResult<void>::done();
  }
  IOResult<void> ofCallSafe() {
    keep(TRY(dev_.get(1)), TRY(dev_.get(2)));
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> nested() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    keep(TRY(dev_.get(TRY(dev_.get(1)))), 2);
    return IOResult<void>::done();
  }
  IOResult<void> nestedSafe() {
    keep(TRY(dev_.get(TRY(dev_.get(1)))), 2);
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> initializer() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    const int v[2] = {TRY(dev_.get(1)), 2};
    keep(v[0], v[1]);
    return IOResult<void>::done();
  }
  IOResult<void> initializerSafe() {
    const int v[2] = {TRY(dev_.get(1)), 2};
    keep(v[0], v[1]);
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> operand() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    keep(1 + TRY(dev_.get(1)) * 2, 0);
    return IOResult<void>::done();
  }
  IOResult<void> operandSafe() {
    keep(1 + TRY(dev_.get(1)) * 2, 0);
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> chosen() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    keep(open_ ? TRY(dev_.get(1)) : 0, 0);
    return IOResult<void>::done();
  }
  IOResult<void> chosenSafe() {
    keep(open_ ? TRY(dev_.get(1)) : 0, 0);
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> comma() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    keep((TRY(dev_.get(1)), 2), 0);
    return IOResult<void>::done();
  }
  IOResult<void> commaSafe() {
    keep((TRY(dev_.get(1)), 2), 0);
    ++n_;
    return IOResult<void>::done();
  }

  static void keep(int a, int b);

  Device dev_;
  int n_ = 0;
  bool open_ = false;
};
