// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// A guard that is no enum.
#include "device.h"
#include <memory>
#include <optional>
#include <variant>
#include <vector>

using namespace ioresult;

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
