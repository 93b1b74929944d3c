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
