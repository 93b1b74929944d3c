// What the second generator's programs are written against. The result type
// comes from the dialect's folder: `result.hpp`.
#pragma once

#include "result.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

IOResult<int> leaf(int id);

enum class St { S0, S1, S2, S3, Done };

struct Base {
  void bump() { ++c_; }
  void setb(int b) { b_ = b; }
  int get() const { return a_ + b_; }

  int a_ = 0, b_ = 0, c_ = 0, i_ = 0;
  bool f_ = false;
  St st_ = St::S0;
  std::vector<int> v_;
  std::set<int> s_;
  std::map<int, int> m_;
  std::optional<int> o_;
};
