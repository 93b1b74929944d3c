// RUN: %check_tidy %s -checks=-*,reentrancy-state-not-reset -warnings-only
//
// A flag, a number or a pointer that an error leaves in the middle.
#include "ioresult/ioresult.hpp"

using ioresult::IOResult;

const std::error_code failed = std::make_error_code(std::errc::io_error);

struct D {
  IOResult<void> write();
  IOResult<void> read();
  bool start();
  bool good() const;
};
class A {
  D d_;
  bool busy_ = false;

public:
  IOResult<int> bad() {
    if (!busy_) {
      busy_ = true;
      if (!d_.start())
        return IOResult<int>::err(failed);
        // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'busy_' in the middle
    }
    RETURN_IF_IO(d_.write());
    busy_ = false;
    return IOResult<int>::done(0);
  }
};
class A2 {
  D d_;
  bool busy_ = false;

public:
  IOResult<int> good() {
    if (!busy_) {
      if (!d_.start())
        return IOResult<int>::err(failed);
      busy_ = true;
    }
    RETURN_IF_IO(d_.write());
    busy_ = false;
    return IOResult<int>::done(0);
  }
};
class B {
  D d_;
  int step_ = 0;

public:
  IOResult<int> bad() {
    if (step_ == 0) {
      RETURN_IF_IO(d_.read());
      step_ = 1;
    }
    RETURN_IF_IO(d_.write());
    if (!d_.good())
      return IOResult<int>::err(failed);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'step_' in the middle
    step_ = 0;
    return IOResult<int>::done(0);
  }
};
class B2 {
  D d_;
  int step_ = 0;

public:
  IOResult<int> good() {
    if (step_ == 0) {
      RETURN_IF_IO(d_.read());
      step_ = 1;
    }
    RETURN_IF_IO(d_.write());
    step_ = 0;
    if (!d_.good())
      return IOResult<int>::err(failed);
    return IOResult<int>::done(0);
  }
};
class C {
  D d_;
  D *to_ = nullptr;

public:
  IOResult<int> bad(D *to) {
    if (!to_) {
      to_ = &d_;
    }
    RETURN_IF_IO(to_->write());
    if (!d_.good())
      return IOResult<int>::err(failed);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'to_' in the middle
    to_ = nullptr;
    return IOResult<int>::done(0);
  }
};
class C2 {
  D d_;
  D *to_ = nullptr;

public:
  IOResult<int> good(D *to) {
    if (!to_) {
      to_ = &d_;
    }
    RETURN_IF_IO(to_->write());
    to_ = nullptr;
    if (!d_.good())
      return IOResult<int>::err(failed);
    return IOResult<int>::done(0);
  }
};
class E {
  D d_;
  bool failed_ = false;

public:
  IOResult<int> good() {
    if (failed_)
      return IOResult<int>::err(failed);
    RETURN_IF_IO(d_.write());
    if (!d_.good()) {
      failed_ = true;
      return IOResult<int>::err(failed);
    }
    failed_ = false;
    return IOResult<int>::done(0);
  }
};
class G {
  D d_;
  bool busy_ = false;

public:
  void abort() { busy_ = false; }
  IOResult<int> good() {
    if (!busy_) {
      busy_ = true;
      if (!d_.start())
        return IOResult<int>::err(failed);
    }
    RETURN_IF_IO(d_.write());
    busy_ = false;
    return IOResult<int>::done(0);
  }
};
