// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {PendingTypes: 'Task;Status;Future'}}"
//
// Classes that name what they are in: an enumerator behind an accessor, an
// alternative that has nothing in it, a flag.
#include <optional>
#include <string>
#include <utility>
#include <variant>
class Status {
public:
  enum Code { kOk, kPending, kFailed };
  Status() : code_(kOk) {}
  explicit Status(Code c) : code_(c) {}
  static Status Ok() { return Status(); }
  static Status Pending() { return Status(kPending); }
  static Status Failed() { return Status(kFailed); }
  bool ok() const { return code_ == kOk; }
  bool IsPending() const { return code() == kPending; }
  Code code() const { return code_; }

private:
  Code code_;
};
Status io();
struct ByCode {
  int n_ = 0;
  Status run1() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Status s = io();
    if (s.IsPending())
      return Status::Pending();
    return Status::Ok();
  }
  Status safe1() {
    Status s = io();
    if (s.IsPending())
      return Status::Pending();
    ++n_;
    return Status::Ok();
  }
  Status run2() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (Status s = io(); !s.ok())
      return s;
    return Status();
  }
  Status safe2() {
    if (Status s = io(); !s.ok())
      return s;
    ++n_;
    return Status();
  }
  Status run3() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Status s = io();
    switch (s.code()) {
    case Status::kPending:
      return s;
    default:
      break;
    }
    return Status::Ok();
  }
  Status safe3() {
    Status s = io();
    switch (s.code()) {
    case Status::kPending:
      return s;
    default:
      break;
    }
    ++n_;
    return Status::Ok();
  }
};
template <class T> class Task {
  std::variant<std::monostate, T, std::string> v_;
  Task() = default;

public:
  static Task ready(T t) {
    Task r;
    r.v_ = std::move(t);
    return r;
  }
  static Task wait() { return Task(); }
  static Task fail(std::string s) {
    Task r;
    r.v_ = std::move(s);
    return r;
  }
  bool isReady() const { return v_.index() == 1; }
  bool isWaiting() const { return std::holds_alternative<std::monostate>(v_); }
  bool isFailed() const { return !isReady() && !isWaiting(); }
  const T &get() const { return std::get<T>(v_); }
  T take() && { return std::get<T>(std::move(v_)); }
  const std::string &why() const { return std::get<2>(v_); }
};
Task<int> child();
struct ByVariant {
  int n_ = 0;
  Task<int> run1() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = child();
    if (r.isWaiting())
      return Task<int>::wait();
    return Task<int>::ready(n_);
  }
  Task<int> safe1() {
    auto r = child();
    if (r.isWaiting())
      return Task<int>::wait();
    ++n_;
    return Task<int>::ready(n_);
  }
  Task<int> run2() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = child();
    if (!r.isReady())
      return r;
    return Task<int>::ready(r.get() + n_);
  }
  Task<int> safe2() {
    auto r = child();
    if (!r.isReady())
      return r;
    n_ += r.get();
    return Task<int>::ready(n_);
  }
  Task<long> run3() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto r = child();
    if (r.isFailed())
      return Task<long>::fail(r.why());
    if (!r.isReady())
      return Task<long>::wait();
    return Task<long>::ready(n_);
  }
  Task<long> safe3() {
    auto r = child();
    if (r.isFailed())
      return Task<long>::fail(r.why());
    if (!r.isReady())
      return Task<long>::wait();
    ++n_;
    return Task<long>::ready(n_);
  }
  Task<int> safe4() {
    auto r = child();
    if (r.isFailed()) {
      ++n_;
      return Task<int>::fail("x");
    }
    if (!r.isReady())
      return Task<int>::wait();
    return Task<int>::ready(n_);
  }
};
struct Future {
  bool pending;
  int v;
};
Future fut();
struct ByFlag {
  int n_ = 0;
  Future run1() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Future f = fut();
    if (f.pending)
      return f;
    return {false, n_};
  }
  Future safe1() {
    Future f = fut();
    if (f.pending)
      return f;
    ++n_;
    return {false, n_};
  }
  Future run2() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Future f = fut();
    if (f.pending)
      return {true, 0};
    return {false, n_};
  }
  Future safe2() {
    Future f = fut();
    if (f.pending)
      return {true, 0};
    ++n_;
    return {false, n_};
  }
  Future run3() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto [p, v] = fut();
    if (p)
      return {true, 0};
    return {false, n_};
  }
};
