// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// A fresh object at each call: what is read into it is lost.
#include "device.h"
#include <memory>

using namespace ioresult;

struct Page {
  int id = 0;
  int n = 0;
};
Page *allocatePage();

struct Reader {
  IOResult<void> read(Page &p);
};

class Subject {
  IOResult<void> addressGuardSafe() {
    if (!page_) {
      page_ = &fresh_;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> uniqueGuardSafe() {
    if (!up_) {
      up_ = std::make_unique<Page>();
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> uniqueGuardNullSafe() {
    if (up_ == nullptr) {
      up_ = std::make_unique<Page>();
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> uniqueFresh() {
    up_ = std::make_unique<Page>();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'std::make_unique<Page>()' is changed before a yield and set back
    RETURN_IF_IO(reader_.read(*up_));
    return IOResult<void>::done();
  }
  IOResult<void> uniqueFreshGet() {
    up_.reset(new Page);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'state' is changed before a yield and set back
    RETURN_IF_IO(reader_.read(*up_));
    return IOResult<void>::done();
  }
  IOResult<void> allocate() {
    page_ = allocatePage();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'allocatePage()' is changed before a yield and set back
    RETURN_IF_IO(reader_.read(*page_));
    return IOResult<void>::done();
  }
  IOResult<void> plainNew() {
    page_ = new Page;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'state' is changed before a yield and set back
    RETURN_IF_IO(reader_.read(*page_));
    return IOResult<void>::done();
  }
  IOResult<void> allocateGuardSafe() {
    if (!page_)
      page_ = allocatePage();
    RETURN_IF_IO(reader_.read(*page_));
    return IOResult<void>::done();
  }
  IOResult<void> sharedReset() {
    sp_ = std::make_shared<Page>();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'std::make_shared<Page>()' is changed before a yield and set back
    RETURN_IF_IO(reader_.read(*sp_));
    return IOResult<void>::done();
  }
  IOResult<void> release() {
    Page *p = up_.release();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'up_' is taken before a yield and no longer there
    RETURN_IF_IO(reader_.read(*p));
    return IOResult<void>::done();
  }
  IOResult<void> pointeeSafe() {
    up_->n = 3;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pointee() {
    up_->n += 3;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'up_->n' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pointeeGet() {
    up_.get()->n += 3;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'up_.get()->n' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  Reader reader_;
  int n_ = 0;
  Page *page_ = nullptr;
  Page fresh_;
  std::unique_ptr<Page> up_;
  std::shared_ptr<Page> sp_;
};
