#include "wal.hpp"

#include <algorithm>
#include <cstddef>

#include "bytes.hpp"

namespace pagestore {

namespace {

constexpr std::uint64_t kHeadMagic = 0x70616765'6c6f6730;
constexpr std::uint64_t kFrameMagic = 0x70616765'6c6f6702;
// What lies before the checksum goes into it.
constexpr std::size_t kHeadPlace = kLogHead / 2; // inside of one sector
constexpr std::size_t kHeadChecked = 40;
constexpr std::size_t kFrameChecked = 24;

std::uint64_t frame_checksum(std::uint64_t before,
                             std::span<const std::byte> frame) {
  return checksum(checksum(before ^ kFrameMagic, frame.first(kFrameChecked)),
                  frame.subspan(kFrameHeader, kPageSize));
}

std::uint64_t head_checksum(std::span<const std::byte> head) {
  return checksum(kHeadMagic, head.first(kHeadChecked));
}

/// A frame's header.
struct Header {
  explicit Header(std::span<const std::byte> frame) {
    Reader in(frame);
    magic = in.number<std::uint64_t>();
    number = in.number<PageNo>();
    last = in.number<std::uint32_t>();
    commit = in.number<std::uint64_t>();
    checksum = in.number<std::uint64_t>();
  }
  std::uint64_t magic, commit, checksum;
  PageNo number;
  std::uint32_t last;
};

bool is_zero(std::span<const std::byte> bytes) {
  return std::ranges::all_of(bytes,
                             [](std::byte b) { return b == std::byte{}; });
}

/// What a head says; nothing if it is not whole. One that was never written
/// says that no commit is durable.
std::optional<WalIndex> decode_head(std::span<const std::byte> head) {
  if (is_zero(head))
    return WalIndex();
  Reader in(head);
  const bool known = in.number<std::uint64_t>() == kHeadMagic;
  WalIndex said;
  said.heads = in.number<std::uint64_t>();
  said.commits = in.number<std::uint64_t>();
  said.end = in.number<std::uint64_t>();
  said.checksum = in.number<std::uint64_t>();
  const bool whole = head.size() == kHeadPlace && known &&
                     in.number<std::uint64_t>() == head_checksum(head);
  return whole ? std::optional(said) : std::nullopt;
}

/// What the later one of those that are whole says; nothing if none is.
std::optional<WalIndex> decode_heads(std::span<const std::byte> bytes) {
  std::optional<WalIndex> said;
  for (std::uint64_t place = 0; place < 2; ++place) {
    const std::size_t from =
        std::min<std::size_t>(head_offset(place), bytes.size());
    const auto head = decode_head(
        bytes.subspan(from, std::min(kHeadPlace, bytes.size() - from)));
    if (head && (!said || head->heads > said->heads))
      said = head;
  }
  return said;
}

} // namespace

std::uint64_t head_offset(std::uint64_t heads) {
  return heads % 2 * kHeadPlace;
}

ioresult::Buffer encode_head(const WalIndex &log, std::uint64_t heads) {
  const auto head = ioresult::Buffer::allocate(kHeadPlace);
  Writer out(head.bytes());
  out.number(kHeadMagic);
  out.number(heads);
  out.number(log.commits);
  out.number(log.end);
  out.number(log.checksum);
  out.number(head_checksum(head.bytes()));
  return head;
}

std::vector<ioresult::Buffer>
encode_commit(const std::vector<std::pair<PageNo, ioresult::Buffer>> &pages,
              WalIndex &log) {
  std::vector<ioresult::Buffer> frames;
  ++log.commits;
  for (const auto &[number, page] : pages) {
    const bool last = frames.size() + 1 == pages.size();
    const auto frame = ioresult::Buffer::allocate(kFrameSize);
    const auto image = frame.bytes().subspan(kFrameHeader);
    std::ranges::copy(page.bytes(), image.begin());
    seal(number, image);
    Writer header(frame.bytes());
    header.number(kFrameMagic);
    header.number(number);
    header.number(static_cast<std::uint32_t>(last));
    header.number(log.commits);
    log.checksum = frame_checksum(log.checksum, frame.bytes());
    header.number(log.checksum);
    log.pages[number] = log.end;
    log.end += kFrameSize;
    frames.push_back(frame);
  }
  return frames;
}

DecodedLog decode_log(std::span<const std::byte> bytes) {
  DecodedLog decoded;
  const auto head = decode_heads(bytes);
  if (!head || (head->end != kLogHead && head->end > bytes.size())) {
    decoded.damage = head ? bytes.size() : 0;
    return decoded;
  }
  WalIndex log = head->emptied();
  if (head->end != kLogHead) // The first commit may be any; its frames tell.
    log.commits = Header(bytes.subspan(kLogHead)).commit - 1;
  decoded.log = log;
  while (log.end + kFrameSize <= bytes.size()) {
    const auto frame = bytes.subspan(log.end, kFrameSize);
    const Header header(frame);
    log.checksum = frame_checksum(log.checksum, frame);
    if (header.magic != kFrameMagic || header.commit != log.commits + 1 ||
        header.checksum != log.checksum)
      break;
    log.pages[header.number] = log.end;
    log.end += kFrameSize;
    if (header.last != 0) {
      ++log.commits;
      decoded.log = log;
    }
    if (log.end == head->end &&
        (log.commits != head->commits || log.checksum != head->checksum)) {
      decoded.damage = 0; // Good frames, and another head.
      return decoded;
    }
  }
  if (decoded.log.end < head->end)
    decoded.damage = log.end;
  decoded.is_clean = decoded.log.end == head->end &&
                     (bytes.empty() || decoded.log.end == bytes.size());
  return decoded;
}

} // namespace pagestore
