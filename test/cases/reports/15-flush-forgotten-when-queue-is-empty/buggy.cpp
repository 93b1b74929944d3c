#include "poll_stub.h"
#include <deque>

struct Frame {
  int kind;
};
struct Wire {
  Poll<> poll_ready(Context &cx);
  void start_send(Frame frame);
  Poll<> poll_flush(Context &cx);
  Poll<Frame> poll_next(Context &cx);
};

class Connection {
public:
  Poll<Frame> poll_incoming(Context &cx) {
    for (;;) {
      if (!pending_.empty() && flush_pending(cx).IsPending()) // BUG: not called again when the last one is out
        return Pending();
      Poll<Frame> frame = wire_.poll_next(cx);
      if (frame.IsPending())
        return Pending();
      if ((*frame).kind != 0)
        return frame;
      pending_.push_back(Frame{1});
    }
  }

private:
  Poll<> flush_pending(Context &cx) {
    while (!pending_.empty()) {
      if (wire_.poll_ready(cx).IsPending())
        return Pending();
      wire_.start_send(pending_.front());
      pending_.pop_front();
    }
    return wire_.poll_flush(cx);
  }

  Wire wire_;
  std::deque<Frame> pending_;
};
