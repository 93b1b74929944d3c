// Several who have the same files, each as a process of its own would.
#include <string>
#include <thread>
#include <vector>

#include "real_files.hpp"

namespace {

using ioresult::block_on;
using namespace pagestore_test;
using pagestore::Store;

class LockTest : public RealFilesTest {
protected:
  struct Process {
    std::unique_ptr<ioresult::io::Backend> backend;
    std::unique_ptr<Store> store; // gone first
    std::error_code error;
  };

  Process start(const pagestore::Options &options) {
    Process process{GetParam().make(), nullptr, {}};
    process.store =
        Store::open(*process.backend, path_, process.error, options);
    if (process.store)
      process.error =
          block_on([&] { return process.store->start(); }, *process.backend)
              .error();
    return process;
  }

  static std::error_code perform(Process &process, int n) {
    return block_on(Transaction(*process.store, transaction(n)),
                    *process.backend)
        .error();
  }
};

INSTANTIATE_TEST_SUITE_P(, LockTest,
                         ::testing::ValuesIn(io_tests::system_backends()),
                         io_tests::case_name);

TEST_P(LockTest, AWriterIsAlone) {
  auto writer = start({});
  ASSERT_FALSE(writer.error);
  EXPECT_FALSE(perform(writer, 0));
  EXPECT_EQ(start({}).error, std::errc::operation_would_block);
  EXPECT_EQ(start({.read_only = true}).error, std::errc::operation_would_block);
  EXPECT_FALSE(perform(writer, 1));
  writer.store.reset();
  EXPECT_FALSE(start({}).error);
}

TEST_P(LockTest, ReadersAreSeveral) {
  {
    auto writer = start({});
    EXPECT_FALSE(perform(writer, 0));
  }
  const auto first = start({.read_only = true});
  const auto second = start({.read_only = true});
  EXPECT_FALSE(first.error);
  EXPECT_FALSE(second.error);
  EXPECT_EQ(block_on(ReadAll(*second.store), *second.backend).value(),
            content_after(1));
  EXPECT_EQ(start({}).error, std::errc::operation_would_block);
}

TEST_P(LockTest, WhoWaitsGetsItsTurn) {
  constexpr int kWriters = 4;
  constexpr int kEach = 10;
  const auto write = [&] {
    for (int n = 0; n < kEach; ++n) {
      auto writer = start({.wait = true});
      ASSERT_FALSE(writer.error) << writer.error.message();
      // One more than there is.
      const auto before =
          block_on([&] { return writer.store->get("n"); }, *writer.backend)
              .value();
      const int count = before ? std::stoi(*before) : 0;
      const std::string next = std::to_string(count + 1);
      ASSERT_TRUE(block_on([&] { return writer.store->put("n", next); },
                           *writer.backend)
                      .is_done());
      ASSERT_TRUE(
          block_on([&] { return writer.store->commit(); }, *writer.backend)
              .is_done());
    }
  };
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i)
    writers.emplace_back(write);
  for (std::thread &writer : writers)
    writer.join();
  auto reader = start({.read_only = true});
  EXPECT_EQ(
      block_on([&] { return reader.store->get("n"); }, *reader.backend).value(),
      std::to_string(kWriters * kEach));
}

} // namespace
