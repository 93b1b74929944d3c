// Read by determinism.py: classes that do not need each other.
#include "ioresult/ioresult.hpp"

using ioresult::Completion;
using ioresult::IOResult;

struct Device {
  IOResult<void> wait();
  IOResult<int> get(int at);
  Completion submit(int at);
};

//--- changed again, through helpers that are defined before and behind
class Helpers {
public:
  IOResult<void> runHelpers() {
    bumpFirst();
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

private:
  void bumpFirst() { bumpLast(); }
  void bumpLast() { ++helped_; }
  Device dev_;
  int helped_ = 0;
};
//--- a callee whose body is seen, and who leaves a trace
class Chain {
public:
  IOResult<void> outer() {
    RETURN_IF_IO(inner());
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> inner() {
    RETURN_IF_IO(dev_.wait());
    ++chained_;
    return IOResult<void>::done();
  }

private:
  Device dev_;
  int chained_ = 0;
};
//--- mutual recursion
class Mutual {
public:
  IOResult<void> even(int n) {
    ++evens_;
    if (n > 0)
      return odd(n - 1);
    return dev_.wait();
  }
  IOResult<void> odd(int n) {
    ++odds_;
    if (n > 0)
      return even(n - 1);
    return dev_.wait();
  }

private:
  Device dev_;
  int evens_ = 0, odds_ = 0;
};
//--- many flags, more states than are kept apart
class Crowd {
public:
  IOResult<int> gather(int a, int b, int c, int d, int e, int f) {
    if (a > 0)
      fa_ = !fa_;
    if (b > 0)
      fb_ = !fb_;
    if (c > 0)
      fc_ = !fc_;
    if (d > 0)
      fd_ = !fd_;
    if (e > 0)
      fe_ = !fe_;
    if (f > 0)
      ff_ = !ff_;
    ++gathered_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<int>::done(fa_ + fb_ + fc_ + fd_ + fe_ + ff_ + gathered_);
  }

private:
  Device dev_;
  bool fa_ = false, fb_ = false, fc_ = false, fd_ = false, fe_ = false,
       ff_ = false;
  int gathered_ = 0;
};
//--- decided by its caller
class Decided {
public:
  IOResult<void> dispatch() {
    if (!moved_)
      return step();
    return IOResult<void>::done();
  }

private:
  IOResult<void> step() {
    ++decided_;
    moved_ = true;
    return dev_.wait();
  }
  Device dev_;
  bool moved_ = false;
  int decided_ = 0;
};
//--- a state machine with leaf yields
class Machine {
public:
  IOResult<int> turn() {
    switch (state_) {
    case State::Start:
      io_ = dev_.submit(turns_);
      ++turns_;
      IO_YIELD_ONE(io_);
    case State::End:
      break;
    }
    return IOResult<int>::done(turns_);
  }

private:
  enum class State { Start, End };
  Device dev_;
  Completion io_;
  State state_ = State::Start;
  int turns_ = 0;
};
