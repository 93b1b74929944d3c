// The guard is closed before a pending callee that gets the whole object, a parameter
// or *this: it might open the guard again, and is not expected to.
#include "ioresult_stub.h"
struct C {
  int dirty = 0;
};
IOResult<int> flush(C &c);
struct D {
  IOResult<int> flush(C &c);
};
struct M {
  C c_;
  D d_;
  int dirty_ = 0;
  IOResult<int> own();
  IOResult<int> a(C &c) {
    if (c.dirty) {
      c.dirty = 0; // WANT
      RETURN_IF_IO(flush(c));
    }
    return IOResult<int>::done(0);
  }
  IOResult<int> b(C &c) {
    if (c.dirty) {
      c.dirty = 0; // WANT
      RETURN_IF_IO(d_.flush(c));
    }
    return IOResult<int>::done(0);
  }
  IOResult<int> own_object() {
    if (dirty_) {
      dirty_ = 0; // WANT
      RETURN_IF_IO(own());
    }
    return IOResult<int>::done(0);
  }
};
