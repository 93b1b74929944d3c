// RUN: %check_tidy %s -warnings-only \
// RUN:   "-config={CheckOptions: {Protocol: pw_async2, RegistrationFunctions: 'InternalStoreWaker;Waiters::add'}}" \
// RUN:   -- -I%S/../Inputs
//
// Registering a waker or a callback right before the yield: who waits is asked
// to be told of the end, as often as there is a wait.
#include "poll.h"
#include <vector>

using namespace pw::async2;

struct Waker {
  int task = 0;
};
bool InternalStoreWaker(Context &cx, Waker &waker);
#define PW_ASYNC_STORE_WAKER(cx, waker, why) InternalStoreWaker(cx, waker)

struct Waiters {
  void add(Context &cx);
  void append(Context &cx);
};

struct Button {
  Poll<> wakerSafe(Context &cx) {
    if (!pressed_) {
      PW_ASYNC_STORE_WAKER(cx, waker_, "the button");
      return Pending();
    }
    pressed_ = false;
    return Ready();
  }
  Poll<> wakerBeforeSafe(Context &cx) {
    PW_ASYNC_STORE_WAKER(cx, waker_, "the button");
    PW_TRY_READY(wait(cx));
    return Ready();
  }
  Poll<> listedSafe(Context &cx) {
    waiters_.add(cx);
    PW_TRY_READY(wait(cx));
    return Ready();
  }
  // Not listed: each call has its entry.
  Poll<> notListed(Context &cx) {
    waiters_.append(cx);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'waiters_' is changed before a yield and changed again
    PW_TRY_READY(wait(cx));
    return Ready();
  }
  // A change beside the registration is a change.
  Poll<> countedToo(Context &cx) {
    ++waits_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'waits_' is changed before a yield and changed again
    PW_ASYNC_STORE_WAKER(cx, waker_, "the button");
    PW_TRY_READY(wait(cx));
    return Ready();
  }
  Poll<> wait(Context &cx);
  Waker waker_;
  Waiters waiters_;
  bool pressed_ = false;
  int waits_ = 0;
};
