// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// Taking by move, exchange or swap.
#include "device.h"
#include <string>
#include <utility>
#include <vector>

using namespace ioresult;

struct Reader {
  IOResult<void> constRef(const std::string &s);
  IOResult<void> byValue(std::string s);
  IOResult<void> vec(const std::vector<int> &v);
};

class Subject {
  IOResult<void> moveToConstRefSafe() {
    RETURN_IF_IO(reader_.constRef(std::move(str_)));
    return IOResult<void>::done();
  }
  IOResult<void> moveToValue() {
    RETURN_IF_IO(reader_.byValue(std::move(str_)));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'str_' is taken before a yield and no longer there
    return IOResult<void>::done();
  }
  IOResult<void> swapTake() {
    std::vector<int> local;
    std::swap(local, in_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is changed before a yield
    RETURN_IF_IO(reader_.vec(local));
    return IOResult<void>::done();
  }
  IOResult<void> swapMember() {
    std::vector<int> local;
    in_.swap(local);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is changed before a yield
    RETURN_IF_IO(reader_.vec(local));
    return IOResult<void>::done();
  }
  IOResult<void> swapMember2() {
    std::vector<int> local;
    local.swap(in_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is changed before a yield
    RETURN_IF_IO(reader_.vec(local));
    return IOResult<void>::done();
  }
  IOResult<void> swapEmptiesSafe() {
    a_.clear();
    b_.clear();
    a_.swap(b_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> swapEmpties2Safe() {
    a_.clear();
    b_.clear();
    std::swap(a_, b_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> swapTwo() {
    std::swap(a_, b_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> exchangeSameSafe() {
    std::exchange(flag_, true);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> exchangeGuardSafe() {
    if (!std::exchange(flag_, true))
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> exchange() {
    int k = std::exchange(n_, 0);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is taken before a yield and no longer there
    RETURN_IF_IO(dev_.get(k));
    return IOResult<void>::done();
  }
  IOResult<void> exchangeVec() {
    auto k = std::exchange(in_, {});
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is taken before a yield and no longer there
    RETURN_IF_IO(reader_.vec(k));
    return IOResult<void>::done();
  }

  Device dev_;
  Reader reader_;
  int n_ = 0;
  bool flag_ = false;
  std::vector<int> in_;
  std::vector<int> a_;
  std::vector<int> b_;
  std::string str_;
};
