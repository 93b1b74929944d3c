// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// A null pointer in the place of what the first call handed over: the callee
// goes on with what it has kept.
#define AGAIN -11

struct chain;
struct out {
  int fd;
};
struct conn {
  struct out output;
  struct chain *first, *second;
  int sent, calls;
};
int dev_output(struct out *o, struct chain *what);

int hand_over_safe(struct conn *c) {
  struct chain *what = 0;
  if (!c->sent) {
    c->sent = 1;
    what = c->first;
  }
  return dev_output(&c->output, what);
}
int another(struct conn *c) {
  struct chain *what = c->second;
  if (!c->sent) {
    c->sent = 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->sent' is changed before a yield
    what = c->first;
  }
  return dev_output(&c->output, what);
}
int counts(struct conn *c) {
  struct chain *what = 0;
  c->calls += 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->calls' is changed before a yield
  if (!c->sent) {
    c->sent = 1;
    what = c->first;
  }
  return dev_output(&c->output, what);
}
