/* verdict: warning for adjust_bad (the operation ends with 'state' at READY: the next one sends the old packet), silent for adjust_good.
   options: PendingTypes='int' PendingValues='AGAIN' ErrorValues='<0' YieldingFunctions='dev_send' */
#define AGAIN (-37)
enum st { IDLE, READY, SENT };
struct dev { enum st state; int window; int len; unsigned char buf[16]; };
int dev_send(struct dev *d, const unsigned char *p, int n);

int adjust_bad(struct dev *d, int by) {
  int rc;
  if (d->state == IDLE) {
    d->buf[0] = (unsigned char)by;
    d->state = READY;
  }
  rc = dev_send(d, d->buf, 9);
  if (rc == AGAIN)
    return rc;
  if (rc)
    return -7;
  if (by > 100 - d->window)
    return -8;
  d->window += by;
  d->state = IDLE;
  return 0;
}
int adjust_good(struct dev *d, int by) {
  int rc;
  if (d->state == IDLE) {
    d->buf[0] = (unsigned char)by;
    d->state = READY;
  }
  rc = dev_send(d, d->buf, 9);
  if (rc == AGAIN)
    return rc;
  d->state = IDLE;
  if (rc)
    return -7;
  if (by > 100 - d->window)
    return -8;
  d->window += by;
  return 0;
}
