// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'raw_*'}}" -- -std=c11
//
// How much of a stream was moved is known to a local only: the next call moves
// it once more. A callee that is told the position does the same again.
#define AGAIN (-11)

struct op {
  int sent;
};
int raw_send(int fd, const char *p, int n);
int raw_recv(int fd, char *p, int n);
int raw_pread(int fd, char *p, int n, int at);

int send_all(int fd, const char *p, int n) {
  int done = 0;
  while (done < n) {
    int rc = raw_send(fd, p + done, n - done);
    if (rc < 0)
      return rc;
    done += rc;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the local 'done' dies at a yield
  }
  return done;
}
int send_all_safe(struct op *o, int fd, const char *p, int n) {
  while (o->sent < n) {
    int rc = raw_send(fd, p + o->sent, n - o->sent);
    if (rc < 0)
      return rc;
    o->sent += rc;
  }
  n = o->sent;
  o->sent = 0;
  return n;
}
int send_all_saved_safe(struct op *o, int fd, const char *p, int n) {
  int done = o->sent;
  while (done < n) {
    int rc = raw_send(fd, p + done, n - done);
    if (rc < 0) {
      o->sent = rc == AGAIN ? done : 0;
      return rc;
    }
    done += rc;
  }
  o->sent = 0;
  return 0;
}

// By index, and with the sum written out.
int receive(int fd, char *p, int n) {
  int got = 0;
  do {
    int rc = raw_recv(fd, &p[got], n - got);
    if (rc == AGAIN)
      return AGAIN;
    if (rc < 0)
      return rc;
    got = got + rc;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the local 'got' dies at a yield
  } while (got != n);
  return got;
}
int receive_part_safe(int fd, char *p, int n) {
  int rc = raw_recv(fd, p, n);
  if (rc < 0)
    return rc;
  int got = rc;
  return got;
}

// The cursor is the address itself.
int receive_to(int fd, char *p, char *end) {
  while (p != end) {
    int rc = raw_recv(fd, p, (int)(end - p));
    if (rc < 0)
      return rc;
    p += rc;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: the local 'p' dies at a yield
  }
  return 0;
}

int read_at_safe(int fd, char *p, int n, int at) {
  int got = 0;
  while (got < n) {
    int rc = raw_pread(fd, p + got, n - got, at + got);
    if (rc < 0)
      return rc;
    got += rc;
  }
  return got;
}
