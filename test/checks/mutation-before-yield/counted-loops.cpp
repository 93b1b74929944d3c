// RUN: %check_tidy %s -checks=-*,reentrancy-* -warnings-only -- -I%S/../Inputs
//
// Loops over known numbers run their passes as they are; what passes share is
// joined with the bounds that hold in all of them.
#include "device.h"
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace ioresult;

class Counts {
  // Twice is never: the flag ends as it was.
  IOResult<void> twiceSafe() {
    for (int i = 0; i < 2; ++i)
      flag_ ^= true;
    return dev_.wait();
  }
  IOResult<void> threeTimes() {
    for (int i = 0; i < 3; ++i)
      flag_ ^= true;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'flag_' is changed before a yield and changed again
    return dev_.wait();
  }
  // Each pass sets what the first has set, and the replay goes by.
  IOResult<void> onceInALoopSafe() {
    for (int i = 0; i < 3; ++i) {
      RETURN_IF_IO(dev_.get(i));
      if (!first_)
        first_ = &n_;
    }
    return IOResult<void>::done();
  }
  IOResult<void> eachPass() {
    for (int i = 0; i < 3; ++i) {
      RETURN_IF_IO(dev_.get(i));
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning:
    }
    return IOResult<void>::done();
  }
  // Not empty in any pass.
  IOResult<void> neverEmptySafe() {
    text_.assign(2, 'c');
    for (int i = 0; i < n_; ++i) {
      if (text_.empty())
        ++m_;
      text_.assign(3, 'c');
    }
    RETURN_IF_IO(other_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> emptyInTheFirst() {
    text_.clear();
    for (int i = 0; i < n_; ++i) {
      if (text_.empty())
        ++m_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_' is changed before a yield and changed again
      text_.assign(3, 'c');
    }
    RETURN_IF_IO(other_.wait());
    return IOResult<void>::done();
  }
  // Yet another element in each pass: the map is joined as a whole, and the
  // analysis comes to what stands behind the loop.
  IOResult<void> growing() {
    for (int i = 0; i < n_; ++i)
      map_[static_cast<int>(map_.size())] = 7;
    ++m_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_' is changed before a yield and changed again
    return dev_.wait();
  }

  bool flag_ = false;
  int *first_ = nullptr;
  int n_ = 0, m_ = 0;
  std::string text_;
  std::map<int, int> map_;
  Device &dev_, &other_;
};

class Keys {
  // Erased and assigned again: the key holds what it held.
  IOResult<void> assignedAgainSafe(int v) {
    map_.erase(5);
    map_.insert_or_assign(5, v);
    map_.erase(4);
    return dev_.wait();
  }
  IOResult<void> insertedAgainSafe(int v) {
    set_.erase(1);
    set_.insert(v);
    return dev_.wait();
  }
  IOResult<void> grown() {
    set_.insert(static_cast<int>(set_.size()));
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'set_' is changed before a yield and changed again
    return dev_.wait();
  }
  // A list of two has two elements.
  IOResult<void> listSafe() {
    list_ = {1, 2};
    list_.resize(2);
    return dev_.wait();
  }

  // The loop's own state is made anew on each call, and its passes with it.
  IOResult<void> madeAnewSafe() {
    part_ = Part{0, 1};
    while (part_.at < 4) {
      ASSIGN_OR_RETURN_IO(const int got, dev_.get(part_.at));
      part_.sum += got;
      ++part_.at;
    }
    return IOResult<void>::done();
  }
  IOResult<void> madeAnewInPart() {
    part_.at = 0;
    while (part_.at < 4) {
      ASSIGN_OR_RETURN_IO(const int got, dev_.get(part_.at));
      part_.sum += got;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'part_.sum' is changed before a yield and changed again
      ++part_.at;
    }
    return IOResult<void>::done();
  }
  struct Part {
    int at, sum;
  } part_;

  std::map<int, int> map_;
  std::set<int> set_;
  std::vector<int> list_;
  Device &dev_;
};
