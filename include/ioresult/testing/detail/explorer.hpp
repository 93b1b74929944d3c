//===- explorer.hpp - All schedules, the smallest first ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_EXPLORER_HPP
#define IORESULT_TESTING_DETAIL_EXPLORER_HPP

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ioresult/testing/schedule.hpp"
#include "ioresult/testing/yield_injector.hpp"

namespace ioresult::testing {

/// How much is explored. The cost is a run of the code under test each.
struct ExploreBounds {
  /// Schedules with at most this many deviations are tried without exception...
  std::size_t deviations = 3;
  /// ... but no more than this many of them.
  std::size_t exhaustive_runs = 1500;
  /// Then, where schedules are left, this many from seeds.
  std::size_t seeds = 100;
  /// How often a long exploration tells its progress.
  std::chrono::nanoseconds tell_every = std::chrono::seconds(5);
};

namespace detail {

/// What a run under one schedule came to.
struct Attempt {
  std::vector<YieldInjector::Question> questions;
  /// What is wrong; empty if nothing is.
  std::string failure;
};

/// Searches for a schedule under which a run fails.
///
/// Schedules are the paths of a tree: a run shows which questions come behind
/// the ones it was told the answers of, and each other answer to one of those
/// is a child. The tree is walked by the number of deviations, so that the
/// first failure has the fewest (compare iterative context bounding: Musuvathi
/// and Qadeer, PLDI 2007), and no schedule is tried twice. A failure that a
/// seed finds is made smaller by taking deviations away.
class Explorer {
public:
  using Run = std::function<Attempt(const Schedule &)>;
  using Progress = std::function<void(std::size_t runs, std::size_t waiting)>;

  /// `progress` is called as often as the bounds say.
  Explorer(ExploreBounds bounds, Run run, Progress progress)
      : bounds_(bounds), run_(std::move(run)), progress_(std::move(progress)) {}

  /// The smallest schedule found that fails, if any.
  std::optional<Schedule> explore() {
    if (const auto found = exhaustively())
      return found;
    if (complete_)
      return std::nullopt;
    return by_seed();
  }

  [[nodiscard]] std::size_t runs() const noexcept { return runs_; }

  /// Whether explore() has run each schedule that there is.
  [[nodiscard]] bool complete() const noexcept { return complete_; }
  /// If it has not: all schedules of fewer deviations than that were run.
  [[nodiscard]] std::size_t first_depth_left_out() const noexcept {
    return left_out_from_;
  }
  /// How many that it came upon it has not run; what lies behind those is not
  /// counted.
  [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

private:
  static std::string choices_of(const Attempt &attempt) {
    std::string choices;
    for (const auto &question : attempt.questions)
      choices += question.chosen;
    return choices;
  }

  Attempt run(const Schedule &schedule) {
    ++runs_;
    if (const auto now = Clock::now(); now - told_ >= bounds_.tell_every) {
      told_ = now;
      progress_(runs_, waiting_.size());
    }
    return run_(schedule);
  }

  std::optional<Schedule> exhaustively() {
    waiting_.push_back({{}, 0});
    while (!waiting_.empty()) {
      if (runs_ >= bounds_.exhaustive_runs) {
        for (const Node &node : waiting_)
          leave_out(node.deviations);
        waiting_.clear();
        break;
      }
      const Node node = std::move(waiting_.front());
      waiting_.pop_front();
      const Schedule schedule = Schedule::explicitly(node.choices);
      const Attempt attempt = run(schedule);
      if (!attempt.failure.empty())
        return schedule;
      add_children(node, attempt);
    }
    return std::nullopt;
  }

  struct Node {
    std::string choices;
    std::size_t deviations;
  };

  void add_children(const Node &node, const Attempt &attempt) {
    const std::string choices = choices_of(attempt);
    for (std::size_t i = node.choices.size(); i < choices.size(); ++i)
      for (const char other : attempt.questions[i].alternatives) {
        if (other == choices[i])
          continue;
        if (node.deviations == bounds_.deviations ||
            waiting_.size() + runs_ >= bounds_.exhaustive_runs) {
          leave_out(node.deviations + 1);
          continue;
        }
        waiting_.push_back({choices.substr(0, i) + other, node.deviations + 1});
      }
  }

  void leave_out(std::size_t deviations) {
    left_out_from_ =
        complete_ ? deviations : std::min(left_out_from_, deviations);
    complete_ = false;
    ++left_out_;
  }

  std::optional<Schedule> by_seed() {
    for (std::size_t seed = 0; seed <= bounds_.seeds; ++seed) {
      const Attempt attempt =
          run(seed == 0 ? Schedule::alternating() : Schedule::seeded(seed));
      if (!attempt.failure.empty())
        return shrink(choices_of(attempt));
    }
    return std::nullopt;
  }

  /// Drops deviations, the last first, as long as the run still fails.
  Schedule shrink(std::string choices) {
    for (bool smaller = true; smaller;) {
      smaller = false;
      for (std::size_t i = choices.size(); i-- > 0;) {
        if (choices[i] == '.')
          continue;
        std::string fewer = choices;
        fewer[i] = '.';
        if (run(Schedule::explicitly(fewer)).failure.empty())
          continue;
        choices = std::move(fewer);
        smaller = true;
      }
    }
    return Schedule::explicitly(std::move(choices));
  }

  using Clock = std::chrono::steady_clock;

  ExploreBounds bounds_;
  Run run_;
  Progress progress_;
  std::deque<Node> waiting_;
  std::size_t runs_ = 0;
  bool complete_ = true;
  std::size_t left_out_ = 0;
  std::size_t left_out_from_ = 0;
  Clock::time_point told_ = Clock::now();
};

} // namespace detail
} // namespace ioresult::testing

#endif // IORESULT_TESTING_DETAIL_EXPLORER_HPP
