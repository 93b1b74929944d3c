// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0, YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// What is right and what is wrong before a yield, in C: state in a struct
// behind a pointer, answers in an int.
#define AGAIN -11

enum stage { START, WAIT };

struct dev;
int dev_wait(struct dev *d);
int dev_get(struct dev *d, int at);

struct ctx {
  struct dev *dev;
  enum stage stage;
  int n, sum, i, started;
  int *buf;
};

int changed(struct ctx *c) {
  int rc;
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  rc = dev_wait(c->dev);
  if (rc != 0)
    return rc;
  return 0;
}
int changed_safe(struct ctx *c) {
  int rc = dev_wait(c->dev);
  if (rc != 0)
    return rc;
  ++c->n;
  return 0;
}

int same_again(struct ctx *c) {
  int rc;
  c->started = 1;
  c->n = 0;
  if ((rc = dev_wait(c->dev)) != 0)
    return rc;
  return 0;
}

int computed_anew(struct ctx *c) {
  int rc;
  c->n = 0;
  for (int i = 0; i < 4; ++i)
    ++c->n;
  if ((rc = dev_wait(c->dev)) != 0)
    return rc;
  return 0;
}

int guarded(struct ctx *c) {
  int rc;
  if (!c->started) {
    ++c->n;
    c->started = 1;
  }
  if ((rc = dev_wait(c->dev)) != 0)
    return rc;
  c->started = 0;
  return 0;
}
int guarded_late(struct ctx *c) {
  int rc;
  if (!c->started) {
    ++c->n;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
    if ((rc = dev_wait(c->dev)) != 0)
      return rc;
    c->started = 1;
  }
  return 0;
}

int by_stage(struct ctx *c) {
  int rc;
  switch (c->stage) {
  case START:
    ++c->n;
    c->stage = WAIT;
    /* fall through */
  case WAIT:
    if ((rc = dev_wait(c->dev)) != 0)
      return rc;
  }
  c->stage = START;
  return 0;
}
int by_stage_late(struct ctx *c) {
  int rc;
  switch (c->stage) {
  case START:
    ++c->n;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
    if ((rc = dev_wait(c->dev)) != 0)
      return rc;
    c->stage = WAIT;
    /* fall through */
  case WAIT:
    break;
  }
  c->stage = START;
  return 0;
}
int abandoned(struct ctx *c) {
  int rc;
  switch (c->stage) {
  case START:
    c->stage = WAIT;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}abandon
    if ((rc = dev_wait(c->dev)) != 0)
      return rc;
    /* fall through */
  case WAIT:
    c->stage = START;
  }
  return 0;
}

int tail(struct ctx *c) {
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  return dev_wait(c->dev);
}

int lost_index(struct ctx *c) {
  int rc;
  for (int i = 0; i < c->n; ++i) {
    if ((rc = dev_get(c->dev, i)) < 0)
      return rc;
    c->sum += i;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning:
  }
  return 0;
}
int kept_index(struct ctx *c) {
  int rc;
  for (; c->i < c->n; ++c->i) {
    if ((rc = dev_get(c->dev, c->i)) < 0)
      return rc;
    c->sum += c->i;
  }
  c->i = 0;
  return 0;
}

int taken(struct ctx *c) {
  int *buf = c->buf;
  c->buf = 0;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning:
  int rc = dev_get(c->dev, *buf);
  if (rc != 0)
    return rc;
  return 0;
}
int taken_and_put_back(struct ctx *c) {
  int *buf = c->buf;
  c->buf = 0;
  int rc = dev_get(c->dev, *buf);
  if (rc == AGAIN) {
    c->buf = buf;
    return rc;
  }
  return rc;
}

int faint(struct ctx *c) {
  int rc;
  ++c->n;
  c->n = 4;
  ++c->sum;
  if ((rc = dev_wait(c->dev)) != 0)
    return rc;
  c->sum = 8;
  return 0;
}

/* Asks again itself: nothing is there yet. */
int retry(struct ctx *c) {
  if (!c->started)
    return AGAIN;
  ++c->n;
  return 0;
}
