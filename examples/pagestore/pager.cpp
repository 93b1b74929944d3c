#include "pager.hpp"

#include <algorithm>
#include <system_error>

namespace pagestore {

namespace {

// A callback: a page is whole or an error.
std::error_code whole_page(const ioresult::CompletionResult &result) {
  return result.bytes == kPageSize
             ? std::error_code{}
             : std::make_error_code(std::errc::illegal_byte_sequence);
}

std::uint64_t offset_of(PageNo number) {
  return std::uint64_t{number} * kPageSize;
}

} // namespace

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
      const Buffer bytes = io_.buffers()[0];
      log_ = decode_log(bytes.bytes().first(io_.bytes()));
      std::error_code error;
      is_new_ = log_.pages.empty() && file_->size(error) == 0;
      if (error)
        return IOResult<void>::err(error);
      if (log_.end == bytes.size()) {
        recovery_ = Recovery::Ended;
        break;
      }
      // What a crash has left of a commit would come back to life if the next
      // one began with the same pages and a crash left only those of it.
      io_ = log_file_->truncate(log_.end);
      recovery_ = Recovery::CutLog;
      break;
    }
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
    Completion whole = Completion::make_read(page->buffer, whole_page);
    const auto logged = log_.pages.find(number);
    whole = logged == log_.pages.end()
                ? file_->read(offset_of(number), whole)
                : log_file_->read(logged->second + kFrameHeader, whole);
    load = loads_.insert_or_assign(number, std::pair(page, whole)).first;
  }
  const auto [page, whole] = load->second;
  if (!whole.finished())
    IO_YIELD_ONE(whole);
  loads_.erase(load);
  if (whole.failed())
    return IOResult<PagePtr>::err(whole.error());
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
  io_ = log_file_->writev(log_.end, encode_commit(pages, next_log_));
}

void Pager::logged() {
  for (const Snapshot &written : snapshot_)
    if (written.page->version == written.version)
      dirty_.erase(written.page->number);
  snapshot_.clear();
  log_ = next_log_;
  is_new_ = false;
}

void Pager::begin_read_back() {
  ioresult::CompletionGroup reads;
  images_.clear();
  for (const auto &[number, offset] : log_.pages) {
    images_.emplace_back(number, Buffer::allocate(kPageSize));
    reads.add(log_file_->read(
        offset + kFrameHeader,
        Completion::make_read(images_.back().second, whole_page)));
  }
  io_ = reads.build();
}

void Pager::begin_write_back() {
  ioresult::CompletionGroup writes;
  for (const auto &[number, image] : images_)
    writes.add(file_->write(offset_of(number), image));
  io_ = writes.build();
}

IOResult<void> Pager::commit() {
  // A driver that reports failed I/O does not call again: the next commit finds
  // the step as it was. Nothing is lost by starting afresh, because changes
  // count as changes until the log has them.
  if (step_ != Step::Idle && io_.failed())
    step_ = Step::Idle;
  for (;;) {
    switch (step_) {
    case Step::Idle:
      if (!dirty_.empty()) {
        begin_log_write();
        step_ = Step::WriteLog;
      } else if (log_.end >= options_.log_pages * kFrameSize) {
        begin_read_back();
        step_ = Step::ReadBack;
      } else {
        return IOResult<void>::done();
      }
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
      logged();
      step_ = Step::Idle;
      break;
    case Step::ReadBack:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
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
      io_ = log_file_->truncate(0);
      step_ = Step::EmptyLog;
      break;
    case Step::EmptyLog:
      if (!io_.finished())
        IO_YIELD_ONE(io_);
      if (io_.failed())
        return IOResult<void>::err(io_.error());
      log_ = WalIndex();
      images_.clear();
      step_ = Step::Idle;
      break;
    }
  }
}

} // namespace pagestore
