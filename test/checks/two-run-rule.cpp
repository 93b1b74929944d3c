// RUN: %check_tidy %s -warnings-only -- -I%S/Inputs
//
// The rule in its shortest programs, a function for each: first those that
// change something a second time and their nearest right ones, then what else
// goes wrong when a function runs again. All checks are on: each bug is told
// once, by the check named, and the rest is silent.
#include "ioresult/ioresult.hpp"
#include <optional>
#include <set>
#include <utility>
#include <vector>

using namespace ioresult;

using Bytes = std::vector<char>;

IOResult<void> f();
IOResult<void> f(int i);
IOResult<void> f(const Bytes &x);
Completion submit();
void work(int at);

struct Table {
  IOResult<void> before() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again {{.*}} [reentrancy-mutation-before-yield]
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  IOResult<void> behindSafe() {
    RETURN_IF_IO(f());
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> sameAgainSafe(int k) {
    flag_ = true;
    n_ = 0;
    set_.insert(k);
    v_.clear();
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }
  // "... unless guarded code changed it since"
  IOResult<void> setBackOverGuarded() {
    n_ = 0;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and set back {{.*}} [reentrancy-mutation-before-yield]
    if (!sent_) {
      n_ = 5;
      sent_ = true;
    }
    RETURN_IF_IO(f());
    sent_ = false;
    return IOResult<void>::done();
  }
  // "... or code behind an earlier yield"
  IOResult<void> setBackOverEarlierYield() {
    n_ = 0;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and set back {{.*}} [reentrancy-mutation-before-yield]
    if (!sent_) {
      RETURN_IF_IO(f());
      n_ = 5;
      sent_ = true;
    }
    RETURN_IF_IO(f(1));
    sent_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> computedAgainSafe(int k) {
    n_ = 0;
    for (int i = 0; i < k; ++i)
      ++n_;
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  IOResult<void> boolGuardSafe() {
    if (!sent_) {
      ++n_;
      sent_ = true;
    }
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  IOResult<void> stateGuardSafe() {
    switch (st_) {
    case Start:
      ++n_;
      st_ = Wait;
      [[fallthrough]];
    case Wait:
      RETURN_IF_IO(f());
    }
    st_ = Start;
    return IOResult<void>::done();
  }

  IOResult<void> leafSafe() {
    switch (st_) {
    case Start: {
      Completion c = submit();
      st_ = Wait;
      IO_YIELD_ONE(c);
    }
    case Wait:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }

  IOResult<void> retrySafe() {
    if (!c_.finished())
      IO_YIELD_ONE(c_);
    return IOResult<void>::done();
  }

  IOResult<void> portionsSafe() {
    int budget = 16;
    while (at_ < n_ && budget--)
      work(at_++);
    if (at_ < n_)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<void>::done();
  }

  IOResult<void> tailCall() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again {{.*}} [reentrancy-mutation-before-yield]
    return f();
  }

  IOResult<void> lostCounter() {
    for (int i = 0; i < n_; ++i) {
      RETURN_IF_IO(f(i));
      sum_ += i;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is changed before a yield and changed again {{.*}} [reentrancy-mutation-before-yield]
    }
    return IOResult<void>::done();
  }

  IOResult<void> keptCounterSafe() {
    while (i_ < n_) {
      RETURN_IF_IO(f(i_));
      sum_ += i_;
      ++i_;
    }
    return IOResult<void>::done();
  }

  IOResult<void> moved() {
    auto x = std::move(buf_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'buf_' is taken before a yield and no longer there {{.*}} [reentrancy-consumed-before-yield]
    RETURN_IF_IO(f(x));
    return IOResult<void>::done();
  }

  IOResult<void> movedAndPutBackSafe() {
    auto x = std::move(buf_);
    RETURN_AND_RESTORE_IF_IO(buf_, std::move(x), f(x));
    return IOResult<void>::done();
  }

  IOResult<void> overwrittenSafe() {
    ++a_;
    a_ = 4;
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }
  IOResult<void> overwrittenBehindSafe() {
    ++c2_;
    RETURN_IF_IO(f());
    c2_ = 8;
    return IOResult<void>::done();
  }

  IOResult<void> waitingRunPassesSafe() {
    for (;;) {
      ++turns_;
      switch (st_) {
      case Start:
        st_ = Wait;
        IO_YIELD_ONE(submit());
      case Wait:
        st_ = Start;
        return IOResult<void>::done();
      }
    }
  }

  IOResult<void> waitingRunDoesNotPass() {
    ++calls_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls_' is changed before a yield and changed again {{.*}} [reentrancy-mutation-before-yield]
    for (;;) {
      switch (st_) {
      case Start:
        st_ = Wait;
        IO_YIELD_ONE(submit());
      case Wait:
        st_ = Start;
        return IOResult<void>::done();
      }
    }
  }

  // A pending callee that is never called again.
  IOResult<void> neverThere() {
    switch (st_) {
    case Start:
      st_ = Wait;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'st_' is advanced before 'f' has finished, {{.*}} [reentrancy-abandoned-callee]
      RETURN_IF_IO(f());
      break;
    case Wait:
      break;
    }
    return IOResult<void>::done();
  }
  // I/O that each call starts.
  IOResult<void> submittedAgain() {
    switch (st_) {
    case Start: {
      Completion c = submit();
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [reentrancy-repeated-io]
      IO_YIELD_ONE(c);
    }
    case Wait:
      break;
    }
    return IOResult<void>::done();
  }
  // A finished callee that runs again: where that leaves a trace, and where
  // it does not.
  IOResult<void> repeatedCallee(Table &other) {
    RETURN_IF_IO(other.behindSafe());
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'behindSafe' has finished, and runs again {{.*}} [reentrancy-repeated-callee]
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }
  IOResult<void> repeatedWithoutTraceSafe(Table &other, int k) {
    RETURN_IF_IO(other.sameAgainSafe(k));
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  enum { Start, Wait } st_ = Start;
  Completion c_;
  bool flag_ = false, sent_ = false;
  int n_ = 0, a_ = 0, c2_ = 0, i_ = 0, at_ = 0, sum_ = 0, turns_ = 0;
  int calls_ = 0;
  std::set<int> set_;
  std::vector<int> v_;
  Bytes buf_;
};
