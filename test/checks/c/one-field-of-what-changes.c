// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// The name of an unseen function tells that it changes what it is given; not
// that it changes one field of it.
#define AGAIN -11

struct event {
  int timer_set, fired;
};
struct conn {
  struct event *write;
  int mode, sent;
};
int conn_send(struct conn *c, const char *data);
int dev_read(int from);

int once_safe(struct conn *c, const char *data) {
  const int sent = conn_send(c, data);
  if (!c->write->timer_set) {
    c->write->timer_set = 1;
    c->mode++;
  }
  if (sent == 0)
    return AGAIN;
  return sent;
}
int each_time(struct conn *c, const char *data) {
  const int sent = conn_send(c, data);
  c->mode++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->mode' is changed before a yield
  if (sent == 0)
    return AGAIN;
  return sent;
}
int sends(struct conn *c, const char *data) {
  conn_send(c, data);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c' is changed before a yield
  return dev_read(0);
}
