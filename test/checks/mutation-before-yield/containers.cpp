// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Which changes of a container repeat, and which leave the same behind.
#include "device.h"
#include <array>
#include <deque>
#include <list>
#include <map>
#include <queue>
#include <set>
#include <vector>

using namespace ioresult;

class Repeats {
  IOResult<void> pushBack() {
    v_.push_back(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pushBackSafe() {
    RETURN_IF_IO(dev_.wait());
    v_.push_back(1);
    return IOResult<void>::done();
  }
  IOResult<void> emplaceBack() {
    v_.emplace_back(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertAt() {
    v_.insert(v_.begin(), 1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> popBack() {
    v_.pop_back();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> eraseFirst() {
    v_.erase(v_.begin());
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> grow() {
    v_.resize(v_.size() + 1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> appendRange() {
    v_.insert(v_.end(), other_.begin(), other_.end());
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> element() {
    v_[2] += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_[2]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> atElement() {
    ++v_.at(2);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_.at(2)' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapElement(int k) {
    ++map_[k];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'map_[k]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> multisetInsert(int k) {
    bag_.insert(k);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'bag_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> setInsertNext() {
    set_.insert(next_++);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'set_' is
    // CHECK: :[[@LINE-2]]:{{[0-9]+}}: warning: 'next_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> dequeFront() {
    deque_.push_front(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'deque_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> queuePop() {
    queue_.pop();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> queuePush() {
    queue_.push(3);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> arrayElement() {
    array_[0]++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'array_[0]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> plainArrayElement() {
    plain_[1] *= 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'plain_[1]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> front() {
    deque_.front() += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'deque_.front()' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  std::vector<int> v_, other_;
  std::map<int, int> map_;
  std::multiset<int> bag_;
  std::set<int> set_;
  std::deque<int> deque_;
  std::queue<int> queue_;
  std::array<int, 2> array_{};
  int plain_[2] = {};
  int next_ = 0;
};

// The second time writes what the first time wrote.
class Idempotent {
  IOResult<void> clear() {
    v_.clear();
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> clearThenFill() {
    v_.clear();
    v_.push_back(1);
    v_.push_back(2);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> resize() {
    v_.resize(8);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assign() {
    v_.assign(8, 0);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> copyAll() {
    v_ = other_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> reserve() {
    v_.reserve(64);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> element(int x) {
    v_[2] = x;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> setInsert(int k) {
    set_.insert(k);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> setErase(int k) {
    set_.erase(k);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapInsert(int k, int x) {
    map_.insert({k, x});
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapEmplace(int k, int x) {
    map_.emplace(k, x);
    map_.try_emplace(k + 1, x);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapAssign(int k, int x) {
    map_[k] = x;
    map_.insert_or_assign(k + 1, x);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapErase(int k) {
    map_.erase(k);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> fill() {
    array_.fill(0);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> local() {
    std::vector<int> v;
    v.push_back(1);
    v.insert(v.end(), other_.begin(), other_.end());
    RETURN_IF_IO(dev_.get(v.back()));
    return IOResult<void>::done();
  }
  IOResult<int> observed() {
    int sum = v_.size() + set_.count(1) + other_.capacity();
    if (!v_.empty())
      sum += v_.front() + v_.back();
    RETURN_IF_IO(dev_.get(sum));
    return IOResult<int>::done(sum);
  }

  Device dev_;
  std::vector<int> v_, other_;
  std::map<int, int> map_;
  std::set<int> set_;
  std::array<int, 2> array_{};
};

// Writing the same again is no comfort where it was changed in between.
class Resets {
  // Filled again from the same answer: the second run rebuilds it.
  IOResult<void> rebuiltSafe() {
    v_.clear();
    ASSIGN_OR_RETURN_IO(const int x, first_.get(1));
    v_.push_back(x);
    ASSIGN_OR_RETURN_IO(const int y, second_.get(v_.back()));
    v_.push_back(y);
    return IOResult<void>::done();
  }
  IOResult<void> clearedBeforeGuardedFill() {
    v_.clear();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'v_' is
    if (!filled_) {
      v_.push_back(1);
      filled_ = true;
    }
    RETURN_IF_IO(first_.wait());
    filled_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> clearedInTheGuardSafe() {
    if (!filled_) {
      v_.clear();
      v_.push_back(1);
      filled_ = true;
    }
    RETURN_IF_IO(first_.wait());
    filled_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> eraseOfWhatIsInserted(int k) {
    set_.erase(k);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'set_' is
    if (!filled_) {
      set_.insert(k);
      filled_ = true;
    }
    RETURN_IF_IO(first_.wait());
    filled_ = false;
    return IOResult<void>::done();
  }

  Device first_, second_;
  std::vector<int> v_;
  std::set<int> set_;
  bool filled_ = false;
};
