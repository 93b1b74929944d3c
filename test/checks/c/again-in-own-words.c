// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// A callee's "again" is passed on in one's own words, also behind another test.
#define AGAIN -11

struct buf {
  char *last, *end;
};
struct keep {
  struct buf *line;
};
struct ctx {
  struct buf *line;
  int lines;
  struct list {
    int count;
  } all;
};
char **push_line(struct list *l);
struct buf *create_buf(int size);
int dev_parse(struct ctx *c, struct buf *b);

int parse_safe(struct ctx *c, struct keep *k) {
  if (!k->line)
    k->line = create_buf(100);
  struct buf *b = k->line;
  for (;;) {
    const int rc = dev_parse(c, b);
    if (rc == 0) {
      char **text = push_line(&c->all);
      if (*text == 0)
        return -1;
      continue;
    }
    if (rc == AGAIN) {
      if (b->last == b->end)
        return -1;
      return AGAIN;
    }
    return 0;
  }
}
int parse_counted(struct ctx *c) {
  c->lines += 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->lines' is changed before a yield
  const int rc = dev_parse(c, c->line);
  if (rc == AGAIN) {
    if (c->line->last == c->line->end)
      return -1;
    return AGAIN;
  }
  return 0;
}
