#include "poll_stub.h"

struct Channel {
  Poll<> poll_read(Context &cx);
  Poll<> poll_write(Context &cx);
  Poll<> poll_flush(Context &cx);
  Poll<> poll_shutdown(Context &cx);
  bool wants_read_again() const;
  bool is_done() const;
};

class Dispatcher {
public:
  Poll<> poll(Context &cx) {
    if (poll_loop(cx).IsPending())
      return Pending();
    if (channel_.is_done())
      return channel_.poll_shutdown(cx);
    return Pending();
  }

private:
  Poll<> poll_loop(Context &cx) {
    for (int turn = 0; turn < 16; ++turn) {
      (void)channel_.poll_read(cx); // each of them remembers whom to wake
      (void)channel_.poll_write(cx);
      (void)channel_.poll_flush(cx); // BUG: it may be shut down with bytes unsent
      if (!channel_.wants_read_again())
        return Ready();
    }
    return Pending();
  }

  Channel channel_;
};
