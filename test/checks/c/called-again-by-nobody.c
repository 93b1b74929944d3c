// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '-1', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// What "again" means between a helper and its callers, they decide.
#define AGAIN -11
#define SCARCE 7

struct conn {
  int uses, ready, state, rest;
};
int dev_read(int from);
int tick(int what);

// Its only caller answers something else.
static int look_up_safe(struct conn *c) {
  c->uses++;
  if (!c->ready)
    return AGAIN;
  return 0;
}
int open_scarce(struct conn *c) {
  int rc = dev_read(c->state);
  if (rc)
    return rc;
  rc = look_up_safe(c);
  return rc == AGAIN ? SCARCE : rc;
}

// Here the caller passes it on.
static int look_up(struct conn *c) {
  c->uses++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->uses' is changed before a yield
  if (!c->ready)
    return AGAIN;
  return 0;
}
int open_again(struct conn *c) {
  int rc = dev_read(c->state);
  if (rc)
    return rc;
  rc = look_up(c);
  return rc == -1 ? SCARCE : rc;
}

// "Again" and "done" are one to the caller.
static int make_safe(struct conn *c) {
  c->uses++;
  if (!c->ready)
    return AGAIN;
  return 0;
}
int make_it(struct conn *c) {
  if (make_safe(c) == -1)
    return -1;
  c->state = 2;
  return 0;
}

// An event's handler waits for the next event, and calls it then.
static int step(struct conn *c) {
  c->uses++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->uses' is changed before a yield
  if (!c->ready)
    return AGAIN;
  return 0;
}
int on_event(struct conn *c) {
  if (step(c) == AGAIN)
    return 0;
  c->state = 2;
  return 0;
}
static int turn(struct conn *c) {
  c->uses++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->uses' is changed before a yield
  if (!c->ready)
    return AGAIN;
  return 0;
}
void on_readable(struct conn *c) { turn(c); }

// The next of many is asked, and not the same again.
static int ask_safe(struct conn *c) {
  c->uses++;
  if (!c->ready)
    return AGAIN;
  return 0;
}
int ask_all(struct conn *conns, int n) {
  struct conn *c;
  int rc = dev_read(n);
  if (rc)
    return rc;
  for (int i = 0; i < n; ++i) {
    c = &conns[i];
    rc = ask_safe(c);
    if (rc != AGAIN)
      break;
  }
  if (rc == AGAIN)
    return SCARCE;
  return 0;
}
static int ask(struct conn *c) {
  c->uses++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->uses' is changed before a yield
  if (!c->ready)
    return AGAIN;
  return 0;
}
int ask_until_it_knows(struct conn *c) {
  int rc = 0;
  while ((rc = ask(c)) == AGAIN)
    tick(1);
  return rc;
}

// Whoever calls a caller that nobody calls again.
static int inner_safe(struct conn *c) {
  c->uses++;
  if (!c->ready)
    return AGAIN;
  return 0;
}
static int middle(struct conn *c) { return inner_safe(c); }
int outermost(struct conn *c) {
  const int rc = dev_read(c->state);
  if (rc)
    return rc;
  return middle(c) == AGAIN ? SCARCE : 0;
}
