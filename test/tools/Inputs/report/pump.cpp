// A machine of states, for what draws it.
#include "ioresult/ioresult.hpp"
using ioresult::IOResult;

struct Dev {
  IOResult<void> write(int n);
};

class Pump {
public:
  IOResult<void> step() {
    switch (state_) {
    case State::Start:
      state_ = State::Wait;
      [[fallthrough]];
    case State::Wait:
      ++n_;
      RETURN_IF_IO(dev_.write(1));
      state_ = State::Start;
    }
    return IOResult<void>::done();
  }

private:
  enum class State { Start, Wait };
  Dev dev_;
  State state_ = State::Start;
  int n_ = 0;
};
