// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// The address of a function is a value: a handler that is stored before a yield
// is what is called when the wait is over.
#define AGAIN -11
#define NULL ((void *)0)

struct request;
typedef int (*handler)(struct request *);
struct request {
  int count, ready, rest;
  handler on_read, on_done;
};
int dev_read(int from);
int next_part(struct request *r);
int last_part(struct request *r);

static int go_on(struct request *r) { return dev_read(r->rest); }

int start_safe(struct request *r) {
  r->count++;
  r->on_read = go_on;
  return dev_read(0);
}
int start_by_address_safe(struct request *r) {
  r->count++;
  r->on_read = &go_on;
  return dev_read(0);
}
int start_by_pointer_safe(struct request *r, handler then) {
  r->count++;
  r->on_done = *then;
  return dev_read(0);
}
int start_with_safe(struct request *r, handler then) {
  r->count++;
  r->on_done = then;
  return dev_read(0);
}

// A handler that leads here.
int start(struct request *r);
static int restart(struct request *r) { return start(r); }
int start(struct request *r) {
  r->count++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->count' is changed before a yield
  r->on_read = restart;
  return dev_read(0);
}
// One that is not seen may lead anywhere.
int start_unseen(struct request *r) {
  r->count++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->count' is changed before a yield
  r->on_read = next_part;
  return dev_read(0);
}
// Stored where nobody finds it.
int start_local(struct request *r) {
  r->count++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->count' is changed before a yield
  handler h = go_on;
  (void)h;
  return dev_read(0);
}

// A handler that is set is a guard like any other pointer.
int guarded_safe(struct request *r) {
  if (r->on_done == NULL) {
    r->on_done = next_part;
    r->count++;
  }
  return dev_read(0);
}
int guarded_by_which_safe(struct request *r) {
  if (r->on_done != next_part) {
    r->on_done = next_part;
    r->count++;
  }
  return dev_read(0);
}
int guarded_by_another(struct request *r) {
  if (r->on_done != next_part) {
    r->on_done = last_part;
    r->count++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->count' is changed before a yield
  }
  return dev_read(0);
}
