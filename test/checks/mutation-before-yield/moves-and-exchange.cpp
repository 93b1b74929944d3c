// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Reads that destroy what they read.
#include "device.h"
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace ioresult;

using Bytes = std::vector<char>;
struct Sink {
  IOResult<void> put(Bytes bytes);
  IOResult<void> show(const Bytes &bytes);
};

class Moves {
  IOResult<void> moved() {
    auto x = std::move(buf_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'buf_' is taken before a yield and no longer there
    RETURN_IF_IO(sink_.put(x));
    return IOResult<void>::done();
  }
  IOResult<void> movedSafe() {
    auto x = std::move(buf_);
    RETURN_AND_RESTORE_IF_IO(buf_, std::move(x), sink_.show(x));
    return IOResult<void>::done();
  }
  IOResult<void> copiedSafe() {
    auto x = buf_;
    RETURN_IF_IO(sink_.put(x));
    buf_.clear();
    return IOResult<void>::done();
  }
  IOResult<void> intoTheCall() {
    RETURN_IF_IO(sink_.put(std::move(buf_)));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'buf_' is taken before a yield and no longer there
    return IOResult<void>::done();
  }
  IOResult<void> intoMember() {
    current_ = std::move(next_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'next_' is
    RETURN_IF_IO(sink_.show(current_));
    return IOResult<void>::done();
  }
  IOResult<void> intoMemberSafe() {
    if (!busy_) {
      current_ = std::move(next_);
      busy_ = true;
    }
    RETURN_IF_IO(sink_.show(current_));
    busy_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> outOfOptionalSafe() {
    if (maybe_) {
      current_ = std::move(*maybe_);
      maybe_.reset();
    }
    RETURN_IF_IO(sink_.show(current_));
    return IOResult<void>::done();
  }
  IOResult<void> parameterSafe(Bytes bytes) {
    Bytes x = std::move(bytes);
    RETURN_IF_IO(sink_.show(x));
    return IOResult<void>::done();
  }
  IOResult<void> referenceParameter(Bytes &bytes) {
    Bytes x = std::move(bytes);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'bytes' is taken before a yield and no longer there
    RETURN_IF_IO(sink_.show(x));
    return IOResult<void>::done();
  }
  IOResult<void> behindTheYieldSafe() {
    RETURN_IF_IO(sink_.show(buf_));
    done_.push_back(std::move(buf_));
    return IOResult<void>::done();
  }

  IOResult<void> exchanged() {
    const int k = std::exchange(n_, 0);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is taken before a yield and no longer there
    RETURN_IF_IO(dev_.get(k));
    return IOResult<void>::done();
  }
  IOResult<void> exchangedSafe() {
    if (n_ != 0)
      saved_ = std::exchange(n_, 0);
    RETURN_IF_IO(dev_.get(saved_));
    saved_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> exchangedForInput(int x) {
    saved_ = std::exchange(n_, x);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'saved_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<int> exchangedBehindSafe() {
    RETURN_IF_IO(dev_.wait());
    return IOResult<int>::done(std::exchange(n_, 0));
  }
  // Taken, and put back by hand.
  IOResult<void> putBackSafe() {
    Bytes x = std::exchange(buf_, {});
    auto r = sink_.show(x);
    if (!r.is_done()) {
      buf_ = std::move(x);
      return r;
    }
    return IOResult<void>::done();
  }
  IOResult<void> putBackOnErrorOnly() {
    Bytes x = std::exchange(buf_, {});
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'buf_' is taken before a yield and no longer there
    auto r = sink_.show(x);
    if (r.is_err())
      buf_ = std::move(x);
    if (!r.is_done())
      return r;
    return IOResult<void>::done();
  }

  Sink sink_;
  Device dev_;
  Bytes buf_, current_, next_;
  std::vector<Bytes> done_;
  std::optional<Bytes> maybe_;
  bool busy_ = false;
  int n_ = 0, saved_ = 0;
};
