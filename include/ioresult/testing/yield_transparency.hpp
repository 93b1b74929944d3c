//===- yield_transparency.hpp - Is how often one waits visible? -*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The four properties of code that is called again from the top, executed:
//
// - *yield transparency*: every schedule of yields gives the answers and the
//   observations of the blocking run;
// - *clean end*: after done, an error or a drop, also after awaited I/O that
//   failed, nothing is held and the next operation can start;
// - *isolation*: two operations at the same time come to what they would come
//   to one after the other;
// - *accounting*: nobody waits for what nobody finishes, and no operation is
//   done while I/O that it started is under way.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_YIELD_TRANSPARENCY_HPP
#define IORESULT_TESTING_YIELD_TRANSPARENCY_HPP

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ioresult/testing/detail/exploration.hpp"
#include "ioresult/testing/detail/subject.hpp"
#include "ioresult/testing/transparency_options.hpp"

namespace ioresult::testing {

/// Explores the runs of operations on a world. Each run has a new world.
///
/// - `make(io)` or `make()` makes the world: what outlives operations. It must
///   be the same each time. `io` is a TestIo, for its fakes or its
///   InjectingBackend; IO_MAY_YIELD needs nothing.
/// - `operate(world)` or `operate(world, n)` is operation number n, counted
///   from 0. Either it answers an IOResult: then it is the re-entrant function
///   itself, called again and again. Or it returns an operation: an object that
///   is called until it is done and destroyed then, or dropped before. Drops
///   and interleaving need the second form.
/// - `observe(world)` returns what must not depend on the schedule, printable.
///
/// The world may have two more members. `at_rest()`: what must be as it was
/// behind make() whenever no operation is under way, as locks and scratch
/// space. `invariant()`: what must be true whenever an operation answers.
///
/// An exception out of any of them is a failure. An abort() or a sanitizer's
/// report ends the process, with a last line that names the schedule.
///
/// For one thread at a time.
template <class Make, class Operate, class Observe>
[[nodiscard]] TransparencyReport
check_yield_transparent(Make make, Operate operate, Observe observe,
                        const TransparencyOptions &options = {}) {
  constexpr bool droppable = detail::makes_operations<Make, Operate>;
  const detail::SubjectFactory factory =
      [&](TestIo &io) -> std::unique_ptr<detail::Subject> {
    return std::make_unique<detail::TypedSubject<Make, Operate, Observe>>(
        make, operate, observe, io);
  };
  return detail::Exploration(factory, droppable, options).report();
}

} // namespace ioresult::testing

#endif // IORESULT_TESTING_YIELD_TRANSPARENCY_HPP
