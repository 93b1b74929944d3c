// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Yields written out by hand, in the forms that people write.
#include "device.h"

using namespace ioresult;

class ByHand {
  IOResult<void> notDone() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (!r.is_done())
      return r.pending();
    return IOResult<void>::done();
  }
  IOResult<void> notDoneSafe() {
    auto r = dev_.wait();
    if (!r.is_done())
      return r.pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> isIO() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_io())
      return r.pending();
    if (r.is_err())
      return r.pending();
    return IOResult<void>::done();
  }
  IOResult<void> isIOSafe() {
    auto r = dev_.wait();
    if (r.is_io())
      return r.pending();
    if (r.is_err())
      return r.pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<int> withInitializer() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (auto r = dev_.wait(); r.is_io())
      return IOResult<int>::io(r.completion());
    return IOResult<int>::done(n_);
  }
  IOResult<int> withInitializerSafe() {
    if (auto r = dev_.wait(); r.is_io())
      return IOResult<int>::io(r.completion());
    return IOResult<int>::done(++n_);
  }

  // Same type: the answer itself is passed on.
  IOResult<void> answerItself() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (!r.is_done())
      return r;
    return IOResult<void>::done();
  }
  IOResult<void> answerItselfSafe() {
    auto r = dev_.wait();
    if (!r.is_done())
      return r;
    ++n_;
    return IOResult<void>::done();
  }

  // Done is the inner branch.
  IOResult<void> doneFirst() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_done())
      return IOResult<void>::done();
    return r.pending();
  }
  IOResult<void> doneFirstSafe() {
    auto r = dev_.wait();
    if (r.is_done()) {
      ++n_;
      return IOResult<void>::done();
    }
    return r.pending();
  }

  // Only on the way of an error: nobody calls again.
  IOResult<void> onlyOnError() {
    auto r = dev_.wait();
    if (r.is_err()) {
      ++errors_;
      return r.pending();
    }
    if (r.is_io())
      return r.pending();
    return IOResult<void>::done();
  }

  // Set in the pending branch itself.
  IOResult<void> inThePendingBranchSafe() {
    auto r = dev_.wait();
    if (r.is_io()) {
      waiting_ = true;
      return r.pending();
    }
    waiting_ = false;
    return IOResult<void>::done();
  }

  // Answers an error only: no yield.
  IOResult<void> errorOnly() {
    ++n_;
    if (n_ > 3)
      return IOResult<void>::err(std::make_error_code(std::errc::io_error));
    return IOResult<void>::done();
  }

  // Waits here until it is done, so it never answers pending.
  IOResult<void> neverPending() {
    ++n_;
    auto r = dev_.wait();
    while (r.is_io())
      r = dev_.wait();
    return r;
  }

  // A flag kept of the answer.
  IOResult<void> throughAFlag() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    const bool ready = r.is_done();
    if (!ready)
      return r.pending();
    return IOResult<void>::done();
  }
  IOResult<void> throughAFlagSafe() {
    auto r = dev_.wait();
    const bool ready = r.is_done();
    if (ready)
      ++n_;
    if (!ready)
      return r.pending();
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0, errors_ = 0;
  bool waiting_ = false;
};
