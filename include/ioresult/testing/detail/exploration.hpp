//===- exploration.hpp - All modes and their verdict ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_EXPLORATION_HPP
#define IORESULT_TESTING_DETAIL_EXPLORATION_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ioresult/testing/detail/crash_note.hpp"
#include "ioresult/testing/detail/difference.hpp"
#include "ioresult/testing/detail/explorer.hpp"
#include "ioresult/testing/detail/runner.hpp"
#include "ioresult/testing/detail/subject.hpp"
#include "ioresult/testing/transparency_options.hpp"
#include "ioresult/testing/yield_injector.hpp"

namespace ioresult::testing::detail {

using SubjectFactory = std::function<std::unique_ptr<Subject>(TestIo &)>;

/// Makes the reference runs, explores each mode's schedules, and compares.
class Exploration {
public:
  /// `droppable`: operations are objects.
  Exploration(const SubjectFactory &factory, bool droppable,
              const TransparencyOptions &options)
      : factory_(factory), options_(options), droppable_(droppable) {}

  TransparencyReport report() {
    if (std::string why = make_references(); !why.empty()) {
      fail({}, "", "the blocking run itself is wrong: " + why);
      return std::move(report_);
    }
    if (!options_.replay.empty() && !names_a_mode(options_.replay)) {
      fail({}, "",
           "this names no mode: \"" + options_.replay +
               "\"; a replay is yields, early-polls, errors, drops or "
               "interleaved, a blank, and a schedule, as reports print it");
      return std::move(report_);
    }
    std::string explored;
    for (const auto &[mode, name] : kModes) {
      if (!wanted(mode, name)) {
        if (needs_objects(mode))
          leave_out(std::string(name) + ": operations are no objects");
        continue;
      }
      const std::size_t before = report_.runs;
      explore(mode, name);
      if (!report_.holds)
        return std::move(report_);
      explored += (explored.empty() ? "" : ", ") + std::string(name) + ' ' +
                  std::to_string(report_.runs - before);
    }
    report_.explored = blocking_.waited || !blocking_.questions.empty();
    report_.message =
        report_.explored
            ? (report_.complete
                   ? "alike under all schedules: " + explored
                   : "alike under all schedules tried: " + explored +
                         "; not exhaustive: " + report_.left_out)
            : "there is nothing to explore, because no operation waits or asks "
              "whether to: let it use an InjectingBackend, or fakes that ask "
              "the TestIo, or compile it with IO_MAY_YIELD and "
              "IORESULT_TESTING";
    return std::move(report_);
  }

private:
  static constexpr std::array<std::pair<Mode, std::string_view>, 5> kModes = {
      {{Mode::Yields, "yields"},
       {Mode::EarlyPolls, "early-polls"},
       {Mode::Errors, "errors"},
       {Mode::Drops, "drops"},
       {Mode::Interleaved, "interleaved"}}};

  static bool names(std::string_view replay, std::string_view mode) {
    return replay.substr(0, replay.find(' ')) == mode &&
           replay.size() > mode.size();
  }
  static bool names_a_mode(std::string_view replay) {
    return std::any_of(kModes.begin(), kModes.end(), [&](const auto &mode) {
      return names(replay, mode.second);
    });
  }

  /// Wanted, but impossible.
  bool needs_objects(Mode mode) const {
    return options_.replay.empty() && !droppable_ &&
           ((mode == Mode::Drops && options_.drops) ||
            (mode == Mode::Interleaved && options_.interleaved));
  }

  void leave_out(const std::string &what) {
    report_.complete = false;
    report_.left_out += (report_.left_out.empty() ? "" : "; ") + what;
  }

  /// Notes what `explorer` has left out.
  void take_bounds_of(const Explorer &explorer, std::string_view name) {
    if (explorer.complete())
      return;
    const std::size_t from = explorer.first_depth_left_out();
    leave_out(std::string(name) + ": " + std::to_string(explorer.left_out()) +
              " schedules and what lies behind them, from " +
              std::to_string(from) + " deviations on");
    report_.depth = std::min(report_.depth, from == 0 ? 0 : from - 1);
  }

