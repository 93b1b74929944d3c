/* verdict: warning for open_bad (the local 'c' made in the first call is not there in the next one: it queues what
   'o->chan' held), silent for open_good. A field of the object that the pending
   callee is handed is tested on the way (a setting that nothing here writes).
   options: PendingTypes='int' PendingValues='AGAIN' ErrorValues='<0' YieldingFunctions='dev_send' */
#define AGAIN (-37)
enum st { IDLE, MADE };
struct chan { int id; };
struct op { enum st state; struct chan *chan; };
struct sess { int enabled; };
int dev_send(struct sess *s, int n);
struct chan *make_chan(void);
void queue_add(struct sess *s, struct chan *c);
int open_bad(struct sess *s, struct op *o) {
  struct chan *c = o->chan;
  int rc;
  if (!s->enabled)
    return -5;
  if (o->state == IDLE) {
    c = make_chan();
    if (!c)
      return -1;
    o->state = MADE;
  }
  rc = dev_send(s, 17);
  if (rc == AGAIN)
    return rc;
  queue_add(s, c);
  o->state = IDLE;
  return 0;
}
int open_good(struct sess *s, struct op *o) {
  struct chan *c = o->chan;
  int rc;
  if (!s->enabled)
    return -5;
  if (o->state == IDLE) {
    c = make_chan();
    if (!c)
      return -1;
    o->chan = c;
    o->state = MADE;
  }
  rc = dev_send(s, 17);
  if (rc == AGAIN)
    return rc;
  queue_add(s, c);
  o->state = IDLE;
  return 0;
}
