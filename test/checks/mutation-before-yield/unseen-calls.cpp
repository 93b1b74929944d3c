// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Calls whose body is not seen: the verb decides.
#include "device.h"

using namespace ioresult;

struct Log {
  void append(int x);
  void frobnicate(int x);
  int size() const;
  int get(int at);
  static void note(const char *);
};

void log_append(Log *log = nullptr, int x = 0);

class Unseen {
  // The log that is changed need not be named.
  IOResult<void> defaultLogSafe() {
    log_append();
    RETURN_IF_IO(dev_.wait());
    log_append();
    return IOResult<void>::done();
  }
  IOResult<void> namedLog() {
    log_append(&log_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'log_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> changingVerb() {
    log_.append(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'log_' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> changingVerbSafe() {
    RETURN_IF_IO(dev_.wait());
    log_.append(1);
    return IOResult<void>::done();
  }
  IOResult<void> changingVerbGuardedSafe() {
    if (!logged_) {
      log_.append(1);
      logged_ = true;
    }
    RETURN_IF_IO(dev_.wait());
    logged_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> readingVerbSafe() {
    const int x = log_.get(1) + log_.size();
    RETURN_IF_IO(dev_.get(x));
    return IOResult<void>::done();
  }
  // Only of the tier "possible", which is not shown unless asked for.
  IOResult<void> unknownVerbSafe() {
    log_.frobnicate(1);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> onALocalSafe() {
    Log log;
    log.append(1);
    RETURN_IF_IO(dev_.get(log.size()));
    return IOResult<void>::done();
  }
  IOResult<void> staticFunctionSafe() {
    Log::note("waiting");
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // An unseen call does not make what is certain less so.
  IOResult<void> besideACertainOne() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    log_.frobnicate(n_);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  Log log_;
  bool logged_ = false;
  int n_ = 0;
};
