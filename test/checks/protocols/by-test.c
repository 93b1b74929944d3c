// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: 'rc_t', PendingValues: AGAIN, ErrorValues: '<0'}}" -- -std=c11
//
// A plain type does not say which functions may answer "not yet". Bodies that
// are seen do; of others the code's own tests of their answers do.
typedef int rc_t;
enum { AGAIN = -2 };

struct link;
struct ctx {
  struct link *link;
  int n;
  rc_t (*pull)(struct ctx *);
};

rc_t unseen(struct link *l);
int other_type(struct link *l);

rc_t tested(struct ctx *c) {
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  rc_t rc = unseen(c->link);
  if (rc == AGAIN)
    return AGAIN;
  return rc;
}
rc_t tested_safe(struct ctx *c) {
  rc_t rc = unseen(c->link);
  if (rc == AGAIN)
    return AGAIN;
  ++c->n;
  return rc;
}

// Nobody says that this one may have to wait.
rc_t not_tested(struct ctx *c) {
  ++c->n;
  rc_t rc = unseen(c->link);
  if (rc != 0)
    return rc;
  return 0;
}

// Not the type of an answer: 2 is a number like any other.
int not_an_answer(struct ctx *c) {
  ++c->n;
  if (other_type(c->link) == AGAIN)
    return AGAIN;
  return 0;
}

// Seen, and it never answers so.
static rc_t never(struct ctx *c) { return c->n > 4 ? 0 : -1; }
rc_t calls_never(struct ctx *c) {
  ++c->n;
  return never(c);
}

// Seen, through two functions and a variable.
static rc_t bottom(struct ctx *c) {
  if (!c->link)
    return AGAIN;
  return 0;
}
static rc_t middle(struct ctx *c) {
  rc_t rc = bottom(c);
  return rc;
}
rc_t calls_bottom(struct ctx *c) {
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  return middle(c);
}
rc_t calls_bottom_safe(struct ctx *c) {
  rc_t rc = middle(c);
  if (rc)
    return rc;
  ++c->n;
  return 0;
}

// Recursion: each waits because the other one does.
static rc_t ping(struct ctx *c, int depth);
static rc_t pong(struct ctx *c, int depth) {
  if (!depth)
    return bottom(c);
  return ping(c, depth - 1);
}
static rc_t ping(struct ctx *c, int depth) { return pong(c, depth); }
rc_t calls_ping(struct ctx *c) {
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  return ping(c, 3);
}

// Through a pointer.
rc_t through_pointer(struct ctx *c) {
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  rc_t rc = c->pull(c);
  switch (rc) {
  case AGAIN:
    return rc;
  default:
    return 0;
  }
}
rc_t through_pointer_safe(struct ctx *c) {
  rc_t rc = c->pull(c);
  switch (rc) {
  case AGAIN:
    return rc;
  default:
    ++c->n;
    return 0;
  }
}
