// The done path: three functions deep, nothing waits. The same work as plain
// calls, as functions that answer IOResult, and as coroutines.
//
// The work is what a lookup in a page does: a binary search among keys; with
// one key, only the calls are left. No function is inlined into another, as
// they would not be where they lie in different files.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <utility>
#include <vector>

#include "ioresult/ioresult.hpp"

namespace {

using Key = std::uint64_t;

class Page {
public:
  explicit Page(std::size_t keys) : keys_(keys) {
    for (std::size_t i = 0; i < keys; ++i)
      keys_[i] = 2 * i;
  }

  [[nodiscard]] Key find(Key key) const {
    return *std::lower_bound(keys_.begin(), keys_.end() - 1, key);
  }
  [[nodiscard]] std::size_t keys() const { return keys_.size(); }

private:
  std::vector<Key> keys_;
};

namespace plain {

[[gnu::noinline]] Key leaf(const Page &page, Key key) { return page.find(key); }
[[gnu::noinline]] Key middle(const Page &page, Key key) {
  return leaf(page, key) + 1;
}
[[gnu::noinline]] Key top(const Page &page, Key key) {
  return middle(page, key) + 1;
}

} // namespace plain

namespace model {

using ioresult::IOResult;

[[gnu::noinline]] IOResult<Key> leaf(const Page &page, Key key) {
  return IOResult<Key>::done(page.find(key));
}
[[gnu::noinline]] IOResult<Key> middle(const Page &page, Key key) {
  ASSIGN_OR_RETURN_IO(const Key found, leaf(page, key));
  return IOResult<Key>::done(found + 1);
}
[[gnu::noinline]] IOResult<Key> top(const Page &page, Key key) {
  ASSIGN_OR_RETURN_IO(const Key found, middle(page, key));
  return IOResult<Key>::done(found + 1);
}

} // namespace model

namespace steps {

using ioresult::IOResult;

[[gnu::noinline]] IOResult<void> leaf(const Page &page, Key &key) {
  key = page.find(key);
  return IOResult<void>::done();
}
[[gnu::noinline]] IOResult<void> middle(const Page &page, Key &key) {
  RETURN_IF_IO(leaf(page, key));
  ++key;
  return IOResult<void>::done();
}
[[gnu::noinline]] IOResult<void> top(const Page &page, Key &key) {
  RETURN_IF_IO(middle(page, key));
  ++key;
  return IOResult<void>::done();
}

} // namespace steps

namespace coroutine {

/// A lazy task that resumes who awaits it.
class [[nodiscard]] Task {
public:
  struct promise_type {
    Key value = 0;
    std::coroutine_handle<> awaiting = std::noop_coroutine();

    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct Resume {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<>
        await_suspend(std::coroutine_handle<promise_type> ended) noexcept {
          return ended.promise().awaiting;
        }
        void await_resume() noexcept {}
      };
      return Resume{};
    }
    void return_value(Key result) noexcept { value = result; }
    void unhandled_exception() { std::terminate(); }
  };

  Task(Task &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  ~Task() {
    if (handle_)
      handle_.destroy();
  }

  bool await_ready() noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) {
    handle_.promise().awaiting = awaiting;
    return handle_;
  }
  Key await_resume() noexcept { return handle_.promise().value; }

  Key run() {
    handle_.resume();
    return handle_.promise().value;
  }

private:
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

[[gnu::noinline]] Task leaf(const Page &page, Key key) {
  co_return page.find(key);
}
[[gnu::noinline]] Task middle(const Page &page, Key key) {
  co_return co_await leaf(page, key) + 1;
}
[[gnu::noinline]] Task top(const Page &page, Key key) {
  co_return co_await middle(page, key) + 1;
}

} // namespace coroutine

/// Looks up keys in turn, in an order that branch prediction does not learn.
/// Each key depends on what was found before, so that no lookup begins before
/// the one in front of it has ended: what a call costs is not hidden.
template <class Lookup> void run(benchmark::State &state, Lookup lookup) {
  // A power of two, so that no division is measured.
  const Page page(static_cast<std::size_t>(state.range(0)));
  const Key mask = 2 * page.keys() - 1;
  Key key = 1;
  for (auto _ : state) {
    key = key * 6364136223846793005U + 1442695040888963407U;
    key += lookup(page, (key >> 33) & mask);
  }
  benchmark::DoNotOptimize(key);
}

void plain_calls(benchmark::State &state) { run(state, plain::top); }

void assign_or_return_io(benchmark::State &state) {
  run(state,
      [](const Page &page, Key key) { return model::top(page, key).value(); });
}

void return_if_io(benchmark::State &state) {
  run(state, [](const Page &page, Key key) {
    if (!steps::top(page, key).is_done())
      std::abort();
    return key;
  });
}

void coroutines(benchmark::State &state) {
  run(state, [](const Page &page, Key key) {
    return coroutine::top(page, key).run();
  });
}

// Keys in the page: 1 is calls alone, 256 a page of 4 KiB with keys and values
// of 8 bytes.
BENCHMARK(plain_calls)->Arg(1)->Arg(256);
BENCHMARK(return_if_io)->Arg(1)->Arg(256);
BENCHMARK(assign_or_return_io)->Arg(1)->Arg(256);
BENCHMARK(coroutines)->Arg(1)->Arg(256);

} // namespace
