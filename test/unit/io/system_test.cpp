// Which backend is taken, and what is said about it.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>

#include "backends.hpp"

namespace io_tests {
namespace {

/// From here on the kernel refuses io_uring to this process.
bool forbid_io_uring() {
  std::array<sock_filter, 4> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog filter{program.size(), program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

constexpr int kRight = 7;

/// 7 if the backend is posix and works.
int check_fall_back(const io::SystemOptions &options) {
  if (!forbid_io_uring()) {
    std::fputs("using posix", stderr); // nothing can be tested here
    return kRight;
  }
  const auto backend = io::make_system_backend(options);
  if (backend->name() != "posix")
    return 1;
  const unit_tests::TemporaryDirectory directory;
  std::error_code error;
  const auto file = backend->open(directory.path("f"), kNew, error);
  if (!file)
    return 2;
  const Completion done = file->write(0, buffer_of("x"));
  backend->drain();
  return done.succeeded() ? kRight : 3;
}

TEST(SystemTest, FallsBackToPosixWithOneLine) {
  EXPECT_EXIT(std::exit(check_fall_back({})), testing::ExitedWithCode(kRight),
              "^(ioresult: io_uring cannot be had \\(.+\\), )?using posix\n?$");
}

TEST(SystemTest, TheLineGoesWhereItIsWanted) {
  const auto report = [](std::string_view line) {
    std::fprintf(stderr, "<%.*s>", static_cast<int>(line.size()), line.data());
  };
  EXPECT_EXIT(std::exit(check_fall_back({.report = report})),
              testing::ExitedWithCode(kRight), "^<ioresult.*using posix>$");
}

TEST(SystemTest, WithoutAFallBackNothingIsSaid) {
  std::error_code error;
  if (!io::make_io_uring_backend({}, error))
    GTEST_SKIP() << "the kernel has no io_uring for us";
  bool said = false;
  const auto backend = io::make_system_backend(
      {.report = [&](std::string_view) { said = true; }});
  EXPECT_EQ(backend->name(), "io_uring");
  EXPECT_FALSE(said);
}

TEST(SystemTest, BackendsHaveNames) {
  EXPECT_EQ(io::make_memory_backend()->name(), "memory");
  EXPECT_EQ(io::make_memory_backend({.deferred = true})->name(),
            "memory, deferred");
  EXPECT_EQ(io::make_posix_backend()->name(), "posix");
}

TEST(SystemTest, OptionsOutOfRangeAreBroughtIn) {
  const auto backend = io::make_posix_backend({.threads = 0});
  const unit_tests::TemporaryDirectory directory;
  std::error_code error;
  const auto file = backend->open(directory.path("f"), kNew, error);
  const Completion done = file->sync();
  backend->drain();
  EXPECT_TRUE(done.succeeded());
}

} // namespace
} // namespace io_tests
