//===- yield_injector.hpp - Decides where a run yields ----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_YIELD_INJECTOR_HPP
#define IORESULT_TESTING_YIELD_INJECTOR_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ioresult/testing/schedule.hpp"

namespace ioresult::testing {

/// Is asked at each point where the code under test could have to wait, answers
/// by its schedule, and writes down what it answered: replay() is a schedule
/// that gives the same run again, whatever the first one was.
///
/// Who asks: fake callees and wrapped backends (TestIo, InjectingBackend), and
/// points in the code itself (IO_MAY_YIELD), for which an injector must be made
/// current on the thread with an InjectorScope.
///
/// Thread-safety: for one thread.
class YieldInjector {
public:
  /// A question that was asked.
  struct Question {
    std::string label;        ///< what asked, for people
    std::string alternatives; ///< as in Schedule
    char chosen;
    std::size_t operation; ///< which operation was running
    std::string seen;      ///< what the probe saw
  };

  explicit YieldInjector(Schedule schedule = Schedule::never())
      : schedule_(std::move(schedule)) {}

  /// Whether the call that asks is to answer "not yet". `label` says in a
  /// failure's report what asked.
  bool should_yield(std::string_view label = {}) {
    return choose(".y", label) == 'y';
  }

  /// The general form: one letter of `alternatives`, the first of which must be
  /// '.', "nothing is injected".
  char choose(std::string_view alternatives, std::string_view label = {}) {
    if (probing_)
      return '.';
    const char chosen =
        schedule_.choose(alternatives, questions_.size(), deviations_);
    if (chosen != '.')
      ++deviations_;
    questions_.push_back({std::string(label), std::string(alternatives), chosen,
                          operation_, probe()});
    return chosen;
  }

  /// Says which operation asks from now on.
  void set_operation(std::size_t operation) noexcept { operation_ = operation; }

  /// Has `probe` called at each question from now on, to see the state there.
  /// What it asks itself is answered '.' and not written down.
  void set_probe(std::function<std::string()> probe) {
    probe_ = std::move(probe);
  }

  /// What was asked so far, in order.
  [[nodiscard]] const std::vector<Question> &questions() const noexcept {
    return questions_;
  }

  /// How many answers were not '.'.
  [[nodiscard]] std::size_t deviations() const noexcept { return deviations_; }

  /// A schedule that answers as this injector did.
  [[nodiscard]] Schedule replay() const {
    std::string choices;
    for (const Question &question : questions_)
      choices += question.chosen;
    return Schedule::explicitly(std::move(choices));
  }

  /// The one that IO_MAY_YIELD asks on this thread; null if there is none.
  static YieldInjector *current() noexcept { return current_; }

private:
  friend class InjectorScope;
  static inline thread_local YieldInjector *current_ = nullptr;

  std::string probe() {
    if (!probe_)
      return {};
    probing_ = true;
    std::string seen = probe_();
    probing_ = false;
    return seen;
  }

  Schedule schedule_;
  std::vector<Question> questions_;
  std::size_t operation_ = 0;
  std::function<std::string()> probe_;
  bool probing_ = false;
  std::size_t deviations_ = 0;
};

/// Makes an injector the current one of this thread for as long as the scope
/// lives; then the one before is back.
class InjectorScope {
public:
  explicit InjectorScope(YieldInjector &injector) noexcept
      : before_(std::exchange(YieldInjector::current_, &injector)) {}
  InjectorScope(const InjectorScope &) = delete;
  InjectorScope &operator=(const InjectorScope &) = delete;
  ~InjectorScope() { YieldInjector::current_ = before_; }

private:
  YieldInjector *before_;
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_YIELD_INJECTOR_HPP
