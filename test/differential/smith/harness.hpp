// Executes a program: is any schedule of waits told apart from no wait at all?
//
// A leaf yield of the blocking run goes on where the loop around it does. A
// callee leaves its mark only when it is done, however often: one that is
// abandoned half-way, or that only a run with waits calls, shows; one that runs
// twice does not.
#pragma once

#include "program.hpp"

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <random>
#include <tuple>

bool blocking();

#undef IO_YIELD_ONE
#define IO_YIELD_ONE(completion)                                                                   \
  do {                                                                                             \
    (void)(completion);                                                                            \
    if (blocking())                                                                                \
      break;                                                                                       \
    return IOResult<int>::io({});                                                                  \
  } while (false);                                                                                 \
  continue

namespace smith {

constexpr int InitialStates = 400, Schedules = 40;
constexpr int MostCallees = 4000, MostCalls = 400; // then a run has no end

// The run in progress.
inline std::uint64_t schedule; // bit n: whether the n-th call of a callee waits
inline int calls, salt;
inline bool no_waits;
inline std::set<int> finished;

// Whether the operation ends.
template <class C> bool drive(C &c, bool blocking, std::uint64_t waits, int &answer) {
  no_waits = blocking;
  schedule = waits;
  calls = 0;
  finished.clear();
  for (int n = 0; n < MostCalls; ++n) {
    IOResult<int> r = c.run();
    if (r.is_done()) {
      answer = r.value();
      return true;
    }
  }
  return false;
}

inline bool same_state(const Base &a, const Base &b) {
  const auto all = [](const Base &x) {
    return std::tie(x.a_, x.b_, x.c_, x.i_, x.f_, x.st_, x.v_, x.s_, x.m_, x.o_);
  };
  return all(a) == all(b);
}

// What the bits of the generator make of a fresh object.
template <class C> C initial(std::mt19937 &g, int n) {
  C c;
  salt = g() % 7;
  c.a_ = int(g() % 22) - 6;
  c.b_ = int(g() % 22) - 6;
  c.c_ = int(g() % 22) - 6;
  c.f_ = n & 1;
  if (n % 3 == 2)
    c.i_ = int(g() % 6) - 1;
  for (unsigned i = g() % 3 ? g() % 12 : 0; i; --i)
    c.v_.push_back(g() % 5);
  if (g() % 2)
    c.o_ = 1;
  if (g() % 2)
    for (int k = g() % 4; k; --k)
      c.s_.insert(g() % 6);
  if (g() % 3 == 0)
    c.m_[g() % 4] = 7;
  return c;
}

// First each single wait, then dense random schedules, then sparse ones.
inline std::uint64_t next_schedule(std::mt19937 &g, int n) {
  const auto random = [&g] {
    const std::uint64_t high = g();
    return high << 32 | g();
  };
  if (n < 12)
    return std::uint64_t(1) << n;
  const std::uint64_t dense = random();
  return n < 26 ? dense : dense & random();
}

// Prints the program's index, and RIGHT, INVALID (the blocking run has no end)
// or BUGGY with all that differs in the first run that does.
template <class C> void judge(int index) {
  std::mt19937 g(7);
  for (int n = 0; n < InitialStates; ++n) {
    const C start = initial<C>(g, n);
    C expected = start;
    int answer = 0;
    if (!drive(expected, true, 0, answer)) {
      std::printf("%d\tINVALID\n", index);
      return;
    }
    const std::set<int> ran = finished;
    for (int k = 0; k < Schedules; ++k) {
      C c = start;
      int other = 0;
      const bool ends = drive(c, false, next_schedule(g, k), other);
      const bool state = same_state(c, expected);
      if (ends && state && answer == other && finished == ran)
        continue;
      std::printf("%d\tBUGGY\t%s%s%s%s\n", index, ends ? "" : "end ", state ? "" : "state ",
                  answer == other ? "" : "answer ", finished == ran ? "" : "callees ");
      return;
    }
  }
  std::printf("%d\tRIGHT\n", index);
}

} // namespace smith

inline bool blocking() { return smith::no_waits; }

inline IOResult<int> leaf(int id) {
  const bool waits = !smith::no_waits && smith::calls < 64 && smith::schedule >> smith::calls & 1;
  ++smith::calls;
  if (waits && smith::calls <= smith::MostCallees)
    return IOResult<int>::io({});
  if (smith::calls <= smith::MostCallees)
    smith::finished.insert(id);
  return IOResult<int>::done((id * 13 + smith::salt) % 7);
}
