/// Numbers and texts in bytes, of one machine: the files are not portable.
#ifndef EXAMPLES_PAGESTORE_BYTES_HPP
#define EXAMPLES_PAGESTORE_BYTES_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace pagestore {

/// Puts one thing behind the other; there must be room.
class Writer {
public:
  explicit Writer(std::span<std::byte> to) : to_(to) {}

  template <class T>
    requires std::is_integral_v<T>
  void number(T value) {
    std::memcpy(to_.data(), &value, sizeof value);
    to_ = to_.subspan(sizeof value);
  }
  void text(std::string_view text) {
    number(static_cast<std::uint16_t>(text.size()));
    std::memcpy(to_.data(), text.data(), text.size());
    to_ = to_.subspan(text.size());
  }

private:
  std::span<std::byte> to_;
};

/// Takes one thing behind the other. What goes beyond the end reads as zero,
/// and is noticed.
class Reader {
public:
  explicit Reader(std::span<const std::byte> from) : from_(from) {}

  template <class T>
    requires std::is_integral_v<T>
  T number() {
    T value{};
    if (const auto bytes = take(sizeof value); !bytes.empty())
      std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  std::string text() {
    const auto bytes = take(number<std::uint16_t>());
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
  }
  /// Whether nothing lay beyond the end.
  [[nodiscard]] bool good() const { return good_; }

private:
  std::span<const std::byte> take(std::size_t size) {
    if (size > from_.size()) {
      good_ = false;
      return {};
    }
    const auto taken = from_.first(size);
    from_ = from_.subspan(size);
    return taken;
  }

  std::span<const std::byte> from_;
  bool good_ = true;
};

/// FNV-1a over `bytes`, going on from `seed`.
inline std::uint64_t checksum(std::uint64_t seed,
                              std::span<const std::byte> bytes) {
  for (const std::byte b : bytes)
    seed = (seed ^ std::to_integer<std::uint64_t>(b)) * 0x100000001b3;
  return seed;
}

} // namespace pagestore

#endif // EXAMPLES_PAGESTORE_BYTES_HPP
