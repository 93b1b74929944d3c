//===- descriptor.cpp - An open file of the system ------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "ioresult/contract.hpp"

namespace ioresult::io::detail {

using Kind = CompletionKind;

namespace {

constexpr mode_t kMode = 0644;
// Short enough for who wants to cancel meanwhile.
constexpr int kPatienceMs = 100;

/// Calls again what a signal interrupted.
template <class Call> auto uninterrupted(Call call) {
  for (;;) {
    const auto result = call();
    if (result != -1 || errno != EINTR)
      return result;
  }
}

std::error_code last_error() { return {errno, std::generic_category()}; }

int flags_of(OpenOptions options) {
  int flags = O_CLOEXEC | (options.write ? O_RDWR : O_RDONLY);
#ifdef O_DIRECT
  if (options.direct)
    flags |= O_DIRECT;
#endif
  return flags;
}

std::error_code take_lock(int fd, OpenOptions options) {
  if (options.lock == FileLock::None)
    return {};
  const int how = (options.lock == FileLock::Shared ? LOCK_SH : LOCK_EX) |
                  (options.wait_for_lock ? 0 : LOCK_NB);
  if (uninterrupted([&] { return ::flock(fd, how); }) == 0)
    return {};
  return last_error();
}

std::error_code sync_directory_of(const std::string &path) {
  std::filesystem::path directory = std::filesystem::path(path).parent_path();
  if (directory.empty())
    directory = ".";
  const Descriptor opened(uninterrupted([&] {
    return ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  }));
  if (opened.fd() < 0)
    return last_error();
  if (uninterrupted([&] { return ::fsync(opened.fd()); }) != 0 &&
      errno != EINVAL) // A file system that has nothing to sync there.
    return last_error();
  return {};
}

} // namespace

std::shared_ptr<const Descriptor> Descriptor::open(const std::string &path,
                                                   OpenOptions options,
                                                   std::error_code &error) {
  error.clear();
  const int flags = flags_of(options);
  const auto open_with = [&](int more) {
    return uninterrupted(
        [&] { return ::open(path.c_str(), flags | more, kMode); });
  };
  // Whether this call makes the file is known only with O_EXCL.
  int fd = options.create ? open_with(O_CREAT | O_EXCL) : open_with(0);
  const bool made = options.create && fd >= 0;
  if (fd < 0 && errno == EEXIST && options.create && !options.exclusive)
    fd = open_with(O_CREAT);
  if (fd < 0) {
    error = last_error();
    return nullptr;
  }
  auto descriptor = std::make_shared<const Descriptor>(fd, options);
  // Not by O_TRUNC: who does not get the lock must not change the file.
  error = take_lock(fd, options);
  if (!error && options.truncate && ::ftruncate(fd, 0) != 0)
    error = last_error();
  if (!error && made)
    error = sync_directory_of(path);
  return error ? nullptr : descriptor;
}

Descriptor::~Descriptor() {
  // Not again on EINTR: Linux has closed it by then.
  if (fd_ >= 0)
    ::close(fd_);
}

std::uint64_t Descriptor::size(std::error_code &error) const {
  struct stat status;
  if (::fstat(fd_, &status) != 0) {
    error = last_error();
    return 0;
  }
  error.clear();
  return static_cast<std::uint64_t>(status.st_size);
}

std::int64_t Descriptor::call(Kind kind, const Transfer &transfer) const {
  const auto pieces = transfer.pieces();
  const auto offset = static_cast<off_t>(transfer.offset());
  const int count = static_cast<int>(pieces.size());
  std::int64_t result = 0;
  switch (kind) {
  case Kind::Read:
    result = ::preadv(fd_, pieces.data(), count, offset);
    break;
  case Kind::Write:
    result = ::pwritev(fd_, pieces.data(), count, offset);
    break;
  case Kind::Sync:
    result = ::fdatasync(fd_);
    break;
  case Kind::Truncate:
    // What the system says of a write to it; of a truncate it says EINVAL.
    if (!writable_)
      return -EBADF;
    result = ::ftruncate(fd_, offset);
    break;
  case Kind::Yield:
  case Kind::Other:
  case Kind::Group:
    ioresult::detail::contract_violated("no request for a file");
  }
  return result < 0 ? -errno : result;
}

std::int64_t Descriptor::read_cached(const Transfer &transfer) const {
#ifdef RWF_NOWAIT
  const auto pieces = transfer.pieces();
  const auto result =
      ::preadv2(fd_, pieces.data(), static_cast<int>(pieces.size()),
                static_cast<off_t>(transfer.offset()), RWF_NOWAIT);
  return result < 0 ? -errno : result;
#else
  (void)transfer;
  return -EOPNOTSUPP;
#endif
}

void Descriptor::wait_ready(Kind kind) const {
  pollfd wanted{fd_, static_cast<short>(kind == Kind::Read ? POLLIN : POLLOUT),
                0};
  // That it failed, or is still not ready, is what the next call tells.
  (void)::poll(&wanted, 1, kPatienceMs);
}

} // namespace ioresult::io::detail
