// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// What a container holds tells whether the change was made.
#include "device.h"
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace ioresult;

class Containers {
  IOResult<void> emptySafe() {
    if (queue_.empty())
      queue_.push_back(next_++);
    RETURN_IF_IO(dev_.get(queue_.front()));
    queue_.pop_front();
    return IOResult<void>::done();
  }
  IOResult<void> notEmpty() {
    if (!queue_.empty())
      queue_.push_back(next_++);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_' is
      // CHECK: :[[@LINE-2]]:{{[0-9]+}}: warning: 'next_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> sizeSafe() {
    if (queue_.size() == 0)
      queue_.push_back(next_++);
    RETURN_IF_IO(dev_.wait());
    queue_.clear();
    return IOResult<void>::done();
  }
  // As far as the index says: once.
  IOResult<void> sizeIsIndexSafe() {
    if (queue_.size() == at_)
      queue_.push_back(1);
    RETURN_IF_IO(dev_.wait());
    ++at_;
    return IOResult<void>::done();
  }
  // Not yet as long as wanted: may be pushed once more at each call.
  IOResult<void> sizeBelowIndex() {
    if (queue_.size() <= at_)
      queue_.push_back(1);
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> filledToSizeSafe() {
    while (queue_.size() <= at_)
      queue_.push_back(1);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  IOResult<void> containsSafe(int k) {
    if (!seen_.contains(k)) {
      seen_.insert(k);
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> containsNotInserted(int k) {
    if (!seen_.contains(k)) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.wait());
    seen_.insert(k);
    return IOResult<void>::done();
  }
  IOResult<void> insertedSecondSafe(int k) {
    if (seen_.insert(k).second)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> countSafe(int k) {
    if (seen_.count(k) == 0) {
      ++n_;
      seen_.insert(k);
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> findSafe(const std::string &k) {
    if (map_.find(k) == map_.end()) {
      ++n_;
      map_[k] = n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> findNotInserted(const std::string &k) {
    if (map_.find(k) == map_.end())
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    map_[k] = 1;
    return IOResult<void>::done();
  }
  IOResult<void> otherKey(int k, int other) {
    if (!seen_.contains(k)) {
      seen_.insert(other);
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // Erased is as good as inserted.
  IOResult<void> erasedSafe(int k) {
    if (seen_.contains(k)) {
      --n_;
      seen_.erase(k);
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> erasedBehind(int k) {
    if (seen_.contains(k))
      --n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    seen_.erase(k);
    return IOResult<void>::done();
  }

  Device dev_;
  std::deque<int> queue_;
  std::set<int> seen_;
  std::map<std::string, int> map_;
  std::vector<std::string> log_;
  std::size_t at_ = 0;
  int next_ = 0, n_ = 0;
};
