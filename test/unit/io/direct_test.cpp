// Files past the system's cache: whole blocks, but for the end.
#include <algorithm>

#include "backends.hpp"

namespace io_tests {
namespace {

constexpr std::size_t kBlock = 4096;

class DirectTest : public BackendTest {
protected:
  /// With what `content` was written by others. Null where the file system
  /// cannot.
  std::shared_ptr<File> open_direct(std::string_view content) {
    write(*open("f"), 0, content);
    std::error_code error;
    return backend_->open(path("f"), {.write = true, .direct = true}, error);
  }
};

INSTANTIATE_TEST_SUITE_P(, DirectTest, testing::ValuesIn(all_backends()),
                         case_name);

TEST_P(DirectTest, ReadsAreCutByAnEndInsideABlock) {
  const std::string content(kBlock + 904, 'x');
  const auto file = open_direct(content);
  if (!file)
    GTEST_SKIP() << "the file system has no such files";
  const Buffer buffer = Buffer::allocate(4 * kBlock, kBlock);
  const Completion all = wait(file->read(0, buffer));
  EXPECT_EQ(all.error(), std::error_code{});
  EXPECT_EQ(text_of(buffer.slice(0, all.bytes())), content);
  const Completion tail = wait(file->readv(
      kBlock, {buffer.slice(0, kBlock), buffer.slice(kBlock, kBlock)}));
  EXPECT_EQ(tail.error(), std::error_code{});
  EXPECT_EQ(tail.bytes(), 904U);
}

TEST_P(DirectTest, BlocksAreWritten) {
  const auto file = open_direct("");
  if (!file)
    GTEST_SKIP() << "the file system has no such files";
  const Buffer buffer = Buffer::allocate(2 * kBlock, kBlock);
  std::fill_n(buffer.data(), buffer.size(), std::byte{'y'});
  EXPECT_TRUE(wait(file->write(kBlock, buffer)).succeeded());
  EXPECT_EQ(read(*open("f"), kBlock, 3 * kBlock), std::string(2 * kBlock, 'y'));
}

} // namespace
} // namespace io_tests
