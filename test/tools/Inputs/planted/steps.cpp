// Functions that are right and may answer "not yet", with answers of a class.
#include "poll.h"

namespace {
struct Counts {
  int of_nothing = 0;
};

class Task {
public:
  pw::async2::Poll<> pend(pw::async2::Context &Cx);

  pw::async2::Poll<int> size(Counts &C) {
    if (Done)
      return 0;
    auto R = step();
    if (R.IsPending())
      return pw::async2::Pending();
    return [&] { return 1; }();
  }

private:
  pw::async2::Poll<int> step();
  bool Done = false;
};

pw::async2::Poll<> Task::pend(pw::async2::Context &) {
  auto R = step();
  if (R.IsPending())
    return pw::async2::Pending();
  Done = true;
  return pw::async2::Ready();
}
} // namespace
