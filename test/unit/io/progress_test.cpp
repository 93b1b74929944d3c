// How requests get on: steps, callbacks, cancelling, draining, the end.
#include <chrono>
#include <thread>

#include "backends.hpp"

namespace io_tests {
namespace {

class ProgressTest : public BackendTest {};

INSTANTIATE_TEST_SUITE_P(, ProgressTest, testing::ValuesIn(all_backends()),
                         case_name);

TEST_P(ProgressTest, WithNothingUnderWayAStepSaysSo) {
  EXPECT_FALSE(backend_->busy());
  EXPECT_FALSE(backend_->step());
  const auto file = open("f");
  write(*file, 0, "x");
  EXPECT_FALSE(backend_->busy());
  EXPECT_FALSE(backend_->step());
}

TEST_P(ProgressTest, StepsThatOnlyLookGetThereToo) {
  const auto file = open("f");
  const Completion done = file->write(0, buffer_of("x"));
  while (!done.finished())
    EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  EXPECT_TRUE(done.succeeded());
}

TEST_P(ProgressTest, StepsWithSomePatienceGetThereToo) {
  const auto file = open("f");
  const Completion done = file->write(0, buffer_of("x"));
  while (!done.finished())
    EXPECT_TRUE(backend_->step(std::chrono::milliseconds(1500)));
  EXPECT_TRUE(done.succeeded());
}

TEST_P(ProgressTest, CallbacksRunOnceOnTheOwnersThread) {
  const auto file = open("f");
  int calls = 0;
  std::thread::id where;
  const auto note = [&](CompletionResult result) {
    ++calls;
    where = std::this_thread::get_id();
    EXPECT_EQ(result, (CompletionResult{{}, 3}));
  };
  const Completion done =
      wait(file->write(0, Completion::make_write(buffer_of("abc"), note)));
  EXPECT_TRUE(done.succeeded());
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(where, std::this_thread::get_id());
}

TEST_P(ProgressTest, ACallbackCanFailAShortRead) {
  const auto file = open("f");
  write(*file, 0, "12345");
  const auto all_or_nothing = [](CompletionResult result) {
    return result.bytes == 10 ? std::error_code{}
                              : error_of(std::errc::bad_message);
  };
  const Completion done = wait(file->read(
      0, Completion::make_read(Buffer::allocate(10), all_or_nothing)));
  EXPECT_EQ(done.error(), std::errc::bad_message);
}

TEST_P(ProgressTest, ACallbackCanSubmit) {
  const auto file = open("f");
  Completion second;
  const auto sync_behind = [&](std::error_code) { second = file->sync(); };
  const Completion first =
      wait(file->write(0, Completion::make_write(buffer_of("x"), sync_behind)));
  EXPECT_TRUE(first.succeeded());
  EXPECT_EQ(second.kind(), CompletionKind::Sync);
  EXPECT_TRUE(wait(second).succeeded());
}

TEST_P(ProgressTest, DrainAlsoWaitsForWhatCallbacksSubmit) {
  const auto file = open("f");
  int left = 10;
  std::function<void()> again = [&] {
    if (left-- > 0)
      (void)file->sync(
          Completion::make_sync([&](std::error_code) { again(); }));
  };
  again();
  backend_->drain();
  EXPECT_EQ(left, -1);
  EXPECT_FALSE(backend_->busy());
}

TEST_P(ProgressTest, ManyAtOnceEndInAGroup) {
  constexpr std::size_t kBlocks = 500;
  constexpr std::size_t kSize = 512;
  const auto file = open("f");
  CompletionGroup writes;
  for (std::size_t i = 0; i < kBlocks; ++i)
    writes.add(file->write(
        i * kSize, buffer_of(std::string(kSize, static_cast<char>(i % 251)))));
  EXPECT_TRUE(wait(writes.build()).succeeded());

  std::vector<Buffer> blocks;
  CompletionGroup reads;
  for (std::size_t i = 0; i < kBlocks; ++i) {
    blocks.push_back(Buffer::allocate(kSize));
    reads.add(file->read(i * kSize, blocks.back()));
  }
  EXPECT_TRUE(wait(reads.build()).succeeded());
  for (std::size_t i = 0; i < kBlocks; ++i)
    EXPECT_EQ(text_of(blocks[i]),
              std::string(kSize, static_cast<char>(i % 251)))
        << i;
}

TEST_P(ProgressTest, AnOperationRunsOnItWithBlockOn) {
  const auto file = open("f");
  Completion done;
  enum class State { Start, Written, Synced } state = State::Start;
  const auto operation = [&]() -> IOResult<std::size_t> {
    switch (state) {
    case State::Start:
      done = file->write(0, buffer_of("abc"));
      state = State::Written;
      IO_YIELD_ONE(done);
    case State::Written:
      done = file->sync();
      state = State::Synced;
      IO_YIELD_ONE(done);
    case State::Synced:
      break;
    }
    return IOResult<std::size_t>::done(size(*file));
  };
  auto answer = block_on(operation, [&] { return backend_->step(); });
  ASSERT_TRUE(answer.is_done());
  EXPECT_EQ(answer.value(), 3U);
}

TEST_P(ProgressTest, CancelledRequestsEndOnceEither) {
  const auto file = open("f");
  write(*file, 0, std::string(4096, 'x'));
  std::size_t calls = 0;
  std::vector<Completion> reads;
  for (int i = 0; i < 100; ++i)
    reads.push_back(file->read(
        0, Completion::make_read(Buffer::allocate(4096),
                                 [&](std::error_code) { ++calls; })));
  if (backend_->busy()) {
    EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
  }
  for (const Completion &read : reads)
    backend_->cancel(read);
  backend_->drain();
  EXPECT_EQ(calls, reads.size());
  for (const Completion &read : reads) {
    EXPECT_TRUE(read.finished());
    if (read.failed())
      EXPECT_EQ(read.error(), std::errc::operation_canceled);
    else
      EXPECT_EQ(read.bytes(), 4096U);
  }
}

TEST_P(ProgressTest, CancellingAGroupReachesItsRequests) {
  const auto file = open("f");
  CompletionGroup inner;
  inner.add(file->sync());
  inner.add(file->sync());
  CompletionGroup outer;
  outer.add(inner.build());
  outer.add(file->sync());
  const Completion all = outer.build();
  backend_->cancel(all);
  backend_->drain();
  EXPECT_TRUE(all.finished());
}

TEST_P(ProgressTest, CancellingWhatIsNotThereDoesNothing) {
  const auto file = open("f");
  backend_->cancel(Completion::make_yield());
  const Completion foreign = Completion::make_sync();
  backend_->cancel(foreign);
  const Completion done = wait(file->sync());
  backend_->cancel(done);
  EXPECT_TRUE(done.succeeded());
  EXPECT_FALSE(foreign.finished());
  EXPECT_FALSE(backend_->busy());
}

TEST_P(ProgressTest, AbortedRequestsKeepTheirBuffersToTheEnd) {
  const auto file = open("f");
  write(*file, 0, std::string(1 << 16, 'x'));
  for (int i = 0; i < 20; ++i) {
    // The only handles die here, with the device still writing to the buffer:
    // for a sanitizer to see.
    file->read(0, Buffer::allocate(1 << 16)).abort();
    (void)backend_->step(Backend::Duration::zero());
  }
  backend_->drain();
}

TEST_P(ProgressTest, AFileCanBeClosedWithRequestsUnderWay) {
  auto file = open("f");
  const Completion done = file->write(0, buffer_of("late"));
  file.reset();
  EXPECT_TRUE(wait(done).succeeded());
  EXPECT_EQ(read(*open("f"), 0, 10), "late");
}

TEST_P(ProgressTest, TheEndOfTheBackendEndsEveryRequest) {
  const auto file = open("f");
  std::size_t calls = 0;
  std::vector<Completion> requests;
  for (int i = 0; i < 50; ++i)
    requests.push_back(
        file->sync(Completion::make_sync([&](std::error_code) { ++calls; })));
  (void)backend_->step(Backend::Duration::zero());
  backend_.reset();
  EXPECT_EQ(calls, requests.size());
  for (const Completion &request : requests)
    EXPECT_TRUE(request.finished());
}

TEST_P(ProgressTest, CallbacksThatSubmitAtTheEndAreRefused) {
  const auto file = open("f");
  Completion late;
  const Completion first = file->sync(Completion::make_sync(
      [&](std::error_code) { late = file->write(0, buffer_of("x")); }));
  const bool at_once = first.finished();
  backend_.reset();
  ASSERT_EQ(late.kind(), CompletionKind::Write);
  EXPECT_EQ(late.error(), at_once ? std::error_code{}
                                  : error_of(std::errc::operation_canceled));
}

TEST_P(ProgressTest, FilesOutliveTheirBackend) {
  const auto file = open("f");
  write(*file, 0, "abc");
  backend_.reset();
  EXPECT_EQ(file->sync().error(), std::errc::operation_canceled);
  EXPECT_EQ(file->read(0, Buffer::allocate(1)).error(),
            std::errc::operation_canceled);
  EXPECT_EQ(size(*file), 3U);
}

// Reads a byte of a file that is always there, and calls `misuse` back.
void read_and(std::unique_ptr<Backend> backend,
              void (*misuse)(std::unique_ptr<Backend> &backend)) {
  std::error_code error;
  const auto file = backend->open("/dev/zero", {}, error);
  (void)file->read(
      0, Completion::make_read(Buffer::allocate(1),
                               [&](std::error_code) { misuse(backend); }));
  backend->drain();
}

TEST(ProgressDeathTest, ACallbackMustNotStepOrDestroyItsBackend) {
  const char *rule = "a backend was stepped or destroyed by a callback";
  for (const BackendCase &backend : system_backends()) {
    if (!backend.make())
      continue;
    EXPECT_DEATH(
        read_and(backend.make(), [](auto &backend) { backend->step(); }), rule);
    EXPECT_DEATH(
        read_and(backend.make(), [](auto &backend) { backend.reset(); }), rule);
  }
}

} // namespace
} // namespace io_tests
