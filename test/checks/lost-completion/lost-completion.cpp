// RUN: %check_tidy %s -checks=-*,reentrancy-lost-completion -warnings-only -- -I%S/../Inputs
//
// Each completion is waited for, kept or handed on; a group is filled, then
// built, and finished by its children.
#include "device.h"
#include <optional>
#include <vector>

using namespace ioresult;

const std::error_code busy =
    std::make_error_code(std::errc::device_or_resource_busy);

struct Page {
  bool loaded = false;
};

struct Handle {
  Page *page;
  std::optional<Completion> read;
};

struct File {
  Handle begin_read(int id);
  Completion write(int at);
  void write_into(int at, const Completion &c);
  std::optional<Completion> try_write(int at);
  Completion current() const;
};

class Writer {
public:
  explicit Writer(File &f) : file_(f) {}

private:
  enum class Step { Start, Link };

  //===--- never waited for -------------------------------------------------===//

  IOResult<void> handleIgnored() {
    for (;;) {
      switch (step_) {
      case Step::Start: {
        const Handle h = file_.begin_read(1);
        // CHECK: :[[@LINE-1]]:26: warning: nobody waits for the completion of 'begin_read' [reentrancy-lost-completion]
        page_ = h.page;
        step_ = Step::Link;
        break;
      }
      case Step::Link:
        step_ = Step::Start;
        return IOResult<void>::done();
      }
    }
  }

  IOResult<void> handleSafe() {
    for (;;) {
      switch (step_) {
      case Step::Start: {
        const Handle h = file_.begin_read(1);
        page_ = h.page;
        step_ = Step::Link;
        if (h.read && !h.read->succeeded())
          IO_YIELD_ONE(*h.read);
        break;
      }
      case Step::Link:
        step_ = Step::Start;
        return IOResult<void>::done();
      }
    }
  }

  IOResult<void> local() {
    const Completion c = file_.write(1);
    // CHECK: :[[@LINE-1]]:26: warning: nobody waits for the completion of 'write'
    return IOResult<void>::done();
  }

  IOResult<void> makes() {
    const Completion c = Completion::make();
    file_.write_into(1, c);
    // CHECK: :[[@LINE-1]]:5: warning: nobody waits for the completion of 'write_into'
    return IOResult<void>::done();
  }

  // Its callback is told.
  IOResult<void> callbackSafe() {
    const Completion c = Completion::make([this](std::error_code) { ++done_; });
    file_.write_into(1, c);
    return IOResult<void>::done();
  }

  IOResult<void> keptSafe() {
    write_ = file_.write(1);
    return IOResult<void>::done();
  }

  static void watch(const Completion &);
  IOResult<void> handedOnSafe() {
    const Completion c = file_.write(1);
    watch(c);
    return IOResult<void>::done();
  }

  IOResult<void> abortedSafe() {
    const Completion c = file_.write(1);
    c.abort();
    return IOResult<void>::done();
  }

  // Who only shows a completion starts nothing.
  IOResult<bool> shownSafe() {
    return IOResult<bool>::done(file_.current().is_explicit_yield());
  }

  Completion returnedSafe() { return file_.write(1); }

  // Two are started, one is waited for.
  IOResult<void> oneOfTwo() {
    switch (step_) {
    case Step::Start: {
      const Completion first = file_.write(1);
      // CHECK: :[[@LINE-1]]:32: warning: nobody waits for the completion of 'write'
      const Completion second = file_.write(2);
      step_ = Step::Link;
      IO_YIELD_ONE(second);
    }
    case Step::Link:
      step_ = Step::Start;
    }
    return IOResult<void>::done();
  }

  //===--- cleared ----------------------------------------------------------===//

  IOResult<void> cleared() {
    writes_.push_back(file_.write(1));
    writes_.clear();
    // CHECK: :[[@LINE-1]]:5: warning: the completion of 'write' is written over while its I/O may be in flight [reentrancy-lost-completion]
    return IOResult<void>::done();
  }

