// `IOPending{x}` of a struct without constructors is a pending answer.
#include <optional>
#include <utility>
struct Completion {
  int id = 0;
};
template <class T> class IOResult {
  std::optional<T> value_;
  Completion io_;

public:
  static IOResult done(T v) {
    IOResult r;
    r.value_ = std::move(v);
    return r;
  }
  static IOResult io(Completion c) {
    IOResult r;
    r.io_ = c;
    return r;
  }
  bool is_io() const { return !value_; }
  bool is_done() const { return value_.has_value(); }
  Completion completions() const { return io_; }
};
struct IOPending {
  Completion c;
  template <class U> operator IOResult<U>() const { return IOResult<U>::io(c); }
};
struct Cursor {
  IOResult<int> next();
};
struct M {
  Cursor c_;
  int n_ = 0;
  IOResult<int> a() {
    ++n_; // WANT
    auto r = c_.next();
    if (r.is_io())
      return IOPending{r.completions()};
    return IOResult<int>::done(0);
  }
};
