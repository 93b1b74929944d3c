#include "wal.hpp"

#include <algorithm>
#include <cstddef>

#include "bytes.hpp"

namespace pagestore {

namespace {

constexpr std::uint64_t kMagic = 0x70616765'6c6f6701;
// Page number, magic and commit flag lie before the checksum and go into it.
constexpr std::size_t kChecked = 16;

std::uint64_t frame_checksum(std::uint64_t before,
                             std::span<const std::byte> frame) {
  return checksum(checksum(before ^ kMagic, frame.first(kChecked)),
                  frame.subspan(kFrameHeader, kPageSize));
}

} // namespace

std::vector<ioresult::Buffer>
encode_commit(const std::vector<std::pair<PageNo, ioresult::Buffer>> &pages,
              WalIndex &log) {
  std::vector<ioresult::Buffer> frames;
  for (const auto &[number, page] : pages) {
    const bool last = frames.size() + 1 == pages.size();
    const auto frame = ioresult::Buffer::allocate(kFrameSize);
    std::ranges::copy(page.bytes(), frame.bytes().begin() + kFrameHeader);
    Writer header(frame.bytes());
    header.number(kMagic);
    header.number(number);
    header.number(static_cast<std::uint32_t>(last));
    log.checksum = frame_checksum(log.checksum, frame.bytes());
    header.number(log.checksum);
    log.pages[number] = log.end;
    log.end += kFrameSize;
    frames.push_back(frame);
  }
  return frames;
}

WalIndex decode_log(std::span<const std::byte> bytes) {
  WalIndex committed;
  WalIndex log;
  for (; bytes.size() >= kFrameSize; bytes = bytes.subspan(kFrameSize)) {
    Reader header(bytes);
    const auto magic = header.number<std::uint64_t>();
    const auto number = header.number<PageNo>();
    const auto last = header.number<std::uint32_t>();
    log.checksum = frame_checksum(log.checksum, bytes);
    if (magic != kMagic || header.number<std::uint64_t>() != log.checksum)
      break;
    log.pages[number] = log.end;
    log.end += kFrameSize;
    if (last != 0)
      committed = log;
  }
  return committed;
}

} // namespace pagestore
