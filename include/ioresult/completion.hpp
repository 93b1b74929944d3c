//===- completion.hpp - The handle of one thing under way -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_COMPLETION_HPP
#define IORESULT_COMPLETION_HPP

#include <cstddef>
#include <memory>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/buffer.hpp"
#include "ioresult/completion_types.hpp"
#include "ioresult/contract.hpp"
#include "ioresult/detail/completion_state.hpp"
#include "ioresult/detail/with_callback.hpp"
#include "ioresult/waker.hpp"

namespace ioresult {

/// One operation under way, usually I/O. Copies are handles of the same
/// operation, and `==` says whether two are.
///
/// A backend makes it, hands it to the code that waits, and later reports the
/// result with `complete()` or `fail()`. The first result wins; later ones are
/// ignored. The callback runs exactly once, when that result comes, whatever it
/// is, on the thread that brings it, and may still fail what would have
/// succeeded. Only then is the completion `finished()`; then the group that it
/// was added to is told, and then the wakers are woken.
///
/// Callbacks run on a queue and not inside each other: a completion that a
/// callback brings the result for, and a group that ends with it, finishes when
/// that callback has returned, in the order of the results. So no chain of
/// completions is too long for the stack. A callback must not wait for a
/// completion: block_on() and all steps in one abort the process.
///
/// What was moved from is no completion any more: all but assigning to it and
/// destroying it aborts the process.
///
/// Whoever makes a completion must finish it, with `abort()` if with nothing
/// better: one that is dropped unfinished never calls back, and what waits for
/// it waits forever.
///
/// Thread-safety: any thread may use its own handle at any time; who sees
/// `finished()` also sees what the callback wrote. One handle object is like a
/// std::shared_ptr: not to be assigned while another thread uses it.
class [[nodiscard]] Completion {
public:
  /// The same as make_yield(): waiting for nothing.
  Completion() noexcept
      : state_(std::shared_ptr<void>(), &detail::yield_state()) {}

  /// A pending completion of no special kind. `callback` is called with its
  /// result. One allocation, `callback` included.
  template <CompletionCallback Callback = detail::NoCallback>
  static Completion make(Callback callback = {}) {
    return make_of<detail::CompletionState>(std::move(callback),
                                            CompletionKind::Other);
  }

  /// A pending read into `buffer`, or into several one after the other, which
  /// are kept alive for as long as there is a handle of the completion.
  template <CompletionCallback Callback = detail::NoCallback>
  static Completion make_read(Buffer buffer, Callback callback = {}) {
    return make_of<detail::TransferState>(
        std::move(callback), CompletionKind::Read, std::move(buffer));
  }
  template <CompletionCallback Callback = detail::NoCallback>
  static Completion make_read(std::vector<Buffer> buffers,
                              Callback callback = {}) {
    return make_of<detail::TransferState>(
        std::move(callback), CompletionKind::Read, std::move(buffers));
  }

  /// A pending write out of `buffer`, or out of several one after the other;
  /// kept alive as by make_read().
  template <CompletionCallback Callback = detail::NoCallback>
  static Completion make_write(Buffer buffer, Callback callback = {}) {
    return make_of<detail::TransferState>(
        std::move(callback), CompletionKind::Write, std::move(buffer));
  }
  template <CompletionCallback Callback = detail::NoCallback>
  static Completion make_write(std::vector<Buffer> buffers,
                               Callback callback = {}) {
    return make_of<detail::TransferState>(
        std::move(callback), CompletionKind::Write, std::move(buffers));
  }

  /// A pending sync.
  template <CompletionCallback Callback = detail::NoCallback>
  static Completion make_sync(Callback callback = {}) {
    return make_of<detail::CompletionState>(std::move(callback),
                                            CompletionKind::Sync);
  }

  /// A pending change of a file's length.
  template <CompletionCallback Callback = detail::NoCallback>
  static Completion make_truncate(Callback callback = {}) {
    return make_of<detail::CompletionState>(std::move(callback),
                                            CompletionKind::Truncate);
  }

  /// An explicit yield: nothing is under way, it is always finished and
  /// successful, and who waits for it is asked only to let others run and to
  /// call again. Does not allocate.
  static Completion make_yield() noexcept { return Completion(); }

  [[nodiscard]] CompletionKind kind() const noexcept { return state().kind(); }

  /// Whether this is an explicit yield.
  [[nodiscard]] bool is_explicit_yield() const noexcept {
    return kind() == CompletionKind::Yield;
  }

  /// Whether the result is there and the callback has returned. Once true,
  /// always true.
  [[nodiscard]] bool finished() const noexcept { return state().finished(); }

  /// finished() without an error.
  [[nodiscard]] bool succeeded() const noexcept {
    return finished() && !error();
  }

  /// finished() with an error.
  [[nodiscard]] bool failed() const noexcept {
    return static_cast<bool>(error());
  }

