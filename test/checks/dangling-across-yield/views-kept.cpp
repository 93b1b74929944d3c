// RUN: %check_tidy %s -checks=-*,reentrancy-dangling-across-yield -warnings-only -- -I%S/../Inputs
//
// Views and iterators in persistent state: whose memory is it?
#include "device.h"
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace ioresult;

class Views {
  //===--- of a by-value parameter ------------------------------------------===//

  IOResult<void> view(std::string text) {
    if (!started_) {
      view_ = text;
      // CHECK: :[[@LINE-1]]:7: warning: persistent state points at the local 'text', which dies at the yield [reentrancy-dangling-across-yield]
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> ownedSafe(std::string text) {
    if (!started_) {
      text_ = std::move(text);
      view_ = text_;
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  // The caller's string outlives the operation.
  IOResult<void> byReferenceSafe(const std::string &text) {
    if (!started_) {
      view_ = text;
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  // A view that is passed by value is a copy of the caller's.
  IOResult<void> viewByValueSafe(std::string_view text) {
    if (!started_) {
      view_ = text;
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> span(std::vector<char> bytes) {
    if (!started_) {
      span_ = std::span(bytes);
      // CHECK: :[[@LINE-1]]:7: warning: persistent state points at the local 'bytes', which dies at the yield
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  //===--- of a local -------------------------------------------------------===//

  IOResult<void> pointer() {
    std::vector<char> bytes(8);
    if (!started_) {
      data_ = bytes.data();
      // CHECK: :[[@LINE-1]]:7: warning: persistent state points at the local 'bytes', which dies at the yield
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> iterator() {
    std::vector<char> bytes(8);
    if (!started_) {
      at_ = bytes.begin();
      // CHECK: :[[@LINE-1]]:7: warning: persistent state points at the local 'bytes', which dies at the yield
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> iteratorOfMemberSafe() {
    if (!started_) {
      at_ = bytes_.begin();
      started_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  Device &dev_;
  bool started_ = false;
  std::string text_;
  std::string_view view_;
  std::span<char> span_;
  char *data_ = nullptr;
  std::vector<char> bytes_;
  std::vector<char>::iterator at_;
};
