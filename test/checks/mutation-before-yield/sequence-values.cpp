// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// Sequences and strings: what is written again is the same, or more.
#include "device.h"
#include <array>
#include <deque>
#include <span>
#include <string>
#include <vector>

using namespace ioresult;

class Subject {
  IOResult<void> logBackSafe() {
    if (log_.empty() || log_.back() != "start")
      log_.push_back("start");
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> logBack() {
    if (log_.empty() || log_.back() != "start")
      log_.push_back("stop");
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'log_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> fillTo5bSafe() {
    while (in_.size() < 5)
      in_.push_back(1);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assignSafe() {
    in_.assign(3, 0);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assignRangeSafe(const std::vector<int> &v) {
    in_.assign(v.begin(), v.end());
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assignInitSafe() {
    in_ = {1, 2, 3};
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assignEmptyInitSafe() {
    in_ = {};
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> assignEmptyCtorSafe() {
    in_ = std::vector<int>();
    if (in_.empty())
      flag_ = true;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> resizeSafe() {
    in_.resize(8);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> resizeZeroSafe() {
    in_.resize(0);
    in_.push_back(1);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // What it grew by is cut off, or is there as it would be.
  IOResult<void> grownThenResizedSafe() {
    in_.resize(in_.size() + 1);
    RETURN_IF_IO(dev_.wait());
    in_.resize(5);
    return IOResult<void>::done();
  }
  IOResult<void> addedThenResized() {
    in_.push_back(4);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    in_.resize(5);
    return IOResult<void>::done();
  }
  IOResult<void> resizeGrow() {
    in_.resize(in_.size() + 8);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> resizeOnceSafe() {
    if (in_.size() != 8) {
      in_.resize(8);
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> reserveSafe() {
    in_.reserve(10);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> stringAssignSafe(const std::string &s) {
    str_ = s;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> stringAssign2Safe(const std::string &s) {
    str_.assign(s);
    str_ += "x";
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> stringAppend(const std::string &s) {
    str_.append(s);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'str_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> stringPlus(const std::string &s) {
    str_ = str_ + s;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'str_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> stringPlusSafe(const std::string &s) {
    str_ = s + "x";
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> stringEqSafe() {
    if (str_ != "done") {
      ++n_;
      str_ = "done";
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> elemSafe() {
    in_[0] = 1;
    in_[1] = 2;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> elem() {
    in_[0] += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_[0]' is changed before a yield and changed again
    in_[1] = 2;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> elemCopySafe() {
    in_[0] = in_[1];
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> elemShift() {
    in_[0] = in_[1];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'in_[0]' is changed before a yield and set back
    in_[1] = in_[2];
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> arraySafe() {
    arr_[0] = 1;
    arr_.at(1) = 2;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> arrayFillSafe() {
    arr_.fill(0);
    ++arr_[1];
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> array() {
    ++arr_[1];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'arr_[1]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> dequePop() {
    int x = dq_.front();
    dq_.pop_front();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'dq_' is changed before a yield
    RETURN_IF_IO(dev_.get(x));
    return IOResult<void>::done();
  }
  IOResult<void> dequePopSafe() {
    int x = dq_.front();
    RETURN_IF_IO(dev_.get(x));
    dq_.pop_front();
    return IOResult<void>::done();
  }
  IOResult<void> span() {
    std::span<int> s(in_);
    s[0] += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 's[0]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> spanRef(std::span<int> s) {
    s[0] += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 's[0]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> spanSafe() {
    std::span<int> s(in_);
    s[0] = 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  bool flag_ = false;
  std::vector<int> in_;
  std::vector<std::string> log_;
  std::string str_;
  std::array<int, 4> arr_;
  std::deque<int> dq_;
};
