#include "pager.hpp"

#include <algorithm>
#include <string>
#include <system_error>

namespace pagestore {

namespace {

std::uint64_t offset_of(PageNo number) {
  return std::uint64_t{number} * kPageSize;
}

} // namespace

IOResult<void> Pager::damaged(std::string what) {
  note_damage(std::move(what));
  return IOResult<void>::err(
      std::make_error_code(std::errc::illegal_byte_sequence));
}

IOResult<void> Pager::recover() {
  // As in commit(): what failed is begun again.
  if (recovery_ != Recovery::Ended && io_.failed())
    recovery_ = Recovery::Start;
  for (;;) {
    switch (recovery_) {
    case Recovery::Start: {
      std::error_code error;
      const std::uint64_t size = log_file_->size(error);
      if (error)
        return IOResult<void>::err(error);
      io_ = log_file_->read(0, Buffer::allocate(size));
      recovery_ = Recovery::ReadLog;
      break;
    }
    case Recovery::ReadLog: {
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      const auto bytes = io_.buffers()[0].bytes().first(io_.bytes());
      const DecodedLog decoded = decode_log(bytes);
      if (decoded.damage)
        return damaged("the log, at byte " + std::to_string(*decoded.damage));
      std::error_code error;
      const std::uint64_t size = file_->size(error);
      if (error)
        return IOResult<void>::err(error);
      if (bytes.empty() && size != 0)
        return damaged("the log, which is empty");
      log_ = decoded.log;
      is_new_ = log_.pages.empty() && size == 0;
      if (options_.read_only || decoded.is_clean) {
        recovery_ = Recovery::Ended;
        break;
      }
      // What a crash has left of a commit would come back to life if the next
      // one began with the same pages and a crash left only those of it.
      io_ = write_head(log_);
      recovery_ = Recovery::WriteHead;
      break;
    }
    case Recovery::WriteHead:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      ++log_.heads;
      io_ = log_file_->truncate(log_.end);
      recovery_ = Recovery::CutLog;
      break;
    case Recovery::CutLog:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      io_ = log_file_->sync();
      recovery_ = Recovery::SyncLog;
      break;
    case Recovery::SyncLog:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      recovery_ = Recovery::Ended;
      break;
    case Recovery::Ended:
      return IOResult<void>::done();
    }
  }
}

IOResult<PagePtr> Pager::read(PageNo number) {
  if (const auto found = cache_.find(number); found != cache_.end()) {
    found->second->used = ++clock_;
    return IOResult<PagePtr>::done(found->second);
  }
  auto load = loads_.find(number);
  if (load == loads_.end() || load->second.second.failed()) {
    const auto page = std::make_shared<Page>();
    page->number = number;
    const auto logged = log_.pages.find(number);
    const Completion read =
        logged == log_.pages.end()
            ? file_->read(offset_of(number), page->buffer)
            : log_file_->read(logged->second + kFrameHeader, page->buffer);
    load = loads_.insert_or_assign(number, std::pair(page, read)).first;
  }
  const auto [page, read] = load->second;
  if (!read.finished())
    IO_YIELD_ONE(read);
  loads_.erase(load);
  if (read.failed())
    return IOResult<PagePtr>::err(read.error());
  if (read.bytes() != kPageSize || !is_sealed(number, page->buffer.bytes()))
    return damaged("page " + std::to_string(number)).pending();
  page->used = ++clock_;
  cache_.emplace(number, page);
  evict();
  return IOResult<PagePtr>::done(page);
}

PagePtr Pager::create(PageNo number) {
  const auto page = std::make_shared<Page>();
  page->number = number;
  page->used = ++clock_;
  cache_[number] = page;
  changed(page);
  return page;
}

void Pager::changed(const PagePtr &page) {
  ++page->version;
  dirty_[page->number] = page;
}

void Pager::evict() {
  while (cache_.size() > options_.cache_pages) {
    auto oldest = cache_.end();
    for (auto it = cache_.begin(); it != cache_.end(); ++it)
      if (it->second.use_count() == 1 &&
          (oldest == cache_.end() || it->second->used < oldest->second->used))
        oldest = it;
    if (oldest == cache_.end())
      return; // all are in use
    cache_.erase(oldest);
  }
}

void Pager::begin_log_write() {
  // Copies: who changes a page meanwhile must not change what is written.
  std::vector<std::pair<PageNo, Buffer>> pages;
  snapshot_.clear();
  for (const auto &[number, page] : dirty_) {
    snapshot_.push_back({page, page->version});
    pages.emplace_back(number, page->buffer);
  }
  next_log_ = log_;
  unsettled_ = true;
  io_ = log_file_->writev(log_.end, encode_commit(pages, next_log_));
}

/// The head that comes next: beside that which is good, and counted when it is
/// written.
Completion Pager::write_head(const WalIndex &log) {
  const std::uint64_t next = log_.heads + 1;
  return log_file_->write(head_offset(next), encode_head(log, next));
}

bool Pager::is_full() const {
  return log_.end >= kLogHead + options_.log_pages * kFrameSize;
}

void Pager::logged() {
  for (const Snapshot &written : snapshot_)
    if (written.page->version == written.version)
      dirty_.erase(written.page->number);
  snapshot_.clear();
  log_ = next_log_;
  ++log_.heads;
  unsettled_ = false;
  is_new_ = false;
}

void Pager::begin_read_back() {
  ioresult::CompletionGroup reads;
  images_.clear();
  for (const auto &[number, offset] : log_.pages) {
    images_.emplace_back(number, Buffer::allocate(kPageSize));
    reads.add(log_file_->read(offset + kFrameHeader, images_.back().second));
  }
  io_ = reads.build();
}

void Pager::begin_write_back() {
  ioresult::CompletionGroup writes;
  for (const auto &[number, image] : images_)
    writes.add(file_->write(offset_of(number), image));
  io_ = writes.build();
}

IOResult<void> Pager::settle() {
  if (!unsettled_)
    return IOResult<void>::done();
  if (!io_.finished())
    IO_YIELD_ONE(io_);
  if (step_ < Step::RestoreHead || io_.failed()) {
    io_ = write_head(log_);
    step_ = Step::RestoreHead;
  }
  for (;;) {
    if (!io_.finished())
      IO_YIELD_ONE(io_);
    if (io_.failed())
      return IOResult<void>::err(io_.error());
    switch (step_) {
    case Step::RestoreHead:
      io_ = log_file_->sync();
      step_ = Step::SyncRestored;
      break;
    case Step::SyncRestored:
      ++log_.heads;
      io_ = log_file_->truncate(log_.end);
      step_ = Step::CutRest;
      break;
    case Step::CutRest:
      io_ = log_file_->sync();
      step_ = Step::SyncRest;
      break;
    default:
      unsettled_ = false;
      step_ = Step::Idle;
      return IOResult<void>::done();
    }
  }
}

IOResult<void> Pager::commit() {
  if (options_.read_only)
    return IOResult<void>::err(
        std::make_error_code(std::errc::read_only_file_system));
  // A driver that reports failed I/O does not call again: the next commit finds
  // the step as it was. Nothing is lost by starting afresh, because changes
  // count as changes until the log has them.
  if (unsettled_ && (io_.failed() || step_ >= Step::RestoreHead))
    RETURN_IF_IO(settle());
  if (step_ != Step::Idle && io_.failed())
    step_ = Step::Idle;
  for (;;) {
    switch (step_) {
    case Step::Idle:
      if (dirty_.empty())
        return IOResult<void>::done();
      // The checkpoint comes before the commit: if it fails, the commit has not
      // begun.
      if (is_full()) {
        begin_read_back();
        step_ = Step::ReadBack;
      } else {
        begin_log_write();
        step_ = Step::WriteLog;
      }
      break;
    case Step::ReadBack:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      for (const auto &[number, image] : images_)
        if (!is_sealed(number, image.bytes())) {
          step_ = Step::Idle;
          return damaged("page " + std::to_string(number) + " in the log");
        }
      begin_write_back();
      step_ = Step::WriteBack;
      break;
    case Step::WriteBack:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      io_ = file_->sync();
      step_ = Step::SyncFile;
      break;
    case Step::SyncFile:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      // From here on pages are read from the file; those that are being read
      // from the log need it a little longer.
      log_.pages.clear();
      for (const auto &[number, load] : loads_)
        if (!load.second.finished())
          IO_YIELD_ONE(load.second);
      images_.clear();
      io_ = write_head(log_.emptied());
      step_ = Step::ClearHead;
      break;
    case Step::ClearHead:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      io_ = log_file_->sync();
      step_ = Step::SyncHead;
      break;
    case Step::SyncHead:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      log_ = log_.emptied();
      ++log_.heads;
      io_ = log_file_->truncate(log_.end);
      step_ = Step::CutLog;
      break;
    case Step::CutLog:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      step_ = Step::Idle;
      break;
    case Step::WriteLog:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      io_ = log_file_->sync();
      step_ = Step::SyncLog;
      break;
    case Step::SyncLog:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      io_ = write_head(next_log_);
      step_ = Step::WriteHead;
      break;
    case Step::WriteHead:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      logged();
      step_ = Step::Idle;
      break;
    case Step::RestoreHead:
    case Step::SyncRestored:
    case Step::CutRest:
    case Step::SyncRest:
      step_ = Step::Idle; // settled above
      break;
    }
  }
}

} // namespace pagestore