  /// The error it finished with; no error if it succeeded or is not finished
  /// yet.
  [[nodiscard]] std::error_code error() const noexcept {
    return result().error;
  }

  /// How many bytes it read or wrote; 0 if it failed or is not finished yet.
  [[nodiscard]] std::size_t bytes() const noexcept { return result().bytes; }

  /// What a read or write moves; empty for other kinds. Valid for as long as
  /// there is a handle.
  [[nodiscard]] std::span<const Buffer> buffers() const noexcept {
    return state().buffers();
  }

  /// Reports success, of a read or write with the number of bytes it moved.
  /// Ignored on an explicit yield. Not to be called on a group's completion,
  /// which its children finish: aborts the process.
  void complete(std::size_t bytes = 0) const noexcept { settle({{}, bytes}); }

  /// Reports `error`, which must be one: a zero code aborts the process. Else
  /// as complete().
  void fail(std::error_code error) const noexcept {
    detail::require(static_cast<bool>(error),
                    "Completion::fail() needs an error");
    settle({error});
  }

  /// Reports that a backend has not accepted its request: as fail(), but the
  /// callback is destroyed without being called, because nothing was begun. So
  /// a callback that tries again whatever the error comes to an end.
  void refuse(std::error_code error) const noexcept {
    detail::require(static_cast<bool>(error),
                    "Completion::refuse() needs an error");
    if (const auto state = checked())
      state->refuse(error);
  }

  /// Gives up: fails with std::errc::operation_canceled if there is no result
  /// yet. On a group's completion: aborts the children that are not finished,
  /// and so ends when the last one has. Stops nothing that a device has under
  /// way, which goes on with the buffers while the backend has its handle.
  void abort() const noexcept {
    const auto state = checked();
    if (kind() != CompletionKind::Group)
      state->abort();
    else
      for (const auto &leaf : detail::CompletionState::unfinished(state))
        leaf->abort();
  }

  /// Wakes `waker` once, behind the end; at once if it is finished already. The
  /// same waker counts once, however often it is added; the interest is that
  /// which it was added with last. Constant time, as remove_waker().
  void add_waker(const Waker &waker,
                 Interest interest = Interest::Result) const {
    if (!state().keep(waker, interest))
      waker.wake();
  }

  /// Takes a waker back, if it is there. It may be being woken at this moment.
  void remove_waker(const Waker &waker) const noexcept {
    state().forget(waker);
  }

  /// Whether anyone who left a waker with it, or with a group around it, wants
  /// its result. Of what nobody wants a driver may cancel the I/O. Takes as
  /// many steps as groups are nested around it.
  [[nodiscard]] bool is_wanted() const noexcept {
    return detail::CompletionState::is_wanted(checked());
  }

  /// What is under way in it: itself, or of a group its children, through
  /// nested groups; nothing that is finished. What a backend must cancel.
  [[nodiscard]] std::vector<Completion> unfinished() const {
    std::vector<Completion> handles;
    if (finished())
      return handles;
    auto leaves = detail::CompletionState::unfinished(checked());
    handles.reserve(leaves.size());
    for (auto &leaf : leaves)
      handles.push_back(Completion(std::move(leaf)));
    return handles;
  }

  /// For what starts I/O: takes it for the one request of its life. A second
  /// time aborts the process, because the result could be that of either.
  void begin_request() const noexcept { state().begin_request(); }

  /// For backends: where the one that has its request may note what it needs to
  /// find that again. For that backend's thread, until it reports the result.
  [[nodiscard]] detail::RequestSlot &request_slot() const noexcept {
    return state().slot();
  }

  friend bool operator==(const Completion &,
                         const Completion &) noexcept = default;

private:
  friend class CompletionGroup;

  explicit Completion(std::shared_ptr<detail::CompletionState> state) noexcept
      : state_(std::move(state)) {}

  template <class State, class Callback, class... Args>
  static Completion make_of(Callback callback, Args &&...args) {
    return Completion(std::make_shared<detail::WithCallback<State, Callback>>(
        std::move(callback), std::forward<Args>(args)...));
  }

  [[nodiscard]] CompletionResult result() const noexcept {
    return state().result();
  }

  void settle(CompletionResult result) const noexcept {
    // A handle of its own, because the callback may destroy the one it is
    // called through.
    checked()->settle(result);
  }

  [[nodiscard]] detail::CompletionState &state() const noexcept {
    require_not_moved_from();
    return *state_;
  }
  [[nodiscard]] std::shared_ptr<detail::CompletionState>
  checked() const noexcept {
    require_not_moved_from();
    return state_;
  }
  void require_not_moved_from() const noexcept {
    detail::require(state_ != nullptr,
                    "a completion was used after it was moved from");
  }

  std::shared_ptr<detail::CompletionState> state_;
};

} // namespace ioresult

#endif // IORESULT_COMPLETION_HPP
