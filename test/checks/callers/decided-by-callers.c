// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, DoneValues: 0, YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// Who decides whether a helper is called again, in C.
#define AGAIN -11

struct dev;
int dev_flush(struct dev *d);

struct ctx {
  struct dev *dev;
  int state, out, early;
  unsigned char *end;
};

// Its caller's switch reads the state, which it advances before it yields.
static int write_done(struct ctx *c) {
  c->out += 4;
  c->state++;
  return dev_flush(c->dev);
}
// Its caller reads the state, which it leaves alone.
static int write_more(struct ctx *c) {
  c->out += 4;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->out' is changed before a yield
  return dev_flush(c->dev);
}
// Handed out: who calls it is not known.
static int write_last(struct ctx *c) {
  c->out += 4;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->out' is changed before a yield
  c->state++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->state' is changed before a yield
  return dev_flush(c->dev);
}
int (*handler)(struct ctx *) = write_last;

int step(struct ctx *c) {
  const int state = c->state;
  switch (state) {
  case 1:
    return write_done(c);
  case 2:
    return write_more(c);
  case 3:
    return write_last(c);
  }
  return 0;
}

// The flag that leads here is taken back, and who asked is called instead.
int handshake(struct ctx *c);
static int try_early(struct ctx *c) {
  c->early = 0;
  c->out += 4;
  return handshake(c);
}
int handshake(struct ctx *c) {
  if (c->early)
    return try_early(c);
  return dev_flush(c->dev);
}
