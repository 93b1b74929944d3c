// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only
//
// A pending part that is an aggregate, built and converted in every way that
// the language has. It says "not yet" however it came about.
#include <optional>
#include <utility>

struct Completion {
  int id = 0;
};
struct IOCompletions {
  Completion c;
};

template <class T> class IOResult {
  std::optional<T> value_;
  IOCompletions io_;

public:
  static IOResult done(T v) {
    IOResult r;
    r.value_ = std::move(v);
    return r;
  }
  static IOResult io(IOCompletions c) {
    IOResult r;
    r.io_ = c;
    return r;
  }
  bool is_io() const { return !value_; }
  bool is_done() const { return value_.has_value(); }
  T value() { return std::move(*value_); }
  IOCompletions completions() const { return io_; }
};
IOResult<int> step();

namespace plain {
struct IOPending {
  IOCompletions c;
  template <class U> operator IOResult<U>() const { return IOResult<U>::io(c); }
};
struct Job {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return IOPending{r.completions()};
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return IOPending{r.completions()};
    ++n_;
    return IOResult<int>::done(n_);
  }
};
struct Designated {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return IOPending{.c = r.completions()};
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return IOPending{.c = r.completions()};
    ++n_;
    return IOResult<int>::done(n_);
  }
};
struct Cast {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return static_cast<IOResult<int>>(IOPending{r.completions()});
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return static_cast<IOResult<int>>(IOPending{r.completions()});
    ++n_;
    return IOResult<int>::done(n_);
  }
};
struct Variable {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (!r.is_io())
      return IOResult<int>::done(n_);
    const IOPending p{r.completions()};
    return p;
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (!r.is_io()) {
      ++n_;
      return IOResult<int>::done(n_);
    }
    const IOPending p{r.completions()};
    return p;
  }
};
IOPending waitFor(IOCompletions c) { return IOPending{c}; }
struct Helper {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return waitFor(r.completions());
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return waitFor(r.completions());
    ++n_;
    return IOResult<int>::done(n_);
  }
};
template <class R> R pass(IOCompletions c) { return IOPending{c}; }
struct TemplateParameter {
  int n_ = 0;
  template <class R> R run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return IOPending{r.completions()};
    return R::done(n_);
  }
  template <class R> R runSafe() {
    auto r = step();
    if (r.is_io())
      return IOPending{r.completions()};
    ++n_;
    return R::done(n_);
  }
  IOResult<int> byHelper() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return pass<IOResult<int>>(r.completions());
    return IOResult<int>::done(n_);
  }
  IOResult<int> byHelperSafe() {
    auto r = step();
    if (r.is_io())
      return pass<IOResult<int>>(r.completions());
    ++n_;
    return IOResult<int>::done(n_);
  }
};
inline IOResult<int> instantiate(TemplateParameter &t) {
  if (t.runSafe<IOResult<int>>().is_io())
    return IOResult<int>::done(0);
  return t.run<IOResult<int>>();
}
} // namespace plain

namespace nested {
struct Inner {
  IOCompletions c;
};
struct IOPending {
  int why;
  Inner inner;
  template <class U> operator IOResult<U>() const {
    return IOResult<U>::io(inner.c);
  }
};
struct Job {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return IOPending{1, {{r.completions()}}};
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return IOPending{1, {{r.completions()}}};
    ++n_;
    return IOResult<int>::done(n_);
  }
};
} // namespace nested

namespace base {
struct Held {
  IOCompletions c;
};
struct IOPending : Held {
  template <class U> operator IOResult<U>() const { return IOResult<U>::io(c); }
};
struct Job {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return IOPending{{r.completions()}};
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return IOPending{{r.completions()}};
    ++n_;
    return IOResult<int>::done(n_);
  }
};
// And one that inherits the conversion.
struct Traced : plain::IOPending {
  int line;
};
struct Derived {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return Traced{{r.completions()}, 7};
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return Traced{{r.completions()}, 7};
    ++n_;
    return IOResult<int>::done(n_);
  }
};
} // namespace base

namespace factory {
struct IOPending {
  IOCompletions c;
  static IOPending on(IOCompletions c) { return {c}; }
  static IOPending again() { return {}; }
  template <class U> operator IOResult<U>() const { return IOResult<U>::io(c); }
};
struct Job {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return IOPending::on(r.completions());
    return IOResult<int>::done(n_);
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return IOPending::on(r.completions());
    ++n_;
    return IOResult<int>::done(n_);
  }
  IOResult<int> bare() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (step().is_io())
      return IOPending::again();
    return IOResult<int>::done(n_);
  }
  IOResult<int> bareSafe() {
    if (step().is_io())
      return IOPending::again();
    ++n_;
    return IOResult<int>::done(n_);
  }
};
} // namespace factory

// The result type is made from the part, not the part converted to it.
namespace from {
struct IOPending {
  IOCompletions c;
};
template <class T> class IOResult {
  std::optional<T> value_;
  IOCompletions io_;

public:
  IOResult(T v) : value_(std::move(v)) {}
  IOResult(IOPending p) : io_(p.c) {}
  bool is_io() const { return !value_; }
  IOCompletions completions() const { return io_; }
};
IOResult<int> step();
struct Job {
  int n_ = 0;
  IOResult<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return IOPending{r.completions()};
    return n_;
  }
  IOResult<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return IOPending{r.completions()};
    ++n_;
    return n_;
  }
};
} // namespace from

// An alias is the type that it stands for.
namespace alias {
struct IOPending {
  IOCompletions c;
  template <class U> operator IOResult<U>() const { return IOResult<U>::io(c); }
};
using NotYet = IOPending;
template <class T> using Answer = IOResult<T>;
struct Job {
  int n_ = 0;
  Answer<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r.is_io())
      return NotYet{r.completions()};
    return Answer<int>::done(n_);
  }
  Answer<int> runSafe() {
    auto r = step();
    if (r.is_io())
      return NotYet{r.completions()};
    ++n_;
    return Answer<int>::done(n_);
  }
};
} // namespace alias

// I/O that this very call starts: control goes on behind the yield.
namespace leaf {
using plain::IOPending;
Completion submit();
struct Job {
  int state_ = 0;
  int n_ = 0;
  IOResult<int> run() {
    switch (state_) {
    case 0:
      ++n_;
      state_ = 1;
      return IOPending{IOCompletions{submit()}};
    case 1:
      return IOResult<int>::done(n_);
    }
    return IOResult<int>::done(0);
  }
  IOResult<int> runStill() {
    switch (state_) {
    case 0:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      return IOPending{IOCompletions{submit()}};
    case 1:
      return IOResult<int>::done(n_);
    }
    return IOResult<int>::done(0);
  }
};
} // namespace leaf
