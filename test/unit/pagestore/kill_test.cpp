#include "pagestore/store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <system_error>

#include "ioresult/io/posix.hpp"
#include "ioresult/ioresult.hpp"
#include "workload.hpp"

// Processes that are killed at every step of their I/O, on real files.
namespace {

using ioresult::block_on;
using namespace pagestore_test;
using pagestore::Store;

constexpr int kTransactions = 12;
constexpr pagestore::Options kSmall{.cache_pages = 3, .log_pages = 10};

class KillTest : public ::testing::Test {
protected:
  KillTest() {
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
    path_ = folder_ + "/store";
  }
  ~KillTest() override {
    remove_files();
    ::rmdir(folder_.c_str());
  }
  void remove_files() {
    std::remove(path_.c_str());
    std::remove((path_ + "-log").c_str());
  }

  // Does the transactions, and says on `acknowledge` when one is committed.
  // Kills itself in front of its step number `fatal`.
  [[noreturn]] void child(int fatal, int acknowledge) {
    const auto backend = ioresult::io::make_posix_backend({.threads = 2});
    int steps = 0;
    const auto step = [&] {
      if (++steps == fatal)
        ::kill(::getpid(), SIGKILL);
      return backend->step();
    };
    std::error_code error;
    const auto store = Store::open(*backend, path_, error, kSmall);
    if (!store || !block_on([&] { return store->start(); }, step).is_done())
      ::_exit(2);
    for (int n = 0; n < kTransactions; ++n) {
      if (!block_on(Transaction(*store, transaction(n)), step).is_done())
        ::_exit(3);
      if (::write(acknowledge, "c", 1) != 1)
        ::_exit(4);
    }
    ::_exit(0);
  }

  // How many commits the child acknowledged, and how it ended.
  struct End {
    int committed;
    int status;
  };
  End run(int fatal) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t process = ::fork();
    if (process == 0) {
      ::close(ends[0]);
      child(fatal, ends[1]);
    }
    ::close(ends[1]);
    End end{0, 0};
    char c;
    while (::read(ends[0], &c, 1) == 1)
      ++end.committed;
    ::close(ends[0]);
    EXPECT_EQ(::waitpid(process, &end.status, 0), process);
    return end;
  }

  Content recovered() {
    const auto backend = ioresult::io::make_posix_backend({.threads = 1});
    std::error_code error;
    const auto store = Store::open(*backend, path_, error, kSmall);
    EXPECT_NE(store, nullptr) << error.message();
    EXPECT_TRUE(block_on([&] { return store->start(); }, *backend).is_done());
    return block_on(ReadAll(*store), *backend).value();
  }

  std::string folder_ = ::testing::TempDir() + "pagestore.XXXXXX";
  std::string path_;
};

TEST_F(KillTest, NoCommitIsLostWhereverItIsKilled) {
  int kills = 0;
  for (bool killed = true; killed;) {
    remove_files();
    const End end = run(kills + 1);
    killed = WIFSIGNALED(end.status) && WTERMSIG(end.status) == SIGKILL;
    if (killed)
      ++kills;
    else
      ASSERT_TRUE(WIFEXITED(end.status) && WEXITSTATUS(end.status) == 0);
    const Content content = recovered();
    // The one that was under way is there as a whole or not at all.
    ASSERT_TRUE(content == content_after(end.committed) ||
                (killed && content == content_after(end.committed + 1)))
        << "killed at step " << kills << " behind " << end.committed
        << " commits";
  }
  EXPECT_GT(kills, 3 * kTransactions) << "several in each transaction";
}

TEST_F(KillTest, ARecoveredStoreGoesOn) {
  Content before; // what the process before left
  for (int fatal = 3; fatal < 60; fatal += 4) {
    const End end = run(fatal); // starts with the first transaction again
    Content expected = before;
    for (int n = 0; n < end.committed; ++n)
      perform(transaction(n), expected);
    Content one_more = expected;
    perform(transaction(end.committed), one_more);
    const Content content = recovered();
    ASSERT_TRUE(content == expected || content == one_more)
        << "killed at step " << fatal;
    before = content;
  }
  EXPECT_FALSE(before.empty());
}

} // namespace
