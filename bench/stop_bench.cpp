// Stopping much at once: operations of an event loop whose time is over at the
// same moment, and requests of a backend that are cancelled, the newest first.
// The time for each must not depend on how many there are.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "ioresult/io/posix.hpp"
#include "ioresult/ioresult.hpp"

namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::EventLoop;
using ioresult::IOResult;
using std::chrono::nanoseconds;

/// I/O that ends only when it is cancelled.
struct Endless {
  bool step(nanoseconds) { return true; }
  void cancel(const Completion &completion) const { completion.abort(); }
};

/// What the next operation waits for; `under_way` holds the requests, as a
/// device would.
using Wait = Completion (*)(std::vector<Completion> &under_way);

Completion own(std::vector<Completion> &under_way) {
  return under_way.emplace_back(Completion::make_sync());
}
Completion shared_by_all(std::vector<Completion> &under_way) {
  return under_way.empty() ? own(under_way) : under_way[0];
}
Completion in_a_group(std::vector<Completion> &under_way) {
  CompletionGroup group;
  for (int i = 0; i < 4; ++i)
    group.add(own(under_way));
  return group.build();
}

void time_outs(benchmark::State &state, Wait wait) {
  const auto count = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    state.PauseTiming();
    Endless io;
    nanoseconds now{0};
    EventLoop loop(io, {.now = [&now] { return now; }});
    std::vector<Completion> under_way;
    std::size_t ended = 0;
    for (std::size_t i = 0; i < count; ++i)
      loop.start(
          [awaited = wait(under_way)]() -> IOResult<void> {
            if (!awaited.finished())
              IO_YIELD_ONE(awaited);
            return IOResult<void>::done();
          },
          [&ended](const IOResult<void> &) { ++ended; }, nanoseconds(1));
    loop.run_once();
    now = nanoseconds(2);
    state.ResumeTiming();
    loop.run();
    if (ended != count)
      std::abort();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void cancels(benchmark::State &state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const auto backend = ioresult::io::make_posix_backend();
  std::error_code error;
  const auto file = backend->open(".", {}, error);
  if (!file) {
    std::perror("open");
    std::exit(1);
  }
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<Completion> syncs;
    for (std::size_t i = 0; i < count; ++i)
      syncs.push_back(file->sync());
    state.ResumeTiming();
    for (std::size_t i = count; i-- > 0;)
      backend->cancel(syncs[i]);
    backend->drain();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(time_outs, own, own)->Arg(2000)->Arg(20000);
BENCHMARK_CAPTURE(time_outs, shared, shared_by_all)->Arg(2000)->Arg(20000);
BENCHMARK_CAPTURE(time_outs, group, in_a_group)->Arg(2000)->Arg(20000);
BENCHMARK(cancels)->Arg(2000)->Arg(20000);

} // namespace
