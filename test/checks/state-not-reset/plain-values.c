// RUN: %check_tidy %s -checks=-*,reentrancy-state-not-reset -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_send'}}" -- -std=gnu11
//
// An error leaves an enum, a flag, a pointer where the next operation cannot
// start. Nothing initialises them in C: what all that is done leaves is meant.
#define AGAIN (-37)
enum st { IDLE, READY, SENT };
struct req {
  int len;
};
struct d {
  enum st state;
  int busy;
  int window, size;
  _Bool open;
  struct req *cur;
  unsigned out;
  int failed;
  int started;
};
int dev_send(struct d *d);
int check(int n);
struct req *pick(struct d *d);
/* enum */
int e_bad(struct d *d, int by) {
  int rc;
  if (d->state == IDLE) {
    d->size = by;
    d->state = READY;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (rc)
    return -7;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'state' in the middle
  d->state = IDLE;
  return 0;
}
int e_good(struct d *d, int by) {
  int rc;
  if (d->state == IDLE) {
    d->size = by;
    d->state = READY;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  d->state = IDLE;
  if (rc)
    return -7;
  return 0;
}
/* int flag */
int f_bad(struct d *d, int by) {
  int rc;
  if (!d->busy) {
    d->size = by;
    d->busy = 1;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (rc)
    return -7;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'busy' in the middle
  d->busy = 0;
  return 0;
}
int f_good(struct d *d, int by) {
  int rc;
  if (!d->busy) {
    d->size = by;
    d->busy = 1;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (rc) {
    d->busy = 0;
    return -7;
  }
  d->busy = 0;
  return 0;
}
/* bool, error before the wait */
int g_bad(struct d *d, int by) {
  if (!d->open) {
    d->open = 1;
    if (by < 0)
      return -2;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'open' in the middle
  }
  int rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  d->open = 0;
  return rc ? -7 : 0;
}
int g_good(struct d *d, int by) {
  if (!d->open) {
    if (by < 0)
      return -2;
    d->open = 1;
  }
  int rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  d->open = 0;
  return rc ? -7 : 0;
}
/* pointer */
int p_bad(struct d *d, struct req *r) {
  int rc;
  if (d->cur == 0) {
    d->cur = r;
    if (!r)
      return -1;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (rc)
    return -7;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'cur' in the middle
  d->cur = 0;
  return 0;
}
int p_good(struct d *d, struct req *r) {
  int rc;
  if (d->cur == 0) {
    d->cur = r;
    if (!r)
      return -1;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  d->cur = 0;
  if (rc)
    return -7;
  return 0;
}
/* goto out */
int o_bad(struct d *d, int by) {
  int rc;
  if (d->state == IDLE) {
    d->size = by;
    d->state = SENT;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (check(d->size)) {
    rc = -9;
    goto out;
  }
  d->state = IDLE;
  rc = 0;
out:
  return rc;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'state' in the middle
}
int o_good(struct d *d, int by) {
  int rc;
  if (d->state == IDLE) {
    d->size = by;
    d->state = SENT;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (check(d->size)) {
    rc = -9;
    goto out;
  }
  rc = 0;
out:
  d->state = IDLE;
  return rc;
}
/* a flag that says how it ended: right */
int s_good(struct d *d, int by) {
  int rc;
  if (d->failed)
    return -1;
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (rc) {
    d->failed = 1;
    return -7;
  }
  d->failed = 0;
  return 0;
}
/* helper sets it back */
static void stop(struct d *d) { d->started = 0; }
int h_good(struct d *d, int by) {
  int rc;
  if (!d->started) {
    d->size = by;
    d->started = 1;
  }
  rc = dev_send(d);
  if (rc == AGAIN)
    return rc;
  if (rc) {
    stop(d);
    return -7;
  }
  stop(d);
  return 0;
}

/* a machine that runs once: its last step starts nothing */
int once_good(struct d *d) {
  if (d->state == IDLE) {
    int rc = dev_send(d);
    if (rc == AGAIN)
      return rc;
    if (rc)
      return -1;
    d->state = READY;
  }
  if (d->state == READY) {
    int rc = dev_send(d);
    if (rc == AGAIN)
      return rc;
    if (rc)
      return -1;
    d->state = SENT;
  }
  return 0;
}
