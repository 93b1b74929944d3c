// RUN: %check_tidy %s -checks=-*,reentrancy-stale-value -- -I%S/../Inputs
//
// A local that is read from what the pending callee changes is another one at
// each call.
#include "device.h"
#include <optional>

using namespace ioresult;

struct Cursor {
  int top() const;
  int id() const;
  IOResult<void> prev();
  IOResult<int> count() const;
};

class Readers {
  IOResult<void> readInFront() {
    const int parent = cursor_.top();
    // CHECK: :[[@LINE-1]]:24: warning: 'parent' is read before 'prev' is done, which changes what it is read from [reentrancy-stale-value]
    // CHECK: :[[@LINE-2]]:24: note: first call: 'parent' is read here
    // CHECK: :[[@LINE+3]]:18: note: 'prev' may be pending here; then 'readInFront' returns, and is called again from the top
    // CHECK: :[[@LINE-4]]:24: note: next call: 'parent' is read again, from what the wait has changed meanwhile
    // CHECK: :[[@LINE-5]]:24: note: keep 'parent' in a member when the operation starts, or read it behind the call of 'prev'
    RETURN_IF_IO(cursor_.prev());
    replaced_ = parent;
    return IOResult<void>::done();
  }
  // Kept when the operation starts.
  IOResult<void> keptSafe() {
    if (!parent_)
      parent_ = cursor_.top();
    RETURN_IF_IO(cursor_.prev());
    replaced_ = *parent_;
    parent_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> keptByStateSafe() {
    switch (state_) {
    case State::Start:
      kept_ = cursor_.top();
      state_ = State::Move;
      [[fallthrough]];
    case State::Move:
      RETURN_IF_IO(cursor_.prev());
      replaced_ = kept_;
      state_ = State::Start;
    }
    return IOResult<void>::done();
  }
  // Read again behind the wait.
  IOResult<void> readBehindSafe() {
    RETURN_IF_IO(cursor_.prev());
    const int leaf = cursor_.top();
    replaced_ = leaf;
    return IOResult<void>::done();
  }
  // Not needed any more when the callee is done.
  IOResult<void> notUsedBehindSafe() {
    const int parent = cursor_.top();
    if (parent < 0)
      return IOResult<void>::done();
    RETURN_IF_IO(cursor_.prev());
    return IOResult<void>::done();
  }
  // A callee that changes nothing, and one that works on something else.
  IOResult<void> constCalleeSafe() {
    const int parent = cursor_.top();
    RETURN_IF_IO(cursor_.count());
    replaced_ = parent;
    return IOResult<void>::done();
  }
  IOResult<void> otherObjectSafe() {
    const int parent = cursor_.top();
    RETURN_IF_IO(other_.prev());
    replaced_ = parent;
    return IOResult<void>::done();
  }

  enum class State { Start, Move };
  State state_ = State::Start;
  Cursor cursor_, other_;
  std::optional<int> parent_;
  int replaced_ = 0, kept_ = 0;
};
