// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*;queue_*'}}" -- -std=c11
//
// What a function's first parameter points at is its object, as that of a
// method is; what other parameters point at are its outputs.
#define AGAIN -11

struct device;
struct queue;
int dev_read(struct device *dev, int k);
int dev_fetch(struct device *dev, int k, int *value);
void dev_push(struct device *dev, int v);
int queue_peek(struct queue *queue);

struct op {
  struct device *dev;
  struct queue *queue;
  int value, sum;
};

// To ask again does not undo what was pushed since.
int pushed_behind_a_question(struct op *op) {
  const int asked = dev_read(op->dev, 0);
  if (asked < 0)
    return asked;
  dev_push(op->dev, 5);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op.dev' is changed before a yield and changed again
  return queue_peek(op->queue);
}
int pushed_behind_all_safe(struct op *op) {
  int asked = dev_read(op->dev, 0);
  if (asked < 0)
    return asked;
  asked = queue_peek(op->queue);
  if (asked < 0)
    return asked;
  dev_push(op->dev, 5);
  return 0;
}

// The object of the pending callee.
int pushed_before_its_question(struct op *op) {
  dev_push(op->dev, 5);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op.dev' is changed before a yield and changed again
  return dev_read(op->dev, 5);
}

// An output is filled again.
int fetched_again_safe(struct op *op) {
  int asked = dev_fetch(op->dev, 1, &op->value);
  if (asked < 0)
    return asked;
  op->value += 2;
  asked = queue_peek(op->queue);
  if (asked < 0)
    return asked;
  op->sum += op->value;
  return 0;
}
int fetched_once(struct op *op) {
  int asked;
  if (op->value == 0) {
    asked = dev_fetch(op->dev, 1, &op->value);
    if (asked < 0)
      return asked;
    op->value = 1;
  }
  op->value += 2;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op->value' is changed before a yield and changed again
  asked = queue_peek(op->queue);
  if (asked < 0)
    return asked;
  op->sum += op->value;
  op->value = 0;
  return 0;
}

// A question that is asked over and over in one place is told the same number.
int asks_in_a_loop_safe(struct op *op) {
  for (int i = 0; i < 3; ++i) {
    const int asked = op->sum > 2 ? dev_read(op->dev, i) : dev_read(op->dev, 5);
    if (asked < 0)
      return asked;
    op->value = 2;
  }
  return op->sum;
}
int asks_in_a_loop(struct op *op) {
  for (int i = 0; i < 3; ++i) {
    const int asked = op->sum > 2 ? dev_read(op->dev, i) : dev_read(op->dev, 5);
    if (asked < 0)
      return asked;
    op->value += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op->value' is changed before a yield and changed again
  }
  return op->sum;
}
