// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefixes=ERROR,TOLD \
// RUN:   "-config={CheckOptions: {ReportSkipped: true}}" -warnings-only -- -I%S/Inputs
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=ERROR -warnings-only -- -I%S/Inputs
//
// Each reason not to analyse a function: told where it is asked for, and
// nothing is said of the function else.
#include "device.h"
#include <coroutine>

using namespace ioresult;

// A jump out of a condition, for which Clang makes no control-flow graph.
IOResult<void> noGraph(Device &dev, int &n) {
  // TOLD: :[[@LINE-1]]:16: warning: 'noGraph' was not analysed: no control-flow graph
  ++n;
  while (({ break; true; }))
    ++n;
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}

// What does not compile.
IOResult<void> unknownName(Device &dev, int &n) {
  // TOLD: :[[@LINE-1]]:16: warning: 'unknownName' was not analysed: code that does not compile
  ++n;
  RETURN_IF_IO(dev.wait(missing));
  // ERROR: :[[@LINE-1]]:{{[0-9]+}}: error: use of undeclared identifier 'missing'
  return IOResult<void>::done();
}
IOResult<void> unknownLocal(Device &dev, int &n) {
  // TOLD: :[[@LINE-1]]:16: warning: 'unknownLocal' was not analysed: code that does not compile
  ++n;
  Missing missing;
  // ERROR: :[[@LINE-1]]:{{[0-9]+}}: error: unknown type name 'Missing'
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}

// A declaration that is no good, whatever its body.
IOResult<void> unknownParameter(Device &dev, Missing &n) {
  // TOLD: :[[@LINE-1]]:16: warning: 'unknownParameter' was not analysed: invalid declaration
  // ERROR: :[[@LINE-2]]:{{[0-9]+}}: error: unknown type name 'Missing'
  ++n;
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}

// A coroutine keeps its locals and its place.
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
  // TOLD: :[[@LINE-1]]:6: warning: 'coroutine' was not analysed: a coroutine
  ++n;
  auto r = dev.wait();
  if (r.is_io())
    co_await std::suspend_always{};
  co_return;
}

// A template is analysed in its instances, and not missed as such.
template <class T> IOResult<void> dependent(T &dev, int &n) {
  ++n;
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}
