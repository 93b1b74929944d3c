// The wrapper of the checks' own tests: it must not pass what it should fail.
// RUN: %check_tidy %S/Inputs/counter.cpp -checks=-*,misc-unused-alias-decls
// RUN: not %check_tidy %S/Inputs/counter.cpp 2>&1 | FileCheck %s --check-prefix=NOLINES
// NOLINES: warning: {{.*}} [reentrancy-mutation-before-yield]
// NOLINES: has no CHECK lines, so nothing should have been reported

// RUN: %check_tidy %s -checks=-*,readability-braces-around-statements -check-prefix=GOOD
// RUN: not %check_tidy %s -checks=-*,readability-braces-around-statements -check-prefix=FEW
// RUN: not %check_tidy %s -checks=-*,readability-braces-around-statements -check-prefix=GOOD -- -DBROKEN
// RUN: not %check_tidy %s -checks=-*,no-such-check 2>&1 | FileCheck %s --check-prefix=NOCHECK
// NOCHECK: no checks enabled
int f(int A) {
  if (A)
    return 1;
  // GOOD: :[[@LINE-2]]:9: warning: statement should be inside braces
  // FEW: :[[@LINE-3]]:9: warning: statement should be inside braces
  if (A > 1) {
    return 2;
  }
  if (A > 2)
    return 3;
  // GOOD: :[[@LINE-2]]:13: warning: statement should be inside braces
#ifdef BROKEN
  nowhere();
#endif
  return 0;
}
