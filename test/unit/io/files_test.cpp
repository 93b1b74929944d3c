// What a file promises, whichever backend it comes from.
#include "backends.hpp"

namespace io_tests {
namespace {

class FilesTest : public BackendTest {};

INSTANTIATE_TEST_SUITE_P(, FilesTest, testing::ValuesIn(all_backends()),
                         case_name);

TEST_P(FilesTest, ReadsWhatWasWritten) {
  const auto file = open("f");
  write(*file, 0, "hello, world");
  EXPECT_EQ(read(*file, 7, 5), "world");
  EXPECT_EQ(size(*file), 12U);
}

TEST_P(FilesTest, OverwritesInPlace) {
  const auto file = open("f");
  write(*file, 0, "aaaaaa");
  write(*file, 2, "bb");
  EXPECT_EQ(read(*file, 0, 6), "aabbaa");
}

TEST_P(FilesTest, ReadsLessAtTheEnd) {
  const auto file = open("f");
  write(*file, 0, "12345");
  EXPECT_EQ(read(*file, 3, 10), "45");
}

TEST_P(FilesTest, ReadsNothingBehindTheEnd) {
  const auto file = open("f");
  write(*file, 0, "12345");
  EXPECT_EQ(read(*file, 5, 10), "");
  EXPECT_EQ(read(*file, 5000, 10), "");
}

TEST_P(FilesTest, AGapReadsAsZeros) {
  const auto file = open("f");
  write(*file, 4, "x");
  EXPECT_EQ(read(*file, 0, 10), std::string("\0\0\0\0x", 5));
}

TEST_P(FilesTest, VectoredWriteAndReadGoBufferByBuffer) {
  const auto file = open("f");
  const Completion written = wait(file->writev(
      1, {buffer_of("one"), buffer_of(""), buffer_of("two"), buffer_of("3")}));
  EXPECT_EQ(written.error(), std::error_code{});
  EXPECT_EQ(written.bytes(), 7U);
  EXPECT_EQ(read(*file, 0, 100), std::string("\0onetwo3", 8));

  const std::vector<Buffer> into{Buffer::allocate(2), Buffer::allocate(0),
                                 Buffer::allocate(5)};
  const Completion done = wait(file->readv(1, into));
  EXPECT_EQ(done.bytes(), 7U);
  EXPECT_EQ(text_of(into[0]), "on");
  EXPECT_EQ(text_of(into[2]), "etwo3");
}

TEST_P(FilesTest, VectoredReadIsCutByTheEnd) {
  const auto file = open("f");
  write(*file, 0, "12345");
  const std::vector<Buffer> into{Buffer::allocate(3), Buffer::allocate(3),
                                 Buffer::allocate(3)};
  const Completion done = wait(file->readv(0, into));
  EXPECT_EQ(done.error(), std::error_code{});
  EXPECT_EQ(done.bytes(), 5U);
  EXPECT_EQ(text_of(into[0]), "123");
  EXPECT_EQ(text_of(into[1].slice(0, 2)), "45");
}

TEST_P(FilesTest, MoreBuffersThanASystemCallTakes) {
  constexpr std::size_t kBuffers = 3000; // IOV_MAX is 1024
  const auto file = open("f");
  std::vector<Buffer> from;
  std::string expected;
  for (std::size_t i = 0; i < kBuffers; ++i) {
    const std::string text(1 + i % 7, static_cast<char>('a' + i % 26));
    from.push_back(buffer_of(text));
    expected += text;
  }
  EXPECT_EQ(wait(file->writev(0, from)).bytes(), expected.size());
  std::vector<Buffer> into;
  for (const Buffer &buffer : from)
    into.push_back(Buffer::allocate(buffer.size()));
  EXPECT_EQ(wait(file->readv(0, into)).bytes(), expected.size());
  std::string found;
  for (const Buffer &buffer : into)
    found += text_of(buffer);
  EXPECT_EQ(found, expected);
}

TEST_P(FilesTest, NoBuffersMoveNothing) {
  const auto file = open("f");
  for (const Completion &done :
       {wait(file->readv(0, {})), wait(file->writev(3, {})),
        wait(file->write(3, Buffer{})), wait(file->read(0, Buffer{}))}) {
    EXPECT_TRUE(done.succeeded());
    EXPECT_EQ(done.bytes(), 0U);
  }
  EXPECT_EQ(size(*file), 0U);
}

TEST_P(FilesTest, TruncateCutsAndGrows) {
  const auto file = open("f");
  write(*file, 0, "123456");
  EXPECT_TRUE(wait(file->truncate(3)).succeeded());
  EXPECT_EQ(size(*file), 3U);
  EXPECT_TRUE(wait(file->truncate(5)).succeeded());
  EXPECT_EQ(read(*file, 0, 10), std::string("123\0\0", 5));
}

TEST_P(FilesTest, SyncSucceeds) {
  const auto file = open("f");
  write(*file, 0, "x");
  EXPECT_TRUE(wait(file->sync()).succeeded());
}

TEST_P(FilesTest, TwoHandlesAreOneFile) {
  const auto one = open("f");
  write(*one, 0, "x");
  const auto other = open("f", {});
  EXPECT_EQ(read(*other, 0, 1), "x");
}

TEST_P(FilesTest, OpenFailsWithoutTheFile) {
  std::error_code error;
  EXPECT_FALSE(backend_->open(path("none"), {}, error));
  EXPECT_EQ(error, std::errc::no_such_file_or_directory);
}

TEST_P(FilesTest, ExclusiveOpenFailsWithTheFile) {
  OpenOptions options = kNew;
  options.exclusive = true;
  EXPECT_TRUE(open("f", options));
  std::error_code error;
  EXPECT_FALSE(backend_->open(path("f"), options, error));
  EXPECT_EQ(error, std::errc::file_exists);
}

TEST_P(FilesTest, CreateKeepsAndTruncateEmptiesWhatIsThere) {
  write(*open("f"), 0, "x");
  EXPECT_EQ(size(*open("f")), 1U);
  EXPECT_EQ(size(*open("f", {.write = true, .truncate = true})), 0U);
}

TEST_P(FilesTest, AGoodOpenClearsTheError) {
  std::error_code error = error_of(std::errc::io_error);
  EXPECT_TRUE(backend_->open(path("f"), kNew, error));
  EXPECT_EQ(error, std::error_code{});
}

TEST_P(FilesTest, AFileOpenForReadingCannotBeChanged) {
  write(*open("f"), 0, "x");
  const auto file = open("f", {});
  EXPECT_EQ(wait(file->write(0, buffer_of("y"))).error(),
            std::errc::bad_file_descriptor);
  EXPECT_TRUE(wait(file->truncate(0)).failed());
  EXPECT_EQ(read(*file, 0, 1), "x");
}

TEST_P(FilesTest, OffsetsBeyondTheSystemsAreErrors) {
  constexpr std::uint64_t kMax = INT64_MAX;
  const auto file = open("f");
  write(*file, 0, "x");
  for (const std::uint64_t offset : {kMax - 1, kMax + 1, UINT64_MAX}) {
    EXPECT_EQ(wait(file->read(offset, Buffer::allocate(2))).error(),
              std::errc::invalid_argument);
    EXPECT_EQ(wait(file->write(offset, Buffer::allocate(2))).error(),
              std::errc::invalid_argument);
  }
  EXPECT_EQ(wait(file->truncate(UINT64_MAX)).error(),
            std::errc::invalid_argument);
  EXPECT_EQ(size(*file), 1U);
}

TEST(FileDeathTest, ACompletionOfAnotherKindIsAClearError) {
  const auto backend = io::make_memory_backend();
  std::error_code error;
  const auto file = backend->open("f", kNew, error);
  EXPECT_DEATH((void)file->read(0, Completion::make_write(Buffer{})),
               "completion of another kind");
  EXPECT_DEATH((void)file->sync(Completion::make()),
               "completion of another kind");
}

} // namespace
} // namespace io_tests
