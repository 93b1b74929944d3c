// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only
//
// Code under edit: what does not compile is skipped, the rest is not.
#include "ioresult/ioresult.hpp"

using namespace ioresult;

struct Device {
  IOResult<void> wait();
};

IOResult<void> unknownName(Device &dev, int &n) {
  ++n;
  RETURN_IF_IO(dev.wait(missing));
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: error: use of undeclared identifier 'missing'
  return IOResult<void>::done();
}

IOResult<void> unknownType(Device &dev, Missing &n) {
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: error: unknown type name 'Missing'
  ++n;
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}

IOResult<void> whole(Device &dev, int &n) {
  ++n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n' is changed before a yield and changed again
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}
