/* Pending answers that are plain values, and are dropped or taken for success.
   options: PendingTypes='int' PendingValues='AGAIN' ErrorValues='<0' YieldingFunctions='io_*' */
#define AGAIN (-28)
struct c {
  int st, error;
  void *io;
};
int io_read(void *io);
int io_send(void *io);
int a(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  rc = io_send(c->io); /* WANT: dropped */
  c->st = 1;
  return 0;
}
int b(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  c->error = io_send(c->io); /* WANT: written over */
  c->error = 0;
  c->st = 1;
  return 0;
}
int d(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  rc = io_send(c->io); /* WANT: AGAIN is let through as success */
  if (rc < 0 && rc != AGAIN)
    return rc;
  c->st = 1;
  return 0;
}
