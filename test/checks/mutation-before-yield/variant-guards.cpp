// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// A variant whose alternative is the state.
#include "device.h"
#include <utility>
#include <variant>

using namespace ioresult;

struct Idle {};
struct Reading {
  int at = 0;
};
struct Writing {
  int at = 0;
};

class Variants {
  IOResult<void> holdsSafe() {
    if (std::holds_alternative<Idle>(st_)) {
      ++n_;
      st_ = Reading{n_};
    }
    RETURN_IF_IO(dev_.wait());
    st_ = Idle{};
    return IOResult<void>::done();
  }
  IOResult<void> holdsNotSet() {
    if (std::holds_alternative<Idle>(st_)) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    }
    RETURN_IF_IO(dev_.wait());
    st_ = Idle{};
    return IOResult<void>::done();
  }
  IOResult<void> sameAlternative() {
    if (std::holds_alternative<Idle>(st_)) {
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      st_ = Idle{};
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> emplacedSafe() {
    if (std::holds_alternative<Idle>(st_)) {
      ++n_;
      st_.emplace<Reading>();
    }
    RETURN_IF_IO(dev_.wait());
    st_.emplace<Idle>();
    return IOResult<void>::done();
  }
  IOResult<void> indexSafe() {
    if (st_.index() == 0) {
      ++n_;
      st_ = Writing{};
    }
    RETURN_IF_IO(dev_.wait());
    st_ = Idle{};
    return IOResult<void>::done();
  }
  IOResult<void> indexSwitchSafe() {
    switch (st_.index()) {
    case 0:
      ++n_;
      st_ = Writing{};
      [[fallthrough]];
    default:
      RETURN_IF_IO(dev_.wait());
    }
    st_ = Idle{};
    return IOResult<void>::done();
  }
  IOResult<void> indexSwitch() {
    switch (st_.index()) {
    case 0:
      st_ = Writing{};
      [[fallthrough]];
    case 2:
      ++n_;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
      RETURN_IF_IO(dev_.wait());
      break;
    default:
      break;
    }
    st_ = Idle{};
    return IOResult<void>::done();
  }
  IOResult<void> getIfSafe() {
    if (!std::get_if<Reading>(&st_)) {
      st_ = Reading{++n_};
    }
    RETURN_IF_IO(dev_.get(std::get<Reading>(st_).at));
    st_ = Idle{};
    return IOResult<void>::done();
  }
  IOResult<void> getIfContent() {
    if (auto *reading = std::get_if<Reading>(&st_)) {
      reading->at += 4;
      // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'reading->at' is changed before a yield and changed again
      RETURN_IF_IO(dev_.wait());
    }
    return IOResult<void>::done();
  }
  IOResult<void> getIfContentSafe() {
    if (auto *reading = std::get_if<Reading>(&st_)) {
      RETURN_IF_IO(dev_.wait());
      reading->at += 4;
    }
    return IOResult<void>::done();
  }
  // One alternative to the next, in a loop.
  IOResult<int> machineSafe() {
    for (;;) {
      if (std::holds_alternative<Idle>(st_)) {
        st_ = Reading{n_++};
      } else if (auto *reading = std::get_if<Reading>(&st_)) {
        ASSIGN_OR_RETURN_IO(const int got, dev_.get(reading->at));
        st_ = Writing{got};
      } else {
        const int at = std::get<Writing>(st_).at;
        RETURN_IF_IO(dev_.get(at));
        st_ = Idle{};
        return IOResult<int>::done(at);
      }
    }
  }
  IOResult<int> machine() {
    for (;;) {
      if (std::holds_alternative<Idle>(st_)) {
        st_ = Reading{n_};
      } else if (auto *reading = std::get_if<Reading>(&st_)) {
        ++n_;
        // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
        ASSIGN_OR_RETURN_IO(const int got, dev_.get(reading->at));
        st_ = Writing{got};
      } else {
        const int at = std::get<Writing>(st_).at;
        RETURN_IF_IO(dev_.get(at));
        st_ = Idle{};
        return IOResult<int>::done(at);
      }
    }
  }

  Device dev_;
  std::variant<Idle, Reading, Writing> st_;
  int n_ = 0;
};
