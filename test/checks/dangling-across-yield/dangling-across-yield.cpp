// RUN: %check_tidy %s -checks=-*,reentrancy-dangling-across-yield -warnings-only -- -I%S/../Inputs
//
// What survives a yield does not point at what does not.
#include "device.h"
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace ioresult;

struct File {
  void write(const char *data, std::size_t size, const Completion &c);
  Completion append(std::span<const char> bytes);
  Completion put(std::string_view text);
  Completion read(std::vector<char> &into);
  Completion own(std::vector<char> bytes);
};

class Writer {
  //===--- handed to I/O ----------------------------------------------------===//

  IOResult<void> buffer() {
    if (!running_) {
      const std::vector<char> bytes(32, 'x');
      running_ = Completion::make();
      file_.write(bytes.data(), bytes.size(), *running_);
      // CHECK: :[[@LINE-1]]:7: warning: I/O that outlives this call of 'buffer' uses the local 'bytes' [reentrancy-dangling-across-yield]
    }
    return wait();
  }

  IOResult<void> bufferOwnedSafe() {
    if (!running_) {
      const auto bytes = std::make_shared<std::vector<char>>(32, 'x');
      running_ = Completion::make([bytes](std::error_code) {});
      file_.write(bytes->data(), bytes->size(), *running_);
    }
    return wait();
  }

  IOResult<void> bufferKeptSafe() {
    if (!running_) {
      kept_.assign(32, 'x');
      running_ = Completion::make();
      file_.write(kept_.data(), kept_.size(), *running_);
    }
    return wait();
  }

  IOResult<void> movedAwaySafe() {
    if (!running_) {
      std::vector<char> bytes(32, 'x');
      running_ = file_.append(bytes);
      kept_ = std::move(bytes);
    }
    return wait();
  }

  IOResult<void> span() {
    if (!running_) {
      std::vector<char> bytes(32, 'x');
      running_ = file_.append(bytes);
      // CHECK: :[[@LINE-1]]:18: warning: I/O that outlives this call of 'span' uses the local 'bytes'
    }
    return wait();
  }

  IOResult<void> array() {
    if (!running_) {
      char bytes[8] = {};
      running_ = file_.append(bytes);
      // CHECK: :[[@LINE-1]]:18: warning: I/O that outlives this call of 'array' uses the local 'bytes'
    }
    return wait();
  }

  IOResult<void> byValue(std::string text) {
    if (!running_)
      running_ = file_.put(text);
      // CHECK: :[[@LINE-1]]:18: warning: I/O that outlives this call of 'byValue' uses the local 'text'
    return wait();
  }

  IOResult<void> byReferenceSafe(const std::string &text) {
    if (!running_)
      running_ = file_.put(text);
    return wait();
  }

  IOResult<void> unique() {
    if (!running_) {
      const auto bytes = std::make_unique<std::vector<char>>(32, 'x');
      running_ = Completion::make();
      file_.write(bytes->data(), bytes->size(), *running_);
      // CHECK: :[[@LINE-1]]:7: warning: I/O that outlives this call of 'unique' uses the local 'bytes'
    }
    return wait();
  }

  IOResult<void> filled() {
    if (!running_) {
      std::vector<char> into(32);
      running_ = file_.read(into);
      // CHECK: :[[@LINE-1]]:18: warning: I/O that outlives this call of 'filled' uses the local 'into'
    }
    return wait();
  }

  IOResult<void> takenByValueSafe() {
    if (!running_) {
      std::vector<char> bytes(32, 'x');
      running_ = file_.own(bytes);
    }
    return wait();
  }

  // It is over before the function returns.
  static void waitFor(const Completion &);
  IOResult<void> overSafe() {
    const std::vector<char> bytes(32, 'x');
    const Completion c = file_.append(bytes);
    waitFor(c);
    return IOResult<void>::done();
  }

  //===--- kept -------------------------------------------------------------===//

  IOResult<void> keepsAddress() {
    int local = 1;
    if (!at_)
      at_ = &local;
      // CHECK: :[[@LINE-1]]:7: warning: persistent state points at the local 'local', which dies at the yield [reentrancy-dangling-across-yield]
    RETURN_IF_IO(dev_.wait());
    at_ = nullptr;
    return IOResult<void>::done();
  }

  // Each call stores an address of its own.
  IOResult<void> storedAgainSafe() {
    int local = 1;
    at_ = &local;
    RETURN_IF_IO(dev_.wait());
    at_ = nullptr;
    return IOResult<void>::done();
  }

  IOResult<void> resetSafe() {
    int local = 1;
    at_ = &local;
    use();
    at_ = nullptr;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  IOResult<void> keepsMembersSafe() {
    at_ = &member_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  IOResult<void> keepsTargetSafe(int &target) {
    at_ = &target;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  // A number found in a local is no pointer into it.
  IOResult<void> positionSafe(std::string text) {
    position_ = text.find(',');
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  IOResult<void> wait() {
    if (!running_->finished())
      IO_YIELD_ONE(*running_);
    running_.reset();
    return IOResult<void>::done();
  }
  static void use();

  Device &dev_;
  File &file_;
  std::optional<Completion> running_;
  std::vector<char> kept_;
  int member_ = 0;
  int *at_ = nullptr;
  std::size_t position_ = 0;
};
