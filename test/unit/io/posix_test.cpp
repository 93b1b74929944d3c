// What only the thread pool has: system calls that are interrupted, refused or
// cut short, and requests that no thread has taken yet. The linker puts the
// functions __wrap_... in front of the system's (see CMakeLists.txt).
#include <sys/uio.h>

#include <cerrno>
#include <latch>
#include <optional>

#include "backends.hpp"
#include "faults.hpp"

namespace io_tests {
namespace {

Faults faults;

// Of each read that does not wait; all if nothing is said.
std::optional<std::size_t> cached_bytes;

/// Holds the next call until it is opened.
struct Gate {
  std::latch reached{1};
  std::latch opened{1};
};
std::atomic<Gate *> gate = nullptr;

using Call = ssize_t (*)(int, const iovec *, int, off_t);

ssize_t call_with_fault(Call call, int fd, const iovec *pieces, int count,
                        off_t offset) {
  if (Gate *const closed = gate.exchange(nullptr)) {
    closed->reached.count_down();
    closed->opened.wait();
  }
  switch (faults.next()) {
  case Fault::Interrupted:
    errno = EINTR;
    return -1;
  case Fault::NotReady:
    errno = EAGAIN;
    return -1;
  case Fault::Short: {
    const iovec first{pieces[0].iov_base, shortened(pieces[0].iov_len)};
    return call(fd, &first, 1, offset);
  }
  case Fault::None:
    break;
  }
  return call(fd, pieces, count, offset);
}

} // namespace
} // namespace io_tests

extern "C" {
ssize_t __real_preadv(int, const iovec *, int, off_t);
ssize_t __real_preadv2(int, const iovec *, int, off_t, int);
ssize_t __real_pwritev(int, const iovec *, int, off_t);

ssize_t __wrap_preadv(int fd, const iovec *pieces, int count, off_t offset) {
  return io_tests::call_with_fault(__real_preadv, fd, pieces, count, offset);
}
// What the system has in memory: while there are faults nothing, so that reads
// get to the threads; in a test's hands a part.
ssize_t __wrap_preadv2(int fd, const iovec *pieces, int count, off_t offset,
                       int flags) {
  using io_tests::cached_bytes;
  if (io_tests::faults.are_on() || cached_bytes == 0) {
    errno = EAGAIN;
    return -1;
  }
  if (cached_bytes && *cached_bytes < pieces[0].iov_len) {
    const iovec first{pieces[0].iov_base, *cached_bytes};
    return __real_preadv2(fd, &first, 1, offset, flags);
  }
  return __real_preadv2(fd, pieces, count, offset, flags);
}
ssize_t __wrap_pwritev(int fd, const iovec *pieces, int count, off_t offset) {
  return io_tests::call_with_fault(__real_pwritev, fd, pieces, count, offset);
}
}

namespace io_tests {
namespace {

class PosixTest : public BackendTest {
protected:
  ~PosixTest() override { faults.turn_on(false); }
};

INSTANTIATE_TEST_SUITE_P(
    , PosixTest,
    testing::Values(BackendCase{
        "OneThread", [] { return io::make_posix_backend({.threads = 1}); }}),
    case_name);

TEST_P(PosixTest, InterruptedRefusedAndShortCallsAreMadeAgain) {
  const auto file = open("f");
  const std::string text = "a text that is long enough for a number of pieces";
  faults.turn_on(true);
  const Completion written = wait(file->writev(
      3, {buffer_of(text), buffer_of(""), buffer_of(text), buffer_of("!")}));
  EXPECT_EQ(written.error(), std::error_code{});
  EXPECT_EQ(written.bytes(), 2 * text.size() + 1);
  EXPECT_GE(faults.met(), Faults::kKinds);
  faults.turn_on(true);
  EXPECT_EQ(read(*file, 3, 2 * text.size() + 1), text + text + "!");
  EXPECT_GE(faults.met(), Faults::kKinds);
}

TEST_P(PosixTest, WhatIsCachedIsReadByTheNextStepAndTheRestByAThread) {
  const auto file = open("f");
  write(*file, 0, "a text");
  const Buffer into = Buffer::allocate(6);
  const Completion cached = file->read(0, into);
  EXPECT_FALSE(cached.finished()) << "only in a step";
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  EXPECT_TRUE(cached.succeeded());
  EXPECT_EQ(text_of(into), "a text");
  for (const std::size_t bytes : {0, 1, 4}) {
    cached_bytes = bytes;
    EXPECT_EQ(read(*file, 0, 6), "a text") << bytes << " of it cached";
  }
  cached_bytes = 0;
  Gate closed;
  gate = &closed;
  const Completion elsewhere = file->read(0, into);
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  closed.reached.wait();
  EXPECT_FALSE(elsewhere.finished());
  closed.opened.count_down();
  EXPECT_TRUE(wait(elsewhere).succeeded());
  cached_bytes.reset();
}

TEST_P(PosixTest, CancelledBeforeAThreadHasIt) {
  const auto file = open("f");
  Gate closed;
  gate = &closed;
  const Completion running = file->write(0, buffer_of("abc"));
  const Completion queued = file->write(0, buffer_of("x"));
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  closed.reached.wait();
  const Completion fresh = file->write(0, buffer_of("y"));
  backend_->cancel(queued);
  backend_->cancel(fresh);
  EXPECT_FALSE(queued.finished()) << "only in a step";
  EXPECT_TRUE(backend_->step());
  EXPECT_EQ(queued.error(), std::errc::operation_canceled);
  EXPECT_EQ(fresh.error(), std::errc::operation_canceled);
  EXPECT_FALSE(running.finished());
  closed.opened.count_down();
  EXPECT_TRUE(wait(running).succeeded());
  EXPECT_EQ(read(*file, 0, 10), "abc");
}

TEST_P(PosixTest, CancelledBetweenTwoPieces) {
  const auto file = open("f");
  Gate closed;
  gate = &closed;
  faults.turn_on(true); // the first call is interrupted
  const Completion running = file->write(0, buffer_of("abc"));
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  closed.reached.wait();
  backend_->cancel(running);
  closed.opened.count_down();
  EXPECT_EQ(wait(running).error(), std::errc::operation_canceled);
  EXPECT_EQ(faults.met(), 1U);
}

TEST_P(PosixTest, TheEndCancelsWhatNoThreadHas) {
  const auto file = open("f");
  Gate closed;
  gate = &closed;
  const Completion running = file->write(0, buffer_of("abc"));
  const Completion queued = file->write(0, buffer_of("x"));
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  closed.reached.wait();
  closed.opened.count_down();
  backend_.reset();
  EXPECT_TRUE(running.succeeded());
  EXPECT_TRUE(queued.finished());
}

TEST_P(PosixTest, APatienceThatRunsOutIsNoEnd) {
  const auto file = open("f");
  Gate closed;
  gate = &closed;
  const Completion running = file->sync();
  const Completion write = file->write(0, buffer_of("abc"));
  while (!running.finished())
    EXPECT_TRUE(backend_->step());
  EXPECT_TRUE(backend_->step(std::chrono::microseconds(1)));
  EXPECT_FALSE(write.finished());
  closed.opened.count_down();
  EXPECT_TRUE(wait(write).succeeded());
}

} // namespace
} // namespace io_tests
