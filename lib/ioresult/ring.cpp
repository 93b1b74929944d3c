//===- ring.cpp - An io_uring with its resources --------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ring.hpp"

#include <cerrno>
#include <initializer_list>
#include <memory>

#include "ioresult/contract.hpp"

namespace ioresult::io::detail {

namespace {

bool offers_all(io_uring &ring, std::initializer_list<int> operations) {
  const std::unique_ptr<io_uring_probe, void (*)(io_uring_probe *)> probe(
      ::io_uring_get_probe_ring(&ring), ::io_uring_free_probe);
  if (!probe)
    return false;
  for (const int operation : operations)
    if (!::io_uring_opcode_supported(probe.get(), operation))
      return false;
  return true;
}

} // namespace

std::error_code Ring::open(unsigned depth) {
  // Answers wait for the thread that asks instead of interrupting it, where
  // the kernel can do that (Linux 5.19).
  int result = ::io_uring_queue_init(depth, &ring_, IORING_SETUP_COOP_TASKRUN);
  if (result == -EINVAL)
    result = ::io_uring_queue_init(depth, &ring_, 0);
  if (result < 0)
    return {-result, std::generic_category()};
  open_ = true;
  // What a ring without the feature would lose or do otherwise: answers must
  // not be dropped, and waiting with a timeout must need no entry.
  constexpr unsigned kNeeded = IORING_FEAT_NODROP | IORING_FEAT_EXT_ARG;
  if ((ring_.features & kNeeded) != kNeeded ||
      !offers_all(ring_,
                  {IORING_OP_READ, IORING_OP_WRITE, IORING_OP_READV,
                   IORING_OP_WRITEV, IORING_OP_FSYNC, IORING_OP_ASYNC_CANCEL}))
    return std::make_error_code(std::errc::function_not_supported);
  return {};
}

void Ring::enter(Duration patience) {
  int result = 0;
  if (patience == Duration::max()) {
    result = ::io_uring_submit_and_wait(&ring_, 1);
  } else if (patience > Duration::zero()) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(patience);
    __kernel_timespec timeout{};
    timeout.tv_sec = seconds.count();
    timeout.tv_nsec = (patience - seconds).count();
    io_uring_cqe *first = nullptr;
    result = ::io_uring_submit_and_wait_timeout(&ring_, &first, 1, &timeout,
                                                nullptr);
  } else {
    result = ::io_uring_submit(&ring_);
    // Lets the kernel post answers that it holds back.
    if (result >= 0)
      result = ::io_uring_get_events(&ring_);
  }
  // Short of memory, or of room for answers, or a signal, or the time is over:
  // what was not submitted is still in the queue, and the caller comes again.
  const bool again = result == -EAGAIN || result == -EBUSY ||
                     result == -EINTR || result == -ETIME;
  ioresult::detail::require(result >= 0 || again,
                            "the kernel refuses a ring that it made");
}

} // namespace ioresult::io::detail
