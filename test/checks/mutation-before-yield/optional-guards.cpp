// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// An optional that is empty until the change was made.
#include "device.h"
#include <optional>
#include <string>

using namespace ioresult;

class Optionals {
  IOResult<void> hasValueSafe() {
    if (!key_.has_value()) {
      key_ = next_++;
    }
    RETURN_IF_IO(dev_.get(*key_));
    key_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> noGuard() {
    key_ = next_++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'next_' is
    RETURN_IF_IO(dev_.get(*key_));
    key_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> asBoolSafe() {
    if (!key_)
      key_.emplace(next_++);
    RETURN_IF_IO(dev_.get(key_.value()));
    key_ = std::nullopt;
    return IOResult<void>::done();
  }
  IOResult<void> emptyAgain() {
    if (!key_) {
      key_.emplace(next_++);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'next_' is changed before a yield and changed again
      key_ = std::nullopt;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> comparedSafe() {
    if (key_ == std::nullopt)
      key_ = next_++;
    RETURN_IF_IO(dev_.get(*key_));
    key_.reset();
    return IOResult<void>::done();
  }
  // What is inside is changed again; that it is there does not change.
  IOResult<void> content() {
    if (key_)
      ++*key_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '*key_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> contentSafe() {
    if (!key_) {
      key_ = 0;
      ++*key_;
    }
    RETURN_IF_IO(dev_.wait());
    key_.reset();
    return IOResult<void>::done();
  }
  // Taken out under the guard that the taking clears.
  IOResult<void> takenSafe() {
    if (key_) {
      n_ += *key_;
      key_.reset();
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> taken() {
    if (key_)
      n_ += *key_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    key_.reset();
    return IOResult<void>::done();
  }
  // An answer kept while another is awaited.
  IOResult<int> keptSafe() {
    if (!key_) {
      ASSIGN_OR_RETURN_IO(key_, dev_.get(1));
      ++n_;
    }
    ASSIGN_OR_RETURN_IO(const int other, dev_.get(2));
    const int answer = *key_ + other;
    key_.reset();
    return IOResult<int>::done(answer);
  }
  IOResult<void> byValueOr() {
    n_ += key_.value_or(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> byValueOrSafe() {
    n_ = key_.value_or(1);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  std::optional<int> key_;
  int next_ = 0, n_ = 0;
};
