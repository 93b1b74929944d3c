// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0}}" -- -std=c11
//
// A plain "again" behind a step forward: the caller's loop goes on with the
// next handler, and nothing is waited for.
#define AGAIN -11

struct request {
  int handler, tries, ready, denied;
};

int checker(struct request *r) {
  if (r->denied)
    return 0;
  ++r->tries;
  if (r->ready)
    return 0;
  r->handler++;
  return AGAIN;
}
// Without the step it waits for what the test reads.
int waits(struct request *r) {
  ++r->tries;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->tries' is changed before a yield
  if (!r->ready)
    return AGAIN;
  return 0;
}

// Nor where it is set to what comes next.
struct phase {
  int next;
};
int phase_safe(struct request *r, const struct phase *p) {
  ++r->tries;
  if (r->ready)
    return 0;
  r->handler = p->next;
  return AGAIN;
}
// A constant is no step: it says what is waited for.
int marks(struct request *r) {
  ++r->tries;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->tries' is changed before a yield
  if (r->ready)
    return 0;
  r->handler = 2;
  return AGAIN;
}
