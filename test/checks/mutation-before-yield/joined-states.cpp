// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {MaxValuations: 2}}" -- -I%S/../Inputs
//
// More states than are kept apart: what is not told apart is not told.
#include "device.h"

using namespace ioresult;

struct Settings {
  IOResult<void> manySafe(int k) {
    if (k & 1)
      a_ = k;
    if (k & 2)
      b_ = k;
    if (k & 4)
      c_ = k;
    if (k & 8)
      d_ = k;
    if (k & 16)
      e_ = k;
    return dev_.wait();
  }
  // What is sure in spite of it.
  IOResult<void> many(int k) {
    if (k & 1)
      a_ = k;
    if (k & 2)
      b_ = k;
    if (k & 4)
      c_ = k;
    if (k & 8)
      d_ = k;
    if (k & 16)
      e_ = k;
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return dev_.wait();
  }
  Device dev_;
  int a_ = 0, b_ = 0, c_ = 0, d_ = 0, e_ = 0, n_ = 0;
};
