/// Transactions whose effect is known: what the store must have after each.
#ifndef PAGESTORE_TEST_WORKLOAD_HPP
#define PAGESTORE_TEST_WORKLOAD_HPP

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ioresult/ioresult.hpp"
#include "pagestore/store.hpp"

namespace pagestore_test {

using Content = std::map<std::string, std::string>;

inline constexpr int kKeys = 60;

inline std::string key(int n) {
  return "key " + std::to_string(n) + std::string(n * 31 % 150, '.');
}

/// What is put, or erased if there is no value.
struct Change {
  std::string key;
  std::optional<std::string> value;
};

/// The changes of the `n`-th transaction.
inline std::vector<Change> transaction(int n) {
  std::vector<Change> changes;
  for (int i = 0; i < 4; ++i) {
    const int k = (n * 17 + i * i * 23) % kKeys;
    if ((n + i) % 7 == 6)
      changes.push_back({key(k), {}});
    else
      changes.push_back(
          {key(k), "value " + std::to_string(n) +
                       std::string((n * 137 + i * 211) % 900, 'x')});
  }
  return changes;
}

inline void perform(const std::vector<Change> &changes, Content &content) {
  for (const Change &change : changes)
    if (change.value)
      content[change.key] = *change.value;
    else
      content.erase(change.key);
}

/// What `count` transactions leave.
inline Content content_after(int count) {
  Content content;
  for (int n = 0; n < count; ++n)
    perform(transaction(n), content);
  return content;
}

/// Does one transaction, commit included; re-entrant.
class Transaction {
public:
  Transaction(pagestore::Store &store, std::vector<Change> changes)
      : store_(&store), changes_(std::move(changes)) {}

  ioresult::IOResult<void> operator()() {
    while (next_ < changes_.size()) {
      const Change &change = changes_[next_];
      if (change.value)
        RETURN_IF_IO(store_->put(change.key, *change.value));
      else
        RETURN_IF_IO(store_->erase(change.key));
      ++next_;
    }
    return store_->commit();
  }

private:
  pagestore::Store *store_;
  std::vector<Change> changes_;
  std::size_t next_ = 0;
};

/// Reads all keys there may be; re-entrant.
class ReadAll {
public:
  explicit ReadAll(pagestore::Store &store) : store_(&store) {}

  ioresult::IOResult<Content> operator()() {
    while (next_ < kKeys) {
      ASSIGN_OR_RETURN_IO(const std::optional<std::string> value,
                          store_->get(key(next_)));
      if (value)
        content_[key(next_)] = *value;
      ++next_;
    }
    return ioresult::IOResult<Content>::done(content_);
  }

private:
  pagestore::Store *store_;
  Content content_;
  int next_ = 0;
};

} // namespace pagestore_test

#endif // PAGESTORE_TEST_WORKLOAD_HPP
