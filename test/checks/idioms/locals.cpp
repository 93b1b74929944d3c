// RUN: %check_tidy %s -warnings-only -- -I%S/../Inputs
//
// Local and RAII objects live and die in one call.
#include "device.h"
#include <vector>

using namespace ioresult;

struct Builder {
  explicit Builder(std::vector<char> &out) : out(out) {}
  void byte(char c) { bytes.push_back(c); }
  void finish() { out = bytes; }
  std::vector<char> &out;
  std::vector<char> bytes;
};
struct Writer {
  IOResult<void> localSafe() {
    Builder b(out_);
    b.byte('a');
    b.byte('b');
    b.finish();
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> kept() {
    kept_.byte('a');
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'kept_.bytes' is
    RETURN_IF_IO(dev_.wait());
    kept_.finish();
    return IOResult<void>::done();
  }
  Device dev_;
  std::vector<char> out_;
  Builder kept_{out_};
};
