//===- runner.hpp - One run of operations on a world ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_RUNNER_HPP
#define IORESULT_TESTING_DETAIL_RUNNER_HPP

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ioresult/testing/blocking_run.hpp"
#include "ioresult/testing/detail/subject.hpp"
#include "ioresult/testing/test_io.hpp"

namespace ioresult::testing::detail {

/// What may happen in a run besides yields.
enum class Mode { Blocking, Yields, EarlyPolls, Errors, Drops, Interleaved };

struct RunPlan {
  Mode mode = Mode::Blocking;
  /// Which operations, in this order; Interleaved: at the same time.
  std::vector<std::size_t> operations;
  /// Whether a done operation may leave I/O under way.
  bool background_io = false;
  /// An operation that is called more often is said to hang.
  std::size_t max_calls = 1000;
  /// Whether to observe the world at every question.
  bool probe = false;
};

/// What can be seen at one moment of a run.
struct Checkpoint {
  std::string what;
  std::string value;
  friend bool operator==(const Checkpoint &, const Checkpoint &) = default;
};

struct RunRecord {
  std::vector<Checkpoint> checkpoints;
  std::map<std::size_t, Answer> answers; ///< of the operations that ended
  std::string observed;                  ///< at the end
  std::optional<std::size_t> first_lost; ///< the operation dropped or failed
  bool waited = false; ///< whether one that ran alone ever answered "not yet"
  std::vector<YieldInjector::Question> questions;
  /// Why the run could not go on or should not have gone so; else empty.
  std::string failure;
};

/// Drives the operations of a plan as the model says, and checks on the way
/// what needs no other run to compare with.
class Runner {
public:
  Runner(Subject &subject, TestIo &io, const RunPlan &plan)
      : subject_(subject), io_(io), plan_(plan), rest_(subject.at_rest()) {}

  Runner(const Runner &) = delete;
  Runner &operator=(const Runner &) = delete;
  /// The subject's end may ask more, also behind an exception.
  ~Runner() { io_.injector().set_probe(nullptr); }

  RunRecord go() {
    if (plan_.probe)
      io_.injector().set_probe([this] { return subject_.observe(); });
    if (plan_.mode == Mode::Interleaved)
      interleave();
    else
      for (const std::size_t operation : plan_.operations)
        if (!run_alone(operation))
          break;
    io_.injector().set_probe(nullptr);
    if (record_.failure.empty())
      record_.observed = subject_.observe();
    return std::move(record_);
  }

private:
  // --- one operation at a time ----------------------------------------------

  bool run_alone(std::size_t operation) {
    const bool may_be_lost = operation == plan_.operations.front();
    io_.allow_errors(may_be_lost && plan_.mode == Mode::Errors ? 1 : 0);
    subject_.begin(operation);
    for (;;) {
      const Answer answer = call(operation);
      if (!record_.failure.empty())
        return false;
      if (answer.kind != Answer::Kind::Pending)
        return end(operation, answer);
      record_.waited = true;
      if (may_be_lost && plan_.mode == Mode::Drops &&
          io_.injector().choose(".d", "the driver drops it here") == 'd')
        return end(operation, {Answer::Kind::Error, "dropped", {}});
      if (plan_.mode == Mode::EarlyPolls && !answer.awaited.finished() &&
          io_.injector().choose(".p", "the driver polls early") == 'p')
        continue;
      if (!wait(answer.awaited))
        return fail("operation " + std::to_string(operation) +
                    " waits for a completion that nothing under way will "
                    "finish");
      if (answer.awaited.failed())
        return end(operation, awaited_failed(answer.awaited));
    }
  }

  // --- two at the same time -------------------------------------------------

  void interleave() {
    Waiting waiting;
    for (const std::size_t operation : plan_.operations) {
      subject_.begin(operation);
      waiting.emplace(operation, std::nullopt);
    }
    auto turn = waiting.begin();
    if (switches("the other operation starts"))
      turn = next(waiting, turn);
    while (!waiting.empty()) {
      if (!wait_for_one(waiting, turn))
        return;
      if (turn->second && turn->second->failed()) {
        turn = ended(waiting, turn, awaited_failed(*turn->second));
        continue;
      }
      const Answer answer = call(turn->first);
      if (!record_.failure.empty())
        return;
      if (answer.kind != Answer::Kind::Pending) {
        turn = ended(waiting, turn, answer);
        continue;
      }
      turn->second = answer.awaited;
      // An explicit yield asks for others to run.
      if (waiting.size() > 1 && (answer.awaited.is_explicit_yield() ||
                                 switches("the other operation goes on")))
        turn = next(waiting, turn);
    }
    settle();
  }

