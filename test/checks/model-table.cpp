// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/Inputs
//
// The table of the model's section on the rule, row by row and in its order.
// Unsafe rows have a warning, the others have none.
#include "ioresult/ioresult.hpp"
#include <optional>
#include <set>
#include <utility>
#include <vector>

using namespace ioresult;

struct Page;
using Buffer = std::vector<char>;

IOResult<void> f();
IOResult<void> f(int i);
IOResult<void> f(const Buffer &x);
IOResult<void> read(Page *page);
Completion submit();
void work(int at);

struct Table {
  IOResult<void> row02() {
    RETURN_IF_IO(f());
    ++n_;
    return IOResult<void>::done();
  }

  IOResult<void> row03(int k) {
    flag_ = true;
    n_ = 0;
    set_.insert(k);
    v_.clear();
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  IOResult<void> row04(int k) {
    n_ = 0;
    for (int i = 0; i < k; ++i)
      ++n_;
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  IOResult<void> row05() {
    if (!sent_) {
      ++n_;
      sent_ = true;
    }
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  IOResult<void> row06() {
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

  IOResult<void> row08() {
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

  IOResult<void> row10() {
    if (!c_.finished())
      IO_YIELD_ONE(c_);
    return IOResult<void>::done();
  }

  IOResult<void> row11() {
    int budget = 16;
    while (at_ < n_ && budget--)
      work(at_++);
    if (at_ < n_)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<void>::done();
  }

  IOResult<void> row14() {
    for (int i = 0; i < n_; ++i) {
      RETURN_IF_IO(f(i));
      sum_ += i;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is changed before a yield and changed again
    }
    return IOResult<void>::done();
  }

  IOResult<void> row15() {
    while (i_ < n_) {
      RETURN_IF_IO(f(i_));
      sum_ += i_;
      ++i_;
    }
    return IOResult<void>::done();
  }

  IOResult<void> row16() {
    auto x = std::move(buf_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'buf_' is taken before a yield and no longer there
    RETURN_IF_IO(f(x));
    return IOResult<void>::done();
  }

  IOResult<void> row17() {
    auto x = std::move(buf_);
    RETURN_AND_RESTORE_IF_IO(buf_, std::move(x), f(x));
    return IOResult<void>::done();
  }

  IOResult<void> row19a() {
    ++a_;
    a_ = 4;
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }
  IOResult<void> row19b() {
    ++c2_;
    RETURN_IF_IO(f());
    c2_ = 8;
    return IOResult<void>::done();
  }

  IOResult<void> row20() {
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

  IOResult<void> row21() {
    ++calls_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls_' is changed before a yield and changed again
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

  // Rows whose fault another check speaks of: never there, submitted again,
  // a finished callee that runs again. This one has nothing to say of them,
  // because nothing is changed a second time.
  IOResult<void> row07() {
    switch (st_) {
    case Start:
      st_ = Wait;
      RETURN_IF_IO(f());
      break;
    case Wait:
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> row09() {
    switch (st_) {
    case Start: {
      Completion c = submit();
      IO_YIELD_ONE(c);
    }
    case Wait:
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> row13(Table &other) {
    RETURN_IF_IO(other.row02());
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  }

  Page *allocate();

  enum { Start, Wait } st_ = Start;
  Completion c_;
  Page *page_ = nullptr;
  bool flag_ = false, sent_ = false;
  int n_ = 0, a_ = 0, c2_ = 0, i_ = 0, at_ = 0, sum_ = 0, turns_ = 0;
  int calls_ = 0;
  std::set<int> set_;
  std::vector<int> v_;
  Buffer buf_;
};
