// What follows from each answer of a device.
#include "transfer.hpp"

#include <cerrno>
#include <climits>

#include "backends.hpp"

namespace io_tests {
namespace {

using io::Request;
using io::detail::Transfer;
using Next = Transfer::Next;

/// What is to be moved, as text.
std::string rest_of(const Transfer &transfer) {
  std::string text;
  for (const iovec &piece : transfer.pieces()) {
    text.append(static_cast<const char *>(piece.iov_base), piece.iov_len);
    text += '|';
  }
  return text;
}

Request write_of(std::vector<Buffer> buffers, std::uint64_t offset = 0) {
  return {Completion::make_write(std::move(buffers)), offset};
}

Request read_of(std::size_t size, std::uint64_t offset = 0) {
  return {Completion::make_read(Buffer::allocate(size)), offset};
}

class TransferTest : public testing::Test {
protected:
  Transfer transfer_;
};

TEST_F(TransferTest, AShortWriteGoesOnBehindItsPart) {
  const Request request =
      write_of({buffer_of("abc"), buffer_of("def"), buffer_of("ghi")}, 100);
  EXPECT_EQ(transfer_.begin(request, {}), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "abc|def|ghi|");
  EXPECT_EQ(transfer_.answered(4), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "ef|ghi|");
  EXPECT_EQ(transfer_.offset(), 104U);
  EXPECT_EQ(transfer_.answered(2), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "ghi|");
  EXPECT_EQ(transfer_.answered(3), Next::Ended);
  EXPECT_EQ(transfer_.outcome(), (CompletionResult{{}, 9}));
}

TEST_F(TransferTest, EmptyBuffersAreLeftOut) {
  const Request request = write_of(
      {buffer_of(""), buffer_of("a"), buffer_of(""), buffer_of("b"), Buffer{}});
  EXPECT_EQ(transfer_.begin(request, {}), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "a|b|");
  EXPECT_EQ(transfer_.answered(1), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "b|");
  EXPECT_EQ(transfer_.answered(1), Next::Ended);
}

TEST_F(TransferTest, WithNothingToMoveItHasEnded) {
  const Request none = write_of({});
  EXPECT_EQ(transfer_.begin(none, {}), Next::Ended);
  const Request empty = write_of({Buffer{}, Buffer{}});
  EXPECT_EQ(transfer_.begin(empty, {}), Next::Ended);
  EXPECT_EQ(transfer_.outcome(), CompletionResult{});
}

TEST_F(TransferTest, AnInterruptionChangesNothing) {
  const Request request = write_of({buffer_of("abc")});
  transfer_.begin(request, {});
  transfer_.answered(1);
  EXPECT_EQ(transfer_.answered(-EINTR), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "bc|");
  EXPECT_EQ(transfer_.offset(), 1U);
}

TEST_F(TransferTest, ADeviceThatIsNotReadyIsWaitedFor) {
  const Request request = read_of(3);
  transfer_.begin(request, {});
  EXPECT_EQ(transfer_.answered(-EAGAIN), Next::AgainReady);
  EXPECT_EQ(transfer_.next(), Next::AgainReady);
  EXPECT_EQ(transfer_.answered(3), Next::Ended);
}

TEST_F(TransferTest, AReadEndsWhereTheFileDoes) {
  const Request request = read_of(10);
  transfer_.begin(request, {});
  EXPECT_EQ(transfer_.answered(4), Next::Again);
  EXPECT_EQ(transfer_.answered(0), Next::Ended);
  EXPECT_EQ(transfer_.outcome(), (CompletionResult{{}, 4}));
}

TEST_F(TransferTest, ADirectReadEndsWithAPartOfABlock) {
  const Transfer::Device direct{.direct = true};
  const Request request = read_of(4096);
  transfer_.begin(request, direct);
  EXPECT_EQ(transfer_.answered(1024), Next::Again);
  EXPECT_EQ(transfer_.answered(100), Next::Ended);
  EXPECT_EQ(transfer_.outcome(), (CompletionResult{{}, 1124}));
  transfer_.begin(request, {});
  EXPECT_EQ(transfer_.answered(100), Next::Again) << "where parts are moved";
}

TEST_F(TransferTest, AWriteThatMovesNothingIsNotTriedForEver) {
  const Request request = write_of({buffer_of("abc")});
  transfer_.begin(request, {});
  EXPECT_EQ(transfer_.answered(0), Next::Ended);
  EXPECT_EQ(transfer_.outcome().error, std::errc::io_error);
}

TEST_F(TransferTest, AnErrorBehindAPartIsTheOutcome) {
  const Request request = write_of({buffer_of("abc"), buffer_of("def")});
  transfer_.begin(request, {});
  transfer_.answered(4);
  EXPECT_EQ(transfer_.answered(-ENOSPC), Next::Ended);
  EXPECT_EQ(transfer_.outcome().error, std::errc::no_space_on_device);
}

TEST_F(TransferTest, RequestsWithoutBytesTakeOneCall) {
  const Request sync{Completion::make_sync(), 0};
  EXPECT_EQ(transfer_.begin(sync, {}), Next::Again);
  EXPECT_EQ(transfer_.answered(-EINTR), Next::Again);
  EXPECT_EQ(transfer_.answered(0), Next::Ended);
  const Request truncate{Completion::make_truncate(), 77};
  EXPECT_EQ(transfer_.begin(truncate, {}), Next::Again);
  EXPECT_EQ(transfer_.offset(), 77U);
  EXPECT_EQ(transfer_.answered(-EIO), Next::Ended);
  EXPECT_EQ(transfer_.outcome().error, std::errc::io_error);
}

TEST_F(TransferTest, PiecesKeepToTheLimits) {
  const Request request =
      write_of({buffer_of("abc"), buffer_of("def"), buffer_of("ghi")});
  EXPECT_EQ(transfer_.begin(request, Transfer::Device{2, 5}), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "abc|de|");
  EXPECT_EQ(transfer_.answered(5), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "f|ghi|");
  EXPECT_EQ(transfer_.answered(4), Next::Ended);

  EXPECT_EQ(transfer_.begin(request, Transfer::Device{2, 100}), Next::Again);
  EXPECT_EQ(rest_of(transfer_), "abc|def|");
  EXPECT_LE(Transfer::Device{}.buffers, std::size_t{IOV_MAX});
}

TEST_F(TransferTest, OneThatIsUsedAgainStartsAnew) {
  const Request failing = write_of({buffer_of("abc")}, 5);
  transfer_.begin(failing, {});
  transfer_.answered(1);
  transfer_.answered(-EIO);
  const Request next = write_of({buffer_of("xy")}, 7);
  EXPECT_EQ(transfer_.begin(next, {}), Next::Again);
  EXPECT_EQ(transfer_.offset(), 7U);
  EXPECT_EQ(rest_of(transfer_), "xy|");
  EXPECT_EQ(transfer_.answered(2), Next::Ended);
  EXPECT_EQ(transfer_.outcome(), (CompletionResult{{}, 2}));
}

TEST_F(TransferTest, TooLargeAnAnswerIsAClearError) {
  const Request request = write_of({buffer_of("abc")});
  transfer_.begin(request, {});
  EXPECT_DEATH(transfer_.answered(4), "more than it was asked");
}

TEST_F(TransferTest, RangesEndWhereOffsetsDo) {
  constexpr std::uint64_t kMax = INT64_MAX;
  EXPECT_TRUE(io::detail::in_range(read_of(2, kMax - 2)));
  EXPECT_FALSE(io::detail::in_range(read_of(2, kMax - 1)));
  EXPECT_FALSE(io::detail::in_range(read_of(0, kMax + 1)));
}

} // namespace
} // namespace io_tests
