//===- harness.hpp - The yield injector and the comparison ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program comes in two forms: `real`, as the checks see it, and `blocking`,
// in which its own leaf and retry yields wait instead of returning. The
// blocking form runs with a schedule under which no external callee yields;
// the real one runs under many. Both start from the same states and do the
// operation several times in a row; what can be observed after each is
// compared: the answer, every member, and what the external callees keep.
//
// An external callee that yields is half-way until it is called again: that is
// kept as "in flight" and observed, so an abandoned callee shows.
//
//===----------------------------------------------------------------------===//

#ifndef DIFFERENTIAL_HARNESS_HPP
#define DIFFERENTIAL_HARNESS_HPP

#include "program.h"
#include "program.hpp"

#include <cstdint>
#include <type_traits>

/// What programs in C know them as.
struct device {
  Device &real;
};
struct cursor {
  Cursor &real;
};

namespace differential {

// --- what a form waits by ---------------------------------------------------

/// Fuel: a form that burns too much hangs.
void burn();
/// The statements of list \p part are run.
void runs(int part);
void wait_for(const Completion &c);
/// A completion that is finished a step later.
Completion soon();
/// The answer of a program in C.
IOResult<int> as_result(int status);

// --- initial values ---------------------------------------------------------

struct Random {
  std::uint64_t x;
  explicit Random(std::uint64_t seed);
  std::uint64_t next();
  int below(int n);
};

/// Which values a state draws: 0 zero and empty, 1 small, 2 mixed and wide.
struct Source {
  Random random;
  int shape;
  explicit Source(std::uint64_t seed);
  int number();
  int size();
};

template <class T> T make(Source &s) { return T{s.number(), s.number()}; }
template <> bool make(Source &s);
template <> int make(Source &s);
template <> std::optional<int> make(Source &s);
template <> std::vector<int> make(Source &s);
template <> std::map<int, int> make(Source &s);
template <> std::set<int> make(Source &s);
template <> std::string make(Source &s);
template <> std::unique_ptr<int> make(Source &s);
template <> std::array<int, 3> make(Source &s);
template <> list make(Source &s);
template <> cells make(Source &s);

// --- what can be observed ---------------------------------------------------

using Observed = std::vector<std::pair<const char *, std::string>>;

void saw(Observed &o, const char *name, std::string value);

std::string show(int v);
std::string show(unsigned v);
std::string show(bool v);
std::string show(const std::string &v);
std::string show(const std::optional<int> &v);
std::string show(const std::optional<Completion> &v);
std::string show(const std::unique_ptr<int> &v);
std::string show(const std::vector<int> &v);
std::string show(const std::array<int, 3> &v);
std::string show(const std::map<int, int> &v);
std::string show(const std::set<int> &v);
std::string show(const list &v);
std::string show(const cells &v);
template <class T>
  requires requires(const T &v) { v.shown(); }
std::string show(T *v) {
  return v ? "&" + v->shown() : "null";
}
template <class T>
  requires std::is_enum_v<T>
std::string show(T v) {
  return "#" + show(static_cast<int>(v));
}
template <class T>
  requires requires(const T &v) { v.shown(); }
std::string show(const T &v) {
  return v.shown();
}
template <class T> std::string show(const std::optional<T> &v) {
  return v ? "(" + show(*v) + ")" : "none";
}
template <class T> std::string show(const std::unique_ptr<T> &v) {
  return v ? "&" + show(*v) : "null";
}
template <class... Ts> std::string show(const std::variant<Ts...> &v) {
  return show(static_cast<int>(v.index())) +
         std::visit([](const auto &x) { return show(x); }, v);
}

// --- the two forms of a program ---------------------------------------------

struct World {
  Device dev;
  Cursor cur;
  Config cfg;
  device c_dev{dev};
  cursor c_cur{cur};
  config c_cfg{};
};

/// One form, its types erased: most of the time goes into compiling.
struct Form {
  void *(*make)(World &, Source &);
  IOResult<int> (*call)(void *, int);
  void (*observe)(const void *, Observed &);
  void (*drop)(void *);
  int parts; ///< statement lists; of the real form only
};

struct Entry {
  const char *name;
  const Form *real;
  const Form *blocking;
};

/// Runs each program in a process of its own, for a crash is an answer, too,
/// and prints what it is: a line each. \returns the exit code.
int judge_all(const std::vector<Entry> &entries);

} // namespace differential

// Compiled once, with the harness.
extern template class ioresult::IOResult<int>;
extern template class ioresult::IOResult<void>;
extern template class std::vector<int>;
extern template class std::map<int, int>;
extern template class std::set<int>;

// What the generated forms use.
#define FORM_FUEL() ::differential::burn()
#define FORM_RUNS(part) ::differential::runs(part)
#define FORM_WAIT(...) ::differential::wait_for(__VA_ARGS__)

#endif // DIFFERENTIAL_HARNESS_HPP
