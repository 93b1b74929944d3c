// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0, YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// Knowing that it has to wait, a function says what for; nobody puts it back.
#define AGAIN -11

struct ctx {
  int wants, waits;
};
int dev_read(int from);

int marks(struct ctx *c) {
  int rc = dev_read(0);
  if (rc == AGAIN) {
    c->wants = 3;
    return rc;
  }
  return rc;
}
int counts(struct ctx *c) {
  int rc = dev_read(0);
  if (rc == AGAIN) {
    c->waits++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->waits' is changed before a yield
    return rc;
  }
  return rc;
}

// The same where no callee is asked.
struct conn {
  int ready, blocked, served;
};
struct part {
  int done, status;
};
struct request {
  struct part *part;
  int finished;
};
struct part *make_part(struct request *r);
int start_part(struct request *r, struct part *part);
int marks_what_it_waits_for_safe(struct request *r) {
  struct part *part = r->part;
  if (part) {
    if (!part->done)
      return AGAIN;
    r->finished++;
    return part->status;
  }
  part = make_part(r);
  if (!part || start_part(r, part) != 0)
    return -1;
  r->part = part;
  return AGAIN;
}
int marks_before_it_knows(struct conn *c) {
  if (c->blocked)
    return 0;
  c->blocked = 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->blocked' is changed before a yield
  if (!c->ready)
    return AGAIN;
  c->served++;
  return 0;
}

// One that is set back by each call, before it finds out.
struct inflater {
  int redo, full, begun;
};
int reset(struct inflater *z);
int asks_for_another_call_safe(struct inflater *z) {
  z->redo = 0;
  if (z->full && reset(z) == 0) {
    z->redo = 1;
    return AGAIN;
  }
  return 0;
}
int asks_for_the_rest_safe(struct conn *c, struct request *r) {
  const int rc = dev_read(1);
  if (rc == AGAIN)
    c->blocked = 1;
  else
    c->blocked = 0;
  if (!r->finished)
    return AGAIN;
  return rc;
}
int begins_anew(struct inflater *z) {
  z->redo = 0;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'z->redo' is changed before a yield and set back
  if (!z->begun) {
    z->begun = 1;
    z->redo = 1;
  }
  if (z->full)
    return AGAIN;
  return z->redo;
}

// A timer is started knowing that it waits.
struct timers {
  int count;
};
struct line {
  struct timers *timers;
  int sent;
};
void insert_timer(struct timers *t, int after);
int starts_a_timer_safe(struct line *l) {
  const int rc = dev_read(2);
  if (rc == AGAIN) {
    insert_timer(l->timers, 5);
    return AGAIN;
  }
  return rc;
}
int starts_it_before(struct line *l) {
  insert_timer(l->timers, 5);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'l.timers' is changed before a yield
  const int rc = dev_read(2);
  if (rc == AGAIN)
    return AGAIN;
  return rc;
}
