// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {Protocol: pw_async2}}" -- -std=c++20 -I%S/../Inputs
//
// What an rvalue reference names the caller has given away: it decides whether
// the next call gets another.
#include "poll.h"
#include <string>

using namespace pw::async2;

Poll<> Send(Context &cx, const std::string &text);

Poll<> Given(Context &cx, std::string &&text) {
  std::string mine(std::move(text));
  return Send(cx, mine);
}
Poll<> Lent(Context &cx, std::string &text) {
  std::string mine(std::move(text));
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'text' is taken before a yield
  return Send(cx, mine);
}
