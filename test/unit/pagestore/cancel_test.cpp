#include <functional>

#include "real_files.hpp"

// Operations that are stopped with their I/O under way, on real files.
namespace {

using ioresult::block_on;
using ioresult::EventLoop;
using ioresult::IOResult;
using namespace pagestore_test;

class CancelTest : public RealFilesTest {};

INSTANTIATE_TEST_SUITE_P(, CancelTest,
                         ::testing::ValuesIn(io_tests::system_backends()),
                         io_tests::case_name);

TEST_P(CancelTest, ATransactionThatWasStoppedCanBeDoneAgain) {
  const auto backend = GetParam().make();
  auto store = open(*backend);
  ASSERT_TRUE(block_on([&] { return store->start(); }, *backend).is_done());
  int stopped = 0;
  for (int n = 0; n < 60; ++n) {
    EventLoop loop(*backend);
    const auto task = loop.start(
        Transaction(*store, transaction(n)), [&](const IOResult<void> &answer) {
          stopped += answer.error() == std::errc::operation_canceled;
          EXPECT_TRUE(answer.is_done() ||
                      answer.error() == std::errc::operation_canceled);
        });
    for (int rounds = 0; rounds < n % 8; ++rounds)
      loop.run_once();
    task.cancel();
    loop.run();
    ASSERT_FALSE(backend->busy()) << "drained behind transaction " << n;
    // The same changes over what is there of them.
    ASSERT_TRUE(
        block_on(Transaction(*store, transaction(n)), *backend).is_done());
    ASSERT_TRUE(block_on(ReadAll(*store), *backend).value() ==
                content_after(n + 1));
  }
  EXPECT_GT(stopped, 10);
  store.reset(); // else it has the files to itself
  EXPECT_TRUE(recovered() == content_after(60));
}

TEST_P(CancelTest, ItsFilesAreWholeIfEverythingStopsInTheMiddle) {
  for (int rounds = 0; rounds < 40; ++rounds) {
    remove_files();
    int committed = 0;
    {
      const auto backend = GetParam().make();
      const auto store = open(*backend);
      ASSERT_TRUE(block_on([&] { return store->start(); }, *backend).is_done());
      EventLoop loop(*backend); // whose end stops what runs
      const std::function<void(const IOResult<void> &)> go_on =
          [&](const IOResult<void> &answer) {
            if (answer.is_err())
              return;
            ++committed;
            loop.start(Transaction(*store, transaction(committed)), go_on);
          };
      loop.start(Transaction(*store, transaction(0)), go_on);
      for (int round = 0; round < rounds; ++round)
        loop.run_once();
    }
    const Content content = recovered();
    ASSERT_TRUE(content == content_after(committed) ||
                content == content_after(committed + 1))
        << "stopped in round " << rounds << " behind " << committed;
  }
}

} // namespace
