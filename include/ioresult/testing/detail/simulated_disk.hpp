//===- simulated_disk.hpp - Files that a crash can tear ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_SIMULATED_DISK_HPP
#define IORESULT_TESTING_DETAIL_SIMULATED_DISK_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "ioresult/testing/detail/trace.hpp"

namespace ioresult::testing::detail {

using Bytes = std::vector<std::byte>;

/// A change of a file that no sync has made durable yet.
struct Change {
  bool truncates = false;
  std::uint64_t offset = 0; ///< of a truncation: the new size
  Bytes bytes;
};

/// One file: what is read from it, and what of it would survive a crash.
class SimulatedFile {
public:
  /// The unit that a device writes as a whole or not at all, in bytes.
  static constexpr std::size_t kSector = 512;

  [[nodiscard]] const Bytes &contents() const noexcept { return contents_; }

  void change(Change change) {
    apply(contents_, change);
    pending_.push_back(std::move(change));
  }

  /// How many changes there were so far: what a sync that starts now covers.
  [[nodiscard]] std::uint64_t changes() const noexcept {
    return durable_changes_ + pending_.size();
  }

  /// The first `count` changes survive every crash from now on.
  void make_durable(std::uint64_t count) {
    while (durable_changes_ < count && !pending_.empty()) {
      apply(durable_, pending_.front());
      pending_.erase(pending_.begin());
      ++durable_changes_;
    }
  }

  /// Each change that is not durable is lost, kept, or, if it is a write of
  /// several sectors, kept in some of them; a device may write them in any
  /// order. What is left is durable. `under_way` are changes whose requests
  /// have not ended, which are like the others.
  void crash(const std::string &path, std::vector<Change> under_way,
             Trace &trace) {
    std::move(under_way.begin(), under_way.end(), std::back_inserter(pending_));
    for (const Change &change : pending_)
      survive(path, change, trace);
    pending_.clear();
    contents_ = durable_;
  }

private:
  static void apply(Bytes &contents, const Change &change) {
    if (change.truncates) {
      contents.resize(change.offset);
      return;
    }
    if (change.bytes.empty())
      return;
    contents.resize(std::max<std::size_t>(contents.size(),
                                          change.offset + change.bytes.size()));
    std::copy(change.bytes.begin(), change.bytes.end(),
              contents.begin() + static_cast<std::ptrdiff_t>(change.offset));
  }

  void survive(const std::string &path, const Change &change, Trace &trace) {
    enum : std::uint64_t { kLost, kKept, kTorn };
    const std::string what = (change.truncates ? "truncate " : "write ") +
                             path + ' ' + std::to_string(change.offset) + '+' +
                             std::to_string(change.bytes.size());
    const bool can_tear =
        !change.bytes.empty() &&
        change.offset / kSector !=
            (change.offset + change.bytes.size() - 1) / kSector;
    const auto fate =
        trace.decide("crash, lost kept or torn, " + what, can_tear ? 3 : 2);
    if (fate == kKept)
      apply(durable_, change);
    if (fate == kTorn)
      tear(what, change, trace);
  }

  /// Keeps each sector of a write or loses it.
  void tear(const std::string &what, const Change &change, Trace &trace) {
    std::size_t from = 0;
    while (from < change.bytes.size()) {
      const std::uint64_t at = change.offset + from;
      const std::size_t size = std::min<std::size_t>(
          kSector - at % kSector, change.bytes.size() - from);
      if (trace.decide("sector at " + std::to_string(at) + " of " + what, 2)) {
        const auto first =
            change.bytes.begin() + static_cast<std::ptrdiff_t>(from);
        apply(
            durable_,
            {.offset = at,
             .bytes = Bytes(first, first + static_cast<std::ptrdiff_t>(size))});
      }
      from += size;
    }
  }

  Bytes contents_;
  Bytes durable_;
  std::vector<Change> pending_; // in the order in which they happened
  std::uint64_t durable_changes_ = 0;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_SIMULATED_DISK_HPP
