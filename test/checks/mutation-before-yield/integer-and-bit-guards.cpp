// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Zero, a number of a step, or a bit of a flag word tells what was done.
#include "device.h"
#include <bitset>
#include <cstdint>

using namespace ioresult;

class Numbers {
  IOResult<void> zeroSafe() {
    if (id_ == 0) {
      id_ = 7;
      ++n_;
    }
    RETURN_IF_IO(dev_.get(id_));
    id_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> zeroAgain() {
    if (id_ == 0) {
      id_ = 0;
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.get(id_));
    return IOResult<void>::done();
  }
  IOResult<void> stepSafe() {
    if (step_ < 1) {
      ++n_;
      step_ = 1;
    }
    RETURN_IF_IO(dev_.wait());
    if (step_ < 2) {
      m_ += n_;
      step_ = 2;
    }
    RETURN_IF_IO(dev_.get(2));
    step_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> stepCountedSafe() {
    if (step_ == 0) {
      ++n_;
      ++step_;
    }
    RETURN_IF_IO(dev_.wait());
    step_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> stepCountedBehind() {
    if (step_ == 0)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    ++step_;
    return IOResult<void>::done();
  }

  IOResult<void> bitSafe() {
    if (!(flags_ & Sent)) {
      ++n_;
      flags_ |= Sent;
    }
    RETURN_IF_IO(dev_.wait());
    flags_ &= ~Sent;
    return IOResult<void>::done();
  }
  IOResult<void> otherBit() {
    if (!(flags_ & Sent)) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      flags_ |= Dirty;
    }
    RETURN_IF_IO(dev_.wait());
    flags_ &= ~Sent;
    return IOResult<void>::done();
  }
  IOResult<void> bitNotEqualSafe() {
    if ((flags_ & Dirty) != 0) {
      --n_;
      flags_ &= ~Dirty;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitToggled() {
    flags_ ^= Dirty;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'flags_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bitSetOnlySafe() {
    flags_ |= Dirty;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> wholeWordSafe() {
    if (flags_ == 0) {
      ++n_;
      flags_ = Sent | Dirty;
    }
    RETURN_IF_IO(dev_.wait());
    flags_ = 0;
    return IOResult<void>::done();
  }

  IOResult<void> bitFieldSafe() {
    if (!bits_.sent) {
      ++n_;
      bits_.sent = 1;
    }
    RETURN_IF_IO(dev_.wait());
    bits_.sent = 0;
    return IOResult<void>::done();
  }
  IOResult<void> bitFieldOther() {
    if (!bits_.sent) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      bits_.dirty = 1;
    }
    RETURN_IF_IO(dev_.wait());
    bits_.sent = 1;
    return IOResult<void>::done();
  }
  IOResult<void> bitsetNotSet() {
    if (!set_.test(1))
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    set_.set(1);
    return IOResult<void>::done();
  }

  // Shifts and products are read-modify-writes like the others.
  IOResult<void> shifted() {
    flags_ <<= 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'flags_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> multiplied() {
    m_ *= 3;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> computedSafe() {
    m_ = n_ * 3 + 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> inTwoStatements() {
    const int a = n_;
    n_ = a + 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> inTwoStatementsSafe() {
    const int a = n_;
    RETURN_IF_IO(dev_.wait());
    n_ = a + 1;
    return IOResult<void>::done();
  }

  enum : std::uint32_t { Sent = 1, Dirty = 2 };
  struct Bits {
    unsigned sent : 1;
    unsigned dirty : 1;
  };
  std::uint32_t flags_ = 0;
  Bits bits_{};
  std::bitset<4> set_;
  Device dev_;
  int id_ = 0, step_ = 0, n_ = 0, m_ = 0;
};
