// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {PendingTypes: 'IOResult;Poll;Expected;Outcome;Answer;Slot'}}"
//
// Which alternative of an answer's class is "not yet" is read off the class:
// its fields, its constructors and factories, its tests and accessors.
#include "ioresult/ioresult.hpp"
#include <optional>
#include <utility>
#include <variant>
#include <vector>

// An optional: without its value it is not ready.
template <class T> struct Poll {
  std::optional<T> value;
  bool ready() const { return value.has_value(); }
  bool waits() const { return !ready(); }
};
namespace poll {
Poll<int> step();
struct Op {
  int n_ = 0;
  std::vector<int> v_;
  Poll<int> byTest() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (!r.ready())
      return {};
    return Poll<int>{n_};
  }
  Poll<int> byTestSafe() {
    auto r = step();
    if (!r.ready())
      return {};
    ++n_;
    return Poll<int>{n_};
  }
  Poll<int> byAnotherTest() {
    v_.push_back(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    auto r = step();
    if (r.waits())
      return {std::nullopt};
    return Poll<int>{n_};
  }
  Poll<int> byAnotherTestSafe() {
    auto r = step();
    if (r.waits())
      return {std::nullopt};
    v_.push_back(1);
    return Poll<int>{n_};
  }
  // Filled field by field.
  Poll<int> filled() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Poll<int> out;
    auto r = step();
    if (r.ready())
      out.value = n_;
    return out;
  }
  Poll<int> filledSafe() {
    Poll<int> out;
    auto r = step();
    if (r.ready()) {
      ++n_;
      out.value = n_;
    }
    return out;
  }
};
} // namespace poll

// A value or an error, of which one code means "not yet".
enum class Err { WouldBlock, Broken };
template <class T> class Expected {
  std::variant<T, Err> v_;

public:
  Expected(T t) : v_(t) {}
  Expected(Err e) : v_(e) {}
  explicit operator bool() const { return v_.index() == 0; }
  Err error() const { return std::get<1>(v_); }
  T operator*() const { return std::get<0>(v_); }
};
namespace expected {
Expected<int> step();
struct Op {
  int n_ = 0;
  Expected<int> handedOn() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (!r)
      return r.error();
    return n_;
  }
  Expected<int> handedOnSafe() {
    auto r = step();
    if (!r)
      return r.error();
    ++n_;
    return n_;
  }
  Expected<int> inOwnWords() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (!r && r.error() == Err::WouldBlock)
      return Err::WouldBlock;
    return n_;
  }
  // An error ends the operation.
  Expected<int> error() {
    ++n_;
    if (n_ > 3)
      return Err::Broken;
    return n_;
  }
};
} // namespace expected

// An enumerator in a field.
enum class Kind { Done, Again, Failed };
struct Outcome {
  Kind kind;
  int value;
};
namespace field {
Outcome step();
struct Op {
  int n_ = 0;
  Outcome handedOn() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Outcome r = step();
    if (r.kind == Kind::Again)
      return r;
    return {Kind::Done, n_};
  }
  Outcome handedOnSafe() {
    Outcome r = step();
    if (r.kind == Kind::Again)
      return r;
    ++n_;
    return {Kind::Done, n_};
  }
  Outcome inOwnWords() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (step().kind == Kind::Again)
      return {Kind::Again, 0};
    return {Kind::Done, n_};
  }
  Outcome inOwnWordsSafe() {
    if (step().kind == Kind::Again)
      return {Kind::Again, 0};
    ++n_;
    return {Kind::Done, n_};
  }
  Outcome filled() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Outcome out{};
    out.kind = step().kind == Kind::Again ? Kind::Again : Kind::Done;
    return out;
  }
  Outcome filledSafe() {
    Outcome out{};
    if (step().kind == Kind::Again) {
      out.kind = Kind::Again;
      return out;
    }
    ++n_;
    out.kind = Kind::Done;
    return out;
  }
};
} // namespace field

// A class with an enum of its own, and factories.
class Answer {
public:
  static Answer finished(int v) { return Answer(State::Ready, v); }
  static Answer later() { return Answer(State::NotReady, 0); }
  static Answer broken() { return Answer(State::Broken, 0); }
  bool settled() const { return state_ != State::NotReady; }
  int get() const { return value_; }

private:
  enum class State { NotReady, Ready, Broken };
  Answer(State s, int v) : state_(s), value_(v) {}
  State state_;
  int value_;
};
namespace nested_enum {
Answer step();
struct Op {
  int n_ = 0;
  Answer run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (!step().settled())
      return Answer::later();
    return Answer::finished(n_);
  }
  Answer runSafe() {
    if (!step().settled())
      return Answer::later();
    ++n_;
    return Answer::finished(n_);
  }
  Answer ends() {
    ++n_;
    return n_ > 3 ? Answer::broken() : Answer::finished(n_);
  }
};
} // namespace nested_enum

// A variant, and what derives from it.
struct NotYet {};
template <class T> class Slot {
public:
  Slot(T v) : v_(std::move(v)) {}
  Slot(NotYet) : v_(NotYet{}) {}
  bool has() const { return std::holds_alternative<T>(v_); }
  T take() { return std::get<T>(v_); }

private:
  std::variant<NotYet, T> v_;
};
template <class T> struct TracedSlot : Slot<T> {
  using Slot<T>::Slot;
};
namespace alternatives {
Slot<int> step();
TracedSlot<int> traced();
struct Op {
  int n_ = 0;
  Slot<int> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (!step().has())
      return NotYet{};
    return n_;
  }
  Slot<int> runSafe() {
    if (!step().has())
      return NotYet{};
    ++n_;
    return n_;
  }
  TracedSlot<int> derived() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = traced();
    if (!r.has())
      return r;
    return TracedSlot<int>(n_);
  }
  TracedSlot<int> derivedSafe() {
    auto r = traced();
    if (!r.has())
      return r;
    ++n_;
    return TracedSlot<int>(n_);
  }
};
} // namespace alternatives

// An answer in a wrapper.
template <class T> struct Result {
  std::variant<T, int> v;
  Result(T t) : v(std::move(t)) {}
  Result(int e) : v(e) {}
  bool ok() const { return v.index() == 0; }
  T &value() { return std::get<0>(v); }
};
namespace wrapped {
using ioresult::IOResult;
Result<IOResult<int>> step();
struct Op {
  int n_ = 0;
  Result<IOResult<int>> run() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = step();
    if (!r.ok())
      return r;
    if (r.value().is_io())
      return r;
    return IOResult<int>::done(n_);
  }
  Result<IOResult<int>> runSafe() {
    auto r = step();
    if (!r.ok())
      return r;
    if (r.value().is_io())
      return r;
    ++n_;
    return IOResult<int>::done(n_);
  }
};
} // namespace wrapped
