// The options ReportSkipped and MaxBlocks: what is not analysed can be told.
//
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=TOLD \
// RUN:   "-config={CheckOptions: {reentrancy-mutation-before-yield.ReportSkipped: true, reentrancy-mutation-before-yield.MaxBlocks: 6}}" \
// RUN:   -- -I%S/Inputs
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=QUIET \
// RUN:   "-config={CheckOptions: {reentrancy-mutation-before-yield.MaxBlocks: 6}}" -- -I%S/Inputs
// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield -check-prefix=ALL -warnings-only -- -I%S/Inputs
//
// QUIET-NOT: warning:
#include "device.h"

using namespace ioresult;

IOResult<void> large(Device &dev, int &n, int a, int b) {
  // TOLD: :[[@LINE-1]]:16: warning: 'large' was not analysed: {{.+}}
  ++n;
  // ALL: :[[@LINE-1]]:3: warning: 'n' is changed before a yield and changed again
  if (a > 1)
    b = 2;
  if (b > 2)
    a = 3;
  RETURN_IF_IO(dev.get(a + b));
  return IOResult<void>::done();
}