  bool all_finished() const {
    for (const Completion &c : writes_)
      if (!c.finished())
        return false;
    return true;
  }

  IOResult<void> clearedSafe() {
    if (step_ == Step::Start) {
      for (int i = 0; i < 3; ++i)
        writes_.push_back(file_.write(i));
      step_ = Step::Link;
    }
    if (!all_finished())
      IO_YIELD_ONE(Completion::make_yield());
    writes_.clear();
    step_ = Step::Start;
    return IOResult<void>::done();
  }

  //===--- an exit forgets --------------------------------------------------===//

  IOResult<void> submitFails() {
    switch (step_) {
    case Step::Start: {
      CompletionGroup group;
      for (int i = 0; i < 3; ++i) {
        const std::optional<Completion> c = file_.try_write(i);
        if (!c)
          return IOResult<void>::err(busy);
        // CHECK: :[[@LINE-1]]:11: warning: 'submitFails' is left here while the I/O that 'try_write' started is in flight, and nobody waits for it [reentrancy-lost-completion]
        group.add(*c);
      }
      step_ = Step::Link;
      IO_YIELD_ONE(group.build());
    }
    case Step::Link:
      step_ = Step::Start;
    }
    return IOResult<void>::done();
  }

  IOResult<void> submitFailsSafe() {
    switch (step_) {
    case Step::Start: {
      CompletionGroup group;
      for (int i = 0; i < 3; ++i) {
        const std::optional<Completion> c = file_.try_write(i);
        if (!c) {
          group.abort();
          return IOResult<void>::err(busy);
        }
        group.add(*c);
      }
      step_ = Step::Link;
      IO_YIELD_ONE(group.build());
    }
    case Step::Link:
      step_ = Step::Start;
    }
    return IOResult<void>::done();
  }

  //===--- groups -----------------------------------------------------------===//

  IOResult<void> addedBehind() {
    if (!write_) {
      CompletionGroup group;
      group.add(file_.write(1));
      write_ = group.build();
      group.add(file_.write(2));
      // CHECK: :[[@LINE-1]]:7: warning: a completion is added to a group that is already built [reentrancy-lost-completion]
      // CHECK: :[[@LINE-2]]:17: warning: nobody waits for the completion of 'write'
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    return IOResult<void>::done();
  }

  IOResult<void> addedBeforeSafe() {
    if (!write_) {
      CompletionGroup group;
      group.add(file_.write(1));
      group.add(file_.write(2));
      write_ = group.build();
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    return IOResult<void>::done();
  }

  IOResult<void> abortsGroup(bool stop) {
    CompletionGroup group;
    group.add(file_.write(1));
    const Completion all = group.build();
    if (stop)
      all.abort();
      // CHECK: :[[@LINE-1]]:7: warning: a group's completion is finished by 'abort' while its children are in flight [reentrancy-lost-completion]
    else
      watch(all);
    return IOResult<void>::done();
  }

  IOResult<void> cancelsChildrenSafe(bool stop) {
    CompletionGroup group;
    group.add(file_.write(1));
    if (stop)
      group.abort();
    else
      watch(group.build());
    return IOResult<void>::done();
  }

  //===--- an optional completion -------------------------------------------===//

  IOResult<void> unchecked() {
    switch (step_) {
    case Step::Start: {
      const Handle h = file_.begin_read(1);
      step_ = Step::Link;
      IO_YIELD_ONE(*h.read);
      // CHECK: :[[@LINE-1]]:20: warning: there may be no completion here: the answer of 'begin_read' is not checked [reentrancy-lost-completion]
    }
    case Step::Link:
      step_ = Step::Start;
    }
    return IOResult<void>::done();
  }

  // Which state it is in tells that there is one.
  IOResult<void> memberSafe() {
    if (step_ == Step::Link && !write_->finished())
      IO_YIELD_ONE(*write_);
    return IOResult<void>::done();
  }

  File &file_;
  Step step_ = Step::Start;
  Page *page_ = nullptr;
  std::optional<Completion> write_;
  std::vector<Completion> writes_;
  int done_ = 0;
};
