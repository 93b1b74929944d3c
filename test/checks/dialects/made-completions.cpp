// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-skipped-step -warnings-only
//
// A completion that is put together here is one that this call makes: control
// goes on behind its yield. One that was stored is asked for again.
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
};
struct IOPending {
  IOCompletions c;
  template <class U> operator IOResult<U>() const { return IOResult<U>::io(c); }
};

struct Job {
  int state_ = 0;
  int n_ = 0;
  Completion kept_;
  bool finished_ = false;

  // The state is advanced, so what stands in front of the yield is left behind.
  IOResult<int> leaf() {
    switch (state_) {
    case 0:
      ++n_;
      state_ = 1;
      return IOPending{IOCompletions{Completion{1}}};
    default:
      return IOResult<int>::done(n_);
    }
  }
  IOResult<int> leafStill() {
    switch (state_) {
    case 0:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      return IOPending{IOCompletions{Completion{1}}};
    default:
      return IOResult<int>::done(n_);
    }
  }
  IOResult<int> stored() {
    if (!finished_)
      return IOPending{IOCompletions{kept_}};
    ++n_;
    return IOResult<int>::done(n_);
  }
  IOResult<int> storedBug() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (!finished_)
      return IOPending{IOCompletions{kept_}};
    return IOResult<int>::done(n_);
  }
};
