// RUN: %check_tidy %s --
//
// An annotation that means nothing is told once, not by each check.
[[clang::annotate("reentrancy::yield")]] int misspelt();
// CHECK: :[[@LINE-1]]:3: warning: unknown annotation 'reentrancy::yield'; behind 'reentrancy::' are known 'yields', 'pure', 'idempotent', 'state', 'ignore' [reentrancy-

struct [[clang::annotate("reentrancy::state")]] NoVariable {};
// CHECK: :[[@LINE-1]]:10: warning: 'reentrancy::state' has no meaning here; it is for fields and variables [reentrancy-

[[clang::annotate("reentrancy::pure")]] int right();
[[clang::annotate("somebody::else")]] int another();
