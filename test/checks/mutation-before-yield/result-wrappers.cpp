// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// Which return types say that a function may answer "not yet".
#include "device.h"
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace ioresult;

// The answer inside a result of the project's own.
template <class T> class Result {
public:
  Result(T value) : value_(std::move(value)) {}
  Result(IOPending pending) : value_(T(std::move(pending))) {}
  const T &operator*() const { return *value_; }

private:
  std::optional<T> value_;
};

using Count = IOResult<int>;
typedef IOResult<void> Nothing;
using Wrapped = Result<IOResult<int>>;

// Made from the pending part, without naming IOResult at all.
struct Outcome {
  Outcome(int value) : value(value) {}
  Outcome(IOPending pending) : pending(std::move(pending)) {}
  int value = 0;
  std::optional<IOPending> pending;
};
// Made from it only if asked to.
struct Report {
  explicit Report(IOPending);
  Report(int);
};

class Wrappers {
  Count alias() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return Count::done(n_);
  }
  Count aliasSafe() {
    RETURN_IF_IO(dev_.wait());
    return Count::done(++n_);
  }
  Nothing typedefed() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return dev_.wait();
  }
  Wrapped wrapped() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<int>::done(n_);
  }
  Wrapped wrappedSafe() {
    RETURN_IF_IO(dev_.wait());
    return IOResult<int>::done(++n_);
  }
  Result<IOResult<int>> wrappedTail() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return dev_.get(1);
  }
  auto deduced() -> Result<IOResult<int>> {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<int>::done(n_);
  }
  auto deducedFromBody() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return dev_.get(1);
  }
  Outcome converted() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return n_;
  }
  Outcome convertedSafe() {
    RETURN_IF_IO(dev_.wait());
    return ++n_;
  }

  // None of these may answer "not yet" to its caller.
  void nothing() {
    ++n_;
    (void)dev_.wait();
  }
  std::vector<IOResult<int>> several() {
    ++n_;
    std::vector<IOResult<int>> answers;
    answers.push_back(dev_.get(1));
    return answers;
  }
  std::function<IOResult<int>()> deferred() {
    ++n_;
    return [this] { return dev_.get(1); };
  }
  const IOResult<int> &stored() {
    ++n_;
    return last_;
  }
  Completion started() {
    ++n_;
    return dev_.submit(1);
  }
  bool ready() {
    ++n_;
    auto r = dev_.wait();
    if (r.is_io())
      return false;
    return true;
  }
  Report explicitOnly() {
    ++n_;
    return 1;
  }

  Device dev_;
  IOResult<int> last_ = IOResult<int>::done(0);
  int n_ = 0;
};
