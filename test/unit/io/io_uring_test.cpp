// What only io_uring has: answers that are interrupted, refused or cut short,
// more requests than the kernel is given, and requests that it can stop. The
// linker puts __wrap_... in front of liburing's function (see CMakeLists.txt).
#include <liburing.h>
#include <sys/stat.h>

#include <cerrno>

#include "backends.hpp"
#include "faults.hpp"

namespace io_tests {
namespace {

Faults faults;

/// Changes an answer that the caller has not seen yet. The work was done, but
/// for reads and writes doing it again makes no difference.
void spoil(io_uring_cqe &answer) {
  switch (faults.next()) {
  case Fault::Interrupted:
    answer.res = -EINTR;
    break;
  case Fault::NotReady:
    answer.res = -EAGAIN;
    break;
  case Fault::Short:
    if (answer.res > 0)
      answer.res =
          static_cast<int>(shortened(static_cast<std::size_t>(answer.res)));
    break;
  case Fault::None:
    break;
  }
}

} // namespace
} // namespace io_tests

extern "C" {
int __real_io_uring_submit_and_wait(io_uring *, unsigned);

int __wrap_io_uring_submit_and_wait(io_uring *ring, unsigned count) {
  const int result = __real_io_uring_submit_and_wait(ring, count);
  io_uring_cqe *answer = nullptr;
  unsigned head = 0;
  io_uring_for_each_cqe(ring, head, answer) { io_tests::spoil(*answer); }
  return result;
}
}

namespace io_tests {
namespace {

constexpr unsigned kDepth = 2;

class IoUringTest : public BackendTest {
protected:
  ~IoUringTest() override { faults.turn_on(false); }

  /// A pipe with a name and nothing in it: reads wait.
  std::shared_ptr<File> open_pipe() {
    EXPECT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    return open("pipe", {.write = true});
  }
};

INSTANTIATE_TEST_SUITE_P(, IoUringTest,
                         testing::Values(BackendCase{
                             "Depth2",
                             []() -> std::unique_ptr<Backend> {
                               std::error_code error;
                               return io::make_io_uring_backend(
                                   {.depth = kDepth}, error);
                             }}),
                         case_name);

TEST_P(IoUringTest, InterruptedRefusedAndShortAnswersAreAskedForAgain) {
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
  EXPECT_TRUE(wait(file->sync()).succeeded());
}

TEST_P(IoUringTest, TheKernelStopsWhatIsCancelled) {
  const auto pipe = open_pipe();
  const Completion read = pipe->read(0, Buffer::allocate(1));
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  EXPECT_FALSE(read.finished());
  backend_->cancel(read);
  EXPECT_FALSE(read.finished()) << "only in a step";
  EXPECT_EQ(wait(read).error(), std::errc::operation_canceled);
}

TEST_P(IoUringTest, CancelledBeforeTheKernelHasIt) {
  const auto pipe = open_pipe();
  std::vector<Completion> in_kernel;
  for (unsigned i = 0; i < kDepth; ++i)
    in_kernel.push_back(pipe->read(0, Buffer::allocate(1)));
  const Completion waiting = pipe->read(0, Buffer::allocate(1));
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  const Completion fresh = pipe->read(0, Buffer::allocate(1));
  backend_->cancel(waiting);
  backend_->cancel(fresh);
  EXPECT_TRUE(backend_->step());
  EXPECT_EQ(waiting.error(), std::errc::operation_canceled);
  EXPECT_EQ(fresh.error(), std::errc::operation_canceled);
  for (const Completion &read : in_kernel) {
    EXPECT_FALSE(read.finished());
    backend_->cancel(read);
  }
  backend_->drain();
  for (const Completion &read : in_kernel)
    EXPECT_EQ(read.error(), std::errc::operation_canceled);
}

TEST_P(IoUringTest, MoreCancellationsThanTheRingHasRoomFor) {
  const auto pipe = open_pipe();
  std::vector<Completion> reads;
  for (unsigned i = 0; i < 20 * kDepth; ++i)
    reads.push_back(pipe->read(0, Buffer::allocate(1)));
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  for (int times = 0; times < 20; ++times)
    for (const Completion &read : reads)
      backend_->cancel(read);
  backend_->drain();
  for (const Completion &read : reads)
    EXPECT_EQ(read.error(), std::errc::operation_canceled);
}

TEST_P(IoUringTest, TheEndStopsEverything) {
  const auto pipe = open_pipe();
  std::vector<Completion> reads;
  for (unsigned i = 0; i < 2 * kDepth; ++i)
    reads.push_back(pipe->read(0, Buffer::allocate(1)));
  EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  backend_.reset();
  for (const Completion &read : reads)
    EXPECT_EQ(read.error(), std::errc::operation_canceled);
}

TEST_P(IoUringTest, APatienceThatRunsOutIsNoEnd) {
  const auto pipe = open_pipe();
  const Completion read = pipe->read(0, Buffer::allocate(1));
  EXPECT_TRUE(backend_->step(std::chrono::microseconds(1)));
  EXPECT_FALSE(read.finished());
  const Completion write = pipe->write(0, buffer_of("x"));
  EXPECT_TRUE(wait(read).succeeded());
  EXPECT_TRUE(wait(write).succeeded());
}

TEST_P(IoUringTest, ATruncateBesideAReadThatWaitsEndsAtOnce) {
  const auto pipe = open_pipe();
  const auto file = open("f");
  const Completion read = pipe->read(0, Buffer::allocate(1));
  const Completion truncate = file->truncate(5);
  EXPECT_TRUE(backend_->step());
  EXPECT_TRUE(truncate.succeeded());
  EXPECT_FALSE(read.finished());
}

} // namespace
} // namespace io_tests
