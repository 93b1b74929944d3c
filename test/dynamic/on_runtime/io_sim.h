//===- io_sim.h - The corpus' simulator -------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stands in for the corpus' own header of this name: what the bodies of its
// fake callees ask, answered by the run that is being explored; and the drivers
// with which a scenario runs on its own.
//
//===----------------------------------------------------------------------===//

#ifndef TEST_DYNAMIC_ON_RUNTIME_IO_SIM_H
#define TEST_DYNAMIC_ON_RUNTIME_IO_SIM_H

#include "ioresult/testing/test_io.hpp"
#include "ioresult_stub.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace io_sim {

/// Of the run under way.
inline ioresult::testing::TestIo *io = nullptr;
/// Whether errors are injected into what is submitted.
inline bool submitted_may_fail = true;
inline int ticks = 0;

inline void begin_run(ioresult::testing::TestIo &run) {
  io = &run;
  submitted_may_fail = true;
  ticks = 0;
}

inline bool should_yield() { return io->injector().should_yield(); }
inline bool may_fail() { return io->may_fail("fails at once"); }

inline void enqueue(const Completion &completion) {
  io->defer("submitted", [completion](std::error_code error) {
    if (error && submitted_may_fail)
      completion.fail(error);
    else
      completion.complete();
  });
}
inline Completion submit() {
  Completion completion = Completion::make();
  enqueue(completion);
  return completion;
}
template <class Callback> Completion submit(Callback callback) {
  Completion completion = Completion::make(std::move(callback));
  enqueue(completion);
  return completion;
}

/// All that is under way ends.
inline void step() {
  for (std::size_t n = io->in_flight(); n > 0; --n)
    io->step();
}

struct Hang : std::runtime_error {
  Hang() : std::runtime_error("hangs") {}
};

/// For loops that nothing else would end.
inline void tick() {
  if (++ticks > 400)
    throw Hang();
}

/// Calls f until it is done; an error of what it waits for is its answer.
template <class F> auto drive(F f) {
  ticks = 0;
  return ioresult::block_on(
      [&f] {
        tick();
        return f();
      },
      [] {
        if (!io->step())
          throw Hang();
      });
}

/// Does not always wait before it calls again.
template <class F> auto drive_eager(F f) {
  for (ticks = 0;;) {
    tick();
    auto answer = f();
    if (!answer.is_io())
      return answer;
    if (answer.completion().finished() || !should_yield())
      step();
  }
}

/// Whether f still waits; the caller then gives it up.
template <class F> bool poll_once(F f) { return f().is_io(); }

} // namespace io_sim

#endif // TEST_DYNAMIC_ON_RUNTIME_IO_SIM_H
