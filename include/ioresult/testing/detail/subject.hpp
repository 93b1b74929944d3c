//===- subject.hpp - What is tested, its types erased -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_SUBJECT_HPP
#define IORESULT_TESTING_DETAIL_SUBJECT_HPP

#include <concepts>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "ioresult/completion.hpp"
#include "ioresult/result.hpp"
#include "ioresult/testing/detail/print.hpp"
#include "ioresult/testing/test_io.hpp"

namespace ioresult::testing::detail {

/// What one call of an operation answered.
struct Answer {
  enum class Kind { Done, Error, Pending };
  Kind kind;
  std::string text;   ///< Done, Error: the value or the error
  Completion awaited; ///< Pending
};

/// A world and the operations on it. The number of an operation says which of
/// those under way on this world is meant.
class Subject {
public:
  Subject() = default;
  Subject(const Subject &) = delete;
  Subject &operator=(const Subject &) = delete;
  virtual ~Subject() = default;

  virtual void begin(std::size_t operation) = 0;
  virtual Answer call(std::size_t operation) = 0;
  /// Destroys the operation; it may be half-way.
  virtual void end(std::size_t operation) = 0;

  [[nodiscard]] virtual std::string observe() = 0;
  /// "" if the world has nothing to say about it.
  [[nodiscard]] virtual std::string at_rest() = 0;
  [[nodiscard]] virtual bool invariant() = 0;
};

template <class T> Answer to_answer(const IOResult<T> &result) {
  if (result.is_io())
    return {Answer::Kind::Pending, {}, result.completion()};
  if (result.is_err())
    return {Answer::Kind::Error, text_of(result.error()), {}};
  if constexpr (std::is_void_v<T>)
    return {Answer::Kind::Done, "done", {}};
  else if constexpr (printable<T>())
    return {Answer::Kind::Done, "done " + text_of(result.value()), {}};
  else
    return {Answer::Kind::Done, "done", {}};
}

/// `make(io)` or `make()`.
template <class Make> decltype(auto) make_world(Make &make, TestIo &io) {
  if constexpr (std::invocable<Make &, TestIo &>)
    return make(io);
  else
    return make();
}

/// `operate(world, n)` or `operate(world)`.
template <class Operate, class World>
decltype(auto) start(Operate &operate, World &world, std::size_t n) {
  if constexpr (std::invocable<Operate &, World &, std::size_t>)
    return operate(world, n);
  else
    return operate(world);
}

template <class Make>
using WorldOf =
    decltype(make_world(std::declval<Make &>(), std::declval<TestIo &>()));
template <class Operate, class World>
using StartedBy = decltype(start(std::declval<Operate &>(),
                                 std::declval<World &>(), std::size_t{}));

/// Whether operate() makes an operation, an object that is called until it is
/// done and can be dropped, and is not itself the re-entrant function.
template <class Make, class Operate>
inline constexpr bool makes_operations =
    !is_io_result_v<StartedBy<Operate, WorldOf<Make>>>;

template <class Make, class Operate, class Observe>
class TypedSubject final : public Subject {
  using World = WorldOf<Make>;
  using Started = StartedBy<Operate, World>;

public:
  TypedSubject(Make &make, Operate &operate, Observe &observe, TestIo &io)
      : operate_(operate), observe_(observe), world_(make_world(make, io)) {}

  void begin(std::size_t operation) override {
    if constexpr (makes_operations<Make, Operate>)
      // Not make_unique(), which would need an operation that can be moved.
      operations_[operation].reset(
          new Started(start(operate_, world_, operation)));
  }

  Answer call(std::size_t operation) override {
    if constexpr (makes_operations<Make, Operate>)
      return to_answer((*operations_.at(operation))());
    else
      return to_answer(start(operate_, world_, operation));
  }

  void end(std::size_t operation) override { operations_.erase(operation); }

  std::string observe() override { return text_of(observe_(world_)); }

  std::string at_rest() override {
    if constexpr (requires { world_.at_rest(); })
      return text_of(world_.at_rest());
    else
      return {};
  }

  bool invariant() override {
    if constexpr (requires { world_.invariant(); })
      return world_.invariant();
    else
      return true;
  }

private:
  Operate &operate_;
  Observe &observe_;
  World world_;
  // Behind the world, which they refer to.
  std::map<std::size_t, std::unique_ptr<Started>> operations_;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_SUBJECT_HPP
