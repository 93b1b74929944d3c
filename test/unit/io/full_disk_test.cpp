// Disks that are full, at once or in the middle of a write.
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "backends.hpp"

namespace io_tests {
namespace {

constexpr std::size_t kPage = 4096;

Buffer page_of(char c) { return buffer_of(std::string(kPage, c)); }

TEST(FullMemoryTest, WritesWhatFitsBufferByBuffer) {
  for (const bool deferred : {false, true}) {
    const auto backend =
        io::make_memory_backend({.deferred = deferred, .capacity = 2 * kPage});
    std::error_code error;
    const auto file = backend->open("f", kNew, error);
    const Completion done =
        file->writev(0, {page_of('a'), page_of('b'), page_of('c')});
    backend->drain();
    EXPECT_EQ(done.error(), std::errc::no_space_on_device);
    EXPECT_EQ(file->size(error), 2 * kPage);

    // Room that is given back can be used again, by another file too.
    const Completion cut = file->truncate(kPage);
    const auto other = backend->open("g", kNew, error);
    const Completion fits = other->write(0, page_of('d'));
    const Completion too_much = other->truncate(kPage + 1);
    backend->drain();
    EXPECT_TRUE(cut.succeeded());
    EXPECT_TRUE(fits.succeeded());
    EXPECT_EQ(too_much.error(), std::errc::no_space_on_device);
  }
}

class FullDiskTest : public BackendTest {
protected:
  /// A vectored write of three pages with room for less than two: it fails with
  /// `expected`, its front part is there, and the backend works on.
  void expect_failing_part(const std::string &name, std::errc expected) {
    const auto file = open(name);
    const Completion done =
        wait(file->writev(0, {page_of('a'), page_of('b'), page_of('c')}));
    EXPECT_EQ(done.error(), expected);
    EXPECT_LT(size(*file), 3 * kPage);
    EXPECT_EQ(read(*file, 0, kPage), std::string(kPage, 'a'));
    write(*file, 0, "again");
    EXPECT_EQ(read(*file, 0, 6), "againa");
  }
};

INSTANTIATE_TEST_SUITE_P(, FullDiskTest, testing::ValuesIn(system_backends()),
                         case_name);

TEST_P(FullDiskTest, NothingFits) {
  std::error_code error;
  const auto file = backend_->open("/dev/full", {.write = true}, error);
  ASSERT_TRUE(file) << error.message();
  EXPECT_EQ(wait(file->write(0, page_of('a'))).error(),
            std::errc::no_space_on_device);
  EXPECT_EQ(wait(file->writev(0, {page_of('a'), page_of('b')})).error(),
            std::errc::no_space_on_device);
}

/// A limit on the size of files, for as long as it lives.
class FileSizeLimit {
public:
  explicit FileSizeLimit(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit &) = delete;
  FileSizeLimit &operator=(const FileSizeLimit &) = delete;

private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_P(FullDiskTest, AFileHasItsLimitInTheMiddleOfABuffer) {
  const FileSizeLimit limit(kPage + 100);
  expect_failing_part("f", std::errc::file_too_large);
  // The write was cut exactly there: a short write, then the error.
  EXPECT_EQ(size(*open("f", {})), kPage + 100);
}

TEST_P(FullDiskTest, ASmallFileSystemFillsUp) {
  const std::string place = path("small");
  std::filesystem::create_directory(place);
  if (::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=16k") != 0)
    GTEST_SKIP() << "no right to mount a file system";
  {
    // All but one page.
    std::ofstream(place + "/ballast") << std::string(3 * kPage, 'x');
    expect_failing_part("small/f", std::errc::no_space_on_device);
  }
  EXPECT_EQ(::umount(place.c_str()), 0);
}

} // namespace
} // namespace io_tests
