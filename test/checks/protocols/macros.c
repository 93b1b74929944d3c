// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: rc_t, PendingValues: AGAIN, DoneValues: 0, YieldMacros: WAIT_UNTIL, LeafYields: 'PARK;park;PARKED'}}" -- -std=c11
//
// YieldMacros: a return that says "not yet" though its type does not.
// LeafYields: macros, functions and values behind which control must go on.
enum { AGAIN = -1, PARKED = -2 };
typedef int rc_t;

struct ctx {
  int n, ready, stage;
};

#define WAIT_UNTIL(x)                                                          \
  do {                                                                         \
    if (!(x))                                                                  \
      return;                                                                  \
  } while (0)
#define LEAVE_UNLESS(x)                                                        \
  do {                                                                         \
    if (!(x))                                                                  \
      return;                                                                  \
  } while (0)
#define PARK() return AGAIN
rc_t park(int why);

void waits(struct ctx *c) {
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  WAIT_UNTIL(c->ready);
  c->ready = 0;
}
void waits_safe(struct ctx *c) {
  WAIT_UNTIL(c->ready);
  ++c->n;
  c->ready = 0;
}
// Another macro of the same shape leaves for good.
void leaves(struct ctx *c) {
  ++c->n;
  LEAVE_UNLESS(c->ready);
  c->ready = 0;
}

rc_t by_macro(struct ctx *c) {
  switch (c->stage) {
  case 0:
    ++c->n;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
    PARK();
  case 1:
    break;
  }
  c->stage = 0;
  return 0;
}
rc_t by_macro_safe(struct ctx *c) {
  switch (c->stage) {
  case 0:
    ++c->n;
    c->stage = 1;
    PARK();
  case 1:
    break;
  }
  c->stage = 0;
  return 0;
}

rc_t by_value(struct ctx *c) {
  switch (c->stage) {
  case 0:
    ++c->n;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
    return PARKED;
  case 1:
    break;
  }
  c->stage = 0;
  return 0;
}
rc_t by_value_safe(struct ctx *c) {
  switch (c->stage) {
  case 0:
    ++c->n;
    c->stage = 1;
    return PARKED;
  case 1:
    break;
  }
  c->stage = 0;
  return 0;
}

rc_t by_function(struct ctx *c) {
  switch (c->stage) {
  case 0:
    ++c->n;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
    return park(1);
  case 1:
    break;
  }
  c->stage = 0;
  return 0;
}
rc_t by_function_safe(struct ctx *c) {
  switch (c->stage) {
  case 0:
    ++c->n;
    c->stage = 1;
    return park(1);
  case 1:
    break;
  }
  c->stage = 0;
  return 0;
}
