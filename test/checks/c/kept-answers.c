// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0, YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// An answer is kept, pending or not: the next one is written over it.
#define AGAIN -11

struct ctx {
  int last, parts, asked;
};
int read_part(struct ctx *c);
int dev_handle(int part);

int keeps(struct ctx *c) {
  if (c->asked)
    return AGAIN;
  for (;;) {
    const int part = read_part(c);
    if (part > 0) {
      c->last = dev_handle(1);
      continue;
    }
    c->last = dev_handle(0);
    return c->last;
  }
}
int counts(struct ctx *c) {
  if (c->asked)
    return AGAIN;
  c->parts += 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->parts' is changed before a yield
  c->last = dev_handle(0);
  return c->last;
}
