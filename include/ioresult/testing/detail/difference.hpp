//===- difference.hpp - Where two runs part ---------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_DIFFERENCE_HPP
#define IORESULT_TESTING_DETAIL_DIFFERENCE_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "ioresult/testing/detail/runner.hpp"
#include "ioresult/testing/yield_injector.hpp"

namespace ioresult::testing::detail {

using Questions = std::vector<YieldInjector::Question>;

/// The first checkpoint at which `run` is not as `reference`; empty if there is
/// none.
inline std::string first_difference(const RunRecord &run,
                                    const RunRecord &reference) {
  const std::size_t both =
      std::min(run.checkpoints.size(), reference.checkpoints.size());
  for (std::size_t i = 0; i < both; ++i) {
    const Checkpoint &got = run.checkpoints[i];
    const Checkpoint &want = reference.checkpoints[i];
    if (got != want)
      return want.what + " differs:\n  blocking run: " + want.value +
             "\n  this run:     " + got.value;
  }
  return {};
}

/// Follows a run along the blocking run, to find where they part.
///
/// Behind a "not yet" the operation is called again from the top. What it asks
/// on its way back, it has asked before: that is the replay, and is passed over
/// until the question that was answered "not yet" comes again, or the next one
/// of the blocking run. There the two runs are at the same place, and must see
/// the same.
class PartingPoint {
public:
  /// Both with what was seen at each question.
  PartingPoint(const Questions &run, const Questions &blocking)
      : run_(run), blocking_(blocking) {}

  /// In words; empty if they do not part at a question.
  std::string tell() {
    for (std::size_t i = 0; i < run_.size(); ++i) {
      if (!is_yield(run_[i]))
        continue;
      if (i == 0 || run_[i].operation != operation_)
        enter(run_[i].operation);
      if (auto parted = follow(i); !parted.empty())
        return "they part at question " + std::to_string(i) + ": " + parted;
    }
    return {};
  }

private:
  static bool is_yield(const YieldInjector::Question &question) {
    return question.alternatives.find('y') != std::string::npos;
  }

  void enter(std::size_t operation) {
    operation_ = operation;
    expected_.clear();
    for (const auto &question : blocking_)
      if (question.operation == operation && is_yield(question))
        expected_.push_back(&question);
    at_ = 0;
    replays_ = false;
  }

  std::string follow(std::size_t i) {
    const auto &got = run_[i];
    if (at_ < expected_.size() && expected_[at_]->label == got.label) {
      const auto &want = *expected_[at_];
      if (got.seen != want.seen)
        return "at " + quoted(got) + " the blocking run observes " + want.seen +
               ", and this run " + got.seen;
      replays_ = got.chosen != '.';
      if (!replays_ || !is_asked_again(i))
        ++at_;
      return {};
    }
    if (replays_ && was_asked(got.label))
      return {};
    return (at_ < expected_.size()
                ? "the blocking run goes on with " + quoted(*expected_[at_])
                : "the blocking run is through") +
           ", and this run comes to " + quoted(got);
  }

  bool was_asked(const std::string &label) const {
    return std::any_of(
        expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(at_),
        [&](const auto *asked) { return asked->label == label; });
  }

  bool is_asked_again(std::size_t i) const {
    return std::any_of(run_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                       run_.end(), [&](const auto &later) {
                         return later.operation == operation_ &&
                                later.label == run_[i].label;
                       });
  }

  static std::string quoted(const YieldInjector::Question &question) {
    return question.label.empty() ? "an unnamed question"
                                  : '"' + question.label + '"';
  }

  const Questions &run_;
  const Questions &blocking_;
  std::size_t operation_ = 0;
  /// The blocking run's questions in this operation, and the one to come next.
  std::vector<const YieldInjector::Question *> expected_;
  std::size_t at_ = 0;
  bool replays_ = false;
};

/// The questions of a run, one a line, as far as the last that was not
/// answered '.' and a few behind it.
inline std::string told(const Questions &run) {
  constexpr std::size_t kBehind = 8;
  std::size_t end = 0;
  for (std::size_t i = 0; i < run.size(); ++i)
    if (run[i].chosen != '.')
      end = i + 1;
  end = std::min(run.size(), end + kBehind);
  std::string text;
  for (std::size_t i = 0; i < end; ++i)
    text += "  " + std::to_string(i) + ' ' + run[i].chosen + ' ' +
            run[i].label + '\n';
  if (end < run.size())
    text += "  and " + std::to_string(run.size() - end) + " more\n";
  return text;
}

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_DIFFERENCE_HPP
