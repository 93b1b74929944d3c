#include "ioresult/ioresult.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <system_error>
#include <utility>

#include "errors.hpp"

// ThreadSanitizer's run-time library has the allocation functions already.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ALLOCATION_TEST_OFF
#endif
#elif defined(__SANITIZE_THREAD__)
#define ALLOCATION_TEST_OFF
#endif

#ifndef ALLOCATION_TEST_OFF

namespace {
std::atomic<std::size_t> allocations = 0;
} // namespace

// Counts for the whole executable. Not inlined, because g++ would take new and
// free for a mismatch.
[[gnu::noinline]] void *operator new(std::size_t size) {
  ++allocations;
  if (void *memory = std::malloc(size != 0 ? size : 1))
    return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void *memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void *memory, std::size_t) noexcept {
  std::free(memory);
}

namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::IOResult;
using runtime_test::kIoError;

template <class F> std::size_t allocations_of(F f) {
  const std::size_t before = allocations;
  f();
  return allocations - before;
}

struct Chain {
  std::unique_ptr<int> owned = std::make_unique<int>(1);

  IOResult<int> leaf(int n) { return IOResult<int>::done(n + *owned); }
  IOResult<int> middle(int n) {
    RETURN_IF_IO(leaf(n));
    ASSIGN_OR_RETURN_IO(const int value, leaf(n));
    auto taken = std::move(owned);
    RETURN_AND_RESTORE_IF_IO(owned, std::move(taken), IOResult<void>::done());
    owned = std::move(taken);
    return IOResult<int>::done(value);
  }
  IOResult<int> top(int n) {
    ASSIGN_OR_RETURN_IO(const int value, middle(n));
    return IOResult<int>::done(value)
        .map([](int v) { return v + 1; })
        .and_then([](int v) { return IOResult<int>::done(v); });
  }
};

TEST(Allocation, CountsAtAll) {
  EXPECT_EQ(allocations_of(
                [] { delete static_cast<int *>(::operator new(sizeof(int))); }),
            1u);
}

TEST(Allocation, NoneOnTheDonePath) {
  Chain chain;
  int value = 0;
  EXPECT_EQ(allocations_of([&] { value = chain.top(3).value(); }), 0u);
  EXPECT_EQ(value, 5);
  EXPECT_EQ(
      allocations_of([&] {
        value = ioresult::block_on([&] { return chain.top(4); }, [] {}).value();
      }),
      0u);
  EXPECT_EQ(value, 6);
}

TEST(Allocation, NoneOnTheErrorPath) {
  const auto f = []() -> IOResult<int> {
    RETURN_IF_IO(IOResult<void>::err(kIoError));
    return IOResult<int>::done(1);
  };
  EXPECT_EQ(allocations_of([&] { EXPECT_TRUE(f().is_err()); }), 0u);
}

TEST(Allocation, NoneForAnExplicitYield) {
  const auto f = []() -> IOResult<int> {
    IO_YIELD_ONE(Completion::make_yield());
  };
  EXPECT_EQ(allocations_of([&] { EXPECT_TRUE(f().is_io()); }), 0u);
}

TEST(Allocation, OneForACompletionWithItsCallback) {
  const auto owned = std::make_shared<int>(1);
  EXPECT_EQ(allocations_of([&] {
              const Completion c =
                  Completion::make([owned](std::error_code) {});
              c.complete();
            }),
            1u);
}

TEST(Allocation, NoneToPassAPendingAnswerOn) {
  const Completion completion = Completion::make();
  const auto f = [&]() -> IOResult<int> { IO_YIELD_ONE(completion); };
  const auto g = [&]() -> IOResult<void> {
    RETURN_IF_IO(f());
    return IOResult<void>::done();
  };
  EXPECT_EQ(allocations_of([&] { EXPECT_TRUE(g().is_io()); }), 0u);
}

} // namespace

#endif // ALLOCATION_TEST_OFF
