// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// What a callee whose body is seen has come to, and what is saved of it behind
// its "again", are the same.
#define AGAIN -11

struct record {
  int state, length;
  const char *pos, *last;
};
struct input {
  const char *pos, *last;
};
static int parse(struct record *r) {
  for (; r->pos < r->last; r->pos++) {
    if (r->state == 1) {
      r->length = *r->pos;
      r->state = 2;
      return 0;
    }
    r->state = 1;
  }
  return AGAIN;
}
int header_safe(struct record *r, struct input *in) {
  r->pos = in->pos;
  r->last = in->last;
  const int rc = parse(r);
  in->pos = r->pos;
  if (rc == AGAIN)
    return AGAIN;
  return rc;
}
int header(struct record *r, struct input *in) {
  r->pos = in->pos;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->pos' is set on each call, over what 'parse' has made of it so far
  r->last = in->last;
  const int rc = parse(r);
  if (rc == AGAIN)
    return AGAIN;
  return rc;
}
