//===- descriptor.hpp - An open file of the system --------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_LIB_DESCRIPTOR_HPP
#define IORESULT_LIB_DESCRIPTOR_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <system_error>

#include "ioresult/io/backend.hpp"
#include "transfer.hpp"

namespace ioresult::io::detail {

/// Owns a file descriptor. Shared by the file and its requests, so that it is
/// closed behind the last of them. Thread-safe, as system calls are.
class Descriptor {
public:
  /// Opens as Backend::open(). A file that it makes is there after a crash too:
  /// its directory is synced.
  static std::shared_ptr<const Descriptor>
  open(const std::string &path, OpenOptions options, std::error_code &error);

  explicit Descriptor(int fd, OpenOptions options = {}) noexcept
      : fd_(fd), direct_(options.direct), writable_(options.write) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor();

  [[nodiscard]] int fd() const noexcept { return fd_; }
  /// Whether it goes past the system's cache.
  [[nodiscard]] bool direct() const noexcept { return direct_; }

  /// As File::size().
  [[nodiscard]] std::uint64_t size(std::error_code &error) const;

  /// Makes one system call for `transfer`, which is that of a request of this
  /// kind. Its answer, or a negated errno.
  [[nodiscard]] std::int64_t call(CompletionKind kind,
                                  const Transfer &transfer) const;

  /// Reads what the system has in memory, and does not wait for a device: bytes
  /// moved, perhaps fewer than asked for, or a negated errno if there are none,
  /// or if this kind of file cannot tell.
  [[nodiscard]] std::int64_t read_cached(const Transfer &transfer) const;

  /// Waits a while for it to be ready to be read from or written to.
  void wait_ready(CompletionKind kind) const;

private:
  int fd_;
  bool direct_;
  bool writable_;
};

} // namespace ioresult::io::detail

#endif // IORESULT_LIB_DESCRIPTOR_HPP
