// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: answer_t, PendingValues: again, DoneValues: done, YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// A callee whose body is seen, and which has no way to say "again", never does.
typedef enum { done, again, failed } answer_t;
struct ctx {
  int calls, kept;
};
answer_t dev_open(struct ctx *c, int *out);

static answer_t look_up(struct ctx *c, int *out) {
  if (!c->kept)
    return failed;
  *out = c->kept;
  return done;
}
static answer_t ask(struct ctx *c, int *out) { return look_up(c, out); }
answer_t counts_safe(struct ctx *c) {
  int out = 0;
  c->calls++;
  const answer_t rc = ask(c, &out);
  if (rc != done)
    return rc;
  c->kept = out;
  return done;
}
answer_t counts(struct ctx *c) {
  int out = 0;
  c->calls++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->calls' is changed before a yield
  const answer_t rc = dev_open(c, &out);
  if (rc != done)
    return rc;
  c->kept = out;
  return done;
}
