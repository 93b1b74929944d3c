// RUN: %check_tidy %s -checks=-*,reentrancy-early-success -warnings-only -- -I%S/../Inputs
//
// A group's callback is told the first error of its children.
#include "device.h"
#include <optional>

using namespace ioresult;

class Syncs {
  IOResult<void> unread() {
    if (!running_) {
      CompletionGroup group([this](std::error_code) { synced_ = true; });
      // CHECK: :[[@LINE-1]]:55: warning: 'synced_' says that the work is done, whatever error the callback is given [reentrancy-early-success]
      group.add(dev_.submit(1));
      running_ = group.build();
    }
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    running_.reset();
    return IOResult<void>::done();
  }

  IOResult<void> readSafe() {
    if (!running_) {
      CompletionGroup group([this](std::error_code e) { synced_ = !e; });
      group.add(dev_.submit(1));
      running_ = group.build();
    }
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    running_.reset();
    return IOResult<void>::done();
  }

  // Who waits looks at the error.
  IOResult<void> waiterLooksSafe() {
    if (!running_) {
      CompletionGroup group([this](std::error_code) { synced_ = true; });
      group.add(dev_.submit(1));
      running_ = group.build();
    }
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    const bool failed = running_->failed();
    running_.reset();
    if (failed)
      return IOResult<void>::err(std::make_error_code(std::errc::io_error));
    return IOResult<void>::done();
  }

  Device &dev_;
  bool synced_ = false;
  std::optional<Completion> running_;
};
