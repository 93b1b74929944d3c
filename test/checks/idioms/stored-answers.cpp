// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// A yield inside `?:`, in a stored answer, in a switch over the answer.
#include "device.h"
#include <optional>

using namespace ioresult;

struct Flow {
  IOResult<void> storedSafe() {
    auto answer = fast_ ? dev_.wait() : other_.wait();
    if (!answer.is_done())
      return answer;
    ++n_;
    return IOResult<void>::done();
  }
  IOResult<void> stored() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto answer = fast_ ? dev_.wait() : other_.wait();
    if (!answer.is_done())
      return answer;
    return IOResult<void>::done();
  }
  IOResult<void> chosenSafe() { return fast_ ? dev_.wait() : slow(); }
  IOResult<void> chosen() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return fast_ ? dev_.wait() : other_.wait();
  }
  IOResult<void> slow();

  // The answer as a state of its own.
  enum class Wait { Ok, Pending, Failed };
  static Wait classify(const IOResult<void> &r) {
    return r.is_done() ? Wait::Ok : r.is_io() ? Wait::Pending : Wait::Failed;
  }
  IOResult<void> switchedSafe() {
    auto answer = dev_.wait();
    switch (classify(answer)) {
    case Wait::Ok:
      ++n_;
      return IOResult<void>::done();
    case Wait::Pending:
    case Wait::Failed:
      break;
    }
    return answer;
  }
  IOResult<void> switched() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    auto answer = dev_.wait();
    switch (classify(answer)) {
    case Wait::Ok:
      return IOResult<void>::done();
    case Wait::Pending:
    case Wait::Failed:
      break;
    }
    return answer;
  }
  IOResult<void> keptInMemberSafe() {
    if (!answer_) {
      auto answer = dev_.get(1);
      if (!answer.is_done())
        return answer.pending();
      answer_ = answer.value();
      ++n_;
    }
    RETURN_IF_IO(other_.wait());
    answer_.reset();
    return IOResult<void>::done();
  }
  // A guard that is the answer's own state.
  IOResult<void> guardFromAnswerSafe() {
    if (!waiting_)
      ++n_;
    const auto answer = dev_.wait();
    waiting_ = answer.is_io();
    if (!answer.is_done())
      return answer;
    return IOResult<void>::done();
  }
  IOResult<void> guardFromAnswerTurned() {
    if (!waiting_)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    const auto answer = dev_.wait();
    waiting_ = answer.is_done();
    if (!answer.is_done())
      return answer;
    waiting_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> notKept() {
    auto answer = dev_.get(1);
    if (!answer.is_done())
      return answer.pending();
    n_ += answer.value();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(other_.wait());
    return IOResult<void>::done();
  }
  Device dev_, other_;
  std::optional<int> answer_;
  bool fast_ = false;
  bool waiting_ = false;
  int n_ = 0;
};
