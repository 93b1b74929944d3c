// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: 'AGAIN', DoneValues: 0, MaxValuations: 2}}" --
//
// "state": an integer that is computed tells how far the operation is. With two
// states kept for each block, only what is known to be a guard is told apart.
#define AGAIN -11
#define SAYS(x) [[clang::annotate("reentrancy::" #x)]]

struct Device {
  SAYS(yields) int wait();
};

struct Job {
  int once() {
    if (step_ == 0) {
      ++n_;
      ++step_;
    }
    if (int rc = dev_.wait())
      return rc;
    step_ = 0;
    return 0;
  }
  int advancesLate() {
    if (step_ == 0)
      ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    if (int rc = dev_.wait())
      return rc;
    ++step_;
    return 0;
  }

  Device dev_;
  int n_ = 0;
  SAYS(state) int step_ = 0;
};
