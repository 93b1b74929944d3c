// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// Of what an unseen callee may possibly do to the whole that it is handed it is
// not assumed that it opens again what is guarded in a part.
#define AGAIN -11

struct event {
  int ready;
  struct timer {
    int set;
  } timer;
};
struct stats {
  int armed;
};
void notice(struct event *ev);
int dev_next(void);

int guarded_safe(struct event *ev, struct stats *stats) {
  if (!ev->timer.set) {
    ev->timer.set = 1;
    stats->armed++;
  }
  notice(ev);
  return dev_next();
}
int opened_again(struct event *ev, struct stats *stats) {
  if (!ev->timer.set) {
    ev->timer.set = 1;
    stats->armed++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'stats->armed' is changed before a yield and changed again
  }
  notice(ev);
  ev->timer.set = 0;
  return dev_next();
}

// Nor that it undoes what was changed.
int counted_before(struct event *ev) {
  ev->timer.set++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'ev->timer.set' is changed before a yield and changed again
  notice(ev);
  return dev_next();
}
int counted_behind(struct event *ev) {
  notice(ev);
  ev->timer.set++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'ev->timer.set' is changed before a yield and changed again
  return dev_next();
}
int counted_afresh_safe(struct event *ev) {
  ev->timer.set = 0;
  notice(ev);
  ev->timer.set++;
  return dev_next();
}
