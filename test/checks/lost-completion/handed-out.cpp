// RUN: %check_tidy %s -checks=-*,reentrancy-lost-completion -warnings-only -- -I%S/../Inputs
//
// Who is given a completion to wait for must be told some day.
#include "device.h"
#include <map>
#include <optional>
#include <vector>

using namespace ioresult;

struct File {
  void write(int at, const Completion &c);
};

//===--- nobody can finish it -----------------------------------------------===//

class Waits {
  IOResult<void> nobodyHasIt() {
    if (!done_)
      IO_YIELD_ONE(Completion::make());
    // CHECK: :[[@LINE-1]]:7: warning: this completion is handed out to be waited for, and nobody can finish it [reentrancy-lost-completion]
    return IOResult<void>::done();
  }

  IOResult<void> onlyInLocal() {
    if (!done_) {
      const Completion c = Completion::make();
      IO_YIELD_ONE(c);
      // CHECK: :[[@LINE-1]]:7: warning: this completion is handed out to be waited for, and nobody can finish it
    }
    return IOResult<void>::done();
  }

  IOResult<void> yieldSafe() {
    if (!done_)
      IO_YIELD_ONE(Completion::make_yield());
    return IOResult<void>::done();
  }

  IOResult<void> givenSafe() {
    if (!done_) {
      const Completion c = Completion::make();
      file_.write(1, c);
      done_ = true;
      IO_YIELD_ONE(c);
    }
    return IOResult<void>::done();
  }

  IOResult<void> keptSafe() {
    if (waiters_.empty())
      waiters_.push_back(Completion::make());
    if (!waiters_.back().finished())
      IO_YIELD_ONE(waiters_.back());
    return IOResult<void>::done();
  }

  IOResult<void> capturedSafe() {
    if (!done_) {
      const Completion all = Completion::make();
      const Completion one =
          Completion::make([all](std::error_code) { all.complete(); });
      file_.write(1, one);
      done_ = true;
      IO_YIELD_ONE(all);
    }
    return IOResult<void>::done();
  }

  IOResult<void> finishedSafe() {
    if (!done_) {
      const Completion c = Completion::make();
      c.complete();
      IO_YIELD_ONE(c);
    }
    return IOResult<void>::done();
  }

  bool done_ = false;
  File &file_;
  std::vector<Completion> waiters_;
};

class Flushes {
public:
  Completion seal() {
    if (children_.empty())
      return Completion::make();
    // CHECK: :[[@LINE-1]]:7: warning: this completion is handed out to be waited for, and nobody can finish it
    CompletionGroup group;
    for (const Completion &c : children_)
      group.add(c);
    return group.build();
  }
  Completion sealSafe() {
    if (children_.empty())
      return Completion::make_yield();
    CompletionGroup group;
    for (const Completion &c : children_)
      group.add(c);
    return group.build();
  }
  // Its caller starts it.
  Completion madeForCallerSafe() { return Completion::make(); }

private:
  std::vector<Completion> children_;
};

//===--- an error that is not passed on -------------------------------------===//

void countsSuccess(File &file, const std::vector<int> &at,
                   const Completion &all) {
  const auto left = std::make_shared<std::size_t>(at.size());
  for (const int i : at) {
    const Completion one = Completion::make([left, all](std::error_code e) {
      if (e)
        return;
      // CHECK: :[[@LINE-1]]:9: warning: an error ends this callback without finishing 'all', so who waits for that waits for ever [reentrancy-lost-completion]
      if (--*left == 0)
        all.complete();
    });
    file.write(i, one);
  }
}

void onlyOnSuccess(File &file, const Completion &all) {
  file.write(1, Completion::make([all](std::error_code e) {
               if (!e)
                 // CHECK: :[[@LINE-1]]:16: warning: an error ends this callback without finishing 'all'
                 all.complete();
             }));
}

void countsAllSafe(File &file, const std::vector<int> &at,
                   const Completion &all) {
  const auto left = std::make_shared<std::size_t>(at.size());
  const auto first = std::make_shared<std::error_code>();
  for (const int i : at) {
    const Completion one =
        Completion::make([left, first, all](std::error_code e) {
          if (e && !*first)
            *first = e;
          if (--*left > 0)
            return;
          if (*first)
            all.fail(*first);
          else
            all.complete();
        });
    file.write(i, one);
  }
}

void passesOnSafe(File &file, const Completion &all) {
  file.write(1, Completion::make([all](std::error_code e) {
               if (e) {
                 all.fail(e);
                 return;
               }
               all.complete();
             }));
}

// It finishes nobody else.
void onlyCountsSafe(File &file, int &written) {
  file.write(1, Completion::make([&written](std::error_code e) {
               if (e)
                 return;
               ++written;
             }));
}

//===--- an entry whose I/O is in flight ------------------------------------===//

struct Buffered {
  bool loaded = false;
  int value = 0;
};

struct Got {
  Buffered *page;
  std::optional<Completion> read;
};

struct Source {
  Completion fill(Buffered &b, int id);
};

class Cache {
  IOResult<Got> blindHit(int id) {
    if (const auto it = pages_.find(id); it != pages_.end())
      return IOResult<Got>::done({&it->second, std::nullopt});
    // CHECK: :[[@LINE-1]]:7: warning: an entry of 'pages_' is handed out as ready while its I/O may be in flight [reentrancy-lost-completion]
    Buffered &b = pages_[id];
    return IOResult<Got>::done({&b, source_.fill(b, id)});
  }

  IOResult<Got> looksSafe(int id) {
    if (const auto it = pages_.find(id); it != pages_.end()) {
      if (!it->second.loaded)
        IO_YIELD_ONE(Completion::make_yield());
      return IOResult<Got>::done({&it->second, std::nullopt});
    }
    Buffered &b = pages_[id];
    return IOResult<Got>::done({&b, source_.fill(b, id)});
  }

  // What is entered is complete.
  IOResult<Got> waitsFirstSafe(int id) {
    if (const auto it = pages_.find(id); it != pages_.end())
      return IOResult<Got>::done({&it->second, std::nullopt});
    if (!filling_)
      filling_ = source_.fill(next_, id);
    if (!filling_->finished())
      IO_YIELD_ONE(*filling_);
    filling_.reset();
    pages_[id] = next_;
    return IOResult<Got>::done({&pages_[id], std::nullopt});
  }

  Source &source_;
  std::map<int, Buffered> pages_;
  Buffered next_;
  std::optional<Completion> filling_;
};
