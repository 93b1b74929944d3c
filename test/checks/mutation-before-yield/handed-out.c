// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'applet_*;count_*'}}" -- -std=c11
// RUN: %check_tidy %s -plain -warnings-only -check-prefix=POSSIBLE "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'applet_*;count_*', LeastConfidence: possible}}" -- -std=c11
//
// What an unseen function hands out, asked with nothing that persists, need not
// be what an earlier call was handed; what it hands out of an object is.
#define AGAIN (-11)

struct buffer {
  int used;
};
struct applet {
  int at;
};
struct buffer *scratch_take(void);
struct buffer *output_of(const struct applet *a);
int applet_put(struct applet *a);
int count_parts(struct applet *a, int *parts);

int show_safe(struct applet *a) {
  struct buffer *out = scratch_take();
  ++out->used;
  // POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: '{{.*}}' is changed before a yield and changed again
  return applet_put(a);
}
int show(struct applet *a) {
  struct buffer *out = output_of(a);
  ++out->used;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '{{.*}}' is changed before a yield and changed again
  // POSSIBLE: :[[@LINE-2]]:{{[0-9]+}}: warning: '{{.*}}' is changed before a yield and changed again
  return applet_put(a);
}

// A local that the pending call only writes.
int count_safe(struct applet *a) {
  int parts;
  while (a->at < 9) {
    int rc = count_parts(a, &parts);
    if (rc < 0)
      return rc;
    a->at += parts;
  }
  a->at = 0;
  return 0;
}
