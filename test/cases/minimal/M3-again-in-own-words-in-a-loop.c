/* What earlier passes of a loop did is lost at a "try again" in words of one's own, as it is where the callee itself
   says AGAIN (h).
   options: PendingTypes='int' PendingValues='AGAIN' ErrorValues='<0' */
#include <errno.h>
#include <sys/socket.h>
#define AGAIN (-11)
struct channel;
struct dump {
  struct channel *to;
  int fd, n, sum;
};
int channel_put(struct channel *c, const char *text); /* -1: no room */
int a(struct dump *d) {
  for (int i = 0; i < 5; ++i) {
    if (channel_put(d->to, "x") == -1)
      return AGAIN;
    d->sum += i; /* WANT: counted again */
  }
  return 0;
}
int b(struct dump *d, const char *p, int size) {
  while (size > 0) {
    long n = send(d->fd, p, (unsigned long)size, 0);
    if (n < 0)
      return errno == EAGAIN ? AGAIN : -1;
    p += n; /* WANT: lost, all is sent again */
    size -= (int)n;
  }
  return 0;
}
int c(struct dump *d) {
  if (channel_put(d->to, "a") == -1) /* WANT: put again when "b" waits */
    return AGAIN;
  if (channel_put(d->to, "b") == -1)
    return AGAIN;
  return 0;
}
int h(struct dump *d) {
  for (int i = 0; i < 5; ++i) {
    int rc = channel_put(d->to, "x");
    if (rc == AGAIN)
      return AGAIN;
    d->sum += i; /* WANT */
  }
  return 0;
}
