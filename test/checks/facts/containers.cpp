// RUN: %check_tidy %s -checks=-*,debug-reentrancy-facts -- -I%S/../Inputs
//
// Members of the library's types, spelled out by what they do.
#include "device.h"
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace ioresult;

struct Containers {
  IOResult<void> sequence(int x) {
    // CHECK: warning: facts of 'sequence':
    // CHECK: [[V:s[0-9]+]] = at {{s[0-9]+}} .v_
    // CHECK: [[OLD:s[0-9]+]] = load [[V]]
    // CHECK: [[NEW:s[0-9]+]] = push_back [[OLD]] {{s[0-9]+}}
    // CHECK-NEXT: modify [[V]] [[NEW]]
    // CHECK: [[V2:s[0-9]+]] = at {{s[0-9]+}} .v_
    // CHECK-NEXT: [[NONE:s[0-9]+]] = empty
    // CHECK-NEXT: reset [[V2]] [[NONE]]
    // CHECK: await wait on
    v_.push_back(x);
    v_.clear();
    return dev_.wait();
  }
  IOResult<void> byKey(int k) {
    // CHECK: warning: facts of 'byKey':
    // CHECK: [[M:s[0-9]+]] = at {{s[0-9]+}} .m_
    // CHECK: [[E:s[0-9]+]] = at [[M]] {{s[0-9]+}}
    // CHECK-NEXT: assign [[E]]
    // CHECK: await wait on
    m_[k] = 1;
    return dev_.wait();
  }
  IOResult<void> maybe(int k) {
    // CHECK: warning: facts of 'maybe':
    // CHECK: [[O:s[0-9]+]] = at {{s[0-9]+}} .o_
    // CHECK: = nullopt
    // CHECK: reset [[O]]
    // CHECK: = some
    // CHECK: await wait on
    o_.reset();
    o_ = k;
    return dev_.wait();
  }
  IOResult<void> text() {
    // CHECK: warning: facts of 'text':
    // CHECK: [[S:s[0-9]+]] = at {{s[0-9]+}} .s_
    // CHECK: [[OLD:s[0-9]+]] = load [[S]]
    // CHECK: [[NEW:s[0-9]+]] = append [[OLD]]
    // CHECK-NEXT: modify [[S]] [[NEW]]
    // CHECK: await wait on
    s_ += "x";
    return dev_.wait();
  }
  IOResult<void> moved() {
    // CHECK: warning: facts of 'moved':
    // CHECK: [[V:s[0-9]+]] = at {{s[0-9]+}} .v_
    // CHECK: [[OLD:s[0-9]+]] = load [[V]]
    // CHECK: consume [[V]]
    // CHECK: [[L:s[0-9]+]] = local
    // CHECK-NEXT: assign [[L]] [[OLD]]
    // CHECK: await wait on
    auto local = std::move(v_);
    return dev_.wait();
  }

  Device dev_;
  std::vector<int> v_;
  std::map<int, int> m_;
  std::optional<int> o_;
  std::string s_;
};
