// RUN: %check_tidy %s -plain -warnings-only "-checks=-*,reentrancy-repeated-io" "-config={CheckOptions: {PendingTypes: int, PendingValues: 'AGAIN;STARTED', LeafYields: STARTED, ErrorValues: '<0'}}" -- -std=c11
//
// A plain value does not name the I/O that it stands for: what was started
// before it must not be started again.
#define AGAIN -11
#define STARTED -12

struct device;
void dev_submit(struct device *dev, int page);
void dev_mark(struct device *dev, int page);

struct op {
  struct device *dev;
  int state, page;
};

int stays_behind(struct op *op) {
  if (op->page > 2) {
    dev_submit(op->dev, 4);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'dev_submit' starts I/O again each time 'stays_behind' is called again
    return STARTED;
  }
  return 0;
}
int advances_safe(struct op *op) {
  if (op->state == 0) {
    dev_submit(op->dev, 4);
    op->state = 1;
    return STARTED;
  }
  op->state = 0;
  return 0;
}
// In a loop, the next call comes to the same place.
int stays_behind_in_a_loop(struct op *op) {
  for (;;) {
    switch (op->state) {
    case 0:
      if (op->page > 2) {
        dev_submit(op->dev, 4);
        // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'dev_submit' starts I/O again each time 'stays_behind_in_a_loop' is called again
        return STARTED;
      }
      op->state = 1;
      break;
    case 1:
      op->state = 0;
      return 0;
    }
  }
}
int advances_in_a_loop_safe(struct op *op) {
  for (;;) {
    switch (op->state) {
    case 0:
      op->state = 1;
      if (op->page > 2) {
        dev_submit(op->dev, 4);
        return STARTED;
      }
      break;
    case 1:
      op->state = 0;
      return 0;
    }
  }
}
// Asked again, it goes through all of it once more.
int waits_for_another_safe(struct op *op) {
  if (op->page > 2) {
    dev_mark(op->dev, 4);
    return AGAIN;
  }
  return 0;
}
