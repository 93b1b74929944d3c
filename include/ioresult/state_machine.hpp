//===- state_machine.hpp - Operations that go from state to state -*- C++ -*-=//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_STATE_MACHINE_HPP
#define IORESULT_STATE_MACHINE_HPP

#include <concepts>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

#include "ioresult/contract.hpp"
#include "ioresult/pending.hpp"
#include "ioresult/result.hpp"

namespace ioresult {

/// What one step of a state machine answers:
/// - *continue*: the state has changed, step again at once;
/// - *io*: wait, then step again (RETURN_IF_IO and IO_YIELD_ONE make it);
/// - *done*: here is the machine's value; or *err*: it failed.
/// Thread-safety: that of a plain value.
template <class T> class [[nodiscard]] Transition {
public:
  using value_type = T;

  /// Continue.
  static Transition proceed() noexcept { return Transition(); }

  /// Done, with `value`.
  template <class U = T>
    requires(!std::is_void_v<T> && std::convertible_to<U, T>)
  static Transition done(U &&value) {
    return Transition(IOResult<T>::done(std::forward<U>(value)));
  }
  /// Done, with nothing (void) or a default value.
  static Transition done()
    requires(std::is_void_v<T> || std::default_initializable<T>)
  {
    return Transition(IOResult<T>::done());
  }

  // Not explicit, so that what is pending, and another function's answer, can
  // be returned.
  Transition(IOPending pending) : answer_(IOResult<T>(pending)) {}
  Transition(IOResult<T> answer) : answer_(std::move(answer)) {}

  [[nodiscard]] bool is_continue() const noexcept { return !answer_; }

  /// The io, done or err answer. Not of a continue: aborts the process.
  [[nodiscard]] IOResult<T> answer() && {
    detail::require(answer_.has_value(),
                    "Transition::answer() of one that says continue");
    return std::move(*answer_);
  }

private:
  Transition() noexcept = default;

  std::optional<IOResult<T>> answer_;
};

namespace detail {

template <class T> inline constexpr bool is_transition_v = false;
template <class T> inline constexpr bool is_transition_v<Transition<T>> = true;

/// A state machine's description: `step(context...)` answers a Transition.
template <class S, class... Context>
concept Steps = requires(S &machine, Context &...context) {
  requires is_transition_v<decltype(machine.step(context...))>;
};

} // namespace detail

/// Runs a machine that `S` describes: its state, an enum or a std::variant of
/// structs that own what each state needs, and `Transition<T>
/// step(context...)`, which looks at the state, does one piece of work and sets
/// the next state.
///
/// The machine is itself re-entrant: step() is called until it answers done or
/// err. Then it has ended, for ever: a step behind that aborts the process. To
/// run again, make another.
///
/// If S has `finalize(context...)`, it is called once, when S::step() has
/// answered done and before the machine does: the place to publish what the
/// machine made. It cannot wait; it returns void, or a std::error_code to end
/// the machine with that error. It is not called when the machine fails or is
/// dropped: what must happen at every end belongs into destructors, which run
/// with the machine, those of nested machines included.
///
/// Thread-safety: that of a plain value.
template <class S> class StateMachine {
public:
  /// A machine in the state that S is made in.
  template <class... Args>
    requires std::constructible_from<S, Args...>
  explicit StateMachine(Args &&...args)
      : machine_(std::forward<Args>(args)...) {}

  /// Steps until there is something to wait for or the machine has ended.
  /// `context` is what S::step() needs of the outside, the same at each call;
  /// it arrives by reference.
  template <class... Context>
    requires detail::Steps<S, Context...>
  [[nodiscard]] auto step(Context &&...context) {
    using Value = typename decltype(machine_.step(context...))::value_type;
    detail::require(!ended_, "StateMachine::step() of one that has ended");
    for (;;) {
      auto transition = machine_.step(context...);
      if (transition.is_continue())
        continue;
      IOResult<Value> answer = std::move(transition).answer();
      ended_ = !answer.is_io();
      if (answer.is_done())
        if (const std::error_code error = finalize(context...))
          return IOResult<Value>::err(error);
      return answer;
    }
  }

  /// Whether step() has answered done or err.
  [[nodiscard]] bool ended() const noexcept { return ended_; }

  /// What it runs, for a look from outside.
  [[nodiscard]] const S &machine() const noexcept { return machine_; }

private:
  template <class... Context> std::error_code finalize(Context &...context) {
    if constexpr (requires { machine_.finalize(context...); }) {
      using R = decltype(machine_.finalize(context...));
      static_assert(std::is_void_v<R> || std::same_as<R, std::error_code>,
                    "finalize() must return void or a std::error_code");
      if constexpr (std::is_void_v<R>)
        machine_.finalize(context...);
      else
        return machine_.finalize(context...);
    }
    return {};
  }

  S machine_;
  bool ended_ = false;
};

} // namespace ioresult

#endif // IORESULT_STATE_MACHINE_HPP
