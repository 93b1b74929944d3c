// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// What a call leaves behind, whose answer the pending callee is given.
#include "device.h"

using namespace ioresult;

struct Page;
struct Pool {
  Page *allocate();
  Page *first() const;
};
IOResult<void> read(Page *page);

struct Table {
  IOResult<void> allocated() {
    page_ = pool_.allocate();
    // CHECK: :[[@LINE-1]]:5: warning: 'page_' is changed before a yield and set back
    // CHECK: :[[@LINE-2]]:13: warning: 'pool_' is changed before a yield and changed again
    RETURN_IF_IO(read(page_));
    return IOResult<void>::done();
  }
  IOResult<void> lookedUpSafe() {
    page_ = pool_.first();
    RETURN_IF_IO(read(page_));
    return IOResult<void>::done();
  }
  Pool pool_;
  Page *page_ = nullptr;
};
