//===- transfer.cpp - A read or write, piece by piece ---------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "transfer.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>

#include "ioresult/contract.hpp"

namespace ioresult::io::detail {

using Kind = CompletionKind;

namespace {

constexpr std::size_t kSmallestBlock = 512;

bool moves_bytes(Kind kind) {
  return kind == Kind::Read || kind == Kind::Write;
}

} // namespace

bool in_range(const Request &request) noexcept {
  // io_uring takes -1 for "where the file stands", so it must not get there.
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  std::uint64_t bytes = 0;
  for (const Buffer &buffer : request.completion.buffers())
    bytes += buffer.size();
  return request.offset <= kMax && bytes <= kMax - request.offset;
}

Transfer::Next Transfer::begin(const Request &request, Device device) {
  request_ = &request;
  device_ = device;
  buffer_ = within_ = 0;
  pieces_.clear();
  outcome_ = {};
  if (!in_range(request)) {
    outcome_.error = std::make_error_code(std::errc::invalid_argument);
    return next_ = Next::Ended;
  }
  return next_ = moves_bytes(request.kind()) ? rest() : Next::Again;
}

Transfer::Next Transfer::answered(std::int64_t result) {
  return next_ = interpret(result);
}

Transfer::Next Transfer::interpret(std::int64_t result) {
  if (result == -EINTR)
    return Next::Again;
  if (result == -EAGAIN)
    return Next::AgainReady;
  if (result < 0) {
    outcome_.error = {static_cast<int>(-result), std::generic_category()};
    return Next::Ended;
  }
  return moves_bytes(request_->kind()) ? moved(static_cast<std::size_t>(result))
                                       : Next::Ended;
}

Transfer::Next Transfer::moved(std::size_t bytes) {
  if (bytes == 0) {
    // The end of the file for a read. A write that moves nothing and gives no
    // reason would be tried for ever.
    if (request_->kind() == Kind::Write)
      outcome_.error = std::make_error_code(std::errc::io_error);
    return Next::Ended;
  }
  outcome_.bytes += bytes;
  within_ += bytes;
  const auto buffers = request_->completion.buffers();
  while (buffer_ < buffers.size() && within_ >= buffers[buffer_].size())
    within_ -= buffers[buffer_++].size();
  ioresult::detail::require(buffer_ < buffers.size() || within_ == 0,
                            "a device moved more than it was asked to");
  if (device_.direct && request_->kind() == Kind::Read &&
      bytes % kSmallestBlock != 0)
    return Next::Ended;
  return rest();
}

Transfer::Next Transfer::rest() {
  pieces_.clear();
  const auto buffers = request_->completion.buffers();
  std::size_t room = device_.bytes;
  std::size_t skip = within_;
  for (std::size_t i = buffer_;
       i < buffers.size() && room != 0 && pieces_.size() < device_.buffers;
       ++i) {
    const std::size_t size = std::min(buffers[i].size() - skip, room);
    if (size != 0)
      pieces_.push_back({buffers[i].data() + skip, size});
    room -= size;
    skip = 0;
  }
  return pieces_.empty() ? Next::Ended : Next::Again;
}

} // namespace ioresult::io::detail
