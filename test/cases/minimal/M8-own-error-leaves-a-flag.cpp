// An error leaves the state in the middle, an enum (a) or a bool (b).
#include "ioresult_stub.h"
struct D {
  IOResult<int> write();
  bool start();
};
class M {
  D d_;
  enum class S { A, B };
  S s_ = S::A;
  bool busy_ = false;

public:
  IOResult<int> a() {
    switch (s_) {
    case S::A:
      s_ = S::B;
      [[fallthrough]];
    case S::B: {
      auto r = d_.write();
      if (r.is_err())
        return IOResult<int>::err(r.error()); // WANT
      if (!r.is_done())
        return r.pending();
      s_ = S::A;
    }
    }
    return IOResult<int>::done(0);
  }
  IOResult<int> b() {
    if (!busy_) {
      busy_ = true;
      if (!d_.start())
        return IOResult<int>::err(IOError::Failed); // WANT
    }
    RETURN_IF_IO(d_.write());
    busy_ = false;
    return IOResult<int>::done(0);
  }
};
