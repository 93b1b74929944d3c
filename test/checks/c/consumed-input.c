// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0, ErrorValues: '-1'}}" -- -std=c11
//
// A parser goes through what there is, keeps its state and where it stopped,
// and asks for more: the next call sees other input.
#define AGAIN -11

struct buffer {
  const char *pos, *last;
};
struct parser {
  int state, lines, more, chunks;
};

int parse(struct buffer *b, struct parser *p) {
  const char *at;
  ++p->chunks;
  for (at = b->pos; at < b->last; ++at) {
    if (*at == '\n')
      ++p->lines;
    if (*at == 0) {
      b->pos = at + 1;
      return 0;
    }
  }
  b->pos = at;
  if (p->lines > 100)
    return -1;
  switch (p->state) {
  case 0:
    p->more = 1;
    break;
  case 1:
    p->more = 2;
    break;
  }
  return AGAIN;
}
// Where it stopped is not kept: the next call counts the same lines again.
int forgets(struct buffer *b, struct parser *p) {
  const char *at;
  for (at = b->pos; at < b->last; ++at) {
    if (*at == '\n')
      ++p->lines;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p->lines' is changed before a yield
    if (*at == 0)
      return 0;
  }
  if (p->more)
    return AGAIN;
  return 0;
}
