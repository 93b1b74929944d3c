/// The write-ahead log: where changed pages go first, so that a commit is whole
/// or not there at all.
///
/// The log is a head and a row of frames, each a header and a page. Commits are
/// numbered; the last frame of one says so. Checksums go on from frame to
/// frame; so what a crash left half written, and what is left of an older log,
/// is not taken for a part of this one.
///
/// The head says up to where the log was durable when it was written. What does
/// not match before that was damaged; behind it, a crash left it half written.
/// There are two places for it, written in turn, so that one is good always.
#ifndef EXAMPLES_PAGESTORE_WAL_HPP
#define EXAMPLES_PAGESTORE_WAL_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ioresult/buffer.hpp"
#include "node.hpp"

namespace pagestore {

inline constexpr std::size_t kLogHead = 128;    // bytes, both places
inline constexpr std::size_t kFrameHeader = 32; // bytes
inline constexpr std::size_t kFrameSize = kFrameHeader + kPageSize;

/// Which pages a log has, and where it goes on.
struct WalIndex {
  std::map<PageNo, std::uint64_t>
      pages;                    ///< offset in the log of its last image
  std::uint64_t end = kLogHead; ///< in bytes
  std::uint64_t commits = 0;    ///< number of the last one
  std::uint64_t checksum = 0;   ///< of all frames up to the end
  std::uint64_t heads = 0;      ///< number of the last one that was written

  /// The same log without frames.
  [[nodiscard]] WalIndex emptied() const {
    WalIndex empty;
    empty.commits = commits;
    empty.heads = heads;
    return empty;
  }
};

/// Head number `heads` of `log`, to be written when all of that is durable; and
/// where to.
ioresult::Buffer encode_head(const WalIndex &log, std::uint64_t heads);
std::uint64_t head_offset(std::uint64_t heads);

/// Frames for a commit of `pages`, to be written at `log.end`; `log` becomes
/// what it is when they are.
std::vector<ioresult::Buffer>
encode_commit(const std::vector<std::pair<PageNo, ioresult::Buffer>> &pages,
              WalIndex &log);

/// What a log that was read holds.
struct DecodedLog {
  WalIndex log; ///< up to its last whole commit
  /// Whether head and length are those of `log`: not if a crash came in
  /// between.
  bool is_clean = true;
  /// Where it was damaged, in bytes; `log` is of no use then.
  std::optional<std::uint64_t> damage;
};
DecodedLog decode_log(std::span<const std::byte> bytes);

} // namespace pagestore

#endif // EXAMPLES_PAGESTORE_WAL_HPP
