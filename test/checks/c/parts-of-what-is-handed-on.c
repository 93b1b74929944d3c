// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0, YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// A message is built in a part of what an unseen callee gets as a whole. What
// that makes of the part is not known; set again to the same, it is right.
#define AGAIN -11

struct msg {
  int type, length, sent;
};
int dev_send(struct msg *m);
int dev_send_from(struct msg *m, int at);
int dev_wait(struct msg *m);
static inline int send_whole(struct msg *m) { return dev_send_from(m, 0); }

int direct(struct msg *m) {
  m->type = 1;
  m->length = 4;
  return dev_send(m);
}
int through_a_helper(struct msg *m) {
  m->type = 1;
  m->length = 4;
  return send_whole(m);
}
// What is added to it differs, whatever the callee makes of it.
int longer(struct msg *m) {
  m->type = 1;
  m->length += 4;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm->length' is changed before a yield
  return dev_send(m);
}
// The progress that a callee which is seen keeps in the part is reset.
static int drain(struct msg *m) {
  while (m->sent < m->length) {
    int rc = dev_wait(0);
    if (rc != 0)
      return rc;
    ++m->sent;
  }
  return 0;
}
int restarts(struct msg *m) {
  m->sent = 0;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm->sent' is set on each call
  return drain(m);
}
