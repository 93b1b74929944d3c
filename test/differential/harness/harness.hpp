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

#include "program.hpp"

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string_view>
#include <sys/wait.h>
#include <type_traits>
#include <unistd.h>

namespace differential {

struct Hang {};

struct Random {
  std::uint64_t x;
  explicit Random(std::uint64_t seed)
      : x(seed * 0x9E3779B97F4A7C15ull + 0xD1B54A32D192ED03ull) {
    next();
    next();
  }
  std::uint64_t next() {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return x >> 11;
  }
  int below(int n) { return static_cast<int>(next() % static_cast<unsigned>(n)); }
};

// --- the schedule -----------------------------------------------------------

enum class Mode { Never, OnceAt, Every, Alternate, Random };

struct Schedule {
  Mode mode = Mode::Never;
  int at = 0;   // OnceAt: which question; Alternate: which of the two halves
  int times = 1; // how often the call yields before it goes on
  std::uint64_t seed = 0;

  std::string name() const {
    switch (mode) {
    case Mode::Never:
      return "never";
    case Mode::OnceAt:
      return "once at " + std::to_string(at) + " x" + std::to_string(times);
    case Mode::Every:
      return "every x" + std::to_string(times);
    case Mode::Alternate:
      return "alternate " + std::to_string(at);
    case Mode::Random:
      return "random " + std::to_string(seed);
    }
    return "?";
  }
};

struct Control {
  Schedule schedule;
  Random random{0};
  int asked = 0;
  int yields = 0;
  int polls = 0;
  int fuel = 0;
  int busy = 0;
  std::set<std::string> known; // pure questions that were answered already
  std::vector<Completion> queue;

  // How often the call that asks is to answer "not yet" before it goes on.
  int ask(const std::string &key, bool pure) {
    const int n = asked++;
    if (yields > 80)
      return 0;
    int k = 0;
    switch (schedule.mode) {
    case Mode::Never:
      break;
    case Mode::OnceAt:
      k = n == schedule.at ? schedule.times : 0;
      break;
    case Mode::Every:
      k = pure && known.count(key) ? 0 : schedule.times;
      break;
    case Mode::Alternate:
      k = n % 2 == schedule.at && n < 24 ? 1 : 0;
      break;
    case Mode::Random:
      k = random.below(4) == 0 ? 1 + random.below(2) : 0;
      break;
    }
    known.insert(key);
    yields += k;
    return k;
  }
};
inline Control control;

inline void burn() {
  if (++control.fuel > 20000)
    throw Hang{};
}
inline Completion submit() {
  Completion c = Completion::make();
  control.queue.push_back(c);
  return c;
}
inline void step() {
  if (control.busy > 0)
    --control.busy;
  std::vector<Completion> q;
  q.swap(control.queue);
  for (auto &c : q)
    c.complete();
}
inline void wait_for(const Completion &c) {
  burn();
  step();
  for (int i = 0; !c.finished(); ++i) {
    if (i > 50)
      throw Hang{};
    step();
  }
}

} // namespace differential

// --- the external callees ---------------------------------------------------

struct ExternalState {
  std::vector<std::string> log;
  std::map<std::string, int> in_flight;
  int at = 0;
  int limit = 3;
  int seed = 0; // of what is read: another world, other content

  // Whether the call identified by `key` is to yield now.
  std::optional<Completion> gate(const std::string &key, bool pure) {
    differential::burn();
    auto it = in_flight.find(key);
    if (it != in_flight.end()) {
      if (--it->second > 0)
        return differential::submit();
      in_flight.erase(it);
      return std::nullopt;
    }
    const int k = differential::control.ask(key, pure);
    if (k == 0)
      return std::nullopt;
    in_flight[key] = k;
    return differential::submit();
  }
  void note(std::string entry) {
    if (log.size() > 600)
      throw differential::Hang{};
    log.push_back(std::move(entry));
  }
  int content(int k, int salt) const {
    const unsigned h = (static_cast<unsigned>(k) * 2654435761u) ^
                       (static_cast<unsigned>(salt) * 40503u) ^
                       (static_cast<unsigned>(seed) * 2246822519u);
    return static_cast<int>((h >> 13) % 7);
  }
};

