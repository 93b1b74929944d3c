// Dialect optional: the value in an optional, the completions beside it; the
// pending part is made anew from the completions, by a constructor.
#pragma once

#include <optional>
#include <utility>

struct Completion {
  int id = 0;
};
struct IOCompletions {
  Completion one;
};

template <class T> class [[nodiscard]] IOResult {
public:
  static IOResult done(T value) {
    IOResult r;
    r.value_ = std::move(value);
    return r;
  }
  static IOResult io(IOCompletions completions) {
    IOResult r;
    r.io_ = completions;
    return r;
  }
  bool is_done() const { return value_.has_value(); }
  bool is_io() const { return !value_; }
  T value() { return std::move(*value_); }
  IOCompletions completions() const { return io_; }

private:
  std::optional<T> value_;
  IOCompletions io_;
};

class [[nodiscard]] IOPending {
public:
  explicit IOPending(IOCompletions completions) : completions_(completions) {}
  template <class T> operator IOResult<T>() const { return IOResult<T>::io(completions_); }

private:
  IOCompletions completions_;
};

#define RETURN_IF_IO(expr)                                                                         \
  ({                                                                                               \
    auto io_result_ = (expr);                                                                      \
    if (io_result_.is_io())                                                                        \
      return IOPending(io_result_.completions());                                                  \
    io_result_.value();                                                                            \
  })
#define IO_YIELD_ONE(completion) return IOPending(IOCompletions{completion})
