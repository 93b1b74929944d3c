//===- memory_backend.cpp - Files in memory -------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/io/memory.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "deliver.hpp"
#include "transfer.hpp"

namespace ioresult::io {

namespace {

using Contents = std::vector<std::byte>;

/// What the files of one backend share.
class Disk {
public:
  explicit Disk(MemoryOptions options) : options_(options) {}

  std::shared_ptr<Contents> open(const std::string &path, OpenOptions options,
                                 std::error_code &error) {
    error.clear();
    const auto found = files_.find(path);
    const bool exists = found != files_.end();
    if (exists && options.create && options.exclusive)
      error = std::make_error_code(std::errc::file_exists);
    else if (!exists && !options.create)
      error = std::make_error_code(std::errc::no_such_file_or_directory);
    if (error)
      return nullptr;
    if (!exists)
      return files_[path] = std::make_shared<Contents>();
    if (options.truncate)
      resize(*found->second, 0);
    return found->second;
  }

  CompletionResult carry_out(const Request &request, Contents &contents,
                             bool writable) {
    const CompletionKind kind = request.kind();
    if (!detail::in_range(request))
      return {std::make_error_code(std::errc::invalid_argument)};
    if (!writable &&
        (kind == CompletionKind::Write || kind == CompletionKind::Truncate))
      return {std::make_error_code(std::errc::bad_file_descriptor)};
    if (kind == CompletionKind::Read)
      return read(request, contents);
    if (kind == CompletionKind::Write)
      return write(request, contents);
    if (kind == CompletionKind::Truncate && !resize(contents, request.offset))
      return {std::make_error_code(std::errc::no_space_on_device)};
    return {}; // A sync has nothing to do.
  }

  /// Finishes `request` now or in the next step.
  void finish(Request request, CompletionResult result) {
    if (options_.deferred)
      ended_.emplace_back(std::move(request), result);
    else
      detail::deliver(request, result);
  }

  bool step() {
    ioresult::detail::require(
        !ioresult::detail::in_callback(),
        "a backend was stepped or destroyed by a callback");
    // Callbacks may submit.
    const auto ended = std::exchange(ended_, {});
    for (const auto &[request, result] : ended)
      detail::deliver(request, result);
    return !ended.empty();
  }

  [[nodiscard]] bool busy() const noexcept { return !ended_.empty(); }
  [[nodiscard]] bool deferred() const noexcept { return options_.deferred; }
  [[nodiscard]] bool closed() const noexcept { return closed_; }

  void close() {
    closed_ = true;
    step();
  }

private:
  static CompletionResult read(const Request &request,
                               const Contents &contents) {
    std::size_t at = std::min<std::uint64_t>(request.offset, contents.size());
    const std::size_t from = at;
    for (const Buffer &buffer : request.completion.buffers()) {
      const std::size_t size = std::min(buffer.size(), contents.size() - at);
      if (size != 0)
        std::memcpy(buffer.data(), contents.data() + at, size);
      at += size;
    }
    return {{}, at - from};
  }

  /// Buffer by buffer: those in front of the one that is too much are written.
  CompletionResult write(const Request &request, Contents &contents) {
    std::uint64_t at = request.offset;
    for (const Buffer &buffer : request.completion.buffers()) {
      if (buffer.empty())
        continue;
      const std::uint64_t end = at + buffer.size();
      if (end > contents.size() && !resize(contents, end))
        return {std::make_error_code(std::errc::no_space_on_device)};
      std::memcpy(contents.data() + at, buffer.data(), buffer.size());
      at = end;
    }
    return {{}, static_cast<std::size_t>(at - request.offset)};
  }

  /// False if the disk is full.
  bool resize(Contents &contents, std::uint64_t size) {
    if (size > contents.size() &&
        size - contents.size() > options_.capacity - used_)
      return false;
    used_ = used_ - contents.size() + size;
    contents.resize(size);
    return true;
  }

  const MemoryOptions options_;
  std::map<std::string, std::shared_ptr<Contents>> files_;
  std::uint64_t used_ = 0;
  std::vector<std::pair<Request, CompletionResult>> ended_;
  bool closed_ = false;
};

class MemoryFile final : public File {
public:
  MemoryFile(std::shared_ptr<Disk> disk, std::shared_ptr<Contents> contents,
             bool writable)
      : disk_(std::move(disk)), contents_(std::move(contents)),
        writable_(writable) {}

  std::uint64_t size(std::error_code &error) const override {
    error.clear();
    return contents_->size();
  }

private:
  void submit(Request request) override {
    if (disk_->closed()) {
      request.completion.refuse(
          std::make_error_code(std::errc::operation_canceled));
      return;
    }
    const CompletionResult result =
        disk_->carry_out(request, *contents_, writable_);
    disk_->finish(std::move(request), result);
  }

  std::shared_ptr<Disk> disk_;
  std::shared_ptr<Contents> contents_;
  bool writable_;
};

class MemoryBackend final : public Backend {
public:
  explicit MemoryBackend(MemoryOptions options)
      : disk_(std::make_shared<Disk>(options)) {}
  ~MemoryBackend() override { disk_->close(); }

  std::string_view name() const noexcept override {
    return disk_->deferred() ? "memory, deferred" : "memory";
  }

  std::shared_ptr<File> open(const std::string &path, OpenOptions options,
                             std::error_code &error) override {
    auto contents = disk_->open(path, options, error);
    if (!contents)
      return nullptr;
    return std::make_shared<MemoryFile>(disk_, std::move(contents),
                                        options.write);
  }

  bool step(Duration) override { return disk_->step(); }
  bool busy() const noexcept override { return disk_->busy(); }

private:
  void cancel_request(const Completion &) override {}

  std::shared_ptr<Disk> disk_;
};

} // namespace

std::unique_ptr<Backend> make_memory_backend(MemoryOptions options) {
  return std::make_unique<MemoryBackend>(options);
}

} // namespace ioresult::io