  bool wanted(Mode mode, std::string_view name) const {
    if (!options_.replay.empty())
      return names(options_.replay, name);
    switch (mode) {
    case Mode::EarlyPolls:
      return options_.early_polls;
    case Mode::Errors:
      return options_.errors;
    case Mode::Drops:
      return options_.drops && droppable_;
    case Mode::Interleaved:
      return options_.interleaved && droppable_;
    case Mode::Yields:
      return options_.yields;
    case Mode::Blocking:
      break;
    }
    return false;
  }

  // --- running --------------------------------------------------------------

  RunRecord run(Mode mode, std::vector<std::size_t> operations,
                const Schedule &schedule, bool probe = false) {
    YieldInjector injector(schedule);
    const InjectorScope scope(injector);
    TestIo io(injector);
    const RunPlan plan{mode, std::move(operations), options_.background_io,
                       options_.max_calls, probe};
    RunRecord record;
    try {
      const std::unique_ptr<Subject> subject = factory_(io);
      record = Runner(*subject, io, plan).go();
    } catch (const std::exception &exception) {
      record.failure = std::string("exception: ") + exception.what();
    } catch (...) {
      record.failure = "exception that is no std::exception";
    }
    record.questions = injector.questions();
    return record;
  }

  std::vector<std::size_t> in_order(std::size_t first) const {
    std::vector<std::size_t> operations(
        options_.operations > first ? options_.operations - first : 0);
    std::iota(operations.begin(), operations.end(), first);
    return operations;
  }

  /// What is wrong with one of them, else nothing.
  std::string make_references() {
    crash_note_.set("ioresult: the process ended in the blocking run");
    const auto reference = [this](std::vector<std::size_t> operations) {
      ++report_.runs;
      return run(Mode::Blocking, std::move(operations), Schedule::never());
    };
    blocking_ = reference(in_order(0));
    if (!blocking_.failure.empty())
      return blocking_.failure;
    if (options_.atomic)
      without_first_ = reference(in_order(1));
    if (wanted(Mode::Interleaved, "interleaved")) {
      forwards_ = reference({0, 1});
      backwards_ = reference({1, 0});
    }
    for (const auto *other : {&without_first_, &forwards_, &backwards_})
      if (!other->failure.empty())
        return other->failure;
    return {};
  }

  void explore(Mode mode, std::string_view name) {
    RunRecord last;
    const auto attempt = [&](const Schedule &schedule) -> Attempt {
      crash_note_.set("ioresult: the process ended in the run " +
                      std::string(name) + ' ' + schedule.text());
      last = run(mode,
                 mode == Mode::Interleaved ? std::vector<std::size_t>{0, 1}
                                           : in_order(0),
                 schedule);
      return {last.questions, judge(mode, last)};
    };
    std::optional<Schedule> found;
    if (!options_.replay.empty()) {
      found = Schedule::parse(options_.replay.substr(name.size() + 1));
      ++report_.runs;
      if (!found) {
        fail({}, "",
             "this is no schedule: \"" +
                 options_.replay.substr(name.size() + 1) +
                 "\"; one is never, once:3, alternating, seed:7, or letters "
                 "with numbers before those that are repeated: 3.y.e");
        return;
      }
      if (attempt(*found).failure.empty()) {
        leave_out("all but the replay");
        report_.depth = 0;
        return;
      }
    } else {
      Explorer explorer(options_.bounds, attempt,
                        [&](std::size_t runs, std::size_t waiting) {
                          tell(name, runs, waiting);
                        });
      found = explorer.explore();
      report_.runs += explorer.runs();
      if (!found) {
        take_bounds_of(explorer, name);
        return;
      }
      // The explorer's last run need not be the one that it settled on.
      attempt(*found);
    }
    std::string why = judge(mode, last);
    if (mode != Mode::Interleaved && is_comparable(last))
      why += parting_point(mode, *found);
    fail(last, std::string(name) + ' ' + found->text(), why);
  }

