// RUN: %check_tidy %s -warnings-only -check-prefix=LISTED \
// RUN:   "-config={CheckOptions: {NoiseFunctions: 'append_log;Stats::push;set_error'}}" -- -I%S/../Inputs
// RUN: %check_tidy %s -warnings-only -check-prefixes=LISTED,UNLISTED -- -I%S/../Inputs
//
// Logs, error setters and counters of calls are silent where an option lists
// them, and only there: their names alone say nothing.
#include "device.h"
#include <string>

using namespace ioresult;

struct Stats {
  void push(int sample);
  void pushRow(int row);
};
void append_log(Stats &stats, const char *text);

struct Session {
  IOResult<void> counted() {
    stats_.push(1);
    // UNLISTED: :[[@LINE-1]]:{{[0-9]+}}: warning: 'stats_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> logged() {
    append_log(stats_, "waits");
    // UNLISTED: :[[@LINE-1]]:{{[0-9]+}}: warning: 'stats_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // A setter whose body is seen is listed as well.
  void set_error(const char *text) { errors_ += text; }
  IOResult<void> failing() {
    set_error("not yet");
    // UNLISTED: :[[@LINE-1]]:{{[0-9]+}}: warning: 'errors_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // Whatever it is called, what is not listed is a change.
  IOResult<void> rowsSeen() {
    ++polls_;
    // LISTED: :[[@LINE-1]]:{{[0-9]+}}: warning: 'polls_' is changed before a yield and changed again
    stats_.pushRow(1);
    // LISTED: :[[@LINE-1]]:{{[0-9]+}}: warning: 'stats_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  Device dev_;
  Stats stats_;
  std::string errors_;
  int polls_ = 0;
};
