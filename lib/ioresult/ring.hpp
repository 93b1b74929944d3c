//===- ring.hpp - An io_uring with its resources ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_LIB_RING_HPP
#define IORESULT_LIB_RING_HPP

#include <liburing.h>

#include <chrono>
#include <cstdint>
#include <system_error>

namespace ioresult::io::detail {

/// Owns an io_uring. For one thread.
class Ring {
public:
  using Duration = std::chrono::nanoseconds;

  Ring() = default;
  Ring(const Ring &) = delete;
  Ring &operator=(const Ring &) = delete;
  ~Ring() {
    if (open_)
      ::io_uring_queue_exit(&ring_);
  }

  /// Makes the ring, with room for `depth` entries not yet submitted; once.
  /// Fails if the kernel has none, forbids it, or lacks what is used here.
  [[nodiscard]] std::error_code open(unsigned depth);

  /// An entry to fill in, which the next enter() submits; null if there is no
  /// room before that.
  [[nodiscard]] io_uring_sqe *next_entry() noexcept {
    return ::io_uring_get_sqe(&ring_);
  }

  /// Submits, then waits for up to `patience` until there is an answer.
  void enter(Duration patience);

  /// Calls `take(user_data, result)` with each answer that is there and removes
  /// it.
  template <class Take> void take_answers(Take take) {
    io_uring_cqe *answer = nullptr;
    unsigned head = 0;
    unsigned taken = 0;
    io_uring_for_each_cqe(&ring_, head, answer) {
      take(::io_uring_cqe_get_data(answer), answer->res);
      ++taken;
    }
    ::io_uring_cq_advance(&ring_, taken);
  }

private:
  io_uring ring_{};
  bool open_ = false;
};

} // namespace ioresult::io::detail

#endif // IORESULT_LIB_RING_HPP
