// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// GNU statement expressions: a yield in the middle of an expression.
#include "device.h"
#include <vector>

using namespace ioresult;

#define TRY(expr)                                                              \
  ({                                                                           \
    auto try_result = (expr);                                                  \
    if (!try_result.is_done())                                                 \
      return try_result.pending();                                             \
    std::move(try_result).value();                                             \
  })

class StatementExpressions {
  IOResult<int> initializer() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    const int v = TRY(dev_.get(1));
    return IOResult<int>::done(v);
  }
  IOResult<int> initializerSafe() {
    const int v = TRY(dev_.get(1));
    ++n_;
    return IOResult<int>::done(v);
  }

  // The right side of an assignment comes first.
  IOResult<void> addsSafe() {
    n_ += TRY(dev_.get(1));
    return IOResult<void>::done();
  }

  IOResult<void> pushesSafe() {
    v_.push_back(TRY(dev_.get(1)));
    return IOResult<void>::done();
  }
  IOResult<void> pushesTwiceSafe() {
    const int a = TRY(dev_.get(1));
    const int b = TRY(dev_.get(2));
    v_.push_back(a);
    v_.push_back(b);
    return IOResult<void>::done();
  }

  IOResult<int> inCondition() {
    if (++n_ && TRY(dev_.get(1)))
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      return IOResult<int>::done(1);
    return IOResult<int>::done(0);
  }
  IOResult<int> inConditionSafe() {
    if (TRY(dev_.get(1)) && ++n_)
      return IOResult<int>::done(1);
    return IOResult<int>::done(0);
  }

  IOResult<void> member() {
    while (at_ < 4) {
      sum_ += TRY(dev_.get(at_));
      ++at_;
    }
    return IOResult<void>::done();
  }
  IOResult<void> memberUnsafe() {
    while (at_ < 4)
      sum_ += TRY(dev_.get(at_++));
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0, at_ = 0, sum_ = 0;
  std::vector<int> v_;
};
