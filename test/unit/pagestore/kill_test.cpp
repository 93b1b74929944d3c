#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>

#include "real_files.hpp"

// Processes that are killed at every step of their I/O, and in the middle of
// it, on real files.
namespace {

using ioresult::block_on;
using namespace pagestore_test;

class KillTest : public RealFilesTest {
protected:
  // What is to happen to a process.
  struct Fate {
    int transactions;
    std::optional<int> dies_at_step; // by its own hand, in front of it
    std::optional<int> dies_behind;  // that many commits, by ours, wherever
                                     // it is then
  };
  // How many commits it acknowledged, and how it ended.
  struct End {
    int committed;
    int status;

    bool was_killed() const {
      return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }
    bool was_right() const {
      return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
  };

  // Says on `acknowledge` when a transaction is committed.
  [[noreturn]] void child(const Fate &fate, int acknowledge) {
    const auto backend = GetParam().make();
    int steps = 0;
    const auto step = [&] {
      if (++steps == fate.dies_at_step)
        ::kill(::getpid(), SIGKILL);
      return backend->step();
    };
    const auto store = open(*backend);
    if (!store || !block_on([&] { return store->start(); }, step).is_done())
      ::_exit(2);
    for (int n = 0; n < fate.transactions; ++n) {
      if (!block_on(Transaction(*store, transaction(n)), step).is_done())
        ::_exit(3);
      if (::write(acknowledge, "c", 1) != 1)
        ::_exit(4);
    }
    ::_exit(0);
  }

  End run(const Fate &fate) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t process = ::fork();
    if (process == 0) {
      ::close(ends[0]);
      child(fate, ends[1]);
    }
    ::close(ends[1]);
    End end{0, 0};
    char c;
    while (::read(ends[0], &c, 1) == 1)
      if (++end.committed == fate.dies_behind)
        ::kill(process, SIGKILL);
    ::close(ends[0]);
    EXPECT_EQ(::waitpid(process, &end.status, 0), process);
    return end;
  }
};

INSTANTIATE_TEST_SUITE_P(, KillTest,
                         ::testing::ValuesIn(io_tests::system_backends()),
                         io_tests::case_name);

TEST_P(KillTest, NoCommitIsLostAtWhicheverStepItIsKilled) {
  constexpr int kTransactions = 12;
  int kills = 0;
  for (bool killed = true; killed;) {
    remove_files();
    const End end = run({kTransactions, kills + 1, {}});
    killed = end.was_killed();
    if (killed)
      ++kills;
    else
      ASSERT_TRUE(end.was_right());
    const Content content = recovered();
    // The one that was under way is there as a whole or not at all.
    ASSERT_TRUE(content == content_after(end.committed) ||
                (killed && content == content_after(end.committed + 1)))
        << "killed at step " << kills << " behind " << end.committed
        << " commits";
  }
  EXPECT_GT(kills, 3 * kTransactions) << "several in each transaction";
}

TEST_P(KillTest, NoCommitIsLostWhereverTheKillComes) {
  for (int commits = 1; commits <= 40; ++commits) {
    remove_files();
    const End end = run({10000, {}, commits});
    ASSERT_TRUE(end.was_killed());
    const Content content = recovered();
    ASSERT_TRUE(content == content_after(end.committed) ||
                content == content_after(end.committed + 1))
        << "killed behind " << end.committed << " commits";
  }
}

TEST_P(KillTest, ARecoveredStoreGoesOn) {
  Content before; // what the process before left
  for (int fatal = 3; fatal < 60; fatal += 4) {
    // Starts with the first transaction again.
    const End end = run({12, fatal, {}});
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
