// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -warnings-only -- -I%S/../Inputs
//
// Numbers and sizes that only the operation moves are followed from one
// operation to the next: code that they rule out is never run.
#include "device.h"
#include <vector>

using namespace ioresult;

class Counted {
public:
  // From 5 on it only grows.
  IOResult<void> belowWhereItStartsSafe() {
    if (tries_ < 1)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    ++tries_;
    return IOResult<void>::done();
  }

private:
  Device dev_;
  int tries_ = 5;
  int n_ = 0;
};

// Here it comes down.
class CountedDown {
public:
  IOResult<void> comesDown() {
    if (tries_ < 1)
      ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    --tries_;
    return IOResult<void>::done();
  }

private:
  Device dev_;
  int tries_ = 5;
  int n_ = 0;
};

// Somebody else moves it.
class CountedByOthers {
public:
  IOResult<void> anyValue() {
    if (tries_ < 1)
      ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    ++tries_;
    return IOResult<void>::done();
  }
  void set(int tries) { tries_ = tries; }

private:
  Device dev_;
  int tries_ = 5;
  int n_ = 0;
};

// What is empty at first stands for what there will be to do.
class Drained {
public:
  IOResult<void> toDo() {
    if (!todo_.empty())
      todo_.pop_back();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'todo_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

private:
  Device dev_;
  std::vector<int> todo_;
};

// In `Last` there are two.
class Filled {
public:
  IOResult<void> neverEmptySafe() {
    if (step_ == First) {
      items_.assign(2, 7);
      step_ = Last;
    }
    if (items_.empty())
      ++n_;
    RETURN_IF_IO(dev_.wait());
    step_ = First;
    return IOResult<void>::done();
  }

private:
  enum Step { First, Last };
  Device dev_;
  Step step_ = First;
  std::vector<int> items_;
  int n_ = 0;
};

// In `Last` there may be none.
class FilledOrNot {
public:
  IOResult<void> mayBeEmpty() {
    if (step_ == First) {
      items_.clear();
      step_ = Last;
    }
    if (items_.empty())
      ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is
    RETURN_IF_IO(dev_.wait());
    step_ = First;
    return IOResult<void>::done();
  }

private:
  enum Step { First, Last };
  Device dev_;
  Step step_ = First;
  std::vector<int> items_;
  int n_ = 0;
};