inline Device::Device() : external_(new ExternalState) {}
inline Device::~Device() { delete external_; }
inline IOResult<int> Device::read(int k) {
  if (auto c = external_->gate("read(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 1));
}
inline IOResult<int> Device::get(int k) {
  if (auto c = external_->gate("get(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 2));
}
inline IOResult<int> Device::load(int k) {
  if (auto c = external_->gate("load(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 3));
}
inline IOResult<void> Device::ensure_loaded(int k) {
  if (auto c = external_->gate("ensure(" + std::to_string(k) + ")", true))
    return IOResult<void>::io(*c);
  return IOResult<void>::done();
}
// A submitted completion may be finished at once: the schedule says so.
inline Completion Device::submit(int k) {
  differential::burn();
  external_->note("submit " + std::to_string(k));
  Completion c = Completion::make();
  if (differential::control.ask("submit", false))
    differential::control.queue.push_back(c);
  else
    c.complete();
  return c;
}
inline Completion Device::write(int k) {
  differential::burn();
  external_->note("write " + std::to_string(k));
  Completion c = Completion::make();
  if (differential::control.ask("write", false))
    differential::control.queue.push_back(c);
  else
    c.complete();
  return c;
}
inline void Device::push(int v) { external_->note("push " + std::to_string(v)); }
inline bool Device::ready() const {
  differential::burn();
  if (differential::control.busy > 0)
    return false;
  if (const int k = differential::control.ask("ready", true)) {
    differential::control.busy = k;
    return false;
  }
  return true;
}
inline int Device::limit() const { return external_->limit; }

inline Cursor::Cursor() : external_(new ExternalState) {}
inline Cursor::~Cursor() { delete external_; }
inline IOResult<int> Cursor::next() {
  if (auto c = external_->gate("next", false))
    return IOResult<int>::io(*c);
  external_->note("next");
  return IOResult<int>::done(external_->content(++external_->at, 4));
}
inline IOResult<int> Cursor::insert(int k, int v) {
  if (auto c = external_->gate("insert", false))
    return IOResult<int>::io(*c);
  external_->note("insert " + std::to_string(k) + " " + std::to_string(v));
  return IOResult<int>::done(static_cast<int>(external_->log.size()));
}
inline IOResult<int> Cursor::append(int v) {
  if (auto c = external_->gate("append", false))
    return IOResult<int>::io(*c);
  external_->note("append " + std::to_string(v));
  return IOResult<int>::done(static_cast<int>(external_->log.size()));
}
inline IOResult<int> Cursor::take() {
  if (auto c = external_->gate("take", false))
    return IOResult<int>::io(*c);
  external_->note("take");
  return IOResult<int>::done(external_->content(++external_->at, 5));
}
inline IOResult<int> Cursor::key() {
  if (auto c = external_->gate("key", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(external_->at, 6));
}
inline IOResult<int> Cursor::find(int k) {
  if (auto c = external_->gate("find(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 7));
}
inline void Cursor::push(int v) { external_->note("push " + std::to_string(v)); }

namespace differential {

// --- initial values ---------------------------------------------------------

// Which values a state draws: 0 zero and empty, 1 small, 2 mixed and wide.
struct Source {
  Random random;
  int shape;
  Source(std::uint64_t seed)
      : random(seed), shape(seed == 0 ? 0 : seed % 2 == 0 ? 2 : 1) {}
  int number() {
    if (shape == 0)
      return 0;
    if (shape == 2 && random.below(3) == 0)
      return random.below(2000) - 1000;
    return random.below(6) - 1;
  }
  int size() { return shape == 0 ? 0 : random.below(5); }
};

template <class T> T make(Source &s) {
  if constexpr (std::is_same_v<T, bool>) {
    return s.shape != 0 && s.random.below(2) != 0;
  } else if constexpr (std::is_same_v<T, int>) {
    return s.number();
  } else if constexpr (std::is_same_v<T, std::optional<int>>) {
    return s.shape != 0 && s.random.below(2) ? T(s.number()) : T();
  } else if constexpr (std::is_same_v<T, std::vector<int>>) {
    T v;
    for (int n = s.size(); n > 0; --n)
      v.push_back(s.number());
    return v;
  } else if constexpr (std::is_same_v<T, std::map<int, int>>) {
    T m;
    for (int n = s.size(); n > 0; --n)
      m[s.random.below(6)] = s.number();
    return m;
  } else if constexpr (std::is_same_v<T, std::set<int>>) {
    T m;
    for (int n = s.size(); n > 0; --n)
      m.insert(s.random.below(6));
    return m;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return T(static_cast<std::size_t>(s.size()), 'a');
  } else if constexpr (std::is_same_v<T, std::unique_ptr<int>>) {
    return s.shape != 0 && s.random.below(2) ? std::make_unique<int>(s.number())
                                             : T();
  } else if constexpr (std::is_same_v<T, std::array<int, 3>>) {
    return T{s.number(), s.number(), s.number()};
  } else {
    return T{s.number(), s.number()};
  }
}

// --- what can be observed ---------------------------------------------------

using Observed = std::vector<std::pair<std::string, std::string>>;

inline void saw(Observed &o, const char *name, std::string value) {
  o.emplace_back(name, std::move(value));
}

inline std::string show(int v) { return std::to_string(v); }
inline std::string show(unsigned v) { return std::to_string(v); }
inline std::string show(bool v) { return v ? "true" : "false"; }
inline std::string show(const std::string &v) { return '"' + v + '"'; }
template <class T>
  requires std::is_enum_v<T>
std::string show(T v) {
  return "#" + std::to_string(static_cast<int>(v));
}
template <class T>
  requires requires(const T &v) { v.shown(); }
std::string show(const T &v) {
  return v.shown();
}
template <class T> std::string show(const std::optional<T> &v) {
  return v ? "(" + show(*v) + ")" : "none";
}
inline std::string show(const std::optional<Completion> &v) {
  return v ? "set" : "none";
}
template <class T> std::string show(const std::unique_ptr<T> &v) {
  return v ? "&" + show(*v) : "null";
}
template <class T> std::string show(const std::vector<T> &v) {
  std::string s = "[";
  for (const auto &x : v)
    s += show(x) + " ";
  return s + "]";
}
template <std::size_t N> std::string show(const std::array<int, N> &v) {
  std::string s = "[";
  for (int x : v)
    s += show(x) + " ";
  return s + "]";
}
inline std::string show(const std::map<int, int> &v) {
  std::string s = "{";
  for (auto [k, x] : v)
    s += show(k) + ":" + show(x) + " ";
  return s + "}";
}
inline std::string show(const std::set<int> &v) {
  std::string s = "{";
  for (int x : v)
    s += show(x) + " ";
  return s + "}";
}
template <class... Ts> std::string show(const std::variant<Ts...> &v) {
  return std::to_string(v.index()) +
         std::visit([](const auto &x) { return show(x); }, v);
}

inline void observe(Observed &o, const char *name, const ExternalState &s) {
  std::string all;
  for (const auto &e : s.log)
    all += e + ", ";
  o.emplace_back(std::string(name) + ".log", all);
  std::string flying;
  for (const auto &[k, n] : s.in_flight)
    flying += k + " ";
  o.emplace_back(std::string(name) + ".in_flight", flying);
}

// --- running one form -------------------------------------------------------

struct World {
  Device dev;
  Cursor cur;
};

struct Run {
  std::vector<Observed> after; // one per operation
  std::string end = "ok";
  int asked = 0;
  int polls = 0;
};

constexpr int Operations = 5;

// A form of a program, its types erased: most of the time goes into compiling.
struct Form {
  void *(*make)(World &, Source &);
  IOResult<int> (*call)(void *, int);
  void (*observe)(const void *, Observed &);
  void (*drop)(void *);
};

inline Run run_form(const Form &form, Schedule schedule, std::uint64_t state) {
  Run r;
  control = Control{};
  control.schedule = schedule;
  control.random = Random(schedule.seed + 77);
  World world;
  Source source(state);
  world.dev.external_->limit = source.shape == 0 ? 3 : source.random.below(7) - 1;
  world.dev.external_->seed = world.cur.external_->seed = static_cast<int>(state);
  const std::unique_ptr<void, void (*)(void *)> op(form.make(world, source),
                                                  form.drop);
  try {
    for (int i = 0; i < Operations; ++i) {
      const int argument = source.shape == 0 ? i : source.random.below(6);
      control.known.clear();
      Observed seen;
      for (;;) {
        burn();
        if (++control.polls > 400)
          throw Hang{};
        auto answer = form.call(op.get(), argument);
        if (answer.is_io()) {
          wait_for(answer.completion());
          continue;
        }
        seen.emplace_back("answer", answer.is_done() ? show(answer.value())
                                                     : std::string("error"));
        break;
      }
      form.observe(op.get(), seen);
      observe(seen, "dev", *world.dev.external_);
      observe(seen, "cur", *world.cur.external_);
      r.after.push_back(std::move(seen));
    }
  } catch (const Hang &) {
    r.end = "hang";
  } catch (const std::exception &e) {
    r.end = std::string("exception ") + e.what();
  }
  r.asked = control.asked;
  r.polls = control.polls;
  return r;
}

// --- the comparison ---------------------------------------------------------

inline std::string first_line(std::string s) {
  for (char &c : s)
    if (c == '\n' || c == '\t')
      c = ' ';
  return s.substr(0, 160);
}

inline void judge(const Form &real, const Form &blocking, FILE *out) {
  std::set<std::string> differing;
  std::string first;
  int yields = 0;
  for (std::uint64_t state = 0; state < 80; ++state) {
    std::fprintf(out, "@blocking\n");
    std::fflush(out);
    const Run want = run_form(blocking, Schedule{}, state);
    if (want.end != "ok") {
      std::fprintf(out, "INVALID\tblocking run: %s, state %d\n",
                   first_line(want.end).c_str(), static_cast<int>(state));
      return;
    }
    std::vector<Schedule> schedules{Schedule{}};
    for (int n = 0; n < 14; ++n) {
      schedules.push_back({Mode::OnceAt, n, 1, 0});
      if (n < 5)
        schedules.push_back({Mode::OnceAt, n, 2, 0});
    }
    schedules.push_back({Mode::Every, 0, 1, 0});
    schedules.push_back({Mode::Every, 0, 2, 0});
    schedules.push_back({Mode::Alternate, 0, 1, 0});
    schedules.push_back({Mode::Alternate, 1, 1, 0});
    for (std::uint64_t seed = 1; seed <= 8; ++seed)
      schedules.push_back({Mode::Random, 0, 1, seed * 31 + state});
    for (const Schedule &schedule : schedules) {
      std::fprintf(out, "@real %s, state %d\n", schedule.name().c_str(),
                   static_cast<int>(state));
      std::fflush(out);
      const Run got = run_form(real, schedule, state);
      yields += got.asked + std::max(0, got.polls - Operations);
      auto differs = [&](const std::string &what, const std::string &text) {
        differing.insert(what);
        if (first.empty())
          first = what + "\t" + schedule.name() + ", state " +
                  std::to_string(state) + "\t" + first_line(text);
      };
      if (got.end != "ok") {
        differs("end", got.end + " instead of an answer");
        break;
      }
      for (std::size_t i = 0; i < want.after.size(); ++i)
        for (std::size_t j = 0; j < want.after[i].size(); ++j)
          if (want.after[i][j] != got.after[i][j])
            differs(want.after[i][j].first,
                    "operation " + std::to_string(i + 1) + ": " +
                        got.after[i][j].second + " instead of " +
                        want.after[i][j].second);
    }
  }
  if (yields == 0)
    std::fprintf(out, "INVALID\tnever yields\n");
  else if (differing.empty())
    std::fprintf(out, "RIGHT\n");
  else {
    std::string all;
    for (const auto &d : differing)
      all += d + " ";
    std::fprintf(out, "BUGGY\t%s\t%s\n", all.c_str(), first.c_str());
  }
}

struct Entry {
  const char *name;
  const Form *real;
  const Form *blocking;
};

// Each program in a process of its own: a crash is an answer, too.
inline int judge_all(const std::vector<Entry> &entries) {
  for (const Entry &e : entries) {
    std::fflush(stdout);
    int ends[2];
    if (pipe(ends) != 0)
      return 2;
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      FILE *out = fdopen(ends[1], "w");
      std::freopen("/dev/null", "w", stderr);
      alarm(20);
      judge(*e.real, *e.blocking, out);
      std::fflush(out);
      _exit(0);
    }
    close(ends[1]);
    FILE *in = fdopen(ends[0], "r");
    std::string last, verdict;
    char line[1024];
    while (std::fgets(line, sizeof line, in)) {
      std::string s(line);
      if (!s.empty() && s.back() == '\n')
        s.pop_back();
      (s[0] == '@' ? last : verdict) = s;
    }
    std::fclose(in);
    int status = 0;
    waitpid(child, &status, 0);
    if (verdict.empty()) {
      const std::string how =
          WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                              : "exit";
      if (last.rfind("@real ", 0) == 0 && !(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM))
        verdict = "BUGGY\tend \tend\t" + last.substr(6) + "\t" + how;
      else
        verdict = "INVALID\t" + how;
    }
    std::printf("%s\t%s\n", e.name, verdict.c_str());
  }
  return 0;
}

} // namespace differential

template class ioresult::IOResult<int>;
template class ioresult::IOResult<void>;
template class std::vector<int>;
template class std::map<int, int>;
template class std::set<int>;

// What the generated forms use.
#define FORM_FUEL() ::differential::burn()
#define FORM_WAIT(...) ::differential::wait_for(__VA_ARGS__)

#endif // DIFFERENTIAL_HARNESS_HPP
