// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// An idempotent write, from a constant or an input that does not change.
#include "device.h"
#include <optional>
#include <string>

using namespace ioresult;

struct Select {
  IOResult<void> fromInputSafe(const std::string &input) {
    selected_.reset();
    key_ = input.size() * 31;
    name_ = input;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> fromItself(const std::string &input) {
    key_ = key_ * 31 + input.size();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'key_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  Device dev_;
  std::optional<int> selected_;
  std::size_t key_ = 0;
  std::string name_;
};
