//===- injecting_backend.hpp - Yields in any backend ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_INJECTING_BACKEND_HPP
#define IORESULT_TESTING_INJECTING_BACKEND_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "ioresult/completion.hpp"
#include "ioresult/io/backend.hpp"
#include "ioresult/testing/test_io.hpp"
#include "ioresult/testing/yield_injector.hpp"

namespace ioresult::testing {

/// Does what another backend does, when a TestIo says: each request is over
/// before the function that submits it returns ('.'), or is carried out in a
/// later step() ('y'), or fails there without effect ('e'). So code that runs
/// on a backend is explored without a change.
///
/// Nothing can be cancelled: a request always runs to its end. Both the TestIo
/// and the other backend must outlive this. Thread-safety: for one thread.
class InjectingBackend final : public io::Backend {
public:
  InjectingBackend(TestIo &io, io::Backend &backend)
      : shared_(std::make_shared<Shared>(Shared{io, backend})) {}

  ~InjectingBackend() override {
    drain();
    shared_->closed = true;
  }

  [[nodiscard]] std::string_view name() const noexcept override {
    return "injecting";
  }

  [[nodiscard]] std::shared_ptr<io::File>
  open(const std::string &path, io::OpenOptions options,
       std::error_code &error) override {
    std::shared_ptr<io::File> file =
        shared_->backend.open(path, options, error);
    if (!file)
      return nullptr;
    return std::make_shared<InjectingFile>(shared_, std::move(file), path);
  }

  bool step(Duration = kForever) override { return shared_->io.step(); }

  [[nodiscard]] bool busy() const noexcept override {
    return shared_->io.in_flight() > 0;
  }

private:
  struct Shared {
    TestIo &io;
    io::Backend &backend;
    bool closed = false;
  };

  class InjectingFile final : public io::File {
  public:
    InjectingFile(std::shared_ptr<Shared> shared,
                  std::shared_ptr<io::File> file, std::string path)
        : shared_(std::move(shared)), file_(std::move(file)),
          path_(std::move(path)) {}

    [[nodiscard]] std::uint64_t size(std::error_code &error) const override {
      return file_->size(error);
    }

  private:
    void submit(io::Request request) override {
      if (shared_->closed) {
        request.completion.refuse(
            std::make_error_code(std::errc::operation_canceled));
        return;
      }
      const std::string label = describe(request);
      const auto finish = [shared = shared_, file = file_,
                           request =
                               std::move(request)](std::error_code error) {
        if (error)
          request.completion.fail(error);
        else
          carry_out(shared->backend, *file, request);
      };
      // The real backend must not be stepped by a callback.
      if (ioresult::detail::in_callback())
        shared_->io.defer(label, finish);
      else
        shared_->io.perform(label, finish);
    }

    /// "write wal 4096+512", for people.
    std::string describe(const io::Request &request) const {
      std::size_t bytes = 0;
      for (const Buffer &buffer : request.completion.buffers())
        bytes += buffer.size();
      const std::string at = path_ + ' ' + std::to_string(request.offset);
      switch (request.kind()) {
      case CompletionKind::Read:
        return "read " + at + '+' + std::to_string(bytes);
      case CompletionKind::Write:
        return "write " + at + '+' + std::to_string(bytes);
      case CompletionKind::Truncate:
        return "truncate " + at;
      default:
        return "sync " + path_;
      }
    }

    static void carry_out(io::Backend &backend, io::File &file,
                          const io::Request &request) {
      const Completion real = pass_on(file, request);
      while (!real.finished())
        backend.step();
      if (real.failed())
        request.completion.fail(real.error());
      else
        request.completion.complete(real.bytes());
    }

    static Completion pass_on(io::File &file, const io::Request &request) {
      const auto buffers = request.completion.buffers();
      switch (request.kind()) {
      case CompletionKind::Read:
        return file.readv(request.offset, {buffers.begin(), buffers.end()});
      case CompletionKind::Write:
        return file.writev(request.offset, {buffers.begin(), buffers.end()});
      case CompletionKind::Truncate:
        return file.truncate(request.offset);
      default:
        return file.sync();
      }
    }

    std::shared_ptr<Shared> shared_;
    std::shared_ptr<io::File> file_;
    std::string path_;
  };

  void cancel_request(const Completion &) override {}

  std::shared_ptr<Shared> shared_;
};

} // namespace ioresult::testing

#endif // IORESULT_TESTING_INJECTING_BACKEND_HPP
