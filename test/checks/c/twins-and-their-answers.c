// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// Behind a twin the same has to be answered, too.
#define AGAIN -11

struct device;
int dev_take(struct device *dev);

struct op {
  struct device *dev;
  int state, size;
};

int answers_otherwise(struct op *op) {
  int rc;
  if (op->state == 0) {
    op->state = 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op->state' is changed before a yield, and 'answers_otherwise' reads the changed value
    if ((rc = dev_take(op->dev)) < 0)
      return rc;
    op->state = 0;
    return 4;
  }
  if ((rc = dev_take(op->dev)) < 0)
    return rc;
  op->state = 0;
  return 5;
}
int answers_the_same_safe(struct op *op) {
  int rc;
  if (op->state == 0) {
    op->state = 1;
    if ((rc = dev_take(op->dev)) < 0)
      return rc;
    op->state = 0;
    return 4;
  }
  if ((rc = dev_take(op->dev)) < 0)
    return rc;
  op->state = 0;
  return 4;
}
