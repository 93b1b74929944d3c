//===- harness.cpp - The yield injector and the comparison ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "harness.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace differential {

namespace {
struct Hang {};
} // namespace

Random::Random(std::uint64_t seed)
    : x(seed * 0x9E3779B97F4A7C15ull + 0xD1B54A32D192ED03ull) {
  next();
  next();
}
std::uint64_t Random::next() {
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return x >> 11;
}
int Random::below(int n) {
  return static_cast<int>(next() % static_cast<unsigned>(n));
}

// --- the schedule -----------------------------------------------------------

namespace {

enum class Mode { Never, OnceAt, Every, Alternate, Random };

struct Schedule {
  Mode mode = Mode::Never;
  int at = 0;    // OnceAt: which question; Alternate: which of the two halves
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
Control control;
std::set<int> parts_run; // of the program that is judged

} // namespace

void runs(int part) { parts_run.insert(part); }
void burn() {
  if (++control.fuel > 20000)
    throw Hang{};
}
Completion soon() {
  Completion c = Completion::make();
  control.queue.push_back(c);
  return c;
}
namespace {

void step() {
  if (control.busy > 0)
    --control.busy;
  std::vector<Completion> q;
  q.swap(control.queue);
  for (auto &c : q)
    c.complete();
}
} // namespace

void wait_for(const Completion &c) {
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
  int seed = 0; // of what is read: another world, other content

  // Whether the call identified by `key` is to yield now.
  std::optional<Completion> gate(const std::string &key, bool pure) {
    differential::burn();
    auto it = in_flight.find(key);
    if (it != in_flight.end()) {
      if (--it->second > 0)
        return differential::soon();
      in_flight.erase(it);
      return std::nullopt;
    }
    const int k = differential::control.ask(key, pure);
    if (k == 0)
      return std::nullopt;
    in_flight[key] = k;
    return differential::soon();
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

Device::Device() : external_(new ExternalState) {}
Device::~Device() { delete external_; }
IOResult<int> Device::read(int k) {
  if (auto c = external_->gate("read(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 1));
}
IOResult<int> Device::get(int k) {
  if (auto c = external_->gate("get(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 2));
}
IOResult<int> Device::load(int k) {
  if (auto c = external_->gate("load(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 3));
}
IOResult<void> Device::ensure_loaded(int k) {
  if (auto c = external_->gate("ensure(" + std::to_string(k) + ")", true))
    return IOResult<void>::io(*c);
  return IOResult<void>::done();
}
// A submitted completion may be finished at once: the schedule says so.
Completion Device::submit(int k) {
  differential::burn();
  external_->note("submit " + std::to_string(k));
  Completion c = Completion::make();
  if (differential::control.ask("submit", false))
    differential::control.queue.push_back(c);
  else
    c.complete();
  return c;
}
Completion Device::write(int k) {
  differential::burn();
  external_->note("write " + std::to_string(k));
  Completion c = Completion::make();
  if (differential::control.ask("write", false))
    differential::control.queue.push_back(c);
  else
    c.complete();
  return c;
}
void Device::push(int v) { external_->note("push " + std::to_string(v)); }
bool Device::ready() const {
  differential::burn();
  if (differential::control.busy > 0)
    return false;
  if (const int k = differential::control.ask("ready", true)) {
    differential::control.busy = k;
    return false;
  }
  return true;
}
int Config::limit() const { return limit_; }

Cursor::Cursor() : external_(new ExternalState) {}
Cursor::~Cursor() { delete external_; }
IOResult<int> Cursor::next() {
  if (auto c = external_->gate("next", false))
    return IOResult<int>::io(*c);
  external_->note("next");
  return IOResult<int>::done(external_->content(++external_->at, 4));
}
IOResult<int> Cursor::insert(int k, int v) {
  if (auto c = external_->gate("insert", false))
    return IOResult<int>::io(*c);
  external_->note("insert " + std::to_string(k) + " " + std::to_string(v));
  return IOResult<int>::done(static_cast<int>(external_->log.size()));
}
IOResult<int> Cursor::append(int v) {
  if (auto c = external_->gate("append", false))
    return IOResult<int>::io(*c);
  external_->note("append " + std::to_string(v));
  return IOResult<int>::done(static_cast<int>(external_->log.size()));
}
IOResult<int> Cursor::take() {
  if (auto c = external_->gate("take", false))
    return IOResult<int>::io(*c);
  external_->note("take");
  return IOResult<int>::done(external_->content(++external_->at, 5));
}
IOResult<int> Cursor::key() {
  if (auto c = external_->gate("key", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(external_->at, 6));
}
IOResult<int> Cursor::find(int k) {
  if (auto c = external_->gate("find(" + std::to_string(k) + ")", true))
    return IOResult<int>::io(*c);
  return IOResult<int>::done(external_->content(k, 7));
}
void Cursor::push(int v) { external_->note("push " + std::to_string(v)); }

namespace differential {

// --- initial values ---------------------------------------------------------

Source::Source(std::uint64_t seed)
    : random(seed), shape(seed == 0       ? 0
                          : seed % 2 == 0 ? 2
                                          : 1) {}
int Source::number() {
  if (shape == 0)
    return 0;
  if (shape == 2 && random.below(3) == 0)
    return random.below(2000) - 1000;
  return random.below(6) - 1;
}
// Now and then more elements than five operations take away.
int Source::size() {
  if (shape == 0)
    return 0;
  return random.below(4) == 0 ? 20 + random.below(10) : random.below(5);
}

template <> bool make(Source &s) {
  return s.shape != 0 && s.random.below(2) != 0;
}
template <> int make(Source &s) { return s.number(); }
template <> std::optional<int> make(Source &s) {
  return s.shape != 0 && s.random.below(2) ? std::optional<int>(s.number())
                                           : std::nullopt;
}
template <> std::vector<int> make(Source &s) {
  std::vector<int> v;
  for (int n = s.size(); n > 0; --n)
    v.push_back(s.number());
  return v;
}
// Small keys, which programs ask for, and as many others as it takes.
static int key(Source &s, int left) {
  return left < 5 ? s.random.below(6) : 100 + left;
}
template <> std::map<int, int> make(Source &s) {
  std::map<int, int> m;
  for (int n = s.size(); n > 0; --n)
    m[key(s, n)] = s.number();
  return m;
}
template <> std::set<int> make(Source &s) {
  std::set<int> m;
  for (int n = s.size(); n > 0; --n)
    m.insert(key(s, n));
  return m;
}
template <> std::string make(Source &s) {
  return std::string(static_cast<std::size_t>(s.size()), 'a');
}
template <> std::unique_ptr<int> make(Source &s) {
  return s.shape != 0 && s.random.below(2) ? std::make_unique<int>(s.number())
                                           : nullptr;
}
template <> std::array<int, 3> make(Source &s) {
  return {s.number(), s.number(), s.number()};
}

// --- what can be observed ---------------------------------------------------

void saw(Observed &o, const char *name, std::string value) {
  o.emplace_back(name, std::move(value));
}

std::string show(int v) { return std::to_string(v); }
std::string show(unsigned v) { return std::to_string(v); }
std::string show(bool v) { return v ? "true" : "false"; }
std::string show(const std::string &v) { return '"' + v + '"'; }
std::string show(const std::optional<int> &v) {
  return v ? "(" + show(*v) + ")" : "none";
}
std::string show(const std::optional<Completion> &v) {
  return v ? "set" : "none";
}
std::string show(const std::unique_ptr<int> &v) {
  return v ? "&" + show(*v) : "null";
}
template <class Ts> static std::string listed(const Ts &v) {
  std::string s = "[";
  for (int x : v)
    s += show(x) + " ";
  return s + "]";
}
std::string show(const std::vector<int> &v) { return listed(v); }
std::string show(const std::array<int, 3> &v) { return listed(v); }
std::string show(const std::set<int> &v) { return listed(v); }
std::string show(const std::map<int, int> &v) {
  std::string s = "{";
  for (auto [k, x] : v)
    s += show(k) + ":" + show(x) + " ";
  return s + "}";
}

namespace {

void observe(Observed &o, const char *log, const char *in_flight,
             const ExternalState &s) {
  std::string all;
  for (const auto &e : s.log)
    all += e + ", ";
  saw(o, log, std::move(all));
  std::string flying;
  for (const auto &[k, n] : s.in_flight)
    flying += k + " ";
  saw(o, in_flight, std::move(flying));
}

// --- running one form -------------------------------------------------------

struct Run {
  std::vector<Observed> after; // one per operation
  std::string end = "ok";
  int asked = 0;
  int polls = 0;
};

constexpr int Operations = 5;

Run run_form(const Form &form, Schedule schedule, std::uint64_t state) {
  Run r;
  control = Control{};
  control.schedule = schedule;
  control.random = Random(schedule.seed + 77);
  World world;
  Source source(state);
  world.c_cfg.limit = world.cfg.limit_ = source.shape == 0 ? 3 : source.random.below(7) - 1;
  world.dev.external_->seed = world.cur.external_->seed =
      static_cast<int>(state);
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
      observe(seen, "dev.log", "dev.in_flight", *world.dev.external_);
      observe(seen, "cur.log", "cur.in_flight", *world.cur.external_);
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

/// What a child is at, for its parent if it crashes.
struct Progress {
  bool in_real_form;
  Schedule schedule;
  int state;
};

std::string first_line(std::string s) {
  for (char &c : s)
    if (c == '\n' || c == '\t')
      c = ' ';
  return s.substr(0, 160);
}

/// Which schedules a program with \p asked questions is run under. One that
/// yields at a question nobody asks is that which never yields.
std::vector<Schedule> schedules(int asked, std::uint64_t state) {
  std::vector<Schedule> all;
  for (int n = 0; n < std::min(asked, 14); ++n) {
    all.push_back({Mode::OnceAt, n, 1, 0});
    if (n < 5)
      all.push_back({Mode::OnceAt, n, 2, 0});
  }
  if (asked == 0)
    return all;
  all.push_back({Mode::Every, 0, 1, 0});
  all.push_back({Mode::Every, 0, 2, 0});
  all.push_back({Mode::Alternate, 0, 1, 0});
  all.push_back({Mode::Alternate, 1, 1, 0});
  for (std::uint64_t seed = 1; seed <= 8; ++seed)
    all.push_back({Mode::Random, 0, 1, seed * 31 + state});
  return all;
}

constexpr int States = 80;
/// How many states behind the first one that differs are looked at.
constexpr int MoreStates = 4;

void judge(const Form &real, const Form &blocking, Progress &progress,
           FILE *out) {
  std::set<std::string> differing;
  std::string first;
  int yields = 0;
  for (int state = 0, last = States; state < last; ++state) {
    progress = {false, {}, state};
    const Run want = run_form(blocking, Schedule{}, state);
    if (want.end != "ok") {
      std::fprintf(out, "INVALID\tblocking run: %s, state %d\n",
                   first_line(want.end).c_str(), state);
      return;
    }
    // \returns how many questions were asked.
    auto compare = [&](const Schedule &schedule) {
      progress = {true, schedule, state};
      const Run got = run_form(real, schedule, state);
      yields += got.asked + std::max(0, got.polls - Operations);
      auto differs = [&](const std::string &what, const std::string &text) {
        differing.insert(what);
        last = std::min(last, state + 1 + MoreStates);
        if (first.empty())
          first = what + "\t" + schedule.name() + ", state " +
                  std::to_string(state) + "\t" + first_line(text);
      };
      if (got.end != "ok") {
        differs("end", got.end + " instead of an answer");
        return 0;
      }
      for (std::size_t i = 0; i < want.after.size(); ++i)
        for (std::size_t j = 0; j < want.after[i].size(); ++j)
          if (want.after[i][j].second != got.after[i][j].second)
            differs(want.after[i][j].first,
                    "operation " + std::to_string(i + 1) + ": " +
                        got.after[i][j].second + " instead of " +
                        want.after[i][j].second);
      return got.asked;
    };
    for (const Schedule &schedule : schedules(compare(Schedule{}), state))
      compare(schedule);
  }
  if (yields == 0)
    std::fprintf(out, "INVALID\tnever yields\n");
  else if (differing.empty() &&
           parts_run.size() != static_cast<std::size_t>(real.parts))
    std::fprintf(out, "INVALID\tcode that is never run\n");
  else if (differing.empty())
    std::fprintf(out, "RIGHT\n");
  else {
    std::string all;
    for (const auto &d : differing)
      all += d + " ";
    std::fprintf(out, "BUGGY\t%s\t%s\n", all.c_str(), first.c_str());
  }
}

/// What became of the child whose exit status is \p status and that said
/// nothing.
std::string died(int status, const Progress &progress) {
  const bool by_signal = WIFSIGNALED(status);
  const std::string how =
      by_signal ? "signal " + std::to_string(WTERMSIG(status)) : "exit";
  if (!progress.in_real_form || (by_signal && WTERMSIG(status) == SIGALRM))
    return "INVALID\t" + how;
  return "BUGGY\tend \tend\t" + progress.schedule.name() + ", state " +
         std::to_string(progress.state) + "\t" + how;
}

} // namespace

int judge_all(const std::vector<Entry> &entries) {
  void *const shared = mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED)
    return 2;
  Progress &progress = *new (shared) Progress{};
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
      judge(*e.real, *e.blocking, progress, out);
      std::fflush(out);
      _exit(0);
    }
    close(ends[1]);
    FILE *in = fdopen(ends[0], "r");
    std::string verdict;
    char line[1024];
    while (std::fgets(line, sizeof line, in))
      verdict += line;
    std::fclose(in);
    if (!verdict.empty() && verdict.back() == '\n')
      verdict.pop_back();
    int status = 0;
    waitpid(child, &status, 0);
    if (verdict.empty())
      verdict = died(status, progress);
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
