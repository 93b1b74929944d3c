#include "ioresult/state_machine.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "errors.hpp"
#include "ioresult/macros.hpp"

namespace {

using ioresult::Completion;
using ioresult::IOResult;
using ioresult::StateMachine;
using ioresult::Transition;
using runtime_test::kIoError;
using runtime_test::kNoSpace;

// What the machines here work on: starts one thing after the other.
struct Device {
  std::vector<Completion> started;

  Completion read() {
    started.push_back(Completion::make());
    return started.back();
  }
};

// The state as an enum. Reads twice and answers how often it was stepped.
class TwoReads {
public:
  Transition<int> step(Device &device) {
    ++steps;
    switch (state_) {
    case State::Start:
      read_ = device.read();
      state_ = State::First;
      IO_YIELD_ONE(read_);
    case State::First:
      if (!read_.finished())
        IO_YIELD_ONE(read_);
      read_ = device.read();
      state_ = State::Second;
      return Transition<int>::proceed();
    case State::Second:
      if (!read_.finished())
        IO_YIELD_ONE(read_);
      break;
    }
    return Transition<int>::done(steps);
  }

  int steps = 0;

private:
  enum class State { Start, First, Second };
  State state_ = State::Start;
  Completion read_;
};

TEST(StateMachine, StepsFromStateToStateAndWaitsInBetween) {
  Device device;
  StateMachine<TwoReads> machine;
  EXPECT_TRUE(machine.step(device).is_io());
  EXPECT_TRUE(machine.step(device).is_io()) << "called early";
  ASSERT_EQ(device.started.size(), 1u);
  device.started[0].complete();
  const IOResult<int> second = machine.step(device);
  ASSERT_TRUE(second.is_io());
  ASSERT_EQ(device.started.size(), 2u);
  EXPECT_EQ(machine.machine().steps, 4) << "continue is a step, no wait";
  EXPECT_FALSE(machine.ended());
  device.started[1].complete();
  EXPECT_TRUE(second.completion().finished());
  EXPECT_EQ(machine.step(device).value(), 5);
  EXPECT_TRUE(machine.ended());
}

// The state as a variant of structs that own what each state needs.
class Concatenate {
public:
  explicit Concatenate(std::string text) : state_(Start{std::move(text)}) {}

  Transition<std::string> step(Device &device) {
    if (auto *start = std::get_if<Start>(&state_)) {
      Completion read = device.read();
      state_ = Reading{std::move(start->text), read};
      IO_YIELD_ONE(read);
    }
    auto &reading = std::get<Reading>(state_);
    if (!reading.read.finished())
      IO_YIELD_ONE(reading.read);
    return Transition<std::string>::done(reading.text + "!");
  }

private:
  struct Start {
    std::string text;
  };
  struct Reading {
    std::string text;
    Completion read;
  };
  std::variant<Start, Reading> state_;
};

TEST(StateMachine, TakesAVariantOfStates) {
  Device device;
  StateMachine<Concatenate> machine("text");
  EXPECT_TRUE(machine.step(device).is_io());
  device.started[0].complete();
  EXPECT_EQ(machine.step(device).value(), "text!");
}

// Answers what it is told to.
struct Scripted {
  explicit Scripted(IOResult<int> answer) : answer(std::move(answer)) {}
  Transition<int> step() { return answer; }
  IOResult<int> answer;
};

TEST(StateMachine, EndsWithAnError) {
  StateMachine<Scripted> machine(IOResult<int>::err(kIoError));
  EXPECT_EQ(machine.step().error(), kIoError);
  EXPECT_TRUE(machine.ended());
}

TEST(StateMachineDeathTest, MustNotBeSteppedBehindItsEnd) {
  const char *rule = "ioresult: StateMachine::step\\(\\) of one that has ended";
  StateMachine<Scripted> done(IOResult<int>::done(1));
  EXPECT_EQ(done.step().value(), 1);
  EXPECT_DEATH((void)done.step(), rule);
  StateMachine<Scripted> failed(IOResult<int>::err(kIoError));
  EXPECT_TRUE(failed.step().is_err());
  EXPECT_DEATH((void)failed.step(), rule);
}

TEST(StateMachineDeathTest, AContinueHasNoAnswer) {
  EXPECT_DEATH((void)Transition<int>::proceed().answer(),
               "ioresult: Transition::answer\\(\\) of one that says continue");
}

// Throws at its first step, and can be stepped again.
struct Throws {
  Transition<int> step() {
    if (++steps == 1)
      throw std::runtime_error("out of a step");
    return Transition<int>::done(steps);
  }
  void finalize() {
    if (steps == 2)
      throw std::logic_error("out of finalize");
  }
  int steps = 0;
};

TEST(StateMachine, AnExceptionPassesThroughAStepAndEndsNothing) {
  StateMachine<Throws> machine;
  EXPECT_THROW((void)machine.step(), std::runtime_error);
  EXPECT_FALSE(machine.ended());
  EXPECT_THROW((void)machine.step(), std::logic_error);
  EXPECT_TRUE(machine.ended()) << "finalize is called once, whatever it does";
}

// A machine in a machine.
class Outer {
public:
  Transition<void> step(Device &device) {
    if (!inner_)
      inner_.emplace();
    RETURN_IF_IO(inner_->step(device));
    return Transition<void>::done();
  }

private:
  std::optional<StateMachine<TwoReads>> inner_;
};

TEST(StateMachine, Nests) {
  Device device;
  StateMachine<Outer> machine;
  EXPECT_TRUE(machine.step(device).is_io());
  device.started.at(0).complete();
  EXPECT_TRUE(machine.step(device).is_io());
  device.started.at(1).complete();
  EXPECT_TRUE(machine.step(device).is_done());
}

struct Owner {
  Transition<int> step() {
    if (!inner)
      inner = std::make_unique<StateMachine<Owner>>(nullptr, held);
    if (wait.is_explicit_yield())
      wait = Completion::make();
    IO_YIELD_ONE(wait);
  }
  explicit Owner(std::unique_ptr<StateMachine<Owner>> nested,
                 std::shared_ptr<int> owned)
      : inner(std::move(nested)), held(std::move(owned)) {}

