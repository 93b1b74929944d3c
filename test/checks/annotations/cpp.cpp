// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {PendingTypes: 'Step;int', PendingValues: 'AGAIN'}}" --
//
// What annotations say, each with the twin that lacks it.
#define AGAIN -11
#define SAYS(x) [[clang::annotate("reentrancy::" #x)]]

struct Log {
  void append(int line);
  SAYS(ignore) void appendQuietly(int line);
  SAYS(idempotent) void appendOnce(int line);
  SAYS(pure) int appendLength(int line, int &scratch);
  int appendWith(int line, int &scratch);
};

// "yields" on an enumerator and on functions.
enum class Step { Go, Wait SAYS(yields), Stop };

struct Device {
  SAYS(yields) int wait();
  int poll();
  Step step();
};

struct Job {
  int yields() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return dev_.wait();
  }
  int saysNothing() {
    ++n_;
    return dev_.poll();
  }
  Step enumerator() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (dev_.step() == Step::Wait)
      return Step::Wait;
    return Step::Stop;
  }
  Step anotherEnumerator() {
    if (dev_.step() == Step::Wait)
      return Step::Wait;
    ++n_;
    return Step::Go;
  }

  int plainCall() {
    log_.append(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'log_' is
    return dev_.wait();
  }
  int ignoredCall() {
    log_.appendQuietly(1);
    return dev_.wait();
  }
  int idempotentCall() {
    log_.appendOnce(1);
    return dev_.wait();
  }
  int pureCall() {
    log_.appendLength(1, n_);
    return dev_.wait();
  }
  int impureCall() {
    log_.appendWith(1, n_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is
    return dev_.wait();
  }

  int counted() {
    ++calls_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls_' is changed before a yield and changed again
    return dev_.wait();
  }
  int countedOnPurpose() {
    ++polls_;
    return dev_.wait();
  }
  SAYS(ignore) int ignored() {
    ++n_;
    return dev_.wait();
  }

  Device dev_;
  Log log_;
  int n_ = 0, calls_ = 0;
  SAYS(ignore) int polls_ = 0;
};

// A void function that returns early where its callee is not ready.
SAYS(yields) void pump(Device &dev, int &n) {
  ++n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n' is changed before a yield and changed again
  if (dev.wait() == AGAIN)
    return;
}
SAYS(yields) void pumpSafe(Device &dev, int &n) {
  if (dev.wait() == AGAIN)
    return;
  ++n;
}
void saysNothing(Device &dev, int &n) {
  ++n;
  if (dev.wait() == AGAIN)
    return;
}
