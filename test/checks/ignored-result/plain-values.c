// RUN: %check_tidy %s -checks=-*,reentrancy-ignored-result -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'io_*'}}" -- -std=gnu11
//
// Answers that are plain values are passed on like objects, however they come
// about and whatever else is asked of them.
#define AGAIN (-28)
struct c {
  int st, error, n, last;
  void *io;
};
int io_read(void *io);
int io_send(void *io);
int io_flush(void *io);
void note(int rc);
int more(void);

/* dropped, and its twin */
int drop_bad(struct c *c) {
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  io_send(c->io);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_send' is
  c->st = 1;
  return 0;
}
int drop_good(struct c *c) {
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  rc = io_send(c->io);
  if (rc < 0)
    return rc;
  c->st = 1;
  return 0;
}
/* pending told as an error of one's own */
int err_bad(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  if (rc < 0)
    return -7;
  rc = io_send(c->io);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_send' is
  if (rc < 0)
    return -7;
  return 0;
}
int err_good(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  if (rc < 0)
    return -7;
  rc = io_send(c->io);
  if (rc == AGAIN)
    return rc;
  if (rc < 0)
    return -7;
  return 0;
}
/* only errors are looked at */
int only_bad(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  switch (io_send(c->io)) {
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_send' is
  case -5:
    return -5;
  default:
    break;
  }
  return 0;
}
int only_good(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  switch (io_send(c->io)) {
  case -5:
    return -5;
  case AGAIN:
    return AGAIN;
  default:
    break;
  }
  return 0;
}
/* in a loop */
int loop_bad(struct c *c) {
  while (c->n > 0) {
    int rc = io_send(c->io);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_send' is
    if (rc < 0 && rc != AGAIN)
      return rc;
    c->n--;
  }
  c->st = 4;
  return 0;
}
int loop_good(struct c *c) {
  while (c->n > 0) {
    int rc = io_send(c->io);
    if (rc < 0)
      return rc;
    c->n--;
  }
  return io_flush(c->io);
}
/* a loop that ends with it */
int until_bad(struct c *c) {
  int rc = 0;
  while (rc == 0 && c->n > 0) {
    c->n--;
    rc = io_send(c->io);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_send' is
  }
  if (rc < 0 && rc != AGAIN)
    return rc;
  c->st = 2;
  return 0;
}
/* kept in a field that a later step asks */
/* goto */
int goto_bad(struct c *c) {
  int rc;
  rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  rc = io_send(c->io);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_send' is
  if (rc != 0)
    goto out;
  c->st = 3;
out:
  return 0;
}
int goto_good(struct c *c) {
  int rc;
  rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  rc = io_send(c->io);
  if (rc != 0)
    goto out;
  c->st = 3;
out:
  return rc;
}
/* through a helper that is seen */
static int send_it(struct c *c) { return io_send(c->io); }
int help_bad(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  rc = send_it(c);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'send_it' is
  c->st = 1;
  return 0;
}
int help_good(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  rc = send_it(c);
  if (rc)
    return rc;
  c->st = 1;
  return 0;
}
/* told to others: right */
int told_good(struct c *c, int *out) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  *out = io_send(c->io);
  return 0;
}
int noted_good(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  c->last = io_send(c->io);
  return 0;
}
/* joined: one variable of two calls */
int joined_good(struct c *c) {
  int rc;
  if (more())
    rc = io_read(c->io);
  else
    rc = io_send(c->io);
  if (rc < 0)
    return rc;
  c->st = 1;
  return 0;
}
/* the answer turned into one's own pending */
int turned_good(struct c *c) {
  int rc = io_send(c->io);
  if (rc == 0) {
    c->st = 1;
    return 0;
  }
  if (rc == AGAIN) {
    return AGAIN;
  }
  return -1;
}
int polled_good(struct c *c) {
  for (;;) {
    int rc = io_send(c->io);
    if (rc == 0)
      break;
    if (rc != AGAIN)
      return rc;
    rc = io_read(c->io);
    if (rc < 0)
      return rc;
  }
  return 0;
}
/* done decides: a positive number is progress */
int part_good(struct c *c) {
  int n = io_send(c->io);
  if (n > 0)
    c->n -= n;
  if (n < 0)
    return n;
  return c->n ? AGAIN : 0;
}
int ternary_good(struct c *c) {
  int n = io_send(c->io);
  c->st = 1;
  return n < 0 ? n : 0;
}
int ternary_bad(struct c *c) {
  int n = io_send(c->io);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_send' is
  c->st = 1;
  return n < 0 && n != AGAIN ? n : 0;
}

/* takes in what there is */
int drain_good(struct c *c) {
  int rc;
  do
    rc = io_read(c->io);
  while (rc > 0);
  if (rc < 0 && rc != AGAIN)
    return rc;
  if (c->n == 0)
    return AGAIN;
  return 0;
}
/* "again" means something else to the callers */
int meant_good(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  rc = io_send(c->io);
  return rc == AGAIN ? 7 : rc;
}
/* each caller asks once more */
static int tell_good(struct c *c) {
  int rc = io_flush(c->io);
  if (rc < 0 && rc != AGAIN)
    return rc;
  return c->n;
}
int teller(struct c *c) {
  if (c->st > 0) {
    int rc = io_flush(c->io);
    if (rc < 0)
      return rc;
  }
  return tell_good(c);
}
static int tell_bad(struct c *c) {
  int rc = io_flush(c->io);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the pending answer of 'io_flush' is
  if (rc < 0 && rc != AGAIN)
    return rc;
  return c->n;
}
int only_teller(struct c *c) {
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  return tell_bad(c);
}
