// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield,reentrancy-missing-resume -warnings-only -- -I%S/../Inputs
//
// What an insertion answers is a guard; keys tell elements apart.
#include "device.h"
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

using namespace ioresult;

class Subject {
  IOResult<void> tryEmplaceBindingSafe(int k) {
    auto [it, fresh] = m_.try_emplace(k, 0);
    if (fresh)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> tryEmplaceBinding(int k) {
    auto [it, fresh] = m_.try_emplace(k, 0);
    if (!fresh)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> emplaceSecondSafe(int k) {
    if (m_.emplace(k, 1).second)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertPairSecondSafe(int k) {
    if (m_.insert({k, 1}).second)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertMakePairSafe(int k) {
    if (m_.insert(std::make_pair(k, 1)).second)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertBindingSetSafe(int k) {
    auto [it, fresh] = s_.insert(k);
    if (fresh)
      log_.push_back("x");
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertResultVarSafe(int k) {
    auto r = s_.insert(k);
    if (r.second)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertResultVar(int k) {
    auto r = s_.insert(n_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 's_' is changed before a yield and changed again
    if (r.second)
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> stdTieSafe(int k) {
    bool fresh = false;
    std::set<int>::iterator it;
    std::tie(it, fresh) = s_.insert(k);
    if (fresh)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> tieIgnoreSafe(int k) {
    bool fresh;
    std::tie(std::ignore, fresh) = s_.insert(k);
    if (fresh)
      ++n_;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapAssignSafe(int k) {
    m_[k] = 3;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapAssign2Safe(int k) {
    m_[1] = 3;
    m_[2] = k;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapInc(int k) {
    m_[k] += 3;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_[k]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> mapInc2(int k) {
    ++m_[k];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_[k]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> insertOrAssignSafe(int k) {
    m_.insert_or_assign(k, 3);
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> distinctKeysSafe() {
    m_[1] = 0;
    ++m_[1];
    m_[2] = 5;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> distinctKeys() {
    m_[1] = 0;
    ++m_[2];
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_[2]' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> findIteratorSafe(int k) {
    auto it = m_.find(k);
    if (it == m_.end()) {
      it = m_.emplace(k, 0).first;
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> findAssignSafe(int k) {
    auto it = m_.find(k);
    if (it != m_.end())
      it->second = 4;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> findInc(int k) {
    auto it = m_.find(k);
    if (it != m_.end())
      it->second += 4;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'it->second' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> eraseAllSafe(int k) {
    if (auto it = s_.find(k); it != s_.end()) {
      s_.erase(it);
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> unorderedSafe(int k) {
    if (!um_.contains(k)) {
      um_[k] = "a";
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> countMapSafe(int k) {
    if (!um_.count(k)) {
      um_.emplace(k, "a");
      ++n_;
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }

  Device dev_;
  int n_ = 0;
  std::map<int, int> m_;
  std::set<int> s_;
  std::vector<std::string> log_;
  std::unordered_map<int, std::string> um_;
};
