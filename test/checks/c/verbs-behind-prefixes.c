// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*;queue_*;net_*'}}" -- -std=c11
//
// In front of the verb of an unseen function stands whose it is: the type that
// its first parameter points at, or the beginning of its words.
#define AGAIN -11

struct device;
struct queue_head;
typedef struct net_channel_s net_channel_t;
struct net_channel_s {
  int limit;
};
int dev_read(struct device *dev, int k);
void dev_push(struct device *dev, int v);
void dev_peek_at(struct device *dev, int v);
int queue_take(struct queue_head *queue);
int queue_peek(struct queue_head *queue);
void other_push(struct device *dev, int v);
int net_send_all(net_channel_t *c);
int net_get_all(net_channel_t *c);

struct op {
  struct device *dev;
  struct queue_head *queue;
  net_channel_t *net;
};

int pushes(struct op *op) {
  dev_push(op->dev, 1);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'op.dev' is changed before a yield and changed again
  return queue_peek(op->queue);
}
// The verb is none that changes something.
int peeks_safe(struct op *op) {
  dev_peek_at(op->dev, 1);
  return queue_peek(op->queue);
}
// It does not say that the push is one of the device.
int prefix_of_another_safe(struct op *op) {
  other_push(op->dev, 1);
  return queue_peek(op->queue);
}

int takes_twice(struct op *op) {
  const int first = queue_take(op->queue);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'queue_take' has finished, and runs again
  if (first < 0)
    return first;
  return dev_read(op->dev, first);
}
int peeks_twice_safe(struct op *op) {
  const int first = queue_peek(op->queue);
  if (first < 0)
    return first;
  return dev_read(op->dev, first);
}

// A typedef is named as it is written.
int sends_twice(struct op *op) {
  const int sent = net_send_all(op->net);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'net_send_all' has finished, and runs again
  if (sent < 0)
    return sent;
  return dev_read(op->dev, sent);
}
int gets_twice_safe(struct op *op) {
  const int got = net_get_all(op->net);
  if (got < 0)
    return got;
  return dev_read(op->dev, got);
}

// Through a body that is seen.
static int take_one(struct op *op) {
  const int taken = queue_take(op->queue);
  return taken < 0 ? taken : 1;
}
static int peek_one(struct op *op) {
  const int seen = queue_peek(op->queue);
  return seen < 0 ? seen : 1;
}
int takes_one(struct op *op) {
  const int taken = take_one(op);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'take_one' has finished, and runs again
  if (taken < 0)
    return taken;
  return dev_read(op->dev, 2);
}
int peeks_one_safe(struct op *op) {
  const int seen = peek_one(op);
  if (seen < 0)
    return seen;
  return dev_read(op->dev, 2);
}
