// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0, YieldingFunctions: '*'}}" -- -std=c11
//
// Calls through two pointers are calls of two functions; through one, of one.
#define AGAIN -11

struct method {
  int (*sign)(void *io);
  int (*complete)(void *io);
};
struct ctx {
  const struct method *method;
  void *io;
  int started, signs; /* not a bool: what it keeps is the answer */
};

// Knowing that the one is pending, it goes on with the other.
int sign_safe(struct ctx *c) {
  int rc;
  if (c->started) {
    rc = c->method->complete(c->io);
  } else {
    rc = c->method->sign(c->io);
  }
  c->started = rc == AGAIN;
  return rc;
}
int sign(struct ctx *c) {
  ++c->signs;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->signs' is changed before a yield and changed again
  return c->method->sign(c->io);
}
