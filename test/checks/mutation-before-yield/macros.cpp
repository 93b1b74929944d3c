// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Yields that come from the runtime's macros, and from macros around them.
#include "device.h"
#include <string>
#include <utility>

using namespace ioresult;

#define WAIT_FOR(...) RETURN_IF_IO(__VA_ARGS__)
#define COUNT_AND_WAIT(count, expr)                                            \
  do {                                                                         \
    ++(count);                                                                 \
    RETURN_IF_IO(expr);                                                        \
  } while (false)
#define BUMP(count) ++(count)

class Macros {
  IOResult<void> returnIfIO() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> returnIfIOSafe() {
    RETURN_IF_IO(dev_.wait());
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<int> assignDeclaration() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    ASSIGN_OR_RETURN_IO(const int v, dev_.get(1));
    return IOResult<int>::done(v);
  }
  IOResult<int> assignDeclarationSafe() {
    ASSIGN_OR_RETURN_IO(const int v, dev_.get(1));
    n_ += v;
    return IOResult<int>::done(v);
  }

  // The macro itself assigns a member that the call reads: harmless until a
  // second yield follows.
  IOResult<void> assignMember() {
    ASSIGN_OR_RETURN_IO(at_, dev_.get(at_));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assignMemberSafe() {
    RETURN_IF_IO(dev_.wait());
    ASSIGN_OR_RETURN_IO(at_, dev_.get(at_));
    return IOResult<void>::done();
  }

  IOResult<void> restoresAnother() {
    const int saved = n_;
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    ++m_;
    RETURN_AND_RESTORE_IF_IO(at_, 0, dev_.get(saved));
    m_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> restoresSafe() {
    const int saved = n_;
    ++n_;
    RETURN_AND_RESTORE_IF_IO(n_, saved, dev_.get(saved));
    return IOResult<void>::done();
  }

  IOResult<void> yieldOne() {
    switch (st_) {
    case Start:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      IO_YIELD_ONE(dev_.submit(0));
    case Wait:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> yieldOneSafe() {
    switch (st_) {
    case Start:
      ++n_;
      st_ = Wait;
      IO_YIELD_ONE(dev_.submit(0));
    case Wait:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }

  IOResult<void> insideAnother() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    WAIT_FOR(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insideAnotherSafe() {
    WAIT_FOR(dev_.wait());
    ++n_;
    return IOResult<void>::done();
  }

  // Change and yield both come from one macro: the warning stands where it is
  // used.
  IOResult<void> changeInMacro() {
    COUNT_AND_WAIT(n_, dev_.wait());
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return IOResult<void>::done();
  }
  IOResult<void> changeInMacroSafe() {
    int count = 0;
    COUNT_AND_WAIT(count, dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> changeByMacro() {
    BUMP(n_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> changeByMacroSafe() {
    RETURN_IF_IO(dev_.wait());
    BUMP(n_);
    return IOResult<void>::done();
  }

  // In the macro's argument, before the call.
  IOResult<void> inTheArgument() {
    RETURN_IF_IO(dev_.get(n_++));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    return IOResult<void>::done();
  }
  IOResult<void> inTheArgumentSafe() {
    RETURN_IF_IO(dev_.get(n_ + 1));
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> twoOnALineSafe() {
    RETURN_IF_IO(dev_.wait()); RETURN_IF_IO(dev_.get(2)); ++n_;
    return IOResult<void>::done();
  }
  // clang-format on

  // No yield in between: what the name of a macro says does not count.
  IOResult<void> noYieldAtAll() {
    ++n_;
    BUMP(n_);
    return IOResult<void>::done();
  }

  enum { Start, Wait } st_ = Start;
  Device dev_;
  int n_ = 0, m_ = 0, at_ = 0;
};
