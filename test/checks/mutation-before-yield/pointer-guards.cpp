// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// A pointer that is null until the change was made.
#include "device.h"
#include <memory>

using namespace ioresult;

struct Page {
  int fill = 0;
};

class Pointers {
  IOResult<void> newSafe() {
    if (page_ == nullptr) {
      page_ = new Page;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    page_ = nullptr;
    return IOResult<void>::done();
  }
  IOResult<void> setBehind() {
    if (page_ == nullptr)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    page_ = new Page;
    return IOResult<void>::done();
  }
  IOResult<void> addressSafe() {
    if (!page_) {
      page_ = &own_;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    page_ = nullptr;
    return IOResult<void>::done();
  }
  IOResult<void> setToNull() {
    if (!page_) {
      page_ = nullptr;
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> uniqueSafe() {
    if (!owned_) {
      owned_ = std::make_unique<Page>();
      ++n_;
    }
    RETURN_IF_IO(dev_.get(owned_->fill));
    owned_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> uniqueNotSet() {
    if (!owned_)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto page = std::make_unique<Page>();
    RETURN_IF_IO(dev_.get(page->fill));
    owned_ = std::move(page);
    return IOResult<void>::done();
  }
  IOResult<void> comparedSafe() {
    if (shared_ == nullptr) {
      shared_ = std::make_shared<Page>();
      n_ += 5;
    }
    RETURN_IF_IO(dev_.get(shared_->fill));
    shared_ = nullptr;
    return IOResult<void>::done();
  }
  IOResult<void> comparedTheWrongWay() {
    if (shared_ != nullptr)
      n_ += 5;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    shared_ = nullptr;
    return IOResult<void>::done();
  }
  // Taken down by the change itself.
  IOResult<void> takenDownSafe() {
    if (owned_) {
      n_ += owned_->fill;
      owned_.reset();
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> takenDownBehind() {
    if (owned_)
      n_ += owned_->fill;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    owned_.reset();
    return IOResult<void>::done();
  }

  Device dev_;
  Page own_;
  Page *page_ = nullptr;
  std::unique_ptr<Page> owned_;
  std::shared_ptr<Page> shared_;
  int n_ = 0;
};
