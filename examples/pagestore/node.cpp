#include "node.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "bytes.hpp"

namespace pagestore {

namespace {

constexpr std::size_t kHeader = 1 + 2; // leaf or inner, number of keys
constexpr std::uint8_t kLeaf = 1;
constexpr std::uint8_t kInner = 2;

std::uint64_t page_checksum(PageNo number, std::span<const std::byte> page) {
  constexpr std::uint64_t kSeed = 0x70616765'73746f72;
  return checksum(kSeed + number, page.first(kPageContent));
}

template <class T>
std::vector<T> upper_part(std::vector<T> &v, std::size_t at) {
  const auto from = v.begin() + static_cast<std::ptrdiff_t>(at);
  std::vector<T> upper(std::make_move_iterator(from),
                       std::make_move_iterator(v.end()));
  v.resize(at);
  return upper;
}

} // namespace

void seal(PageNo number, std::span<std::byte> page) {
  Writer(page.subspan(kPageContent)).number(page_checksum(number, page));
}

bool is_sealed(PageNo number, std::span<const std::byte> page) {
  return Reader(page.subspan(kPageContent)).number<std::uint64_t>() ==
         page_checksum(number, page);
}

bool Node::decode(std::span<const std::byte> page) {
  *this = Node();
  Reader in(page);
  const auto type = in.number<std::uint8_t>();
  const auto count = in.number<std::uint16_t>();
  leaf = type == kLeaf;
  if (!leaf)
    children.push_back(in.number<PageNo>());
  for (std::size_t i = 0; i < count && in.good(); ++i) {
    keys.push_back(in.text());
    if (leaf)
      values.push_back(in.text());
    else
      children.push_back(in.number<PageNo>());
  }
  return in.good() && (type == kLeaf || type == kInner);
}

void Node::encode(std::span<std::byte> page) const {
  std::fill(page.begin(), page.end(), std::byte{});
  Writer out(page);
  out.number(leaf ? kLeaf : kInner);
  out.number(static_cast<std::uint16_t>(keys.size()));
  if (!leaf)
    out.number(children[0]);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out.text(keys[i]);
    if (leaf)
      out.text(values[i]);
    else
      out.number(children[i + 1]);
  }
}

std::size_t Node::encoded_size() const {
  std::size_t size = kHeader + (leaf ? 0 : sizeof(PageNo));
  for (std::size_t i = 0; i < keys.size(); ++i)
    size += entry_size(i);
  return size;
}

std::size_t Node::position(std::string_view key) const {
  return static_cast<std::size_t>(
      std::lower_bound(keys.begin(), keys.end(), key) - keys.begin());
}

std::size_t Node::child_for(std::string_view key) const {
  return static_cast<std::size_t>(
      std::upper_bound(keys.begin(), keys.end(), key) - keys.begin());
}

std::size_t Node::entry_size(std::size_t i) const {
  return 2 + keys[i].size() + (leaf ? 2 + values[i].size() : sizeof(PageNo));
}

Node Node::split(std::string &separator) {
  // By size, not by count: both halves must fit their pages.
  const std::size_t wanted = encoded_size() / 2;
  std::size_t half = 0;
  for (std::size_t size = 0; size < wanted; ++half)
    size += entry_size(half);
  Node upper;
  upper.leaf = leaf;
  if (leaf) {
    upper.keys = upper_part(keys, half);
    upper.values = upper_part(values, half);
    separator = upper.keys.front();
  } else {
    // The last key of the lower half goes up.
    upper.keys = upper_part(keys, half);
    upper.children = upper_part(children, half);
    separator = std::move(keys.back());
    keys.pop_back();
  }
  return upper;
}

} // namespace pagestore
