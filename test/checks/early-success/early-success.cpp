// RUN: %check_tidy %s -checks=-*,reentrancy-early-success -warnings-only -- -I%S/../Inputs
//
// What others, or the next operation, see says "done" only when it is.
#include "device.h"
#include <map>
#include <optional>
#include <vector>

using namespace ioresult;

struct Page {
  bool loaded = false;
  bool dirty = true;
};

struct Handle {
  Page *page;
  std::optional<Completion> read;
};

struct File {
  Completion append(int at);
  Handle read(int id);
};

//===--- shown to others ----------------------------------------------------===//

class Log {
public:
  std::optional<int> find(int page) const {
    const auto it = index_.find(page);
    if (it == index_.end())
      return std::nullopt;
    return it->second;
  }

private:
  IOResult<void> published(int page) {
    if (!write_) {
      write_ = file_.append(page);
      index_[page] = next_;
      // CHECK: :[[@LINE-1]]:7: warning: 'index_' tells others that the work is done while its I/O is in flight [reentrancy-early-success]
      next_ += 1;
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    return IOResult<void>::done();
  }

  IOResult<void> publishedBehindSafe(int page) {
    if (!write_)
      write_ = file_.append(page);
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    index_[page] = next_;
    next_ += 1;
    write_.reset();
    return IOResult<void>::done();
  }

  // What nobody looks things up in is the operation's own.
  IOResult<void> ownSafe(int page) {
    if (!write_) {
      write_ = file_.append(page);
      in_flight_[page] = next_;
      next_ += 1;
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    in_flight_.erase(page);
    write_.reset();
    return IOResult<void>::done();
  }

  File &file_;
  std::map<int, int> index_, in_flight_;
  int next_ = 0;
  std::optional<Completion> write_;
};

class Cleaner {
  IOResult<void> flag(Page &page) {
    if (!write_) {
      write_ = file_.append(1);
      page.dirty = false;
      // CHECK: :[[@LINE-1]]:7: warning: 'page.dirty' tells others that the work is done while its I/O is in flight
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    return IOResult<void>::done();
  }

  IOResult<void> flagBehindSafe(Page &page) {
    if (!write_)
      write_ = file_.append(1);
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    page.dirty = false;
    write_.reset();
    return IOResult<void>::done();
  }

  // A flag that says that it was started.
  IOResult<void> startedSafe() {
    if (!started_) {
      write_ = file_.append(1);
      started_ = true;
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    started_ = false;
    return IOResult<void>::done();
  }

  File &file_;
  bool started_ = false;
  std::optional<Completion> write_;
};

//===--- started is taken for done ------------------------------------------===//

class Reader {
  IOResult<bool> assumed() {
    if (!page_) {
      const Handle h = file_.read(1);
      page_ = h.page;
      // CHECK: :[[@LINE-1]]:7: warning: 'page_' is set when the I/O is started, and taken for its success when 'assumed' is called again [reentrancy-early-success]
      if (h.read)
        IO_YIELD_ONE(*h.read);
    }
    return IOResult<bool>::done(page_->loaded);
  }

  IOResult<bool> keptSafe() {
    if (!page_) {
      const Handle h = file_.read(1);
      page_ = h.page;
      read_ = h.read;
    }
    if (read_ && !read_->finished())
      IO_YIELD_ONE(*read_);
    return IOResult<bool>::done(page_->loaded);
  }

  IOResult<bool> askedAgainSafe() {
    const Handle h = file_.read(1);
    if (h.read && !h.read->finished())
      IO_YIELD_ONE(*h.read);
    return IOResult<bool>::done(h.page->loaded);
  }

  File &file_;
  Page *page_ = nullptr;
  std::optional<Completion> read_;
};

//===--- callbacks ----------------------------------------------------------===//

struct Raw {
  void write(int at, const Completion &c);
};

class Syncer {
  IOResult<void> unread() {
    if (!write_) {
      write_ = Completion::make([this](std::error_code) { synced_ = true; });
      // CHECK: :[[@LINE-1]]:59: warning: 'synced_' says that the work is done, whatever error the callback is given [reentrancy-early-success]
      raw_.write(1, *write_);
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    return IOResult<void>::done();
  }

  IOResult<void> readSafe() {
    if (!write_) {
      write_ = Completion::make([this](std::error_code e) {
        if (!e)
          synced_ = true;
      });
      raw_.write(1, *write_);
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    return IOResult<void>::done();
  }

  // It counts what has ended, however it did.
  IOResult<void> countsSafe() {
    if (!write_) {
      write_ = Completion::make([this](std::error_code) { --left_; });
      raw_.write(1, *write_);
    }
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    return IOResult<void>::done();
  }

  Raw &raw_;
  bool synced_ = false;
  int left_ = 1;
  std::optional<Completion> write_;
};
