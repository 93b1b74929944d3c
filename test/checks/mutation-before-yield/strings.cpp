// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Strings grow as containers do, and are assigned as numbers are.
#include "device.h"
#include <string>
#include <string_view>

using namespace ioresult;

class Strings {
  IOResult<void> plusAssign() {
    text_ += "x";
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> plusAssignSafe() {
    RETURN_IF_IO(dev_.wait());
    text_ += "x";
    return IOResult<void>::done();
  }
  IOResult<void> plusAssignChar(char c) {
    text_ += c;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> append(std::string_view more) {
    text_.append(more);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> appendSafe(std::string_view more) {
    text_.clear();
    text_.append(more);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pushBack() {
    text_.push_back('x');
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> concatenated() {
    text_ = text_ + "x";
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> concatenatedSafe() {
    text_ = name_ + "x";
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> eraseFront() {
    text_.erase(0, 1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertFront() {
    text_.insert(0, "> ");
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assignedSafe(const std::string &name) {
    text_ = name;
    name_ = std::to_string(n_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> characterSafe() {
    text_[0] = 'x';
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> resizedSafe() {
    text_.resize(16);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> localSafe() {
    std::string line = "get ";
    line += name_;
    line.append("\r\n");
    RETURN_IF_IO(dev_.get(line.size()));
    return IOResult<void>::done();
  }
  // The length tells whether it was written.
  IOResult<void> emptySafe() {
    if (text_.empty())
      text_ += "x";
    RETURN_IF_IO(dev_.wait());
    text_.clear();
    return IOResult<void>::done();
  }
  // A view that is advanced.
  IOResult<void> viewAdvanced() {
    rest_.remove_prefix(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rest_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> viewAdvancedSafe() {
    RETURN_IF_IO(dev_.get(rest_.front()));
    rest_.remove_prefix(1);
    return IOResult<void>::done();
  }
  IOResult<void> viewCut() {
    rest_ = rest_.substr(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rest_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  std::string text_, name_;
  std::string_view rest_;
  int n_ = 0;
};
