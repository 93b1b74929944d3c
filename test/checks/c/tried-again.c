// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'dev_*'}}" -- -std=c11
//
// What is tried, and found not to have worked, is tried again.
#define AGAIN -11

struct channel;
int channel_send(struct channel *c, const char *data);
int channel_error(const struct channel *c, int rc);

struct conn {
  struct channel *channel;
  int ready;
};

int send_safe(struct conn *c, const char *data) {
  const int sent = channel_send(c->channel, data);
  if (sent > 0)
    return sent;
  if (channel_error(c->channel, sent) == 2)
    return AGAIN;
  return -1;
}
int send_and_wait(struct conn *c, const char *data) {
  const int sent = channel_send(c->channel, data);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c.channel' is changed before a yield and changed again
  if (!c->ready)
    return AGAIN;
  return sent;
}
