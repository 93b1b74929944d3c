//===- waker_list.hpp - Who waits for one completion ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_DETAIL_WAKER_LIST_HPP
#define IORESULT_DETAIL_WAKER_LIST_HPP

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ioresult/waker.hpp"

namespace ioresult::detail {

/// Wakers in the order in which they were added, each once. One of them, the
/// usual case, costs no allocation; many are found by hashing, so that each
/// call takes constant time.
class WakerList {
public:
  /// Adds `waker`, or changes the interest of one that is there.
  void add(const Waker &waker, Interest interest) {
    if (!waker.identity())
      return;
    if (Entry *const entry = find(waker))
      set(*entry, interest);
    else if (!first_.waker.identity() && more_.empty())
      put(first_, waker, interest);
    else
      append(waker, interest);
  }

  /// Does nothing if it is not there.
  void remove(const Waker &waker) noexcept {
    Entry *const entry = waker.identity() ? find(waker) : nullptr;
    if (!entry)
      return;
    set(*entry, Interest::End);
    entry->waker = Waker();
    if (index_)
      index_->erase(waker.identity());
    if (entry != &first_ && 2 * ++gaps_ > more_.size())
      close_gaps();
  }

  [[nodiscard]] bool any_wants_result() const noexcept { return wanting_ != 0; }

  void wake_all() const noexcept {
    first_.waker.wake();
    for (const Entry &entry : more_)
      entry.waker.wake();
  }

private:
  struct Entry {
    Waker waker; // of nobody, where one was removed
    Interest interest = Interest::End;
  };
  // By identity, the position in more_.
  using Index = std::unordered_map<const void *, std::size_t>;
  static constexpr std::size_t kFew = 16;

  void put(Entry &entry, const Waker &waker, Interest interest) {
    entry.waker = waker;
    set(entry, interest);
  }

  void set(Entry &entry, Interest interest) noexcept {
    wanting_ -= entry.interest == Interest::Result ? 1 : 0;
    wanting_ += interest == Interest::Result ? 1 : 0;
    entry.interest = interest;
  }

  void append(const Waker &waker, Interest interest) {
    if (!index_ && more_.size() == kFew) {
      index_ = std::make_unique<Index>();
      fill_index();
    }
    if (index_)
      index_->emplace(waker.identity(), more_.size());
    more_.emplace_back();
    put(more_.back(), waker, interest);
  }

  void fill_index() {
    index_->clear();
    for (std::size_t i = 0; i < more_.size(); ++i)
      index_->emplace(more_[i].waker.identity(), i);
  }

  Entry *find(const Waker &waker) noexcept {
    if (first_.waker == waker)
      return &first_;
    if (index_) {
      const auto found = index_->find(waker.identity());
      return found == index_->end() ? nullptr : &more_[found->second];
    }
    for (Entry &entry : more_)
      if (entry.waker == waker)
        return &entry;
    return nullptr;
  }

  void close_gaps() {
    std::erase_if(more_,
                  [](const Entry &entry) { return !entry.waker.identity(); });
    gaps_ = 0;
    if (index_)
      fill_index();
  }

  Entry first_;
  std::vector<Entry> more_;
  std::unique_ptr<Index> index_; // only where there are more than a few
  std::size_t gaps_ = 0;         // in more_
  std::size_t wanting_ = 0;
};

} // namespace ioresult::detail

#endif // IORESULT_DETAIL_WAKER_LIST_HPP
