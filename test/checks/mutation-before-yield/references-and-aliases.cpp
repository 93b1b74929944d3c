// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// The same place under other names.
#include "device.h"
#include <map>
#include <utility>
#include <vector>

using namespace ioresult;

struct Counter {
  int n = 0;
};

class Aliases {
  IOResult<void> localReference() {
    int &count = n_;
    ++count;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'count' is
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> localReferenceSafe() {
    int &count = n_;
    RETURN_IF_IO(dev_.wait());
    ++count;
    return IOResult<void>::done();
  }
  IOResult<void> referenceToLocalSafe() {
    int mine = 0;
    int &count = mine;
    ++count;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> referenceToStruct() {
    auto &c = counter_;
    c.n += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c.n' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> copyOfStructSafe() {
    auto c = counter_;
    c.n += 2;
    RETURN_IF_IO(dev_.get(c.n));
    return IOResult<void>::done();
  }
  IOResult<void> localPointer() {
    int *count = &n_;
    ++*count;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '*count' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> localPointerSafe() {
    int *count = &n_;
    *count = 0;
    ++*count;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // The guard under one name, what it guards under another.
  IOResult<void> guardByReferenceSafe() {
    bool &started = started_;
    if (!started) {
      ++n_;
      started = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }
  IOResult<void> guardByCopy() {
    bool started = started_;
    if (!started) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      started = true;
    }
    RETURN_IF_IO(dev_.wait());
    started_ = false;
    return IOResult<void>::done();
  }

  IOResult<void> element() {
    int &x = v_[at_];
    x += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'x' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> elementSafe() {
    int &x = v_[at_];
    RETURN_IF_IO(dev_.wait());
    x += 1;
    return IOResult<void>::done();
  }
  IOResult<void> iterator(int k) {
    auto it = map_.find(k);
    if (it != map_.end())
      it->second += 1;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'it->second' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> iteratorSafe(int k) {
    auto it = map_.find(k);
    RETURN_IF_IO(dev_.wait());
    if (it != map_.end())
      it->second += 1;
    return IOResult<void>::done();
  }
  IOResult<void> binding() {
    auto &[a, b] = pair_;
    a += b;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'a' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> bindingOfCopySafe() {
    auto [a, b] = pair_;
    a += b;
    RETURN_IF_IO(dev_.get(a));
    return IOResult<void>::done();
  }

  IOResult<void> referenceParameter(int &total) {
    ++total;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'total' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> referenceParameterSafe(int &total) {
    RETURN_IF_IO(dev_.wait());
    ++total;
    return IOResult<void>::done();
  }
  IOResult<void> pointerParameter(Counter *c) {
    c->n++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->n' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pointerParameterSafe(Counter *c) {
    c->n = 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // The caller hands in its own values again.
  IOResult<void> valueParameterSafe(int count, Counter c) {
    ++count;
    c.n += count;
    RETURN_IF_IO(dev_.get(c.n));
    return IOResult<void>::done();
  }
  IOResult<void> pointerItselfSafe(int *p) {
    ++p;
    RETURN_IF_IO(dev_.get(*p));
    return IOResult<void>::done();
  }
  IOResult<void> withThis() {
    this->n_ += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'this->n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> withThisSafe() {
    this->n_ = 1;
    RETURN_IF_IO(this->dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> conditionalReference(bool first) {
    int &x = first ? n_ : m_;
    ++x;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'x' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  Counter counter_;
  bool started_ = false;
  int n_ = 0, m_ = 0;
  std::size_t at_ = 0;
  std::vector<int> v_;
  std::map<int, int> map_;
  std::pair<int, int> pair_;
};
