// Dialect aggregate: the value in an optional, the completions beside it; the
// pending part is an aggregate, made with braces.
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

struct IOPending {
  IOCompletions completions;
  template <class T> operator IOResult<T>() const { return IOResult<T>::io(completions); }
};

#define RETURN_IF_IO(expr)                                                                         \
  ({                                                                                               \
    auto io_result_ = (expr);                                                                      \
    if (io_result_.is_io())                                                                        \
      return IOPending{io_result_.completions()};                                                  \
    io_result_.value();                                                                            \
  })
#define IO_YIELD_ONE(completion) return IOPending{IOCompletions{completion}}
