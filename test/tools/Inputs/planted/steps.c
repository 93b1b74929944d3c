// Two functions that are right and may answer "not yet", in C.
#define AGAIN (-11)

struct conn {
  int stage, hits;
  int of_nothing;
  const char *name;
};

int transport_send(struct conn *c);

// No bug can be planted in hits: it is used here.
int hit(struct conn *c) {
  return ++c->hits;
}

int greet(struct conn *c) {
  int rc;

  switch (c->stage) {
  case 0:
    c->name = "";
    c->stage = 1;
    // fall through
  case 1:
    rc = transport_send(c);
    if (rc == AGAIN)
      return rc;
    c->stage = 2;
    return 0;
    // Nothing behind it is reached.
    c->stage = 3;
  }
  return 0;
}

static int farewell(int fd, struct conn *c) {
  int rc = transport_send(c);
  if (rc == AGAIN) {
    return AGAIN;
  }
  return 0 * fd;
}

int part(int fd, struct conn *c) {
  int rc = farewell(fd, c);
  if (rc == AGAIN)
    return rc;
  return 0;
}
