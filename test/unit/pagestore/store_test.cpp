#include "pagestore/store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "ioresult/io/memory.hpp"
#include "ioresult/ioresult.hpp"
#include "ioresult/testing/simulator.hpp"
#include "workload.hpp"

namespace {

using ioresult::block_on;
using ioresult::IOResult;
using namespace pagestore_test;
using pagestore::Store;

// Small, so that pages are read again and checkpoints are frequent.
constexpr pagestore::Options kSmall{.cache_pages = 3, .log_pages = 12};

// On memory whose I/O ends at once, or in the next step.
class StoreTest : public ::testing::TestWithParam<bool> {
protected:
  template <class Operation> auto wait(Operation operation) {
    return block_on(operation, *backend_);
  }

  StoreTest()
      : backend_(ioresult::io::make_memory_backend({.deferred = GetParam()})) {
    reopen();
  }

  void reopen() {
    store_.reset();
    std::error_code error;
    store_ = Store::open(*backend_, "store", error, kSmall);
    ASSERT_NE(store_, nullptr) << error.message();
    ASSERT_TRUE(wait([&] { return store_->start(); }).is_done());
  }

  Content content() { return wait(ReadAll(*store_)).value(); }
  std::optional<std::string> get(const std::string &key) {
    return wait([&] { return store_->get(key); }).value();
  }

