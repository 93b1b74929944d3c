//===- file.hpp - A file of some backend ------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IO_FILE_HPP
#define IORESULT_IO_FILE_HPP

#include <cstdint>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/buffer.hpp"
#include "ioresult/completion.hpp"
#include "ioresult/completion_types.hpp"
#include "ioresult/contract.hpp"

namespace ioresult::io {

/// One thing that a file is asked to do. A backend keeps it, and with the
/// completion its buffers, until the device has let go of them, even if the
/// completion was aborted before.
struct Request {
  /// Its kind says what to do, its buffers say with which memory. Gets the
  /// result.
  Completion completion;
  /// Read, Write: where in the file, in bytes. Truncate: its size from then on.
  /// Sync: 0.
  std::uint64_t offset = 0;

  /// Read, Write, Sync or Truncate.
  [[nodiscard]] CompletionKind kind() const noexcept {
    return completion.kind();
  }
};

/// An open file of a backend. Nothing here blocks but size(): each function
/// hands a request over and returns its completion, which is finished already
/// or which a later Backend::step() finishes.
///
/// A completion that the caller made is for one request: a second one, also if
/// the first has ended, aborts the process. One that was aborted before is
/// returned as it is, and nothing is begun.
///
/// What a completion's success means, with any backend:
/// - read: its bytes() were read. That is all that was asked for, or less if
///   the file ends before; 0 behind the end. What lies behind bytes() in the
///   buffers is unspecified.
/// - write: all bytes are in the file, which has grown if need be; a gap reads
///   as zeros. They are durable only after a sync.
/// - sync: what writes and truncates that had *finished* before did to this
///   file is durable.
/// - truncate: the file has that size; what it has grown by reads as zeros.
///
/// What a failure means: read: the buffers are unspecified. Write: none, some
/// or all of the bytes may be in the file (a disk that is full in the middle of
/// a vectored write); writing the same again is safe. Sync: unknown what is
/// durable, even if a later sync succeeds.
///
/// Requests that are under way at the same time have no order: wait for the one
/// before starting the other.
///
/// Closed when the last owner has let go of it and its last request has ended.
/// Thread-safety: as its backend's.
class File {
public:
  File() = default;
  File(const File &) = delete;
  File &operator=(const File &) = delete;
  virtual ~File() = default;

  /// Fills `into` from byte `offset` of the file on.
  Completion read(std::uint64_t offset, Buffer into) {
    return read(offset, Completion::make_read(std::move(into)));
  }

  /// As read(), into several buffers, one behind the other. No buffers, or
  /// empty ones, are right and read nothing.
  Completion readv(std::uint64_t offset, std::vector<Buffer> into) {
    return read(offset, Completion::make_read(std::move(into)));
  }

  /// The same for a completion of kind Read that the caller made, with its
  /// buffers and a callback.
  Completion read(std::uint64_t offset, Completion done) {
    return start(CompletionKind::Read, offset, std::move(done));
  }

  /// Writes `from` at byte `offset` of the file. Its bytes must not change
  /// before the completion has finished.
  Completion write(std::uint64_t offset, Buffer from) {
    return write(offset, Completion::make_write(std::move(from)));
  }

  /// As write(), from several buffers, one behind the other.
  Completion writev(std::uint64_t offset, std::vector<Buffer> from) {
    return write(offset, Completion::make_write(std::move(from)));
  }

  /// The same for a completion of kind Write that the caller made.
  Completion write(std::uint64_t offset, Completion done) {
    return start(CompletionKind::Write, offset, std::move(done));
  }

  /// Makes durable what was written. `done` is of kind Sync.
  Completion sync(Completion done = Completion::make_sync()) {
    return start(CompletionKind::Sync, 0, std::move(done));
  }

  /// Makes the file `size` bytes long. `done` is of kind Truncate.
  Completion truncate(std::uint64_t size,
                      Completion done = Completion::make_truncate()) {
    return start(CompletionKind::Truncate, size, std::move(done));
  }

  /// Its size in bytes now; 0 and `error` set if that cannot be said.
  [[nodiscard]] virtual std::uint64_t size(std::error_code &error) const = 0;

protected:
  /// Takes `request` over. Its completion gets exactly one result from the
  /// backend, now or in a later step.
  virtual void submit(Request request) = 0;

private:
  Completion start(CompletionKind kind, std::uint64_t offset, Completion done) {
    detail::require(done.kind() == kind,
                    "a request was given a completion of another kind");
    done.begin_request();
    if (done.finished()) {
      detail::require(done.failed(),
                      "a request was given a completion that has finished");
      return done; // Aborted before it began.
    }
    submit(Request{done, offset});
    return done;
  }
};

} // namespace ioresult::io

#endif // IORESULT_IO_FILE_HPP
