// Callers that want a backend to fail: they start again whatever the error,
// from callbacks, without end, and cancel much.
#include <cstddef>
#include <functional>
#include <vector>

#include "backends.hpp"

namespace io_tests {
namespace {

constexpr std::size_t kMany = 50'000;

class HostileTest : public BackendTest {
protected:
  /// Reads again and again, each read started by the callback of the one
  /// before, for as long as `again(result)` says so.
  void read_on(File &file, std::function<bool(CompletionResult)> again) {
    last_ = file.read(
        0, Completion::make_read(Buffer::allocate(1),
                                 [this, &file, again](CompletionResult result) {
                                   if (again(result))
                                     read_on(file, again);
                                 }));
  }

  Completion last_;
};

INSTANTIATE_TEST_SUITE_P(, HostileTest, testing::ValuesIn(all_backends()),
                         case_name);

TEST_P(HostileTest, ACallbackMayStartTheNextWithoutEnd) {
  const auto file = open("f");
  std::size_t read = 0;
  read_on(*file, [&](CompletionResult result) {
    EXPECT_FALSE(result.error);
    return ++read < kMany;
  });
  backend_->drain();
  EXPECT_EQ(read, kMany);
}

TEST_P(HostileTest, TheEndComesWhateverCallbacksStart) {
  const auto file = open("f");
  std::size_t called = 0;
  std::size_t failed = 0;
  read_on(*file, [&](CompletionResult result) {
    failed += result.error ? 1 : 0;
    // The memory backend goes on in the callback, and would not come back.
    return ++called < 100 || result.error;
  });
  backend_.reset();
  EXPECT_LE(failed, 1U) << "only what was accepted calls back";
  EXPECT_TRUE(last_.finished());
  // Behind the end a request is refused and calls nobody.
  const std::size_t before = called;
  read_on(*file, [&](CompletionResult) { return ++called != 0; });
  EXPECT_EQ(last_.error(), std::errc::operation_canceled);
  EXPECT_EQ(called, before);
}

TEST_P(HostileTest, ManyAreCancelledTheNewestFirst) {
  const auto file = open("f");
  std::vector<Completion> reads;
  for (std::size_t i = 0; i < kMany; ++i)
    reads.push_back(file->read(0, Buffer::allocate(1)));
  for (std::size_t i = kMany; i-- > 0;)
    backend_->cancel(reads[i]);
  backend_->drain();
  for (const Completion &read : reads) {
    ASSERT_TRUE(read.finished());
    // The memory backend had read before.
    ASSERT_EQ(read.error(), GetParam().name.starts_with("Memory")
                                ? std::error_code{}
                                : error_of(std::errc::operation_canceled));
  }
  EXPECT_EQ(read(*file, 0, 1), "") << "the next ones are not";
}

TEST_P(HostileTest, AFileForReadingRefusesAllChangesAlike) {
  (void)open("f");
  const auto file = open("f", {});
  EXPECT_EQ(wait(file->write(0, buffer_of("x"))).error(),
            std::errc::bad_file_descriptor);
  EXPECT_EQ(wait(file->truncate(0)).error(), std::errc::bad_file_descriptor);
  EXPECT_EQ(read(*file, 0, 1), "");
}

class HostileDeathTest : public HostileTest {
protected:
  // Another process with threads of its own.
  HostileDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};
INSTANTIATE_TEST_SUITE_P(, HostileDeathTest, testing::ValuesIn(all_backends()),
                         case_name);

TEST_P(HostileDeathTest, ACompletionIsForOneRequest) {
  const auto file = open("f");
  const Completion done = wait(file->sync());
  EXPECT_DEATH((void)file->sync(done),
               "ioresult: a completion can be given to one request only");
}

TEST_P(HostileDeathTest, ACallbackMustNotStep) {
  const auto file = open("f");
  EXPECT_DEATH(
      {
        (void)file->sync(
            Completion::make_sync([&](CompletionResult) { backend_->step(); }));
        backend_->drain();
      },
      "ioresult: a backend was stepped or destroyed by a callback");
}

} // namespace
} // namespace io_tests
