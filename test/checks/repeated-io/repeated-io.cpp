// RUN: %check_tidy %s -checks=-*,reentrancy-repeated-io -- -I%S/../Inputs
//
// I/O is started once: the call that hands out a completion leaves a state in
// which the next one goes on behind it.
#include "device.h"
#include <optional>

using namespace ioresult;

struct Log {
  Completion write(int value);
  std::optional<Completion> flush(); // what it wrote, if there was anything
  std::optional<Completion> read(int at); // nothing if it is in the cache
};

class Writers {
  IOResult<void> unguarded() {
    auto written = log_.write(value_);
    // CHECK: :[[@LINE-1]]:20: warning: 'write' starts I/O again each time 'unguarded' is called again [reentrancy-repeated-io]
    // CHECK: :[[@LINE-2]]:20: note: first call: the I/O is started here
    // CHECK: :[[@LINE+4]]:5: note: 'unguarded' hands out a completion here, and is called again from the top when that is finished
    // CHECK: :[[@LINE-4]]:20: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:20: note: and the I/O is started a second time
    // CHECK: :[[@LINE-6]]:20: note: advance the state before the yield, or keep the completion and wait for that one
    IO_YIELD_ONE(written);
    return IOResult<void>::done();
  }

  // The state stays behind.
  IOResult<void> stateNotAdvanced() {
    switch (state_) {
    case State::Start: {
      auto written = log_.write(value_);
      // CHECK: :[[@LINE-1]]:22: warning: 'write' starts I/O again each time 'stateNotAdvanced' is called again [reentrancy-repeated-io]
      // CHECK: :[[@LINE-2]]:22: note: first call: the I/O is started here
      // CHECK: :[[@LINE+4]]:7: note: 'stateNotAdvanced' hands out a completion here, and is called again from the top when that is finished
      // CHECK: :[[@LINE-6]]:13: note: next call: control gets here again, because 'state_' is still 'State::Start'
      // CHECK: :[[@LINE-5]]:22: note: and the I/O is started a second time
      // CHECK: :[[@LINE-6]]:22: note: advance the state before the yield, or keep the completion and wait for that one, in 'state_'
      IO_YIELD_ONE(written);
    }
    case State::Written:
      break;
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> stateAdvancedSafe() {
    switch (state_) {
    case State::Start: {
      auto written = log_.write(value_);
      state_ = State::Written;
      IO_YIELD_ONE(written);
    }
    case State::Written:
      break;
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }

  IOResult<void> advancedBehindTheYield() {
    if (state_ == State::Start) {
      if (auto written = log_.flush())
      // CHECK: :[[@LINE-1]]:26: warning: 'flush' starts I/O again each time 'advancedBehindTheYield' is called again [reentrancy-repeated-io]
      // CHECK: :[[@LINE-2]]:26: note: first call: the I/O is started here
      // CHECK: :[[@LINE+4]]:9: note: 'advancedBehindTheYield' hands out a completion here, and is called again from the top when that is finished
      // CHECK: :[[@LINE-5]]:9: note: next call: control gets here again, because 'state_ == State::Start' is still 'true'
      // CHECK: :[[@LINE-5]]:26: note: and the I/O is started a second time
      // CHECK: :[[@LINE-6]]:26: note: advance the state before the yield, or keep the completion and wait for that one
        IO_YIELD_ONE(*written);
      state_ = State::Written;
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }
  IOResult<void> advancedInFrontSafe() {
    if (state_ == State::Start) {
      auto written = log_.flush();
      state_ = State::Written;
      if (written)
        IO_YIELD_ONE(*written);
    }
    state_ = State::Start;
    return IOResult<void>::done();
  }
  // Asked again, a cache has it.
  IOResult<void> cachedReadSafe() {
    if (auto loading = log_.read(value_))
      IO_YIELD_ONE(*loading);
    return IOResult<void>::done();
  }

  IOResult<void> writtenOver() {
    pending_ = log_.write(value_);
    // CHECK: :[[@LINE-1]]:16: warning: 'write' starts I/O again each time 'writtenOver' is called again [reentrancy-repeated-io]
    // CHECK: :[[@LINE-2]]:16: note: first call: the I/O is started here
    // CHECK: :[[@LINE+5]]:7: note: 'writtenOver' hands out a completion here, and is called again from the top when that is finished
    // CHECK: :[[@LINE-4]]:16: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:16: note: and the I/O is started a second time
    // CHECK: :[[@LINE-6]]:16: note: advance the state before the yield, or keep the completion and wait for that one
    if (!pending_->finished())
      IO_YIELD_ONE(*pending_);
    pending_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> rememberedSafe() {
    if (!pending_)
      pending_ = log_.write(value_);
    if (!pending_->finished())
      IO_YIELD_ONE(*pending_);
    pending_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> flagSafe() {
    if (!submitted_) {
      submitted_ = true;
      IO_YIELD_ONE(log_.write(value_));
    }
    submitted_ = false;
    return IOResult<void>::done();
  }

  // A group over the same children, built on each call.
  IOResult<void> groupAgain() {
    CompletionGroup group;
    group.add(first_);
    group.add(second_);
    auto all = group.build();
    // CHECK: :[[@LINE-1]]:16: warning: 'build' starts I/O again each time 'groupAgain' is called again [reentrancy-repeated-io]
    // CHECK: :[[@LINE-2]]:16: note: first call: the I/O is started here
    // CHECK: :[[@LINE+5]]:7: note: 'groupAgain' hands out a completion here, and is called again from the top when that is finished
    // CHECK: :[[@LINE-4]]:16: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:16: note: and the I/O is started a second time
    // CHECK: :[[@LINE-6]]:16: note: advance the state before the yield, or keep the completion and wait for that one
    if (!all.finished())
      IO_YIELD_ONE(all);
    return IOResult<void>::done();
  }
  IOResult<void> groupOnceSafe() {
    if (!pending_) {
      CompletionGroup group;
      group.add(first_);
      group.add(second_);
      pending_ = group.build();
    }
    if (!pending_->finished())
      IO_YIELD_ONE(*pending_);
    pending_.reset();
    return IOResult<void>::done();
  }

  // A callee that is pending starts the function anew as well.
  IOResult<void> thenAnotherWait() {
    last_ = log_.write(value_);
    // CHECK: :[[@LINE-1]]:13: warning: 'write' starts I/O again each time 'thenAnotherWait' is called again [reentrancy-repeated-io]
    // CHECK: :[[@LINE-2]]:13: note: first call: the I/O is started here
    // CHECK: :[[@LINE+4]]:18: note: 'wait' may be pending here; then 'thenAnotherWait' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:13: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:13: note: and the I/O is started a second time
    // CHECK: :[[@LINE-6]]:13: note: advance the state before the yield, or keep the completion and wait for that one
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> waitFirstSafe() {
    RETURN_IF_IO(dev_.wait());
    last_ = log_.write(value_);
    return IOResult<void>::done();
  }

  IOResult<void> retrySafe() {
    if (!first_.finished())
      IO_YIELD_ONE(first_);
    return IOResult<void>::done();
  }

  enum class State { Start, Written };
  State state_ = State::Start;
  Log log_;
  Device dev_;
  Completion first_ = Completion::make_yield();
  Completion second_ = Completion::make_yield();
  Completion last_ = Completion::make_yield();
  std::optional<Completion> pending_;
  bool submitted_ = false;
  int value_ = 0;
};
