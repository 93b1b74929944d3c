// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
// RUN: %check_tidy %s -warnings-only -check-prefixes=CHECK,POSSIBLE \
// RUN:   "-config={CheckOptions: {LeastConfidence: possible}}" -- -I%S/../Inputs
//
// A helper that changes what its callers test on the way to it is not called
// again from its own top. That is only known where all its callers are seen.
#include "device.h"

using namespace ioresult;

enum class Step { Send, Next };

// The dispatch in the caller reads what the helper has advanced.
class Private {
public:
  IOResult<void> run() {
    switch (step_) {
    case Step::Send:
      return send();
    case Step::Next:
      return next();
    }
    return IOResult<void>::done();
  }

private:
  IOResult<void> send() {
    ++sent_;
    // POSSIBLE: :[[@LINE-1]]:5: warning: 'sent_' is changed before a yield
    step_ = Step::Next;
    return dev_.wait();
  }
  IOResult<void> next() {
    ++nexts_;
    // CHECK: :[[@LINE-1]]:5: warning: 'nexts_' is changed before a yield
    return dev_.wait();
  }
  Device dev_;
  Step step_ = Step::Send;
  int sent_ = 0, nexts_ = 0;
};

// The same, but anyone may call it.
class Public {
public:
  IOResult<void> run() {
    if (step_ == Step::Send)
      return send();
    return IOResult<void>::done();
  }
  IOResult<void> send() {
    ++sent_;
    // CHECK: :[[@LINE-1]]:5: warning: 'sent_' is changed before a yield
    step_ = Step::Next;
    // CHECK: :[[@LINE-1]]:5: warning: 'step_' is advanced before 'send' has finished
    return dev_.wait();
  }

private:
  Device dev_;
  Step step_ = Step::Send;
  int sent_ = 0;
};

// One of two ways to it is not tested.
class Unguarded {
public:
  IOResult<void> run() {
    if (step_ == Step::Send)
      return send();
    return IOResult<void>::done();
  }
  IOResult<void> again() { return send(); }

private:
  IOResult<void> send() {
    ++sent_;
    // CHECK: :[[@LINE-1]]:5: warning: 'sent_' is changed before a yield
    step_ = Step::Next;
    // CHECK: :[[@LINE-1]]:5: warning: 'step_' is advanced before 'send' has finished
    return dev_.wait();
  }
  Device dev_;
  Step step_ = Step::Send;
  int sent_ = 0;
};

// Some member is defined elsewhere, and may call it.
class Unseen {
public:
  IOResult<void> run() {
    if (step_ == Step::Send)
      return send();
    return IOResult<void>::done();
  }
  IOResult<void> elsewhere();

private:
  IOResult<void> send() {
    ++sent_;
    // CHECK: :[[@LINE-1]]:5: warning: 'sent_' is changed before a yield
    step_ = Step::Next;
    // CHECK: :[[@LINE-1]]:5: warning: 'step_' is advanced before 'send' has finished
    return dev_.wait();
  }
  Device dev_;
  Step step_ = Step::Send;
  int sent_ = 0;
};

// What another case tests is not on the way.
class OtherCase {
public:
  IOResult<void> run() {
    switch (step_) {
    case Step::Next:
      if (sent_ > 3)
        return IOResult<void>::done();
      return dev_.wait();
    case Step::Send:
      return send();
    }
    return IOResult<void>::done();
  }

private:
  IOResult<void> send() {
    ++sent_;
    // CHECK: :[[@LINE-1]]:5: warning: 'sent_' is changed before a yield
    return dev_.wait();
  }
  Device dev_;
  Step step_ = Step::Send;
  int sent_ = 0;
};

// A test that is over by then decides nothing; one that leads away does.
class TestedBefore {
public:
  IOResult<void> run() {
    bool often = false;
    if (sent_ > 7)
      often = true;
    (void)often;
    RETURN_IF_IO(send());
    return IOResult<void>::done();
  }
  IOResult<void> runOther() {
    if (left_)
      return IOResult<void>::done();
    return leave();
  }

private:
  IOResult<void> send() {
    ++sent_;
    // CHECK: :[[@LINE-1]]:5: warning: 'sent_' is changed before a yield
    return dev_.wait();
  }
  IOResult<void> leave() {
    ++leaving_;
    // POSSIBLE: :[[@LINE-1]]:5: warning: 'leaving_' is changed before a yield
    left_ = true;
    // CHECK: :[[@LINE-1]]:5: warning: 'left_' is advanced before 'leave' has finished
    return dev_.wait();
  }
  Device dev_;
  int sent_ = 0, leaving_ = 0;
  bool left_ = false;
};
