// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {Protocol: pw_async2}}" -- -std=c++20 -I%S/../Inputs
//
// A number that is zero until a callee has given it: that it gives zero, and
// the guarded code runs again, is not assumed.
#include "poll.h"

using namespace pw::async2;

struct Slot {
  Poll<unsigned> Pend(Context &cx);
};
struct Keys {
  Poll<int> Pend(Context &cx);
};

struct Machine {
  Poll<> Insert(Context &cx) {
    if (coins_ == 0) {
      auto coins = slot_.Pend(cx);
      if (coins.IsPending())
        return Pending();
      coins_ += coins.value();
    }
    PW_TRY_READY(keys_.Pend(cx));
    return Ready();
  }
  // Nothing keeps it out.
  Poll<> Again(Context &cx) {
    auto coins = slot_.Pend(cx);
    if (coins.IsPending())
      return Pending();
    coins_ += coins.value();
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'coins_' is changed before a yield
    PW_TRY_READY(keys_.Pend(cx));
    return Ready();
  }
  // Many numbers leave the guard as it was.
  Poll<> Until(Context &cx) {
    if (coins_ < 10) {
      auto coins = slot_.Pend(cx);
      if (coins.IsPending())
        return Pending();
      coins_ += coins.value();
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'coins_' is changed before a yield
    }
    PW_TRY_READY(keys_.Pend(cx));
    return Ready();
  }
  Slot slot_;
  Keys keys_;
  unsigned coins_ = 0;
};
