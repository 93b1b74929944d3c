// RUN: %check_tidy %s -checks=-*,debug-reentrancy-cost -warnings-only "-config={CheckOptions: {PendingTypes: Poll}}"
//
// An answer of which nothing is known is not taken for done in silence.
#include <optional>

template <class T> struct Poll {
  std::optional<T> value;
  bool ready() const { return value.has_value(); }
};
Poll<int> step();
std::optional<int> lookup();

struct Op {
  int n_ = 0;
  Poll<int> unknown() {
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'unknown' was analysed: {{.*}}
    ++n_;
    return Poll<int>{lookup()};
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: it is not known what this answer of 'unknown' says
  }
  Poll<int> known() {
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'known' was analysed: {{.*}}
    auto found = lookup();
    if (!found)
      return {};
    return Poll<int>{*found};
  }
  Poll<int> handedOn() {
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'handedOn' was analysed: {{.*}}
    return step();
  }
};
