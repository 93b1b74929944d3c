// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// A function that is told how much has arrived is told another number when it
// is called again.
#define AGAIN -11

struct buf {
  char *pos, *last;
  int used;
};
int dev_write(int what);
int dev_parse(const char *from);

int feed_safe(struct buf *b, int bytes) {
  b->last += bytes;
  b->used++;
  return dev_parse(b->pos);
}
int counts(struct buf *b, int bytes) {
  b->used += bytes;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'b->used' is changed before a yield
  return dev_write(1);
}
int moves(struct buf *b) {
  b->last += 9;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'b->last' is changed before a yield
  return dev_write(1);
}
