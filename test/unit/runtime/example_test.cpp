#include "../../../examples/deferred_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <system_error>

#include "../temporary_directory.hpp"

// The examples' file backend; what the example programs print is tested where
// they are built.
namespace {

using example::ChunkReader;
using example::DeferredFile;
using ioresult::Completion;
using ioresult::IOResult;

class DeferredFileTest : public ::testing::Test {
protected:
  DeferredFileTest() {
    std::ofstream(path_) << content_;
    EXPECT_FALSE(file_.open(path_));
  }

  const unit_tests::TemporaryDirectory directory_;
  const std::string path_ = directory_.path("file");
  const std::string content_ =
      std::string(ChunkReader::kChunkSize, 'a') + "bcd";
  DeferredFile file_;
};

TEST_F(DeferredFileTest, ReadsInStepOnly) {
  const auto data = std::make_shared<std::string>();
  const Completion read = file_.read(ChunkReader::kChunkSize, 2, data);
  EXPECT_FALSE(read.finished());
  EXPECT_TRUE(file_.step());
  EXPECT_TRUE(read.succeeded());
  EXPECT_EQ(*data, "bc");
  EXPECT_FALSE(file_.step());
}

TEST_F(DeferredFileTest, IsShortAtTheEndAndEmptyBehindIt) {
  const auto data = std::make_shared<std::string>();
  Completion read = file_.read(content_.size() - 1, 10, data);
  file_.step();
  EXPECT_TRUE(read.succeeded());
  EXPECT_EQ(*data, "d");
  read = file_.read(content_.size(), 10, data);
  file_.step();
  EXPECT_TRUE(read.succeeded());
  EXPECT_EQ(*data, "");
}

TEST_F(DeferredFileTest, ChunkReaderWaitsAndGoesOnWithTheSameRead) {
  ChunkReader chunks(file_);
  EXPECT_TRUE(chunks.read(0).is_io());
  EXPECT_TRUE(chunks.read(0).is_io())
      << "called early: still waiting for the same read";
  file_.step();
  EXPECT_EQ(chunks.read(0).value(),
            content_.substr(0, ChunkReader::kChunkSize));
  EXPECT_FALSE(file_.step()) << "one read was submitted, not two";
  const auto chunk_at = [&](std::uint64_t offset) {
    return ioresult::block_on([&] { return chunks.read(offset); },
                              [&] { return file_.step(); });
  };
  EXPECT_EQ(chunk_at(ChunkReader::kChunkSize).value(), "bcd");
  EXPECT_EQ(chunk_at(content_.size()).value(), "");
}

TEST(DeferredFile, ReportsErrors) {
  DeferredFile missing;
  EXPECT_EQ(missing.open("/nonexistent/file"),
            std::errc::no_such_file_or_directory);

  DeferredFile directory;
  ASSERT_FALSE(directory.open("/"));
  ChunkReader chunks(directory);
  const IOResult<std::string> result = ioresult::block_on(
      [&] { return chunks.read(0); }, [&] { return directory.step(); });
  EXPECT_EQ(result.error(), std::errc::is_a_directory);
  EXPECT_EQ(chunks.read(0).error(), std::errc::is_a_directory)
      << "and it is left with nothing";
  EXPECT_TRUE(chunks.read(0).is_io()) << "so that the next read is a new one";
}

TEST(DeferredFile, AbortsWhatItNeverDid) {
  Completion read;
  {
    DeferredFile file;
    read = file.read(0, 1, std::make_shared<std::string>());
  }
  EXPECT_EQ(read.error(), std::errc::operation_canceled);
}

} // namespace
