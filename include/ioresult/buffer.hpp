//===- buffer.hpp - The bytes that I/O reads and writes ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_BUFFER_HPP
#define IORESULT_BUFFER_HPP

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <utility>

#include "ioresult/contract.hpp"

namespace ioresult {

/// A run of bytes with shared ownership. Copies and slices are handles of the
/// same bytes, which live as long as any of them: so a completion that holds
/// one keeps the memory that a device writes to, whoever else lets go of it.
///
/// Like std::span it does not pass constness on: a const Buffer is a handle
/// that stays on its bytes, not bytes that do not change.
///
/// Thread-safety: the ownership is counted atomically; the bytes are the
/// users' to keep apart.
class Buffer {
public:
  /// No bytes.
  Buffer() noexcept = default;

  /// `size` zero bytes; the first lies at a multiple of `alignment`
  /// (unbuffered files want the size of their blocks), which must be a power of
  /// two: else aborts the process.
  static Buffer allocate(std::size_t size,
                         std::size_t alignment = kDefaultAlignment) {
    Buffer buffer = uninitialized(size, alignment);
    std::fill_n(buffer.data(), size, std::byte{});
    return buffer;
  }

  /// As allocate(), but what the bytes are is unspecified: for what is written
  /// before it is read, as the bytes() of a read are. Takes no time in
  /// proportion to `size`.
  static Buffer uninitialized(std::size_t size,
                              std::size_t alignment = kDefaultAlignment) {
    detail::require(std::has_single_bit(alignment),
                    "Buffer::allocate() aligns to powers of two");
    const std::align_val_t align{alignment};
    return Buffer(std::shared_ptr<std::byte>(
                      static_cast<std::byte *>(::operator new(size, align)),
                      [align](std::byte *p) { ::operator delete(p, align); }),
                  size);
  }

  /// A copy of `bytes`, for which allocate() holds.
  static Buffer copy_of(std::span<const std::byte> bytes) {
    Buffer copy = uninitialized(bytes.size());
    std::copy(bytes.begin(), bytes.end(), copy.data());
    return copy;
  }

  /// `size` bytes from `owner` on, kept alive by it; memory of another kind
  /// (a mapping, a part of a pool) comes with its own deleter.
  static Buffer adopt(std::shared_ptr<std::byte> owner,
                      std::size_t size) noexcept {
    return Buffer(std::move(owner), size);
  }

  [[nodiscard]] std::byte *data() const noexcept { return bytes_.get(); }
  /// In bytes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::span<std::byte> bytes() const noexcept {
    return {data(), size_};
  }

  /// A handle of the `size` bytes from `offset` on. A part that is not inside
  /// aborts the process.
  [[nodiscard]] Buffer slice(std::size_t offset, std::size_t size) const {
    detail::require(offset <= size_ && size <= size_ - offset,
                    "Buffer::slice() of a part that is not inside");
    return Buffer(std::shared_ptr<std::byte>(bytes_, data() + offset), size);
  }

  /// Handles of the same bytes; equal content does not make them equal.
  friend bool operator==(const Buffer &, const Buffer &) noexcept = default;

private:
  static constexpr std::size_t kDefaultAlignment = 64; // a cache line

  Buffer(std::shared_ptr<std::byte> bytes, std::size_t size) noexcept
      : bytes_(std::move(bytes)), size_(size) {}

  std::shared_ptr<std::byte> bytes_;
  std::size_t size_ = 0;
};

} // namespace ioresult

#endif // IORESULT_BUFFER_HPP
