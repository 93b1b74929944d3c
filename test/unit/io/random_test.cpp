// Random requests against a string that does the same.
#include <algorithm>
#include <optional>
#include <random>

#include "backends.hpp"

namespace io_tests {
namespace {

class RandomTest : public BackendTest {
protected:
  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }

  /// Up to five, some of them empty, most of them not of the size of blocks.
  std::vector<Buffer> buffers() {
    std::vector<Buffer> result(below(6));
    for (Buffer &buffer : result)
      buffer = Buffer::allocate(below(4) == 0 ? 0 : below(9000));
    return result;
  }

  static std::string content(const std::vector<Buffer> &buffers) {
    std::string all;
    for (const Buffer &buffer : buffers)
      all += text_of(buffer);
    return all;
  }

  void read_some() {
    const std::size_t at = below(kSpan);
    const std::vector<Buffer> into = buffers();
    const Completion done = wait(file_->readv(at, into));
    ASSERT_EQ(done.error(), std::error_code{});
    const std::string wanted =
        expected_.substr(std::min(at, expected_.size()), content(into).size());
    ASSERT_EQ(done.bytes(), wanted.size());
    ASSERT_TRUE(content(into).substr(0, done.bytes()) == wanted);
  }

  void write_some() {
    const std::size_t at = below(kSpan);
    const std::vector<Buffer> from = buffers();
    for (const Buffer &buffer : from)
      for (std::byte &byte : buffer.bytes())
        byte = static_cast<std::byte>(random_());
    const std::string bytes = content(from);
    const Completion done = wait(file_->writev(at, from));
    ASSERT_EQ(done.error(), std::error_code{});
    ASSERT_EQ(done.bytes(), bytes.size());
    if (bytes.empty())
      return; // which does not make the file longer
    expected_.resize(std::max(expected_.size(), at + bytes.size()));
    expected_.replace(at, bytes.size(), bytes);
  }

  void truncate() {
    const std::size_t to = below(kSpan);
    ASSERT_TRUE(wait(file_->truncate(to)).succeeded());
    expected_.resize(to);
  }

  static constexpr std::size_t kSpan = 30000; // where requests begin
  std::mt19937 random_;
  std::shared_ptr<File> file_;
  std::string expected_;
};

INSTANTIATE_TEST_SUITE_P(, RandomTest, testing::ValuesIn(all_backends()),
                         case_name);

TEST_P(RandomTest, RequestsDoWhatTheyDoToAString) {
  file_ = open("f");
  for (int i = 0; i < 400 && !HasFatalFailure(); ++i) {
    const std::size_t kind = below(8);
    if (kind < 4)
      read_some();
    else if (kind < 7)
      write_some();
    else
      truncate();
    ASSERT_EQ(size(*file_), expected_.size());
  }
}

// Each slot of the file has at most one write under way, and some of those are
// cancelled; behind one that succeeded, and no other since, it has its bytes.
TEST_P(RandomTest, WritesAtTheSameTimeDoNotMix) {
  constexpr std::size_t kSlots = 50;
  constexpr std::size_t kSlotSize = 3000;
  struct Slot {
    Completion write;
    char written = '-';
    std::optional<char> content; // nothing: unknown
  };
  std::vector<Slot> slots(kSlots);
  const auto file = open("f");
  const auto take_result = [](Slot &slot) {
    if (slot.written == '-' || !slot.write.finished())
      return;
    if (slot.write.succeeded())
      slot.content = slot.written;
    else
      EXPECT_EQ(slot.write.error(), std::errc::operation_canceled);
    slot.written = '-';
  };
  for (int i = 0; i < 5000; ++i) {
    const std::size_t at = below(kSlots);
    Slot &slot = slots[at];
    take_result(slot);
    if (slot.written == '-') {
      slot.written = static_cast<char>('a' + below(26));
      slot.content.reset();
      slot.write = file->write(at * kSlotSize,
                               buffer_of(std::string(kSlotSize, slot.written)));
    } else if (below(4) == 0) {
      backend_->cancel(slot.write);
    }
    if (below(8) == 0 && backend_->busy()) {
      EXPECT_TRUE(backend_->step(Backend::Duration::zero()));
    }
  }
  backend_->drain();
  std::size_t known = 0;
  for (std::size_t at = 0; at < kSlots; ++at) {
    take_result(slots[at]);
    if (!slots[at].content)
      continue;
    ++known;
    EXPECT_EQ(read(*file, at * kSlotSize, kSlotSize),
              std::string(kSlotSize, *slots[at].content))
        << "slot " << at;
  }
  EXPECT_GT(known, kSlots / 4);
}

} // namespace
} // namespace io_tests
