// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// The answer is stored, moved, copied, passed on.
#include "device.h"
#include <optional>
#include <utility>
using namespace ioresult;

struct Job {
  IOResult<void> moved() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    auto s = std::move(r);
    if (s.is_io())
      return std::move(s).pending();
    return IOResult<void>::done();
  }
  IOResult<void> movedSafe() {
    auto r = dev_.wait();
    auto s = std::move(r);
    if (s.is_io())
      return std::move(s).pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> copied() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    const auto &s = r;
    if (s.is_io())
      return r.pending();
    return IOResult<void>::done();
  }
  IOResult<void> copiedSafe() {
    auto r = dev_.wait();
    const auto &s = r;
    if (s.is_io())
      return r.pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> assigned() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    IOResult<void> r = IOResult<void>::done();
    if (open_)
      r = dev_.wait();
    if (!r.is_done())
      return r;
    return IOResult<void>::done();
  }
  IOResult<void> assignedSafe() {
    IOResult<void> r = IOResult<void>::done();
    if (open_)
      r = dev_.wait();
    if (!r.is_done())
      return r;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> chosen() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = open_ ? dev_.wait() : IOResult<void>::done();
    if (!r.is_done())
      return r;
    return IOResult<void>::done();
  }
  IOResult<void> chosenSafe() {
    auto r = open_ ? dev_.wait() : IOResult<void>::done();
    if (!r.is_done())
      return r;
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> returnedByMove() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (!r.is_done())
      return std::move(r);
    return IOResult<void>::done();
  }
  IOResult<void> returnedByMoveSafe() {
    auto r = dev_.wait();
    if (!r.is_done())
      return std::move(r);
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> inPointer() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = dev_.wait();
    auto *p = &r;
    if (p->is_io())
      return p->pending();
    return IOResult<void>::done();
  }
  IOResult<void> inPointerSafe() {
    auto r = dev_.wait();
    auto *p = &r;
    if (p->is_io())
      return p->pending();
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> inOptional() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    std::optional<IOResult<void>> r = dev_.wait();
    if (r->is_io())
      return r->pending();
    return IOResult<void>::done();
  }
  IOResult<void> inOptionalSafe() {
    std::optional<IOResult<void>> r = dev_.wait();
    if (r->is_io())
      return r->pending();
    ++n_;
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  bool open_ = false;
};
