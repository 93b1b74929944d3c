// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// Pairs and tuples, by field, get, binding and tie.
#include "device.h"
#include <string>
#include <tuple>
#include <utility>

using namespace ioresult;

class Subject {
  IOResult<void> pair() {
    pr_.first += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'pr_.first' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pairSafe() {
    pr_ = {1, 2};
    pr_.first += 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pairMakeSafe() {
    pr_ = std::make_pair(1, 2);
    if (pr_.first != 1)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> tupleGet() {
    std::get<0>(tp_) += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'std::get<0>(tp_)' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> tupleGetSafe() {
    std::get<0>(tp_) = 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bindRef() {
    auto &[a, b] = pr_;
    ++a;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bindRefSafe() {
    auto &[a, b] = pr_;
    a = 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bindTuple() {
    auto &[a, b] = tp_;
    ++a;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> tieMembers() {
    std::tie(n_, hi_) = std::make_tuple(n_ + 1, 0);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'std::tie(n_, hi_)' is changed before a yield and set back
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pairGuardSafe() {
    if (pr_.second == 0) {
      ++n_;
      pr_ = {n_, 1};
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  int hi_ = 0;
  std::pair<int, int> pr_;
  std::tuple<int, std::string> tp_;
};
