// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// Arithmetic that gives the same when it is done again.
#include "device.h"
#include <algorithm>
#include <chrono>
#include <cstdlib>

using namespace ioresult;

class Subject {
  IOResult<void> maxSafe(int t) {
    hi_ = std::max(hi_, t);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> minSafe(int t) {
    hi_ = std::min(hi_, t);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> max2Safe(int t) {
    hi_ = std::max(t, hi_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> maxListSafe(int t) {
    hi_ = std::max({hi_, t, 3});
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> max(int t) {
    hi_ = std::max(hi_, t) + 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'hi_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> clampSafe() {
    hi_ = std::clamp(hi_, 0, 10);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> ternMaxSafe(int t) {
    hi_ = t > hi_ ? t : hi_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> ifMaxSafe(int t) {
    if (t > hi_)
      hi_ = t;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> orSafe(int m) {
    n_ |= m;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> andNotSafe(int m) {
    n_ &= ~m;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> orAndNotSafe(int m) {
    n_ &= ~7;
    n_ |= 2;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> exclusiveOr(int m) {
    n_ ^= m;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> shift() {
    n_ <<= 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> absSafe() {
    n_ = std::abs(n_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> chronoSafe() {
    deadline_ = start_ + std::chrono::milliseconds(5);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> chrono() {
    deadline_ += std::chrono::milliseconds(5);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'deadline_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> chronoMaxSafe() {
    deadline_ = std::max(deadline_, start_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  int hi_ = 0;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point deadline_;
};
