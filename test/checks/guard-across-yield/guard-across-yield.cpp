// RUN: %check_tidy %s -checks=-*,reentrancy-guard-across-yield -warnings-only -- -I%S/../Inputs
//
// A lock is held where it must be, and somebody always knows that it is.
#include "device.h"
#include <mutex>
#include <vector>

using namespace ioresult;

const std::error_code gone = std::make_error_code(std::errc::io_error);

struct Mutex {
  void lock();
  void unlock();
  bool try_lock();
};

struct Connection {
  void begin_read();
  void end_read();
  IOResult<bool> begin_write();
};

struct Page;
class PagePin {
public:
  explicit PagePin(Page &);
  ~PagePin();
};

class Operation {
  //===--- taken again ------------------------------------------------------===//

  IOResult<bool> takenAgain() {
    conn_.begin_read();
    // CHECK: :[[@LINE-1]]:5: warning: 'conn_' is held across a yield and taken again when 'takenAgain' is called again [reentrancy-guard-across-yield]
    ASSIGN_OR_RETURN_IO(const bool ok, conn_.begin_write());
    conn_.end_read();
    return IOResult<bool>::done(ok);
  }

  IOResult<bool> releasedWhilePendingSafe() {
    conn_.begin_read();
    IOResult<bool> write = conn_.begin_write();
    conn_.end_read();
    return write;
  }

  IOResult<bool> rememberedSafe() {
    if (!reading_) {
      conn_.begin_read();
      reading_ = true;
    }
    ASSIGN_OR_RETURN_IO(const bool ok, conn_.begin_write());
    conn_.end_read();
    reading_ = false;
    return IOResult<bool>::done(ok);
  }

  // It waits until it gets the lock, and holds nothing meanwhile.
  IOResult<void> triesSafe() {
    if (!mutex_.try_lock())
      IO_YIELD_ONE(Completion::make_yield());
    mutex_.unlock();
    return IOResult<void>::done();
  }

  // A beginning without an end is no lock.
  IOResult<void> otherBeginSafe() {
    writer_.begin();
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  //===--- an error with the lock held --------------------------------------===//

  IOResult<void> errorLeaks() {
    if (!mutex_.try_lock())
      IO_YIELD_ONE(Completion::make_yield());
    if (items_.empty())
      return IOResult<void>::err(gone);
    // CHECK: :[[@LINE-1]]:7: warning: this error leaves 'mutex_' held, and no state says so [reentrancy-guard-across-yield]
    locked_ = true;
    return IOResult<void>::done();
  }

  IOResult<void> lookedUpFirstSafe() {
    if (items_.empty())
      return IOResult<void>::err(gone);
    if (!mutex_.try_lock())
      IO_YIELD_ONE(Completion::make_yield());
    locked_ = true;
    return IOResult<void>::done();
  }

  IOResult<void> releasedSafe() {
    if (!mutex_.try_lock())
      IO_YIELD_ONE(Completion::make_yield());
    if (items_.empty()) {
      mutex_.unlock();
      return IOResult<void>::err(gone);
    }
    locked_ = true;
    return IOResult<void>::done();
  }

  // Whoever calls it holds the lock from here on, however it ends.
  IOResult<void> takesOnlySafe() {
    mutex_.lock();
    if (items_.empty())
      return IOResult<void>::err(gone);
    return IOResult<void>::done();
  }

  //===--- scoped guards ----------------------------------------------------===//

  IOResult<void> pinned(Page &page) {
    const PagePin pin(page);
    // CHECK: :[[@LINE-1]]:5: warning: 'pin' guards up to a yield only: it is given up there, in the middle of the operation [reentrancy-guard-across-yield]
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  IOResult<void> pinnedBehindSafe(Page &page) {
    RETURN_IF_IO(dev_.wait());
    const PagePin pin(page);
    return IOResult<void>::done();
  }

  IOResult<void> halfChanged() {
    const std::lock_guard lock(std_);
    // CHECK: :[[@LINE-1]]:5: warning: 'lock' guards up to a yield only
    items_.clear();
    RETURN_IF_IO(dev_.wait());
    items_.push_back(1);
    return IOResult<void>::done();
  }

  IOResult<void> scopeEndsSafe() {
    {
      const std::lock_guard lock(std_);
      items_.clear();
    }
    RETURN_IF_IO(dev_.wait());
    const std::lock_guard lock(std_);
    items_.push_back(1);
    return IOResult<void>::done();
  }

  IOResult<void> unlockedSafe() {
    std::unique_lock lock(std_);
    items_.clear();
    lock.unlock();
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  // Each call locks what it reads itself.
  IOResult<void> forwardsSafe() {
    const std::lock_guard lock(std_);
    return dev_.wait();
  }

  // A critical section that found nothing to do.
  IOResult<int> nothingThereSafe() {
    const std::lock_guard lock(std_);
    if (items_.empty())
      IO_YIELD_ONE(Completion::make_yield());
    const int item = items_.back();
    items_.pop_back();
    return IOResult<int>::done(item);
  }

  struct Writer {
    void begin();
  };
  Device &dev_;
  Connection &conn_;
  Mutex &mutex_;
  Writer &writer_;
  std::mutex std_;
  std::vector<int> items_;
  bool reading_ = false;
  bool locked_ = false;
};
