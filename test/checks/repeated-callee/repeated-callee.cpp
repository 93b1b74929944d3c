// RUN: %check_tidy %s -checks=-*,reentrancy-repeated-callee -- -I%S/../Inputs
//
// When a later callee is pending, those that finished before it run again.
#include "device.h"
#include <optional>

using namespace ioresult;

struct Cursor {
  IOResult<void> seek(int key);
  IOResult<void> insert(int key);
  IOResult<void> erase();
  IOResult<int> rowid() const;
  IOResult<void> ensure_loaded();
};

class Callees {
  // Inserted twice: the name of what is not seen tells.
  IOResult<void> insertThenWait() {
    RETURN_IF_IO(cursor_.insert(key_));
    // CHECK: :[[@LINE-1]]:18: warning: 'insert' has finished, and runs again when 'insertThenWait' is called again after a pending yield [reentrancy-repeated-callee]
    // CHECK: :[[@LINE-2]]:18: note: first call: 'insert' runs here, and finishes
    // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'insertThenWait' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:18: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:18: note: and 'insert' runs a second time
    // CHECK: :[[@LINE-6]]:18: note: give each of the two calls a state of its own: when 'insert' is done, set a state that skips it at the next call
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertLastSafe() {
    RETURN_IF_IO(dev_.wait());
    RETURN_IF_IO(cursor_.insert(key_));
    return IOResult<void>::done();
  }
  // The local that counts them starts afresh, and so do they.
  IOResult<void> insertEach() {
    int i = 0;
    while (i < key_) {
      RETURN_IF_IO(cursor_.insert(i));
      // CHECK: :[[@LINE-1]]:20: warning: 'insert' has finished, and runs again when 'insertEach' is called again after a pending yield [reentrancy-repeated-callee]
      // CHECK: :[[@LINE-2]]:20: note: first call: 'insert' runs here, and finishes
      // CHECK: :[[@LINE-3]]:20: note: 'insert' may be pending here; then 'insertEach' returns, and is called again from the top
      // CHECK: :[[@LINE-5]]:12: note: next call: control gets here again, because 'i < key_' is still 'true'
      // CHECK: :[[@LINE-5]]:20: note: and 'insert' runs a second time
      // CHECK: :[[@LINE-6]]:20: note: give each of the two calls a state of its own
      ++i;
    }
    return IOResult<void>::done();
  }
  IOResult<void> insertNextSafe() {
    while (next_ < key_) {
      RETURN_IF_IO(cursor_.insert(next_));
      ++next_;
    }
    next_ = 0;
    return IOResult<void>::done();
  }
  IOResult<void> tail() {
    RETURN_IF_IO(cursor_.insert(key_));
    // CHECK: :[[@LINE-1]]:18: warning: 'insert' has finished, and runs again when 'tail' is called again after a pending yield [reentrancy-repeated-callee]
    // CHECK: :[[@LINE-2]]:18: note: first call: 'insert' runs here, and finishes
    // CHECK: :[[@LINE+4]]:12: note: 'wait' may be pending here; then 'tail' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:18: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:18: note: and 'insert' runs a second time
    // CHECK: :[[@LINE-6]]:18: note: give each of the two calls a state of its own: when 'insert' is done, set a state that skips it at the next call
    return dev_.wait();
  }

  // The second seek undoes what the pending erase has done of its work.
  IOResult<void> seekThenErase() {
    switch (step_) {
    case Step::Erase:
      RETURN_IF_IO(cursor_.seek(key_));
      // CHECK: :[[@LINE-1]]:20: warning: 'seek' has finished, and runs again when 'seekThenErase' is called again after a pending yield [reentrancy-repeated-callee]
      // CHECK: :[[@LINE-2]]:20: note: first call: 'seek' runs here, and finishes
      // CHECK: :[[@LINE+4]]:20: note: 'erase' may be pending here; then 'seekThenErase' returns, and is called again from the top
      // CHECK: :[[@LINE-6]]:13: note: next call: control gets here again, because 'step_' is still 'Step::Erase'
      // CHECK: :[[@LINE-5]]:20: note: and 'seek' runs a second time
      // CHECK: :[[@LINE-6]]:20: note: give each of the two calls a state of its own: when 'seek' is done, set a state that skips it at the next call, in 'step_'
      RETURN_IF_IO(cursor_.erase());
      step_ = Step::End;
      break;
    default:
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> oneCalleePerStateSafe() {
    switch (step_) {
    case Step::Seek:
      RETURN_IF_IO(cursor_.seek(key_));
      step_ = Step::Erase;
      [[fallthrough]];
    case Step::Erase:
      RETURN_IF_IO(cursor_.erase());
      step_ = Step::End;
      break;
    case Step::End:
      break;
    }
    return IOResult<void>::done();
  }
  IOResult<void> guardedByFlagSafe() {
    if (!sought_) {
      RETURN_IF_IO(cursor_.seek(key_));
      sought_ = true;
    }
    RETURN_IF_IO(cursor_.erase());
    sought_ = false;
    return IOResult<void>::done();
  }
  // Its own answer keeps it out.
  IOResult<void> guardedByResultSafe() {
    if (!at_) {
      int at;
      ASSIGN_OR_RETURN_IO(at, dev_.get(key_));
      at_ = at;
    }
    RETURN_IF_IO(cursor_.insert(*at_));
    at_.reset();
    return IOResult<void>::done();
  }
  // A callee that reads, and one that only sees that something is ready.
  IOResult<void> readingSafe() {
    int at;
    ASSIGN_OR_RETURN_IO(at, cursor_.rowid());
    RETURN_IF_IO(cursor_.ensure_loaded());
    RETURN_IF_IO(cursor_.insert(at));
    return IOResult<void>::done();
  }

  // A body that is seen decides, whatever the name.
  IOResult<void> prepare() {
    RETURN_IF_IO(dev_.wait());
    ++prepared_;
    return IOResult<void>::done();
  }
  IOResult<void> seenBody() {
    RETURN_IF_IO(prepare());
    // CHECK: :[[@LINE-1]]:18: warning: 'prepare' has finished, and runs again when 'seenBody' is called again after a pending yield [reentrancy-repeated-callee]
    // CHECK: :[[@LINE-2]]:18: note: first call: 'prepare' runs here, and finishes
    // CHECK: :[[@LINE+4]]:18: note: 'get' may be pending here; then 'seenBody' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:18: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:18: note: and 'prepare' runs a second time
    // CHECK: :[[@LINE-6]]:18: note: give each of the two calls a state of its own: when 'prepare' is done, set a state that skips it at the next call
    RETURN_IF_IO(dev_.get(1));
    return IOResult<void>::done();
  }
  IOResult<void> push() {
    RETURN_IF_IO(dev_.wait());
    sought_ = true;
    return IOResult<void>::done();
  }
  IOResult<void> idempotentSafe() {
    RETURN_IF_IO(push());
    RETURN_IF_IO(dev_.get(1));
    return IOResult<void>::done();
  }
  IOResult<void> prepareOnce() {
    if (!sought_) {
      RETURN_IF_IO(dev_.wait());
      ++prepared_;
      sought_ = true;
    }
    return IOResult<void>::done();
  }
  IOResult<void> memoisingSafe() {
    RETURN_IF_IO(prepareOnce());
    RETURN_IF_IO(dev_.get(1));
    sought_ = false;
    return IOResult<void>::done();
  }

  enum class Step { Seek, Erase, End };
  Step step_ = Step::Seek;
  Cursor cursor_;
  Device dev_;
  std::optional<int> at_;
  bool sought_ = false;
  int key_ = 0, prepared_ = 0, next_ = 0;
};
