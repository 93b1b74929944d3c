// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: 'AGAIN'}}" -- -std=c11
//
// The same in C.
#define AGAIN -11
#define SAYS(x) __attribute__((annotate("reentrancy::" x)))

struct dev;
int dev_wait(struct dev *d) SAYS("yields");
int dev_poll(struct dev *d);

struct ctx {
  struct dev *dev;
  int n;
  int polls SAYS("ignore");
};

int counted(struct ctx *c) {
  ++c->n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
  return dev_wait(c->dev);
}
int counted_on_purpose(struct ctx *c) {
  ++c->polls;
  return dev_wait(c->dev);
}
int says_nothing(struct ctx *c) {
  ++c->n;
  return dev_poll(c->dev);
}
