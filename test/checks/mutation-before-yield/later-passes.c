// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: long, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// What only later passes of a loop do is known not to be done in the first, by
// a sum that is not zero any more.
#define AGAIN -11

struct conn {
  int ready;
};
struct chain {
  char *from, *end;
  struct chain *next;
};
long dev_read(struct conn *c, char *to, long size);

// "Again" is answered only while nothing has been read.
long drain(struct conn *c, struct chain *all) {
  long bytes = 0;
  char *to = all->from;
  for (;;) {
    const long n = dev_read(c, to, all->end - to);
    if (n > 0) {
      to += n;
      bytes += n;
      if (!c->ready)
        return bytes;
      if (to == all->end) {
        all = all->next;
        if (!all)
          return bytes;
        to = all->from;
      }
      continue;
    }
    if (bytes)
      return bytes;
    return n;
  }
}
// Here it is answered whatever was read.
long forgets(struct conn *c, struct chain *all) {
  long bytes = 0;
  char *to = all->from;
  for (;;) {
    const long n = dev_read(c, to, all->end - to);
    if (n > 0) {
      to += n;
      bytes += n;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the local 'bytes' dies at a yield
      if (!c->ready)
        return bytes;
      if (to == all->end) {
        all = all->next;
        if (!all)
          return bytes;
        to = all->from;
      }
      continue;
    }
    if (n == 0)
      return bytes;
    return n;
  }
}
