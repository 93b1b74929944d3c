// As c(), but the guard is closed inside the pending callee, whose body is seen.
#include "ioresult_stub.h"
#include <deque>
struct D {
  IOResult<int> flush();
  IOResult<int> next();
};
class M {
  D d_;
  bool dirty_ = false;
  std::deque<int> queue_;
  IOResult<int> clean() {
    dirty_ = false; // WANT: 'clean' (and 'flush' in it) is never called again
    return d_.flush();
  }
  IOResult<int> drain() {
    queue_.clear(); // WANT
    RETURN_IF_IO(d_.flush());
    return IOResult<int>::done(0);
  }

public:
  IOResult<int> a() {
    if (dirty_)
      RETURN_IF_IO(clean());
    return d_.next();
  }
  IOResult<int> b() {
    if (!queue_.empty())
      RETURN_IF_IO(drain());
    return d_.next();
  }
  IOResult<int> c() {
    if (dirty_) {
      dirty_ = false; // WANT
      RETURN_IF_IO(d_.flush());
    }
    return d_.next();
  }
};