  std::unique_ptr<StateMachine<Owner>> inner;
  std::shared_ptr<int> held;
  Completion wait;
};

TEST(StateMachine, DroppingItDropsWhatItNests) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watch = held;
  {
    StateMachine<Owner> machine(nullptr, std::move(held));
    EXPECT_TRUE(machine.step().is_io());
    EXPECT_EQ(watch.use_count(), 2) << "its own and the nested one's";
  }
  EXPECT_TRUE(watch.expired());
}

// finalize

struct Finalized {
  Transition<int> step(int &) { return answer; }
  void finalize(int &calls) { ++calls; }
  IOResult<int> answer;
};

TEST(StateMachineFinalize, IsCalledOnceWhenDone) {
  int calls = 0;
  StateMachine<Finalized> waits(
      Finalized{IOResult<int>::io(Completion::make())});
  EXPECT_TRUE(waits.step(calls).is_io());
  EXPECT_EQ(calls, 0);
  StateMachine<Finalized> fails(Finalized{IOResult<int>::err(kIoError)});
  EXPECT_TRUE(fails.step(calls).is_err());
  EXPECT_EQ(calls, 0);
  StateMachine<Finalized> done(Finalized{IOResult<int>::done(3)});
  EXPECT_EQ(done.step(calls).value(), 3);
  EXPECT_EQ(calls, 1);
}

struct FailsAtTheEnd {
  Transition<int> step() { return Transition<int>::done(1); }
  std::error_code finalize() { return error; }
  std::error_code error;
};

TEST(StateMachineFinalize, MayFailTheMachine) {
  StateMachine<FailsAtTheEnd> failing(FailsAtTheEnd{kNoSpace});
  EXPECT_EQ(failing.step().error(), kNoSpace);
  EXPECT_TRUE(failing.ended());
  StateMachine<FailsAtTheEnd> fine(FailsAtTheEnd{});
  EXPECT_EQ(fine.step().value(), 1);
}

TEST(Transition, CarriesMoveOnlyValues) {
  auto transition =
      Transition<std::unique_ptr<int>>::done(std::make_unique<int>(2));
  EXPECT_FALSE(transition.is_continue());
  EXPECT_EQ(*std::move(transition).answer().value(), 2);
}

TEST(Transition, DoneWithoutArgumentIsTheDefaultValue) {
  EXPECT_EQ(Transition<int>::done().answer().value(), 0);
  EXPECT_TRUE(Transition<void>::done().answer().is_done());
}

} // namespace
