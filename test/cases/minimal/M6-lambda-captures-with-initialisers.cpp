// What a lambda captures with an initialiser is persistent, as a plain capture is.
// options: Protocol='pw_async2'
#include "poll_stub.h"
#include <memory>
struct Io {
  Poll<> write(Context &cx);
};
inline void use(Io *io, int k, std::unique_ptr<int> p) {
  auto a = [io, n = 0](Context &cx) mutable -> Poll<> {
    ++n; // WANT
    if (io->write(cx).IsPending())
      return Pending();
    return Ready();
  };
  auto b = [io, p = std::move(p)](Context &cx) mutable -> Poll<> {
    auto q = std::move(p); // WANT consumed-before-yield
    if (io->write(cx).IsPending())
      return Pending();
    return Ready();
  };
  auto c = [io, k](Context &cx) mutable -> Poll<> {
    ++k; // WANT
    if (io->write(cx).IsPending())
      return Pending();
    return Ready();
  };
  (void)a, (void)b, (void)c;
}
// A pending answer without a test in front is called again as well.
struct Waits {
  std::unique_ptr<int> p_;
  int n_ = 0;
  void push(std::unique_ptr<int> p);
  Poll<> poll(Context &) {
    push(std::move(p_)); // WANT: a null pointer the second time
    ++n_;
    return Pending();
  }
};
