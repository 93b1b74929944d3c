// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// Loops over elements: what each pass overwrites is the same the second time,
// what it changes is changed again. Iterators, positions and arrays are alike.
#include "device.h"
#include <vector>

using namespace ioresult;

class Elements {
  IOResult<int> fillSafe() {
    for (int &x : v_)
      x = 0;
    return dev_.get(1);
  }
  IOResult<int> step() {
    for (int &x : v_)
      ++x;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'x' is changed before a yield and changed again
    return dev_.get(1);
  }
  IOResult<int> fillByPositionSafe() {
    for (unsigned i = 0; i < v_.size(); ++i)
      v_[i] = i;
    return dev_.get(1);
  }
  IOResult<int> stepByPosition() {
    for (unsigned i = 0; i < v_.size(); ++i)
      ++v_[i];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_[i]' is changed before a yield and changed again
    return dev_.get(1);
  }
  IOResult<int> fillByIteratorSafe() {
    for (auto it = v_.begin(); it != v_.end(); ++it)
      *it = 7;
    return dev_.get(1);
  }
  IOResult<int> stepByIterator() {
    for (auto it = v_.begin(); it != v_.end(); ++it)
      ++*it;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '*it' is changed before a yield and changed again
    return dev_.get(1);
  }
  IOResult<int> fillArraySafe() {
    for (int &x : array_)
      x = 0;
    for (int i = 0; i < 4; ++i)
      array_[i] = i;
    return dev_.get(1);
  }
  IOResult<int> stepArray() {
    for (int i = 0; i < 4; ++i)
      ++array_[i];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'array_[i]' is changed before a yield and changed again
    return dev_.get(1);
  }
  IOResult<int> takeTheLastSafe() {
    for (int x : v_)
      last_ = x;
    return dev_.get(1);
  }
  IOResult<int> sumUp() {
    for (int x : v_)
      last_ += x;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'last_' is changed before a yield and changed again
    return dev_.get(1);
  }
  IOResult<int> sizedAndFilledSafe() {
    v_.resize(2);
    for (int &x : v_)
      x = 5;
    return dev_.get(1);
  }
  IOResult<int> nestedSafe() {
    for (; at_ < static_cast<int>(v_.size()); ++at_) {
      last_ = 0;
      for (int x : v_)
        last_ += x;
      RETURN_IF_IO(dev_.get(v_[at_]));
    }
    at_ = 0;
    return IOResult<int>::done(0);
  }

  Device &dev_;
  std::vector<int> v_;
  int array_[4] = {};
  int last_ = 0;
  int at_ = 0;
};
