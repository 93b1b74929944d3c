//===- trace.hpp - What a simulation decided and did ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_TRACE_HPP
#define IORESULT_TESTING_DETAIL_TRACE_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ioresult/testing/detail/random.hpp"

namespace ioresult::testing::detail {

/// The text of a simulation: a line for each thing that happened, and a line
/// "? what: value" for each decision. Decisions are drawn from a seed, or taken
/// from the lines of an earlier trace.
class Trace {
public:
  explicit Trace(std::uint64_t seed) : random_(seed) {
    note("seed " + std::to_string(seed));
  }

  /// Decides as `trace`, the text of another, did, for as long as what is to be
  /// decided is the same; from there on by the seed that it names.
  static Trace replaying(std::string_view trace) {
    constexpr std::string_view kSeed = "seed ";
    std::uint64_t seed = 0;
    if (trace.starts_with(kSeed))
      std::from_chars(trace.data() + kSeed.size(), trace.data() + trace.size(),
                      seed);
    Trace result(seed);
    result.replays_ = true;
    while (!trace.empty()) {
      const std::string_view line = trace.substr(0, trace.find('\n'));
      trace.remove_prefix(std::min(line.size() + 1, trace.size()));
      if (line.starts_with("? "))
        result.decided_.emplace_back(line);
    }
    return result;
  }

  void note(std::string_view line) {
    text_ += line;
    text_ += '\n';
  }

  /// A number in [0, bound), bound at least 1.
  std::uint64_t decide(std::string_view what, std::uint64_t bound) {
    const std::string question = "? " + std::string(what) + ": ";
    // Drawn also where it is not used, so that the seed goes on from the same
    // place where a replay ends.
    std::uint64_t value = random_.below(bound);
    if (replays_ && !diverged_)
      take(question, bound, value);
    note(question + std::to_string(value));
    return value;
  }

  [[nodiscard]] const std::string &text() const noexcept { return text_; }

  /// Whether all decisions so far were those of the trace that is replayed.
  [[nodiscard]] bool faithful() const noexcept { return !diverged_; }

private:
  void take(const std::string &question, std::uint64_t bound,
            std::uint64_t &value) {
    std::uint64_t taken = bound;
    if (next_ < decided_.size() && decided_[next_].starts_with(question)) {
      const std::string &line = decided_[next_++];
      std::from_chars(line.data() + question.size(), line.data() + line.size(),
                      taken);
    }
    diverged_ = taken >= bound;
    if (!diverged_)
      value = taken;
  }

  Random random_;
  std::string text_;
  std::vector<std::string> decided_; // lines of the trace that is replayed
  std::size_t next_ = 0;
  bool replays_ = false;
  bool diverged_ = false;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_TRACE_HPP