  std::unique_ptr<ioresult::io::Backend> backend_;
  std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Memory, StoreTest, ::testing::Bool(),
                         [](const auto &info) {
                           return info.param ? "Deferred" : "AtOnce";
                         });

TEST_P(StoreTest, IsEmptyAtFirst) {
  EXPECT_EQ(get("key"), std::nullopt);
  EXPECT_FALSE(wait([&] { return store_->erase("key"); }).value());
}

TEST_P(StoreTest, HasWhatWasPutAndNotWhatWasErased) {
  for (int n = 0; n < 120; ++n) {
    ASSERT_TRUE(wait(Transaction(*store_, transaction(n))).is_done());
    ASSERT_EQ(content(), content_after(n + 1)) << "transaction " << n;
  }
}

TEST_P(StoreTest, KeepsWhatWasCommitted) {
  for (int n = 0; n < 60; ++n) {
    ASSERT_TRUE(wait(Transaction(*store_, transaction(n))).is_done());
    reopen();
    ASSERT_EQ(content(), content_after(n + 1)) << "transaction " << n;
  }
}

TEST_P(StoreTest, ForgetsWhatWasNotCommitted) {
  ASSERT_TRUE(wait(Transaction(*store_, transaction(0))).is_done());
  ASSERT_TRUE(wait([&] { return store_->put("more", "value"); }).is_done());
  EXPECT_EQ(get("more"), "value");
  reopen();
  EXPECT_EQ(content(), content_after(1));
  EXPECT_EQ(get("more"), std::nullopt);
}

TEST_P(StoreTest, SplitsNodesOfVeryDifferentEntries) {
  Content expected;
  for (int i = 0; i < 40; ++i) {
    const bool large = i % 10 < 4;
    const std::string key(large ? pagestore::kMaxKey : 3,
                          static_cast<char>('A' + i));
    const std::string value(large ? pagestore::kMaxValue : 0, 'v');
    ASSERT_TRUE(wait([&] { return store_->put(key, value); }).is_done());
    expected[key] = value;
  }
  ASSERT_TRUE(wait([&] { return store_->commit(); }).is_done());
  reopen();
  for (const auto &[key, value] : expected)
    EXPECT_EQ(get(key), value);
}

TEST_P(StoreTest, RefusesWhatIsTooLong) {
  const std::string key(pagestore::kMaxKey + 1, 'k');
  EXPECT_EQ(wait([&] { return store_->put(key, ""); }).error(),
            std::errc::argument_out_of_domain);
  const std::string value(pagestore::kMaxValue + 1, 'v');
  EXPECT_EQ(wait([&] { return store_->put("key", value); }).error(),
            std::errc::argument_out_of_domain);
}

TEST_P(StoreTest, RefusesFilesOfOthers) {
  for (const std::size_t size : {std::size_t{5}, 3 * pagestore::kPageSize}) {
    const std::string text(size, 'x');
    std::error_code error;
    const auto file = backend_->open(
        "text", {.write = true, .create = true, .truncate = true}, error);
    const auto bytes =
        ioresult::Buffer::copy_of(std::as_bytes(std::span(text)));
    const auto written = file->write(0, bytes);
    backend_->drain();
    ASSERT_TRUE(written.succeeded());
    const auto store = Store::open(*backend_, "text", error, kSmall);
    EXPECT_EQ(wait([&] { return store->start(); }).error(),
              std::errc::illegal_byte_sequence);
    EXPECT_EQ(file->size(error), size);
  }
}

TEST_P(StoreTest, ReadersRunWhileItCommits) {
  for (int n = 0; n < 30; ++n)
    ASSERT_TRUE(wait(Transaction(*store_, transaction(n))).is_done());
  ioresult::EventLoop loop(*backend_);
  for (int n = 30; n < 60; ++n) {
    int ended = 0;
    loop.start(Transaction(*store_, transaction(n)),
               [&](const IOResult<void> &answer) {
                 EXPECT_TRUE(answer.is_done());
                 ++ended;
               });
    for (int k = 0; k < kKeys; ++k)
      loop.start([&, k] { return store_->get(key(k)); },
                 [&](const IOResult<std::optional<std::string>> &answer) {
                   EXPECT_TRUE(answer.is_done());
                   ++ended;
                 });
    loop.run();
    EXPECT_EQ(ended, 1 + kKeys);
  }
  EXPECT_EQ(content(), content_after(60));
}

TEST_P(StoreTest, ACommitTakesInWhatIsChangedMeanwhile) {
  ASSERT_TRUE(wait([&] { return store_->put("a", "1"); }).is_done());
  for (int n = 0; n < 20; ++n) {
    const std::string value = std::to_string(n);
    ASSERT_TRUE(wait([&] { return store_->put("a", value); }).is_done());
    (void)store_->commit(); // under way, where I/O takes a step
    ASSERT_TRUE(wait([&] { return store_->put("a", value + "!"); }).is_done());
    ASSERT_TRUE(wait([&] { return store_->commit(); }).is_done());
    reopen();
    EXPECT_EQ(get("a"), value + "!");
  }
}

TEST_P(StoreTest, ACommitThatWasDroppedIsDoneByTheNext) {
  ASSERT_TRUE(wait(Transaction(*store_, transaction(0))).is_done());
  for (int calls = 1; calls < 8; ++calls) {
    for (const Change &change : transaction(calls))
      if (change.value)
        ASSERT_TRUE(wait([&] {
                      return store_->put(change.key, *change.value);
                    }).is_done());
      else
        ASSERT_TRUE(wait([&] { return store_->erase(change.key); }).is_done());
    for (int i = 0; i < calls; ++i) // ... and then never again
      if (store_->commit().is_io())
        backend_->step();
    ASSERT_TRUE(wait([&] { return store_->commit(); }).is_done());
    reopen();
    EXPECT_EQ(content(), content_after(calls + 1));
  }
}

TEST(StoreErrors, AFullDiskLosesNothingThatWasCommitted) {
  const auto backend = ioresult::io::make_memory_backend(
      {.deferred = true, .capacity = 20 * 4096});
  int committed = 0;
  std::error_code error;
  {
    const auto store = Store::open(*backend, "store", error, kSmall);
    ASSERT_NE(store, nullptr);
    ASSERT_TRUE(block_on([&] { return store->start(); }, *backend).is_done());
    while (committed < 200) {
      const auto answer =
          block_on(Transaction(*store, transaction(committed)), *backend);
      if (answer.is_err()) {
        error = answer.error();
        break;
      }
      ++committed;
    }
    // What was refused is taken back.
    ASSERT_TRUE(block_on([&] { return store->settle(); }, *backend).is_done());
  }
  EXPECT_EQ(error, std::errc::no_space_on_device);
  const auto store = Store::open(*backend, "store", error, kSmall);
  ASSERT_NE(store, nullptr);
  ASSERT_TRUE(block_on([&] { return store->start(); }, *backend).is_done());
  const Content content = block_on(ReadAll(*store), *backend).value();
  EXPECT_GT(committed, 2);
  EXPECT_EQ(content, content_after(committed));
}

TEST(StoreErrors, ACommitThatFailedIsTakenBackOrNotKnown) {
  int taken_back = 0;
  int unknown = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    ioresult::testing::Simulator machine(
        {.seed = seed,
         .errors_per_mille = 30,
         .errors = ioresult::testing::all_errors()});
    std::error_code error;
    auto store = Store::open(machine, "store", error, kSmall);
    ASSERT_NE(store, nullptr);
    if (!block_on([&] { return store->start(); }, machine).is_done())
      continue;
    int committed = 0;
    while (block_on(Transaction(*store, transaction(committed)), machine)
               .is_done())
      ++committed;
    const bool settled =
        block_on([&] { return store->settle(); }, machine).is_done();
    store.reset();
    machine.crash();
    // Recovers and reads, however often the device fails meanwhile.
    std::optional<Content> content;
    while (!content) {
      store = Store::open(machine, "store", error, kSmall);
      const auto started = block_on([&] { return store->start(); }, machine);
      ASSERT_NE(started.error(), std::errc::illegal_byte_sequence)
          << "seed " << seed << ": " << store->damage();
      if (started.is_err())
        continue;
      const auto read = block_on(ReadAll(*store), machine);
      ASSERT_NE(read.error(), std::errc::illegal_byte_sequence)
          << "seed " << seed << ": " << store->damage();
      if (read.is_done())
        content = read.value();
    }
    if (settled)
      ASSERT_EQ(*content, content_after(committed)) << "seed " << seed;
    else
      ASSERT_TRUE(*content == content_after(committed) ||
                  *content == content_after(committed + 1))
          << "seed " << seed;
    ++(settled ? taken_back : unknown);
  }
  EXPECT_GT(taken_back, 20);
  EXPECT_GT(unknown, 2);
}

