/// The write-ahead log: where changed pages go first, so that a commit is whole
/// or not there at all.
///
/// The log is a row of frames, each a header and a page. The last frame of a
/// commit says so. Checksums go on from frame to frame; so what a crash left
/// half written, and what is left of an older log, is not taken for a part of
/// this one. Reading a log gives the frames up to its last whole commit.
#ifndef EXAMPLES_PAGESTORE_WAL_HPP
#define EXAMPLES_PAGESTORE_WAL_HPP

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "ioresult/buffer.hpp"
#include "node.hpp"

namespace pagestore {

inline constexpr std::size_t kFrameHeader = 24; // bytes
inline constexpr std::size_t kFrameSize = kFrameHeader + kPageSize;

/// Which pages a log has, and where it goes on.
struct WalIndex {
  std::map<PageNo, std::uint64_t>
      pages;                  ///< offset in the log of its last image
  std::uint64_t end = 0;      ///< in bytes
  std::uint64_t checksum = 0; ///< of all up to the end
};

/// Frames for a commit of `pages`, to be written at `log.end`; `log` becomes
/// what it is when they are.
std::vector<ioresult::Buffer>
encode_commit(const std::vector<std::pair<PageNo, ioresult::Buffer>> &pages,
              WalIndex &log);

/// The index of a log that was read.
WalIndex decode_log(std::span<const std::byte> bytes);

} // namespace pagestore

#endif // EXAMPLES_PAGESTORE_WAL_HPP
