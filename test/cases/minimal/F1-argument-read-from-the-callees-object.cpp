// Silent. The pending callee gets an object and a value read from it: that it may
// change the value is nothing against the guard.
#include "ioresult_stub.h"
struct Client {
  int timeout = 0;
  IOResult<int> write(int n);
  IOResult<int> wait(int timeout);
};
class M {
  enum class S { Begin, Wait };
  S s_ = S::Begin;
  Client c_;

public:
  IOResult<int> a() {
    if (s_ == S::Begin) {
      RETURN_IF_IO(c_.write(1));
      s_ = S::Wait;
    }
    RETURN_IF_IO(c_.wait(c_.timeout));
    s_ = S::Begin;
    return IOResult<int>::done(0);
  }
};
