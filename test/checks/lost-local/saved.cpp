// RUN: %check_tidy %s -checks=-*,reentrancy-lost-local -- -I%S/../Inputs
//
// Locals that are saved before a yield: in full, or not.
#include "device.h"
#include <optional>
#include <vector>

using namespace ioresult;

struct Page {
  int size() const;
  IOResult<int> key(int at);
};

class Finder {
  IOResult<int> middleOnly(int key) {
    int low = 0, high = page_.size();
    if (middle_)
      low = *middle_;
    while (low < high) {
      const int middle = low + (high - low) / 2;
      middle_ = middle;
      // CHECK: :[[@LINE-1]]:7: warning: what is saved of the locals in 'middle_' before a yield is not enough for the next call to compute them again [reentrancy-lost-local]
      // CHECK: :[[@LINE-2]]:7: note: first call: 'middle_' is set here
      // CHECK: :[[@LINE+4]]:31: note: 'key' may be pending here; then 'middleOnly' returns, and is called again from the top
      // CHECK: :[[@LINE-8]]:9: note: next call: 'middle_' now reads the changed value, so the pending call is not made again as it was
      // CHECK: :[[@LINE-5]]:7: note: save every local that the next call needs, or keep the progress in members
      int at;
      ASSIGN_OR_RETURN_IO(at, page_.key(middle));
      if (at < key)
        low = middle + 1;
      else
        high = middle;
    }
    middle_.reset();
    return IOResult<int>::done(low);
  }

  struct Bounds {
    int low, high;
  };
  IOResult<int> boundsSafe(int key) {
    int low = 0, high = page_.size();
    if (bounds_) {
      low = bounds_->low;
      high = bounds_->high;
    }
    while (low < high) {
      const int middle = low + (high - low) / 2;
      bounds_ = Bounds{low, high};
      int at;
      ASSIGN_OR_RETURN_IO(at, page_.key(middle));
      if (at < key)
        low = middle + 1;
      else
        high = middle;
    }
    bounds_.reset();
    return IOResult<int>::done(low);
  }

  Page &page_;
  std::optional<int> middle_;
  std::optional<Bounds> bounds_;
};

//===--- completions collected in a loop ------------------------------------===//

struct Loaded {
  int *page;
  std::optional<Completion> read;
};

struct Pool {
  IOResult<Loaded> load(int id);
};

class Loader {
  IOResult<void> localGroup() {
    if (!running_) {
      CompletionGroup group;
      for (const int id : ids_) {
        Loaded l;
        ASSIGN_OR_RETURN_IO(l, pool_.load(id));
        if (l.read)
          group.add(*l.read);
          // CHECK: :[[@LINE-1]]:11: warning: the local 'group' dies at a yield, and the next call cannot compute it again [reentrancy-lost-local]
          // CHECK: :[[@LINE-2]]:11: note: first call: 'group' gets its value here
          // CHECK: :[[@LINE-5]]:32: note: 'load' may be pending here; then 'localGroup' returns, and is called again from the top
          // CHECK: :[[@LINE-4]]:11: note: next call: 'group' starts afresh, and what it held is gone
          // CHECK: :[[@LINE-5]]:11: note: keep 'group' in a member, or save it in full on the pending path
      }
      running_ = group.build();
    }
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    running_.reset();
    return IOResult<void>::done();
  }

  IOResult<void> memberListSafe() {
    if (!running_) {
      for (const int id : ids_) {
        Loaded l;
        ASSIGN_OR_RETURN_IO(l, pool_.load(id));
        if (l.read)
          reads_.push_back(*l.read);
      }
      CompletionGroup group;
      for (const Completion &c : reads_)
        group.add(c);
      reads_.clear();
      running_ = group.build();
    }
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    running_.reset();
    return IOResult<void>::done();
  }

  // The local is a second name for what persists.
  IOResult<void> alsoKeptSafe() {
    Completion c = Completion::make_yield();
    if (!running_) {
      c = dev_.submit(1);
      running_ = c;
    }
    RETURN_IF_IO(dev_.wait());
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    running_.reset();
    return IOResult<void>::done();
  }

  Pool &pool_;
  Device &dev_;
  std::vector<int> ids_;
  std::vector<Completion> reads_;
  std::optional<Completion> running_;
};
