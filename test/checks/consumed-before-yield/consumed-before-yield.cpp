// RUN: %check_tidy %s -checks=-*,reentrancy-consumed-before-yield -- -I%S/../Inputs
//
// What is taken out of persistent state must be put back on the pending path,
// or be taken behind the yield.
#include "device.h"
#include <memory>
#include <optional>
#include <string>
#include <utility>

using namespace ioresult;

struct Sink {
  IOResult<void> put(const std::string &text);
  IOResult<void> seek(int key);
};

class Consumers {
  IOResult<void> moved() {
    std::string text = std::move(text_);
    // CHECK: :[[@LINE-1]]:24: warning: 'text_' is taken before a yield and no longer there when 'moved' is called again [reentrancy-consumed-before-yield]
    // CHECK: :[[@LINE-2]]:24: note: first call: 'text_' is taken out here
    // CHECK: :[[@LINE+4]]:18: note: 'put' may be pending here; then 'moved' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:24: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:24: note: and what 'text_' held is no longer there
    // CHECK: :[[@LINE-6]]:24: note: take 'text_' behind the call of 'put', or put it back on the pending path
    RETURN_IF_IO(sink_.put(text));
    return IOResult<void>::done();
  }
  IOResult<void> movedBehindSafe() {
    RETURN_IF_IO(sink_.put(text_));
    last_ = std::move(text_);
    return IOResult<void>::done();
  }
  IOResult<void> putBackSafe() {
    std::string text = std::move(text_);
    RETURN_AND_RESTORE_IF_IO(text_, std::move(text), sink_.put(text));
    return IOResult<void>::done();
  }
  // Put back at every exit that is not done.
  IOResult<void> putBackOnErrorTooSafe() {
    std::string text = std::move(text_);
    auto answer = sink_.put(text);
    if (!answer.is_done()) {
      text_ = std::move(text);
      return answer;
    }
    return IOResult<void>::done();
  }

  IOResult<void> exchanged() {
    const auto key = std::exchange(key_, std::nullopt);
    // CHECK: :[[@LINE-1]]:22: warning: 'key_' is taken before a yield and no longer there when 'exchanged' is called again [reentrancy-consumed-before-yield]
    // CHECK: :[[@LINE-2]]:22: note: first call: 'key_' is taken out here
    // CHECK: :[[@LINE+5]]:20: note: 'seek' may be pending here; then 'exchanged' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:22: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:22: note: and what 'key_' held is no longer there
    // CHECK: :[[@LINE-6]]:22: note: take 'key_' behind the call of 'seek', or put it back on the pending path
    if (key)
      RETURN_IF_IO(sink_.seek(*key));
    return IOResult<void>::done();
  }
  IOResult<void> clearedBehindSafe() {
    if (key_)
      RETURN_IF_IO(sink_.seek(*key_));
    key_.reset();
    return IOResult<void>::done();
  }

  // One of two yields gives it back.
  IOResult<void> partlyGivenBack() {
    const auto key = std::exchange(key_, std::nullopt);
    // CHECK: :[[@LINE-1]]:22: warning: 'key_' is taken before a yield and no longer there when 'partlyGivenBack' is called again [reentrancy-consumed-before-yield]
    // CHECK: :[[@LINE-2]]:22: note: first call: 'key_' is taken out here
    // CHECK: :[[@LINE+11]]:18: note: 'wait' may be pending here; then 'partlyGivenBack' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:22: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:22: note: and what 'key_' held is no longer there
    // CHECK: :[[@LINE-6]]:22: note: take 'key_' behind the call of 'wait', or put it back on the pending path
    if (!key)
      return IOResult<void>::done();
    auto answer = sink_.seek(*key);
    if (answer.is_io()) {
      key_ = key;
      return answer;
    }
    RETURN_IF_IO(dev_.wait());
    sum_ += *key;
    return IOResult<void>::done();
  }
  IOResult<void> givenBackTwiceSafe() {
    const auto key = std::exchange(key_, std::nullopt);
    if (!key)
      return IOResult<void>::done();
    auto answer = sink_.seek(*key);
    if (answer.is_io()) {
      key_ = key;
      return answer;
    }
    auto waited = dev_.wait();
    if (waited.is_io()) {
      key_ = key;
      return waited;
    }
    sum_ += *key;
    return IOResult<void>::done();
  }

  IOResult<void> released() {
    std::unique_ptr<int> page(page_.release());
    // CHECK: :[[@LINE-1]]:31: warning: 'page_' is taken before a yield and no longer there when 'released' is called again [reentrancy-consumed-before-yield]
    // CHECK: :[[@LINE-2]]:31: note: first call: 'page_' is taken out here
    // CHECK: :[[@LINE+4]]:18: note: 'seek' may be pending here; then 'released' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:31: note: next call: control gets here again, because no state that the first call left keeps it out
    // CHECK: :[[@LINE-5]]:31: note: and what 'page_' held is no longer there
    // CHECK: :[[@LINE-6]]:31: note: take 'page_' behind the call of 'seek', or put it back on the pending path
    RETURN_IF_IO(sink_.seek(*page));
    return IOResult<void>::done();
  }
  IOResult<void> freedBehindSafe() {
    RETURN_IF_IO(sink_.seek(*page_));
    page_.reset();
    return IOResult<void>::done();
  }

  // The state tells that it was taken, and what was taken persists.
  IOResult<void> takenOnceSafe() {
    if (!taken_) {
      last_ = std::move(text_);
      taken_ = true;
    }
    RETURN_IF_IO(sink_.put(last_));
    taken_ = false;
    return IOResult<void>::done();
  }
  // Take and check: it waits only if there was nothing to take.
  IOResult<int> takeAndCheckSafe() {
    const int n = std::exchange(pressed_, 0);
    if (n == 0)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<int>::done(n);
  }

  Sink sink_;
  Device dev_;
  std::string text_, last_;
  std::optional<int> key_;
  std::unique_ptr<int> page_;
  bool taken_ = false;
  int pressed_ = 0, sum_ = 0;
};
