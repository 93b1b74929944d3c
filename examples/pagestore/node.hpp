/// One node of the B+tree: what a page holds, taken apart.
#ifndef EXAMPLES_PAGESTORE_NODE_HPP
#define EXAMPLES_PAGESTORE_NODE_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pagestore {

using PageNo = std::uint32_t;

inline constexpr std::size_t kPageSize = 4096; // bytes
/// What of a page is for its content; the checksum of that lies behind.
inline constexpr std::size_t kPageContent = kPageSize - sizeof(std::uint64_t);
/// In bytes, each; so that a page holds at least three entries.
inline constexpr std::size_t kMaxKey = 200;
inline constexpr std::size_t kMaxValue = 1000;

/// Writes the checksum into page `number`, which goes into it.
void seal(PageNo number, std::span<std::byte> page);
/// Whether it is there and right.
[[nodiscard]] bool is_sealed(PageNo number, std::span<const std::byte> page);

/// A leaf has a value for each key; an inner node has one child more than keys,
/// and keys[i] is the least key below children[i + 1].
struct Node {
  bool leaf = true;
  std::vector<std::string> keys;
  std::vector<std::string> values;
  std::vector<PageNo> children;

  /// Takes a page apart. False if it holds no node.
  [[nodiscard]] bool decode(std::span<const std::byte> page);
  /// Puts it into a page; it must fit.
  void encode(std::span<std::byte> page) const;
  /// In bytes, when encoded.
  [[nodiscard]] std::size_t encoded_size() const;

  /// Of a leaf: the first entry whose key is not less than `key`.
  [[nodiscard]] std::size_t position(std::string_view key) const;
  /// Of an inner node: the child that `key` lies below.
  [[nodiscard]] std::size_t child_for(std::string_view key) const;

  /// Moves the upper half into the node that it returns, and says in
  /// `separator` from which key on that counts.
  [[nodiscard]] Node split(std::string &separator);

private:
  /// In bytes, of the key and what belongs to it.
  [[nodiscard]] std::size_t entry_size(std::size_t i) const;
};

} // namespace pagestore

#endif // EXAMPLES_PAGESTORE_NODE_HPP
