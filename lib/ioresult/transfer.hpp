//===- transfer.hpp - A read or write, piece by piece -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A device may move less than it was asked for, be interrupted, or have no
// time. What follows from each of its answers is decided here, once for all
// backends.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_LIB_TRANSFER_HPP
#define IORESULT_LIB_TRANSFER_HPP

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <vector>

#include "ioresult/completion_types.hpp"
#include "ioresult/io/file.hpp"

namespace ioresult::io::detail {

/// Whether every byte that `request` moves has an offset that off_t can say.
[[nodiscard]] bool in_range(const Request &request) noexcept;

/// The progress of one request of any kind on a device that answers as system
/// calls do.
class Transfer {
public:
  /// What is to be done behind the device's answer.
  enum class Next {
    Again,      // hand over pieces() at offset() (anew)
    AgainReady, // the same, once the device is ready
    Ended,      // nothing: see outcome()
  };

  /// What is to be known of the device.
  struct Device {
    /// The most that pieces() may be. A system call takes no more buffers than
    /// IOV_MAX and moves no more than 2 GiB, and io_uring's lengths have 32
    /// bits.
    std::size_t buffers = 1024;
    std::size_t bytes = std::size_t{1} << 30;
    /// Whether it moves whole blocks only. A part of one is then the end of the
    /// file, and going on behind it would be refused.
    bool direct = false;
  };

  Transfer() = default;

  /// Starts on `request`, which must stay where it is, as its buffers must.
  /// Ended at once if it is not valid (a range that reaches behind what off_t
  /// can say) or moves nothing.
  Next begin(const Request &request, Device device);

  /// The buffers, or parts of them, to be moved next. Not empty until it has
  /// ended; empty for requests that move none.
  [[nodiscard]] std::span<const iovec> pieces() const noexcept {
    return pieces_;
  }

  /// How many bytes pieces() are.
  [[nodiscard]] std::size_t bytes_left() const noexcept {
    std::size_t bytes = 0;
    for (const iovec &piece : pieces_)
      bytes += piece.iov_len;
    return bytes;
  }

  /// Where in the file pieces() go. For a truncate: the new size.
  [[nodiscard]] std::uint64_t offset() const noexcept {
    return request_->offset + outcome_.bytes;
  }

  /// Takes the device's answer: bytes moved, or a negated errno.
  Next answered(std::int64_t result);

  /// What begin() or answered() said last.
  [[nodiscard]] Next next() const noexcept { return next_; }

  /// How it ended.
  [[nodiscard]] const CompletionResult &outcome() const noexcept {
    return outcome_;
  }

private:
  Next interpret(std::int64_t result);
  Next moved(std::size_t bytes);
  Next rest();

  const Request *request_ = nullptr;
  Device device_;
  // The first buffer that is not wholly moved, and how much of it is.
  std::size_t buffer_ = 0;
  std::size_t within_ = 0;
  std::vector<iovec> pieces_;
  Next next_ = Next::Ended;
  CompletionResult outcome_;
};

} // namespace ioresult::io::detail

#endif // IORESULT_LIB_TRANSFER_HPP
