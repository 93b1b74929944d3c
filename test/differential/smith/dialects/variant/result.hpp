// Dialect variant: the value or the completion in a variant; a result hands out
// its pending part itself.
#pragma once

#include <optional>
#include <utility>
#include <variant>

struct Completion {
  int id = 0;
};
struct IOCompletions {
  Completion one;
  IOCompletions(Completion completion) : one(completion) {}
};

template <class T> class IOResult;

class [[nodiscard]] IOPending {
public:
  explicit IOPending(Completion completion) : completion_(std::move(completion)) {}
  template <class T> operator IOResult<T>() const { return IOResult<T>::io(*completion_); }

private:
  std::optional<Completion> completion_;
};

template <class T> class [[nodiscard]] IOResult {
public:
  static IOResult done(T value = T{}) { return IOResult(std::in_place_index<0>, std::move(value)); }
  static IOResult io(IOCompletions completions) {
    return IOResult(std::in_place_index<1>, std::move(completions.one));
  }
  bool is_done() const { return is_.index() == 0; }
  bool is_io() const { return is_.index() == 1; }
  T &value() & { return std::get<0>(is_); }
  T value() && { return std::get<0>(std::move(is_)); }
  const Completion &completion() const { return std::get<1>(is_); }
  IOPending pending() const { return IOPending(std::get<1>(is_)); }

private:
  template <std::size_t I, class U>
  IOResult(std::in_place_index_t<I> i, U &&u) : is_(i, std::forward<U>(u)) {}

  std::variant<T, Completion> is_;
};

#define RETURN_IF_IO(expr)                                                                         \
  ({                                                                                               \
    auto io_result_ = (expr);                                                                      \
    if (!io_result_.is_done())                                                                     \
      return io_result_.pending();                                                                 \
    std::move(io_result_).value();                                                                 \
  })
#define IO_YIELD_ONE(completion) return IOPending(completion)
