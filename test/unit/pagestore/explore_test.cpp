#include "pagestore/store.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <system_error>

#include "ioresult/io/memory.hpp"
#include "ioresult/ioresult.hpp"
#include "ioresult/testing/gtest.hpp"
#include "ioresult/testing/injecting_backend.hpp"
#include "ioresult/testing/simulator.hpp"
#include "workload.hpp"

// The store under every schedule of yields, errors and drops that is small, and
// on machines that go down in the middle of their I/O.
namespace {

using ioresult::block_on;
using ioresult::IOResult;
using namespace pagestore_test;
using pagestore::Store;

constexpr pagestore::Options kSmall{.cache_pages = 3, .log_pages = 10};

std::unique_ptr<Store> opened(ioresult::io::Backend &backend) {
  std::error_code error;
  auto store = Store::open(backend, "store", error, kSmall);
  if (store && block_on([&] { return store->start(); }, backend).is_err())
    return nullptr;
  return store;
}

// A store with a few transactions behind it.
struct World {
  explicit World(ioresult::testing::TestIo &io)
      : disk(ioresult::io::make_memory_backend()), backend(io, *disk) {
    const auto before = opened(*disk);
    for (int n = 0; n < 6; ++n)
      EXPECT_TRUE(
          block_on(Transaction(*before, transaction(n)), *disk).is_done());
    store = opened(backend);
  }

  // What a process that opens the files now would find.
  Content durable() { return block_on(ReadAll(*opened(*disk)), *disk).value(); }

  std::unique_ptr<ioresult::io::Backend> disk;
  ioresult::testing::InjectingBackend backend;
  std::unique_ptr<Store> store;
};

auto make_world() {
  return
      [](ioresult::testing::TestIo &io) { return std::make_unique<World>(io); };
}

TEST(StoreSchedules, ATransactionIsYieldTransparent) {
  ioresult::testing::TransparencyOptions options;
  options.bounds.exhaustive_runs = 400;
  options.bounds.seeds = 100;
  options.interleaved = false; // of one change only, see below
  options.early_polls = true;
  ioresult::testing::expect_yield_transparent(
      make_world(),
      [](auto &world, std::size_t n) {
        return Transaction(*world->store, transaction(6 + static_cast<int>(n)));
      },
      [](auto &world) { return world->durable(); }, options);
}

TEST(StoreSchedules, TwoWritersOfOneChangeEachDoNotDisturbEachOther) {
  ioresult::testing::TransparencyOptions options;
  options.bounds.exhaustive_runs = 400;
  options.bounds.seeds = 100;
  options.yields = false;
  options.errors = false;
  options.drops = false;
  ioresult::testing::expect_yield_transparent(
      make_world(),
      [](auto &world, std::size_t n) {
        return Transaction(*world->store,
                           {transaction(6 + static_cast<int>(n)).front()});
      },
      [](auto &world) { return world->durable(); }, options);
}

// Does one transaction after the other, and counts those that are committed.
class Writer {
public:
  Writer(Store &store, int &committed)
      : store_(&store), committed_(&committed),
        transaction_(store, transaction(committed)) {}

  IOResult<void> operator()() {
    for (;;) {
      RETURN_IF_IO(transaction_());
      ++*committed_;
      transaction_ = Transaction(*store_, transaction(*committed_));
    }
  }

private:
  Store *store_;
  int *committed_;
  Transaction transaction_;
};

TEST(StoreCrashes, NoCommitIsLostWhereverTheMachineGoesDown) {
  int commits = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    ioresult::testing::SimulatorOptions options;
    options.seed = seed;
    ioresult::testing::Simulator machine(options);
    int committed = 0;
    // Goes down, comes up, and goes on, several times.
    for (int life = 0; life < 3; ++life) {
      auto store = opened(machine);
      ASSERT_NE(store, nullptr) << "seed " << seed;
      machine.spawn("writer", Writer(*store, committed));
      machine.run(1 + seed * 7 % 61);
      machine.crash();
      store = opened(machine);
      ASSERT_NE(store, nullptr) << "seed " << seed;
      const Content content = block_on(ReadAll(*store), machine).value();
      if (content != content_after(committed))
        ++committed; // the one under way: as a whole
      ASSERT_EQ(content, content_after(committed))
          << "seed " << seed << ", life " << life;
      store.reset();
      machine.crash();
    }
    commits += committed;
  }
  EXPECT_GT(commits, 300);
}

} // namespace