  /// The operations that have not ended, and what each waits for: nothing
  /// before its first call.
  using Waiting = std::map<std::size_t, std::optional<Completion>>;

  static Waiting::iterator next(Waiting &waiting, Waiting::iterator turn) {
    return ++turn == waiting.end() ? waiting.begin() : turn;
  }

  Waiting::iterator ended(Waiting &waiting, Waiting::iterator turn,
                          const Answer &answer) {
    note(turn->first, answer);
    subject_.end(turn->first);
    turn = waiting.erase(turn);
    return turn == waiting.end() ? waiting.begin() : turn;
  }

  /// Waits for what `turn` waits for; if nothing under way will finish that,
  /// maybe the other operation will, and it is the other's turn.
  bool wait_for_one(Waiting &waiting, Waiting::iterator &turn) {
    for (std::size_t tried = 0; tried < waiting.size(); ++tried) {
      if (!turn->second || wait(*turn->second))
        return true;
      turn = next(waiting, turn);
    }
    return fail("operation " + std::to_string(turn->first) +
                " waits for a completion that nothing under way will finish");
  }

  bool switches(const char *label) {
    return io_.injector().choose(".s", label) == 's';
  }

  // --- common ---------------------------------------------------------------

  Answer call(std::size_t operation) {
    if (++calls_ > plan_.max_calls) {
      fail("the run hangs: " + std::to_string(plan_.max_calls) +
           " calls, and operation " + std::to_string(operation) +
           " is not done");
      return {Answer::Kind::Error, {}, {}};
    }
    io_.injector().set_operation(operation);
    std::optional<BlockingRun> blocking;
    if (plan_.mode == Mode::Blocking)
      blocking.emplace(io_);
    Answer answer = subject_.call(operation);
    if (!subject_.invariant())
      fail("the world's invariant does not hold when operation " +
           std::to_string(operation) + " answers");
    return answer;
  }

  bool wait(const Completion &completion) {
    if (completion.is_explicit_yield())
      io_.step();
    while (!completion.finished())
      if (!io_.step() && !completion.finished())
        return false;
    return true;
  }

  static Answer awaited_failed(const Completion &awaited) {
    return {Answer::Kind::Error, text_of(awaited.error()), {}};
  }

  void note(std::size_t operation, const Answer &answer) {
    record_.answers.insert_or_assign(operation, answer);
    record_.checkpoints.push_back(
        {"the answer of operation " + std::to_string(operation), answer.text});
    if (answer.kind == Answer::Kind::Error && !record_.first_lost)
      record_.first_lost = operation;
  }

  bool end(std::size_t operation, const Answer &answer) {
    note(operation, answer);
    if (answer.kind == Answer::Kind::Done && io_.in_flight() > 0 &&
        !plan_.background_io)
      return fail("operation " + std::to_string(operation) +
                  " is done while I/O is under way that nobody waits for");
    subject_.end(operation);
    if (!settle())
      return false;
    record_.checkpoints.push_back(
        {"what is observed behind operation " + std::to_string(operation),
         subject_.observe()});
    return true;
  }

  /// No operation is under way: lets the rest of the I/O end, which may still
  /// use what the operation had, and looks what is held.
  bool settle() {
    while (io_.step()) {
    }
    if (std::string rest = subject_.at_rest(); rest != rest_)
      return fail("with no operation under way the world is not at rest: " +
                  rest + " instead of " + rest_);
    if (!subject_.invariant())
      return fail("the world's invariant does not hold at rest");
    return true;
  }

  /// Keeps the first reason.
  bool fail(std::string why) {
    if (record_.failure.empty())
      record_.failure = std::move(why);
    return false;
  }

  Subject &subject_;
  TestIo &io_;
  const RunPlan &plan_;
  std::string rest_;
  std::size_t calls_ = 0;
  RunRecord record_;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_RUNNER_HPP
