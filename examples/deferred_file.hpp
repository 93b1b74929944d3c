/// A small I/O backend: a file whose reads really happen later.
#ifndef EXAMPLES_DEFERRED_FILE_HPP
#define EXAMPLES_DEFERRED_FILE_HPP

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/ioresult.hpp"

namespace example {

using ioresult::Completion;
using ioresult::IOResult;

/// A file open for reading. read() only notes down what is wanted; the data
/// comes, and the completion finishes, in a later step(). For one thread.
class DeferredFile {
public:
  DeferredFile() = default;
  DeferredFile(const DeferredFile &) = delete;
  DeferredFile &operator=(const DeferredFile &) = delete;

  /// Whoever still waits is told that nothing will come.
  ~DeferredFile() {
    for (const Request &request : requests_)
      request.completion.abort();
    if (fd_ >= 0)
      ::close(fd_);
  }

  /// Opens `path`, once; answers what open(2) says.
  [[nodiscard]] std::error_code open(const std::string &path) {
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    return fd_ >= 0 ? std::error_code{}
                    : std::error_code(errno, std::generic_category());
  }

  /// Wants up to `size` bytes from `offset` on. When the completion has
  /// succeeded, `*into` is what was there; it is shorter than `size` near the
  /// end of the file and empty behind it.
  Completion read(std::uint64_t offset, std::size_t size,
                  std::shared_ptr<std::string> into) {
    requests_.push_back({Completion::make(), offset, size, std::move(into)});
    return requests_.back().completion;
  }

  /// Does all reads noted down so far. False if there were none.
  bool step() {
    const std::vector<Request> requests = std::exchange(requests_, {});
    for (const Request &request : requests) {
      const std::error_code error = pread_all(request);
      if (error)
        request.completion.fail(error);
      else
        request.completion.complete();
    }
    return !requests.empty();
  }

private:
  struct Request {
    Completion completion;
    std::uint64_t offset;
    std::size_t size;
    std::shared_ptr<std::string> into;
  };

  /// pread(2) may be interrupted, and may give less than there is.
  std::error_code pread_all(const Request &request) const {
    std::string &data = *request.into;
    data.resize(request.size);
    std::size_t filled = 0;
    while (filled < data.size()) {
      const ssize_t n = ::pread(fd_, data.data() + filled, data.size() - filled,
                                static_cast<off_t>(request.offset + filled));
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return {errno, std::generic_category()};
      if (n == 0)
        break;
      filled += static_cast<std::size_t>(n);
    }
    data.resize(filled);
    return {};
  }

  int fd_ = -1;
  std::vector<Request> requests_;
};

/// Reads a DeferredFile in chunks: the place where the program really has to
/// wait.
class ChunkReader {
public:
  static constexpr std::size_t kChunkSize = 4096; // bytes

  explicit ChunkReader(DeferredFile &file) : file_(file) {}

  /// The chunk at byte `offset`; empty at the end of the file. When called
  /// again after "not yet", it goes on with the read that is under way.
  IOResult<std::string> read(std::uint64_t offset) {
    if (!request_) {
      auto data = std::make_shared<std::string>();
      request_ = Request{data, file_.read(offset, kChunkSize, data)};
    }
    if (!request_->completion.finished())
      IO_YIELD_ONE(request_->completion);
    const Request request = *std::exchange(request_, std::nullopt);
    if (request.completion.failed())
      return IOResult<std::string>::err(request.completion.error());
    return IOResult<std::string>::done(std::move(*request.data));
  }

private:
  struct Request {
    std::shared_ptr<std::string> data;
    Completion completion;
  };

  DeferredFile &file_;
  std::optional<Request> request_; // the read under way
};

} // namespace example

#endif // EXAMPLES_DEFERRED_FILE_HPP
