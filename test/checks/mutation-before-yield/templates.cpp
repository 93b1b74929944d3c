// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Templates are analysed as they are instantiated, and speak once.
#include "device.h"
#include <cstddef>
#include <vector>

using namespace ioresult;

template <class T> class Table {
public:
  IOResult<void> add(T x) {
    rows_.push_back(x);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rows_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> addSafe(T x) {
    RETURN_IF_IO(dev_.wait());
    rows_.push_back(x);
    return IOResult<void>::done();
  }

private:
  Device dev_;
  std::vector<T> rows_;
};
template class Table<int>;
template class Table<double>;

template <class Source> IOResult<int> count(Source &source, int &n) {
  ++n;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n' is changed before a yield and changed again
  RETURN_IF_IO(source.wait());
  return IOResult<int>::done(n);
}
template <class Source> IOResult<int> countSafe(Source &source, int &n) {
  RETURN_IF_IO(source.wait());
  return IOResult<int>::done(++n);
}

// The branch that is compiled decides.
template <bool Eager> IOResult<void> branch(Device &dev, int &n) {
  if constexpr (Eager)
    ++n;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n' is changed before a yield and changed again
  RETURN_IF_IO(dev.wait());
  if constexpr (!Eager)
    ++n;
  return IOResult<void>::done();
}
template <bool Eager> IOResult<void> branchSafe(Device &dev, int &n) {
  if constexpr (Eager)
    ++n;
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}

// Nobody instantiates it: nothing is known of what it calls.
template <class Source> IOResult<int> notInstantiated(Source &source, int &n) {
  ++n;
  RETURN_IF_IO(source.wait());
  return IOResult<int>::done(n);
}

// The answer's type depends on the argument.
template <class T> IOResult<T> answer(Device &dev, T &last) {
  last = last + T(1);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'last' is
  RETURN_IF_IO(dev.wait());
  return IOResult<T>::done(last);
}

void instantiate(Device &dev, int &n, double &d) {
  (void)count(dev, n);
  (void)countSafe(dev, n);
  (void)branch<true>(dev, n);
  (void)branch<false>(dev, n);
  (void)branchSafe<false>(dev, n);
  (void)answer(dev, n);
  (void)answer(dev, d);
}
