// RUN: %check_tidy %s "-config={CheckOptions: {ReportSkipped: true}}" -checks=-*,reentrancy-mutation-before-yield -- -I%S/../Inputs
//
// A coroutine keeps its locals and its place: nothing here is meant for it. It
// is skipped, and its neighbour is not.
#include "device.h"
#include <coroutine>

using namespace ioresult;

template <typename T> struct std::coroutine_traits<IOResult<T>, Device &, int &> {
  struct promise_type {
    IOResult<T> get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_value(int);
    void unhandled_exception();
  };
};

IOResult<int> coroutine(Device &dev, int &n) {
  // CHECK: :[[@LINE-1]]:15: warning: 'coroutine' was not analysed: a coroutine
  ++n;
  co_return 3;
}
IOResult<void> neighbour(Device &dev, int &n) {
  ++n;
  // CHECK: :[[@LINE-1]]:3: warning: 'n' is changed before a yield and changed again
  // CHECK: note:
  // CHECK: note:
  // CHECK: note:
  // CHECK: note:
  // CHECK: note:
  return dev.wait();
}
