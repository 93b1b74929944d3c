// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {PendingTypes: 'op::Result;Wait', PendingValues: 'Result::Blocked', DoneValues: 'wait_ok', ErrorValues: 'wait_error'}}" --
//
// Answers that are enumerators. Of Result one is named as pending; of Wait all
// are that are neither done nor an error.
namespace op {
enum class Result { More, Finished, Blocked };
}
enum Wait { wait_error, wait_ok, wait_read, wait_write };
enum class Unrelated { More, Blocked };

struct Device {
  op::Result pull(int &out);
  Wait flush();
  Unrelated other();
};

struct Operator {
  op::Result pull() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    int x = 0;
    if (dev_.pull(x) == op::Result::Blocked)
      return op::Result::Blocked;
    return op::Result::Finished;
  }
  op::Result pullSafe() {
    int x = 0;
    if (dev_.pull(x) == op::Result::Blocked)
      return op::Result::Blocked;
    ++n_;
    return op::Result::Finished;
  }
  op::Result switched() {
    int x = 0;
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    switch (dev_.pull(x)) {
    case op::Result::Blocked:
      return op::Result::Blocked;
    case op::Result::More:
    case op::Result::Finished:
      break;
    }
    return op::Result::Finished;
  }
  op::Result switchedSafe() {
    int x = 0;
    switch (dev_.pull(x)) {
    case op::Result::Blocked:
      return op::Result::Blocked;
    case op::Result::More:
    case op::Result::Finished:
      ++n_;
      break;
    }
    return op::Result::Finished;
  }

  Wait handshake() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Wait w = dev_.flush();
    if (w != wait_ok)
      return w;
    return wait_ok;
  }
  Wait handshakeSafe() {
    Wait w = dev_.flush();
    if (w != wait_ok)
      return w;
    ++n_;
    return wait_ok;
  }
  // Pending only where nothing was changed, an error where something was.
  Wait errorAfterChange() {
    if (!ready_)
      return wait_read;
    ++n_;
    if (n_ > 4)
      return wait_error;
    return wait_ok;
  }
  // Another enum, with an enumerator of the same name.
  Unrelated unrelated() {
    ++n_;
    if (dev_.other() == Unrelated::Blocked)
      return Unrelated::Blocked;
    return Unrelated::More;
  }

  Device dev_;
  bool ready_ = false;
  int n_ = 0;
};
