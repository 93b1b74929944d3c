// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// A function that answers with a field may yield if the field was given, or is
// compared with, a pending answer.
#define AGAIN -11

struct op {
  int last, sum;
};
int dev_next(void);

int given(struct op *op) {
  op->sum++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op->sum' is changed before a yield
  op->last = dev_next();
  if (op->last < 0)
    return op->last;
  return 1;
}
int given_safe(struct op *op) {
  op->last = dev_next();
  if (op->last < 0)
    return op->last;
  op->sum++;
  return 1;
}
int compared(struct op *op) {
  op->sum++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op->sum' is changed before a yield
  if (op->last == AGAIN)
    return op->last;
  return 1;
}
// Any other field is a number.
int counted_safe(struct op *op) {
  op->sum++;
  if (op->last == 3)
    return op->last;
  return 1;
}
