// XFAIL: *
// A write in the pending branch of blockedNotSet is told as a second warning.
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/Inputs
//
// How people write it who know the pattern, each with its unsafe twin.
#include "device.h"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace ioresult;

// 1: the guard is advanced on every path from the change to the yield.
struct Handshake {
  IOResult<void> advancedSafe(int k) {
    switch (st_) {
    case Start:
      n_ += k;
      st_ = Sent;
      IO_YIELD_ONE(dev_.submit(n_));
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> advancedOnOnePath(int k) {
    switch (st_) {
    case Start:
      n_ += k;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      if (k > 1)
        st_ = Sent;
      IO_YIELD_ONE(dev_.submit(1));
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  // 1': assigning the state it already has is no guard; right only where
  // nothing was changed before.
  IOResult<void> sameStateSafe() {
    switch (st_) {
    case Start: {
      st_ = Start;
      RETURN_IF_IO(dev_.wait());
      st_ = Sent;
      break;
    }
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  IOResult<void> sameState() {
    switch (st_) {
    case Start: {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      st_ = Start;
      RETURN_IF_IO(dev_.wait());
      st_ = Sent;
      break;
    }
    case Sent:
      break;
    }
    st_ = Start;
    return IOResult<void>::done();
  }
  enum { Start, Sent } st_ = Start;
  Device dev_;
  int n_ = 0;
};

// 2: the guard is set in the pending branch only.
struct Aggregate {
  IOResult<void> blockedSafe() {
    if (!blocked_)
      ++groups_;
    auto r = dev_.wait();
    if (r.is_io()) {
      blocked_ = true;
      return r.pending();
    }
    blocked_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> blockedNotSet() {
    if (!blocked_)
      ++groups_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'groups_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_io()) {
      blocked_ = false;
      return r.pending();
    }
    return IOResult<void>::done();
  }
  Device dev_;
  bool blocked_ = false;
  int groups_ = 0;
};

// 3: changed, and restored in the pending branch.
struct Flags {
  IOResult<void> restoredSafe() {
    flags_ |= Busy;
    auto r = dev_.wait();
    if (r.is_io()) {
      flags_ &= ~Busy;
      return r.pending();
    }
    return r;
  }
  IOResult<void> restoredByMacroSafe() {
    auto rows = std::move(rows_);
    RETURN_AND_RESTORE_IF_IO(rows_, std::move(rows), dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> notRestored() {
    auto rows = std::move(rows_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rows_' is taken before a yield and no longer there
    RETURN_IF_IO(dev_.wait());
    last_ = std::move(rows);
    return IOResult<void>::done();
  }
  IOResult<void> restoredByHalf() {
    credits_ -= 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    auto r = dev_.wait();
    if (r.is_io()) {
      credits_ += 1;
      return r.pending();
    }
    return r;
  }
  enum : std::uint32_t { Busy = 4 };
  Device dev_;
  std::uint32_t flags_ = 0;
  std::vector<int> rows_, last_;
  int credits_ = 0;
};

// 4: a guard that is no enum.
struct Guards {
  struct Page {
    int fill = 0;
  };
  IOResult<void> load(Page &page);

  IOResult<void> nullSafe() {
    if (!page_) {
      page_ = std::make_unique<Page>();
      ++made_;
    }
    RETURN_IF_IO(load(*page_));
    page_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> notNull() {
    if (page_) {
      ++made_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'made_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> optionalSafe() {
    if (!frame_.has_value())
      frame_ = next_++;
    RETURN_IF_IO(dev_.get(*frame_));
    frame_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> optionalSetBehind() {
    if (!frame_.has_value())
      ++next_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'next_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    frame_ = next_;
    return IOResult<void>::done();
  }
  IOResult<void> variantSafe() {
    if (state_.index() == 0) {
      ++made_;
      state_ = made_;
    }
    RETURN_IF_IO(dev_.wait());
    state_ = std::monostate{};
    return IOResult<void>::done();
  }
  IOResult<void> variantNotSet() {
    if (state_.index() == 0)
      ++made_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'made_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    state_ = 1;
    return IOResult<void>::done();
  }
  IOResult<void> emptySafe() {
    if (queue_.empty())
      queue_.push_back(next_++);
    RETURN_IF_IO(dev_.get(queue_.back()));
    queue_.clear();
    return IOResult<void>::done();
  }
  IOResult<void> zeroSafe() {
    if (id_ == 0)
      id_ = 7;
    RETURN_IF_IO(dev_.get(id_));
    id_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> bitSafe() {
    if (!(bits_ & 2)) {
      ++made_;
      bits_ |= 2;
    }
    RETURN_IF_IO(dev_.wait());
    bits_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> otherBit() {
    if (!(bits_ & 2)) {
      ++made_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'made_' is changed before a yield and changed again
      bits_ |= 4;
    }
    RETURN_IF_IO(dev_.wait());
    bits_ = 0;
    return IOResult<void>::done();
  }
  // A stored answer.
  IOResult<int> joinSafe() {
    if (!left_) {
      ASSIGN_OR_RETURN_IO(left_, dev_.get(1));
      ++made_;
    }
    if (!right_) {
      ASSIGN_OR_RETURN_IO(right_, other_.get(2));
    }
    const int sum = *left_ + *right_;
    left_.reset();
    right_.reset();
    return IOResult<int>::done(sum);
  }
  Device dev_, other_;
  std::unique_ptr<Page> page_;
  std::optional<int> frame_, left_, right_;
  std::variant<std::monostate, int> state_;
  std::vector<int> queue_;
  unsigned bits_ = 0;
  int id_ = 0, next_ = 0, made_ = 0;
};

// 5: an idempotent write, from a constant or an input that does not change.
struct Select {
  IOResult<void> fromInputSafe(const std::string &input) {
    selected_.reset();
    key_ = input.size() * 31;
    name_ = input;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> fromItself(const std::string &input) {
    key_ = key_ * 31 + input.size();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'key_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  Device dev_;
  std::optional<int> selected_;
  std::size_t key_ = 0;
  std::string name_;
};

// 6: take and check, pending only if there was nothing to take.
struct CoinSlot {
  IOResult<int> takeSafe() {
    const int coins = std::exchange(coins_, 0);
    if (coins == 0)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<int>::done(coins);
  }
  // Nothing says that there was nothing.
  IOResult<int> take() {
    const int coins = std::exchange(coins_, 0);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'coins_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<int>::done(coins);
  }
  Device dev_;
  int coins_ = 0;
};

// 7: progress that is meant to persist.
struct Merge {
  IOResult<void> indexSafe() {
    for (; at_ < n_; ++at_)
      RETURN_IF_IO(dev_.get(at_));
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> index() {
    for (; at_ < n_;)
      RETURN_IF_IO(dev_.get(at_++));
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> offsetSafe() {
    while (at_ < n_) {
      ASSIGN_OR_RETURN_IO(const int written, dev_.get(at_));
      at_ += written;
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> drainedSafe() {
    while (!list_.empty()) {
      RETURN_IF_IO(dev_.get(list_.back()));
      list_.pop_back();
    }
    return IOResult<void>::done();
  }
  IOResult<void> drained() {
    while (!list_.empty()) {
      const int x = list_.back();
      list_.pop_back();
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'list_' is
      RETURN_IF_IO(dev_.get(x));
    }
    return IOResult<void>::done();
  }
  IOResult<void> portionsSafe() {
    for (int budget = 8; at_ < n_ && budget > 0; --budget)
      sum_ += at_++;
    if (at_ < n_)
      IO_YIELD_ONE(Completion::make_yield());
    at_ = 0;
    return IOResult<void>::done();
  }
  Device dev_;
  std::vector<int> list_;
  int at_ = 0, n_ = 0, sum_ = 0;
};

// 8: behind the last yield.
struct Channel {
  IOResult<void> behindSafe() {
    RETURN_IF_IO(dev_.wait());
    --credits_;
    return IOResult<void>::done();
  }
  IOResult<void> before() {
    --credits_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'credits_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  Device dev_;
  int credits_ = 0;
};

// 10: local and RAII objects live and die in one call.
struct Builder {
  explicit Builder(std::vector<char> &out) : out(out) {}
  void byte(char c) { bytes.push_back(c); }
  void finish() { out = bytes; }
  std::vector<char> &out;
  std::vector<char> bytes;
};
struct Writer {
  IOResult<void> localSafe() {
    Builder b(out_);
    b.byte('a');
    b.byte('b');
    b.finish();
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> kept() {
    kept_.byte('a');
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'kept_.bytes' is
    RETURN_IF_IO(dev_.wait());
    kept_.finish();
    return IOResult<void>::done();
  }
  Device dev_;
  std::vector<char> out_;
  Builder kept_{out_};
};

// 11: a local saved to a member on the pending path.
struct Saver {
  IOResult<void> savedSafe() {
    std::vector<int> work = std::move(rest_);
    work.push_back(0);
    auto r = dev_.wait();
    if (r.is_io()) {
      work.pop_back();
      rest_ = std::move(work);
      return r.pending();
    }
    return IOResult<void>::done();
  }
  IOResult<void> notSaved() {
    std::vector<int> work = std::move(rest_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rest_' is taken before a yield and no longer there
    auto r = dev_.wait();
    if (r.is_io())
      return r.pending();
    done_ = std::move(work);
    return IOResult<void>::done();
  }
  Device dev_;
  std::vector<int> rest_, done_;
};

// 12: progress re-armed at the loop's bottom.
struct Cursor {
  IOResult<void> rearmedSafe() {
    while (true) {
      if (!current_) {
        if (at_ == n_)
          break;
        current_ = at_++;
      }
      RETURN_IF_IO(dev_.get(*current_));
      out_.push_back(*current_);
      current_.reset();
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> notArmed() {
    while (true) {
      if (at_ == n_)
        break;
      const int current = at_++;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'at_' is
      RETURN_IF_IO(dev_.get(current));
      out_.push_back(current);
    }
    at_ = 0;
    return IOResult<void>::done();
  }
  Device dev_;
  std::optional<int> current_;
  std::vector<int> out_;
  int at_ = 0, n_ = 0;
};

// 15: a yield inside `?:`, or in a stored answer.
struct Flow {
  IOResult<void> storedSafe() {
    auto answer = fast_ ? dev_.wait() : other_.wait();
    if (!answer.is_done())
      return answer;
    ++n_;
    return IOResult<void>::done();
  }
  IOResult<void> stored() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto answer = fast_ ? dev_.wait() : other_.wait();
    if (!answer.is_done())
      return answer;
    return IOResult<void>::done();
  }
  Device dev_, other_;
  bool fast_ = false;
  int n_ = 0;
};
