// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Globals, static members and static locals persist; so do those of a thread.
#include "device.h"
#include <vector>

using namespace ioresult;

static int total = 0;
static bool started = false;
static std::vector<int> pages;
extern Device device;
thread_local int mine = 0;
namespace counters {
int reads = 0;
}

static IOResult<void> global() {
  ++total;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'total' is changed before a yield and changed again
  RETURN_IF_IO(device.wait());
  return IOResult<void>::done();
}
static IOResult<void> globalSafe() {
  RETURN_IF_IO(device.wait());
  ++total;
  return IOResult<void>::done();
}
static IOResult<void> guardedSafe() {
  if (!started) {
    ++total;
    started = true;
  }
  RETURN_IF_IO(device.wait());
  started = false;
  return IOResult<void>::done();
}
static IOResult<void> container() {
  pages.push_back(1);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'pages' is changed before a yield and changed again
  return device.wait();
}
static IOResult<void> containerSafe() {
  pages.clear();
  return device.wait();
}
static IOResult<void> inNamespace() {
  counters::reads += 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'counters::reads' is changed before a yield and changed again
  return device.wait();
}
static IOResult<void> threadLocal() {
  mine += 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'mine' is changed before a yield and changed again
  return device.wait();
}
static IOResult<void> staticLocal() {
  static int calls = 0;
  ++calls;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'calls' is changed before a yield and changed again
  return device.wait();
}
static IOResult<void> staticLocalSafe() {
  static int calls = 0;
  RETURN_IF_IO(device.wait());
  ++calls;
  return IOResult<void>::done();
}
static IOResult<void> staticGuardSafe() {
  static bool once = false;
  if (!once) {
    ++total;
    once = true;
  }
  return device.wait();
}

struct Shared {
  static int count;
  IOResult<void> staticMember() {
    ++count;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'count' is changed before a yield and changed again
    return device.wait();
  }
  IOResult<void> staticMemberSafe() {
    RETURN_IF_IO(device.wait());
    ++Shared::count;
    return IOResult<void>::done();
  }
  static IOResult<void> staticFunction() {
    Shared::count += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Shared::count' is changed before a yield and changed again
    return device.wait();
  }
};

void use() {
  (void)global(), (void)globalSafe(), (void)guardedSafe(), (void)container();
  (void)containerSafe(), (void)inNamespace(), (void)threadLocal();
  (void)staticLocal(), (void)staticLocalSafe(), (void)staticGuardSafe();
}
