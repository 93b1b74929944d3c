// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only
//
// Code that is not analysed, on purpose: nothing is known of it.
#include "ioresult/ioresult.hpp"
#include <coroutine>

using namespace ioresult;

struct Device {
  IOResult<void> wait();
};

// A template that nobody instantiates.
template <class T> IOResult<void> dependent(T &dev, int &n) {
  ++n;
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}
template <class T> struct Dependent {
  IOResult<void> run() {
    ++n;
    RETURN_IF_IO(dev.wait());
    return IOResult<void>::done();
  }
  T dev;
  int n = 0;
};

// No body.
IOResult<void> declared(Device &dev, int &n);
struct Interface {
  virtual ~Interface() = default;
  virtual IOResult<void> run() = 0;
  virtual IOResult<void> stop() = delete;
};

// A coroutine keeps its locals and its place: another world.
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  Task() = default;
  Task(IOPending) {}
};
Task coroutine(Device &dev, int &n) {
  ++n;
  auto r = dev.wait();
  if (r.is_io())
    co_await std::suspend_always{};
  ++n;
  co_return;
}

// Another function's body inside: only the local class's own is analysed.
IOResult<void> localClass(Device &dev, int &n) {
  struct Local {
    static void bump(int &n) { ++n; }
  };
  RETURN_IF_IO(dev.wait());
  Local::bump(n);
  return IOResult<void>::done();
}

// What is not evaluated is not done.
IOResult<void> unevaluated(Device &dev, int &n) {
  using Type = decltype(++n);
  const auto size = sizeof(++n) + sizeof(Type) + noexcept(++n);
  RETURN_IF_IO(dev.wait());
  n = static_cast<int>(size);
  return IOResult<void>::done();
}

// Never reached.
IOResult<void> unreachable(Device &dev, int &n) {
  if (false)
    ++n;
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
  ++n;
}

// A body that cannot be left.
IOResult<void> endless(Device &dev, int &n) {
  for (;;)
    ++n;
}
