// A pending type in the manner of Pigweed's pw_async2, as much as a test needs.
#ifndef TEST_CHECKS_INPUTS_POLL_H
#define TEST_CHECKS_INPUTS_POLL_H

#include <utility>

namespace pw::async2 {

struct ReadyType {};
struct PendingType {};

template <typename T = ReadyType> class Poll {
public:
  Poll() = delete;
  Poll(PendingType) : ready_(false) {}
  Poll(const T &value) : ready_(true), value_(value) {}
  Poll(T &&value) : ready_(true), value_(std::move(value)) {}

  bool IsReady() const { return ready_; }
  bool IsPending() const { return !ready_; }
  T &value() { return value_; }
  T &operator*() { return value_; }

private:
  bool ready_;
  T value_{};
};

inline PendingType Pending() { return {}; }
inline Poll<> Ready() { return Poll<>(ReadyType{}); }
template <typename T> Poll<T> Ready(T value) { return Poll<T>(std::move(value)); }

class Context {};

} // namespace pw::async2

#define PW_TRY_READY(expr)                                                     \
  do {                                                                         \
    if ((expr).IsPending())                                                    \
      return ::pw::async2::Pending();                                          \
  } while (0)

#endif