  /// Where that run and the blocking one part: both once more, with the world
  /// observed at each question.
  std::string parting_point(Mode mode, const Schedule &schedule) {
    const auto run_again = run(mode, in_order(0), schedule, true);
    const auto blocking =
        run(Mode::Blocking, in_order(0), Schedule::never(), true);
    std::string parted =
        PartingPoint(run_again.questions, blocking.questions).tell();
    return parted.empty() ? parted : '\n' + parted;
  }

  void tell(std::string_view name, std::size_t runs,
            std::size_t waiting) const {
    if (options_.progress)
      options_.progress("ioresult: " + std::string(name) + ": " +
                        std::to_string(runs) + " schedules run, " +
                        std::to_string(waiting) + " waiting");
  }

  // --- judging --------------------------------------------------------------

  /// What is wrong with a run; nothing if it is right.
  std::string judge(Mode mode, const RunRecord &record) const {
    if (!record.failure.empty())
      return record.failure;
    if (mode == Mode::Interleaved)
      return judge_interleaved(record);
    if (is_comparable(record))
      return first_difference(record, blocking_);
    return judge_behind_loss(record);
  }

  /// Whether the run must be like the blocking one: it must unless the first
  /// operation did not come to its end because of what was injected.
  bool is_comparable(const RunRecord &record) const {
    const bool injected =
        std::any_of(record.questions.begin(), record.questions.end(),
                    [](const YieldInjector::Question &question) {
                      return question.chosen == 'e' || question.chosen == 'd';
                    });
    return !injected || record.first_lost == blocking_.first_lost;
  }

  /// The first operation was dropped or has failed: the others must end as they
  /// do in the blocking run.
  std::string judge_behind_loss(const RunRecord &record) const {
    for (const auto &[operation, answer] : record.answers) {
      const auto want = blocking_.answers.find(operation);
      if (operation != *record.first_lost && answer.kind != want->second.kind)
        return "operation " + std::to_string(operation) +
               ", behind one that was dropped or failed, ends with\n  " +
               answer.text + "\ninstead of\n  " + want->second.text;
    }
    if (options_.atomic && record.observed != blocking_.observed &&
        record.observed != without_first_.observed)
      return "operation " + std::to_string(*record.first_lost) +
             " has happened neither as a whole nor not at all:\n  observed:    "
             "       " +
             record.observed + "\n  if it is done:      " + blocking_.observed +
             "\n  if it never starts: " + without_first_.observed;
    return {};
  }

  std::string judge_interleaved(const RunRecord &record) const {
    const auto same = [&record](const RunRecord &order) {
      return record.observed == order.observed &&
             std::equal(record.answers.begin(), record.answers.end(),
                        order.answers.begin(), order.answers.end(),
                        [](const auto &a, const auto &b) {
                          return a.first == b.first &&
                                 a.second.text == b.second.text;
                        });
    };
    if (same(forwards_) || same(backwards_))
      return {};
    return "the operations come to what neither order gives:\n  this run:   " +
           summary(record) + "\n  0, then 1:  " + summary(forwards_) +
           "\n  1, then 0:  " + summary(backwards_);
  }

  static std::string summary(const RunRecord &record) {
    std::string text;
    for (const auto &[operation, answer] : record.answers)
      text += answer.text + ", ";
    return text + "observed " + record.observed;
  }

  void fail(const RunRecord &record, std::string replay, std::string why) {
    report_.holds = false;
    report_.replay = std::move(replay);
    report_.message = "not yield-transparent: " + std::move(why) + '\n';
    if (report_.replay.empty())
      return;
    report_.message += "smallest schedule found (for TransparencyOptions::"
                       "replay): \"" +
                       report_.replay + "\"\n";
    report_.message +=
        "this run's questions and answers:\n" + told(record.questions);
  }

  const SubjectFactory &factory_;
  const TransparencyOptions &options_;
  bool droppable_;
  CrashNote crash_note_;
  RunRecord blocking_, without_first_, forwards_, backwards_;
  TransparencyReport report_;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_EXPLORATION_HPP
