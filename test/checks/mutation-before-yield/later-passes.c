// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: long, PendingValues: AGAIN, ErrorValues: '-1', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// What only later passes of a loop do is known not to be done in the first, by
// a sum that is not zero any more.
#define AGAIN -11

struct conn {
  int ready, reads;
};
long dev_read(char *to);

// "Again" is answered only while nothing has been read.
long drain(struct conn *c, char *to) {
  long bytes = 0;
  for (;;) {
    const long n = dev_read(to);
    if (n > 0) {
      c->reads++;
      bytes += n;
      continue;
    }
    if (bytes)
      return bytes;
    return n;
  }
}
// Here it is answered whatever was read.
long forgets(struct conn *c, char *to) {
  long bytes = 0;
  for (;;) {
    const long n = dev_read(to);
    if (n > 0) {
      c->reads++;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->reads' is changed before a yield
      bytes += n;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}bytes
      continue;
    }
    if (n == 0)
      return bytes;
    return n;
  }
}
