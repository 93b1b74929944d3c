//===- backend.hpp - Where I/O really happens -------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IO_BACKEND_HPP
#define IORESULT_IO_BACKEND_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "ioresult/completion.hpp"
#include "ioresult/io/file.hpp"

namespace ioresult::io {

/// An advisory lock on a whole file, held from open() until the file is closed.
enum class FileLock : std::uint8_t {
  None,
  Shared,    ///< several may hold it, if none holds it exclusively
  Exclusive, ///< nobody else holds any
};

/// How to open a file; always for reading. Combine with designated
/// initialisers:
/// `{.write = true, .create = true}`.
struct OpenOptions {
  bool write = false;     ///< for writing too
  bool create = false;    ///< make it, empty, if it is not there; with write
  bool exclusive = false; ///< with create: it must not be there
  bool truncate = false;  ///< make it empty; with write
  /// Past the system's cache (O_DIRECT). Offsets, sizes and buffers must then
  /// be multiples of the device's block; backends without a device take no
  /// notice.
  bool direct = false;
  /// As flock(2): between processes, and between two open() of one. Where it is
  /// held by others, open() fails with std::errc::operation_would_block, unless
  /// it is to wait. Nobody else has the files of backends in memory: they take
  /// no notice.
  FileLock lock = FileLock::None;
  bool wait_for_lock = false;
};

/// A source of files, and of the progress of what was asked of them.
///
/// One thread owns a backend and its files: it alone calls them, and all
/// completions finish, callbacks included, on that thread: inside step(),
/// drain() or the destructor, or inside the function that submits, which then
/// returns a completion that is finished (`memory` does that; code must be
/// ready for either). Callbacks may submit requests and cancel, but must not
/// call step(), drain() or destroy the backend: real ones abort the process.
///
/// From its destructor on a backend accepts no requests, not even those of
/// callbacks that it calls there, and of files that outlive it none either:
/// they fail at once with std::errc::operation_canceled, by
/// Completion::refuse(), so without their callbacks. The destructor therefore
/// ends, whatever callbacks do.
class Backend {
public:
  using Duration = std::chrono::nanoseconds;
  /// A patience that does not end.
  static constexpr Duration kForever = Duration::max();

  Backend() = default;
  Backend(const Backend &) = delete;
  Backend &operator=(const Backend &) = delete;
  /// Cancels what is under way and waits for its end.
  virtual ~Backend() = default;

  /// "memory", "posix", ...: for people.
  [[nodiscard]] virtual std::string_view name() const noexcept = 0;

  /// Opens a file. Blocks, as open(2) does. Null and `error` set if it fails.
  [[nodiscard]] virtual std::shared_ptr<File> open(const std::string &path,
                                                   OpenOptions options,
                                                   std::error_code &error) = 0;

  /// Finishes the completions of what has ended. If nothing has, waits for up
  /// to `patience` until something does; zero only looks. Requests that were
  /// submitted since are set off first.
  ///
  /// Returns false if nothing was under way, so that there is nothing to wait
  /// for: `block_on(operation, [&] { return backend.step(); })` then reports a
  /// deadlock instead of hanging.
  virtual bool step(Duration patience = kForever) = 0;

  /// Asks for `completion`'s request to be given up. It still finishes in a
  /// step(), as every request does: with std::errc::operation_canceled if it
  /// could be stopped, else with its result. Of a group, its unfinished
  /// children are cancelled. Does nothing where this backend has no such
  /// request.
  void cancel(const Completion &completion) {
    for (const Completion &leaf : completion.unfinished())
      cancel_request(leaf);
  }

  /// Whether something is under way.
  [[nodiscard]] virtual bool busy() const noexcept = 0;

  /// Waits until nothing is under way, including what callbacks submit
  /// meanwhile. "Cancel, then drain" is how an operation is dropped safely.
  void drain() {
    while (busy())
      step();
  }

protected:
  /// As cancel(), for a completion that is no group's.
  virtual void cancel_request(const Completion &completion) = 0;
};

} // namespace ioresult::io

#endif // IORESULT_IO_BACKEND_HPP
