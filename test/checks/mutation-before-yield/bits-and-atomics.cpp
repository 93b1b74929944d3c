// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// Bitsets, atomics, bit-fields and unions.
#include "device.h"
#include <atomic>
#include <bitset>

using namespace ioresult;

class Subject {
  IOResult<void> bitsetTestSafe() {
    if (!bits_.test(3)) {
      bits_.set(3);
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitsetIndexSafe() {
    if (!bits_[3]) {
      bits_[3] = true;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitsetVarSafe(int k) {
    if (bits_.test(k)) {
      bits_.reset(k);
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitsetResetSafe() {
    bits_.reset();
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitsetSetSafe() {
    bits_.set();
    bits_.set(3, false);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitsetFlip() {
    bits_.flip(2);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'bits_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitsetOther() {
    if (!bits_.test(3)) {
      bits_.set(4);
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicStoreSafe() {
    at_.store(1);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicGuardSafe() {
    if (at_.load() == 0) {
      at_ = 1;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicExchangeSafe() {
    if (at_.exchange(1) == 0)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicAdd() {
    at_.fetch_add(2);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicAdd2() {
    at_ += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicInc() {
    at_++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicOrSafe() {
    at_.fetch_or(2);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atomicCasSafe() {
    int e = 0;
    if (at_.compare_exchange_strong(e, 1))
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitFieldSafe() {
    if (!bf_.a) {
      bf_.a = 1;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitField() {
    bf_.b += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'bf_.b' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> unionSafe() {
    u_.i = 3;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> unionMember() {
    u_.i += 3;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'u_.i' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  std::bitset<8> bits_;
  std::atomic<int> at_{0};
  struct {
    unsigned a : 1;
    unsigned b : 3;
  } bf_;
  union {
    int i;
    float f;
  } u_;
};
