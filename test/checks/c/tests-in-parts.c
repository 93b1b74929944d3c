// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// What a retry waits for is the whole of `a && b`, not the part that was asked
// last: work in portions, if the way there changed what any part reads.
#define AGAIN -11

struct out;
struct conn {
  struct out *(*send)(struct conn *c, struct out *what);
  struct out *rest;
  int buffered, postponed, calls;
};

int portions_safe(struct conn *c) {
  struct out *rest = c->send(c, c->rest);
  c->rest = rest;
  c->buffered &= ~1;
  if ((c->buffered & 4) && !c->postponed)
    return AGAIN;
  return 0;
}
int either_safe(struct conn *c) {
  c->buffered += 1;
  if (c->buffered < 4 || !c->postponed)
    return AGAIN;
  return 0;
}
int counts(struct conn *c) {
  c->calls += 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->calls' is changed before a yield
  if ((c->buffered & 4) && !c->postponed)
    return AGAIN;
  return 0;
}
