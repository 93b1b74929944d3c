// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'step_*'}}" -- -std=c11
//
// A change that stands on every way to the only call of a callee: the next call
// makes it again, or abandons the callee. No test in between helps.
#define AGAIN (-11)

struct conn {
  int stage, progress;
};
int step_a(struct conn *c);
int step_b(void), step_c(void), step_d(void), step_e(void);
int step_g(void), step_h(void), step_i(void);
void inform(struct conn *c);
static int farewell(int fd, struct conn *c) { return step_a(c); }

// Behind a callee that is seen, and hands the object on.
int behind_another(struct conn *c) {
  int rc = farewell(0, c);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'farewell' has finished, and runs again
  if (rc == AGAIN)
    return rc;
  c->progress++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->progress' is changed before a yield
  rc = step_b();
  if (rc == AGAIN)
    return rc;
  return 0;
}
// Behind an advanced state, with a dispatch that does not come back.
extern int planted;
static int first(struct conn *c) {
  c->stage = 1;
  planted++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'planted' is changed before a yield
  int rc = step_c();
  if (rc == AGAIN)
    return rc;
  return 0;
}
static int second(struct conn *c) {
  c->stage = 2;
  return 0;
}
int dispatch(struct conn *c) {
  while (c->stage != 2) {
    int rc = 0, stage = c->stage;
    switch (stage) {
    case 0:
      rc = first(c);
      break;
    case 1:
      rc = second(c);
      break;
    }
    if (c->stage != stage)
      inform(c);
    if (rc != 0)
      return rc;
  }
  return 0;
}

// Right: behind it.
int behind_safe(struct conn *c) {
  int rc = step_d();
  if (rc == AGAIN)
    return rc;
  c->progress++;
  return 0;
}
// Right: put back where it has to wait.
int put_back_safe(struct conn *c) {
  c->progress++;
  int rc = step_e();
  if (rc == AGAIN) {
    c->progress--;
    return rc;
  }
  return 0;
}
// Right: it does not stand on every way.
int guarded_safe(struct conn *c) {
  if (c->stage == 0) {
    c->progress++;
    c->stage = 1;
  }
  int rc = step_g();
  if (rc == AGAIN)
    return rc;
  c->stage = 0;
  return 0;
}
// Right: each call starts from the same.
int afresh_safe(struct conn *c) {
  c->progress = 0;
  c->progress++;
  int rc = step_h();
  if (rc == AGAIN)
    return rc;
  return 0;
}
// Right: a local is no state.
int local_safe(struct conn *c) {
  int n = c->stage;
  n++;
  int rc = step_i();
  if (rc == AGAIN)
    return rc;
  return n > 0 ? 0 : -1;
}