TEST(StoreReading, ChangesNothingAndMakesNothing) {
  const auto backend = ioresult::io::make_memory_backend();
  std::error_code error;
  EXPECT_EQ(Store::open(*backend, "store", error, {.read_only = true}),
            nullptr);
  EXPECT_EQ(error, std::errc::no_such_file_or_directory);
  EXPECT_EQ(Store::open(*backend, "store", error, {.create = false}), nullptr);
  EXPECT_EQ(error, std::errc::no_such_file_or_directory);
  {
    const auto store = Store::open(*backend, "store", error);
    ASSERT_TRUE(block_on([&] { return store->start(); }, *backend).is_done());
    ASSERT_TRUE(
        block_on(Transaction(*store, transaction(0)), *backend).is_done());
  }
  // A crash has left something behind the last commit.
  const auto log = backend->open("store-log", {.write = true}, error);
  const std::uint64_t whole = log->size(error);
  ASSERT_TRUE(log->write(whole, ioresult::Buffer::allocate(100)).succeeded());
  const auto store = Store::open(*backend, "store", error, {.read_only = true});
  ASSERT_NE(store, nullptr) << error.message();
  ASSERT_TRUE(block_on([&] { return store->start(); }, *backend).is_done());
  EXPECT_EQ(block_on(ReadAll(*store), *backend).value(), content_after(1));
  EXPECT_EQ(log->size(error), whole + 100);
  EXPECT_TRUE(
      block_on([&] { return store->put("a", "b"); }, *backend).is_done());
  EXPECT_EQ(block_on([&] { return store->commit(); }, *backend).error(),
            std::errc::read_only_file_system);
}

} // namespace
