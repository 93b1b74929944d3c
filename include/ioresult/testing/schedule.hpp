//===- schedule.hpp - What an injector is to answer -------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_SCHEDULE_HPP
#define IORESULT_TESTING_SCHEDULE_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ioresult/testing/detail/random.hpp"

namespace ioresult::testing {

/// Which alternative to take at each question of a run, in the order in which
/// the run asks. A question's alternatives are letters; the first, always '.',
/// is what happens when nothing is injected, each other one is a *deviation*.
///
/// | text          | deviates                                                |
/// | ------------- | ------------------------------------------------------- |
/// | `never`       | nowhere                                                 |
/// | `once:3`      | at question 3, counted from 0                           |
/// | `alternating` | at each second question, from the first on              |
/// | `seed:7`      | at about one question in four, drawn from the seed      |
/// | `3.y.e`       | as written: a letter per question, a number before a    |
/// |               | letter repeats it, behind the end nowhere               |
///
/// `once` and `alternating` take the first deviation that is offered; a seed
/// draws among them. Those that are not written out stop after kMaxDeviations,
/// because right code need not get anywhere while its callees take turns in
/// answering "not yet".
///
/// A plain value; the same schedule gives the same answers on every machine.
class Schedule {
public:
  /// What `alternating` and a seed deviate at most.
  static constexpr std::size_t kMaxDeviations = 48;

  static Schedule never() { return Schedule(Kind::Explicit, 0); }
  static Schedule once(std::size_t question) {
    return Schedule(Kind::Once, question);
  }
  static Schedule alternating() { return Schedule(Kind::Alternating, 0); }
  static Schedule seeded(std::uint64_t seed) {
    return Schedule(Kind::Seeded, seed);
  }
  /// One letter per question.
  static Schedule explicitly(std::string choices) {
    Schedule schedule(Kind::Explicit, 0);
    while (!choices.empty() && choices.back() == '.')
      choices.pop_back();
    schedule.choices_ = std::move(choices);
    return schedule;
  }

  /// The schedule with this text; nothing if there is none.
  static std::optional<Schedule> parse(std::string_view text) {
    if (text == "never")
      return never();
    if (text == "alternating")
      return alternating();
    if (const auto n = number_behind(text, "once:"))
      return once(static_cast<std::size_t>(*n));
    if (const auto n = number_behind(text, "seed:"))
      return seeded(*n);
    return parse_choices(text);
  }

  /// parse(text()) is this schedule.
  [[nodiscard]] std::string text() const {
    switch (kind_) {
    case Kind::Once:
      return "once:" + std::to_string(number_);
    case Kind::Alternating:
      return "alternating";
    case Kind::Seeded:
      return "seed:" + std::to_string(number_);
    case Kind::Explicit:
      break;
    }
    return choices_.empty() ? "never" : run_lengths(choices_);
  }

  /// What it takes of `alternatives` at a question. `question` counts from 0;
  /// `deviations` is how many it has made so far. A letter that is not offered
  /// stands for '.'.
  [[nodiscard]] char choose(std::string_view alternatives, std::size_t question,
                            std::size_t deviations) const {
    const char first = alternatives.size() > 1 ? alternatives[1] : '.';
    switch (kind_) {
    case Kind::Explicit:
      return question < choices_.size() &&
                     alternatives.find(choices_[question]) !=
                         std::string_view::npos
                 ? choices_[question]
                 : '.';
    case Kind::Once:
      return question == number_ ? first : '.';
    case Kind::Alternating:
      return question % 2 == 0 && deviations < kMaxDeviations ? first : '.';
    case Kind::Seeded:
      break;
    }
    detail::Random random(number_ * 0x10001U + question);
    if (alternatives.size() < 2 || deviations >= kMaxDeviations ||
        random.below(4) != 0)
      return '.';
    return alternatives[1 + random.below(alternatives.size() - 1)];
  }

  friend bool operator==(const Schedule &, const Schedule &) = default;

private:
  enum class Kind { Explicit, Once, Alternating, Seeded };

  Schedule(Kind kind, std::uint64_t number) : kind_(kind), number_(number) {}

  static std::optional<std::uint64_t> number_behind(std::string_view text,
                                                    std::string_view prefix) {
    if (!text.starts_with(prefix))
      return std::nullopt;
    text.remove_prefix(prefix.size());
    std::uint64_t number = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end)
      return std::nullopt;
    return number;
  }

  // Longer ones are typing errors, not schedules.
  static constexpr std::size_t kMaxQuestions = 1U << 20U;

  static std::optional<Schedule> parse_choices(std::string_view text) {
    std::string choices;
    while (!text.empty()) {
      std::size_t times = 1;
      if (text.front() >= '0' && text.front() <= '9') {
        const char *end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, times);
        if (error != std::errc() || stop == end)
          return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
      }
      const char letter = text.front();
      if ((letter != '.' && (letter < 'a' || letter > 'z')) ||
          times > kMaxQuestions - choices.size())
        return std::nullopt;
      choices.append(times, letter);
      text.remove_prefix(1);
    }
    return explicitly(std::move(choices));
  }

  /// Numbers only where they make it shorter.
  static std::string run_lengths(std::string_view choices) {
    std::string text;
    while (!choices.empty()) {
      const char letter = choices.front();
      const std::size_t times =
          std::min(choices.find_first_not_of(letter), choices.size());
      if (times > 2)
        text += std::to_string(times) + letter;
      else
        text.append(times, letter);
      choices.remove_prefix(times);
    }
    return text;
  }

  Kind kind_;
  std::uint64_t number_;
  std::string choices_;
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_SCHEDULE_HPP
