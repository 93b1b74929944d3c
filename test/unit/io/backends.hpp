/// Every backend, each on a directory of its own.
#ifndef TEST_UNIT_IO_BACKENDS_HPP
#define TEST_UNIT_IO_BACKENDS_HPP

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "ioresult/io/backend.hpp"
#include "ioresult/io/memory.hpp"
#include "ioresult/io/system.hpp"
#include "ioresult/ioresult.hpp"

#include "../temporary_directory.hpp"

namespace io_tests {

using namespace ioresult;
using ioresult::io::Backend;
using ioresult::io::File;
using ioresult::io::OpenOptions;

struct BackendCase {
  std::string name; // for GoogleTest: letters only
  // Null where the kernel has no such thing.
  std::function<std::unique_ptr<Backend>()> make;
};

inline void PrintTo(const BackendCase &backend, std::ostream *out) {
  *out << backend.name;
}

inline std::vector<BackendCase> memory_backends() {
  return {{"Memory", [] { return io::make_memory_backend(); }},
          {"MemoryDeferred",
           [] { return io::make_memory_backend({.deferred = true}); }}};
}

inline std::vector<BackendCase> system_backends() {
  return {
      {"Posix", [] { return io::make_posix_backend({.threads = 3}); }},
      // So few that requests have to wait for their turn.
      {"IoUring",
       []() -> std::unique_ptr<Backend> {
         std::error_code error;
         return io::make_io_uring_backend({.depth = 4}, error);
       }},
  };
}

inline std::vector<BackendCase> all_backends() {
  std::vector<BackendCase> all = memory_backends();
  for (auto &backend : system_backends())
    all.push_back(backend);
  return all;
}

inline std::string case_name(const testing::TestParamInfo<BackendCase> &info) {
  return info.param.name;
}

inline Buffer buffer_of(std::string_view text) {
  return Buffer::copy_of(std::as_bytes(std::span(text)));
}

inline std::string text_of(const Buffer &buffer) {
  return {reinterpret_cast<const char *>(buffer.data()), buffer.size()};
}

inline std::error_code error_of(std::errc error) {
  return std::make_error_code(error);
}

inline constexpr OpenOptions kNew{.write = true, .create = true};

class BackendTest : public testing::TestWithParam<BackendCase> {
protected:
  void SetUp() override {
    backend_ = GetParam().make();
    if (!backend_)
      GTEST_SKIP() << "the kernel has no io_uring for us";
  }

  [[nodiscard]] std::string path(const std::string &name) const {
    return directory_.path(name);
  }

  std::shared_ptr<File> open(const std::string &name,
                             OpenOptions options = kNew) {
    std::error_code error;
    auto file = backend_->open(path(name), options, error);
    EXPECT_TRUE(file) << error.message();
    return file;
  }

  /// Steps until it has finished, and hands it on.
  Completion wait(const Completion &completion) {
    while (!completion.finished() && backend_->step()) {
    }
    EXPECT_TRUE(completion.finished());
    return completion;
  }

  void write(File &file, std::uint64_t offset, std::string_view text) {
    const Completion done = wait(file.write(offset, buffer_of(text)));
    EXPECT_EQ(done.error(), std::error_code{});
    EXPECT_EQ(done.bytes(), text.size());
  }

  /// What is there, up to `size` bytes.
  std::string read(File &file, std::uint64_t offset, std::size_t size) {
    const Buffer buffer = Buffer::allocate(size);
    const Completion done = wait(file.read(offset, buffer));
    EXPECT_EQ(done.error(), std::error_code{});
    return text_of(buffer.slice(0, done.bytes()));
  }

  std::uint64_t size(const File &file) {
    std::error_code error;
    const std::uint64_t size = file.size(error);
    EXPECT_EQ(error, std::error_code{});
    return size;
  }

  unit_tests::TemporaryDirectory directory_;
  std::unique_ptr<Backend> backend_;
};

} // namespace io_tests

#endif // TEST_UNIT_IO_BACKENDS_HPP
