// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {PendingTypes: 'Poll;Maybe', PendingParts: Suspend}}"
//
// A pending part with a constructor that only its factory may call, taken out
// of one answer and put into another; a flag with a default.
#include <optional>
#include <utility>
#include <variant>
struct Completion {
  int id = 0;
};
template <class T> class Poll;
class Suspend {
  Completion c_;
  explicit Suspend(Completion c) : c_(c) {}

public:
  static Suspend until(Completion c) { return Suspend(c); }
  Completion take() const { return c_; }
};
template <class T> class Poll {
  std::variant<T, Suspend> s_;

public:
  Poll(Suspend s) : s_(s) {}
  Poll(T t) : s_(std::move(t)) {}
  bool done() const { return s_.index() == 0; }
  explicit operator bool() const { return done(); }
  T &operator*() { return std::get<0>(s_); }
  T value() { return std::get<0>(s_); }
  Suspend suspend() const { return std::get<1>(s_); }
  template <class U> operator Poll<U>() const { return Poll<U>(suspend()); }
};
Poll<int> step();
struct ByVariant {
  int n_ = 0;
  Poll<int> run1() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (!r)
      return r.suspend();
    return n_;
  }
  Poll<int> safe1() {
    auto r = step();
    if (!r)
      return r.suspend();
    ++n_;
    return n_;
  }
  Poll<long> run2() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (!r)
      return r;
    return long(*r);
  }
  Poll<long> safe2() {
    auto r = step();
    if (!r)
      return r;
    n_ += *r;
    return 3L;
  }
  Poll<int> run3() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (r)
      return *r + n_;
    return Suspend::until(r.suspend().take());
  }
  Poll<int> safe3() {
    auto r = step();
    if (r) {
      ++n_;
      return *r;
    }
    return Suspend::until(r.suspend().take());
  }
  Poll<int> run4() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (auto r = step(); r.done())
      return r;
    else
      return static_cast<Poll<int>>(r.suspend());
  }
  Poll<int> safe4() {
    if (auto r = step(); r.done()) {
      ++n_;
      return r;
    } else
      return static_cast<Poll<int>>(r.suspend());
  }
  Poll<int> run5() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    return r ? Poll<int>(*r) : Poll<int>(r.suspend());
  }
  Poll<int> safe5() {
    auto r = step();
    if (r)
      ++n_;
    return r ? Poll<int>(*r) : Poll<int>(r.suspend());
  }
  Poll<int> run6() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    std::optional<Poll<int>> keep;
    keep = step();
    if (!*keep)
      return *keep;
    return n_;
  }
  Poll<int> safe6() {
    std::optional<Poll<int>> keep;
    keep = step();
    if (!*keep)
      return *keep;
    ++n_;
    return n_;
  }
  Poll<int> safe7() {
    ++n_;
    return 3;
  }
};
template <class T> struct Maybe {
  bool ready = false;
  T value{};
  static Maybe none() { return {}; }
  static Maybe some(T v) { return {true, v}; }
};
template <class T> bool isReady(const Maybe<T> &m) { return m.ready; }
Maybe<int> look();
struct ByFlag {
  int n_ = 0;
  Maybe<int> run1() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto m = look();
    if (!isReady(m))
      return Maybe<int>::none();
    return Maybe<int>::some(n_);
  }
  Maybe<int> safe1() {
    auto m = look();
    if (!isReady(m))
      return Maybe<int>::none();
    ++n_;
    return Maybe<int>::some(n_);
  }
  Maybe<int> run2() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (auto m = look(); !m.ready)
      return {};
    return {.ready = true, .value = n_};
  }
  Maybe<int> safe2() {
    if (auto m = look(); !m.ready)
      return {};
    ++n_;
    return {.ready = true, .value = n_};
  }
  Maybe<int> run3() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Maybe<int> out;
    if (auto m = look(); m.ready) {
      out.ready = true;
      out.value = m.value;
    }
    return out;
  }
  Maybe<int> safe3() {
    Maybe<int> out;
    if (auto m = look(); m.ready) {
      ++n_;
      out.ready = true;
      out.value = m.value;
    }
    return out;
  }
};
