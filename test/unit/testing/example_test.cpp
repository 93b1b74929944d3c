//===- example_test.cpp - The ten lines of docs/testing.md ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "ioresult/ioresult.hpp"

#include "ioresult/io/backend.hpp"
#include "ioresult/io/memory.hpp"

// The operation that the page's reader has: adds up a file, 4 bytes at a time.
class Checksum {
public:
  Checksum(ioresult::io::Backend &backend, unsigned &total) : total_(total) {
    std::error_code error;
    file_ = backend.open("data", {}, error);
  }

  ioresult::IOResult<void> operator()() {
    for (;;) {
      if (!read_)
        read_ = file_->read(at_, chunk_);
      if (!read_->finished())
        IO_YIELD_ONE(*read_);
      const ioresult::Completion read = *std::exchange(read_, std::nullopt);
      if (read.failed())
        return ioresult::IOResult<void>::err(read.error());
      for (std::size_t i = 0; i < read.bytes(); ++i)
        sum_ += std::to_integer<unsigned>(chunk_.data()[i]);
      at_ += read.bytes();
      if (read.bytes() < chunk_.size()) {
        total_ += sum_;
        return ioresult::IOResult<void>::done();
      }
    }
  }

private:
  unsigned &total_;
  std::shared_ptr<ioresult::io::File> file_;
  ioresult::Buffer chunk_ = ioresult::Buffer::allocate(4);
  std::optional<ioresult::Completion> read_;
  std::uint64_t at_ = 0;
  unsigned sum_ = 0;
};

/// A disk with a file "data".
std::unique_ptr<ioresult::io::Backend> disk_with_data() {
  auto disk = ioresult::io::make_memory_backend();
  std::error_code error;
  const auto file = disk->open("data", {.write = true, .create = true}, error);
  static_cast<void>(file->write(0, ioresult::Buffer::copy_of(std::as_bytes(
                                       std::span("some bytes of data")))));
  return disk;
}

#include "ioresult/testing/gtest.hpp"
#include "ioresult/testing/injecting_backend.hpp"

struct World {
  explicit World(ioresult::testing::TestIo &io) : backend(io, *disk) {}
  std::unique_ptr<ioresult::io::Backend> disk = disk_with_data();
  ioresult::testing::InjectingBackend backend;
  unsigned total = 0;
};
TEST(Checksum, IsYieldTransparent) {
  ioresult::testing::expect_yield_transparent(
      [](ioresult::testing::TestIo &io) { return std::make_unique<World>(io); },
      [](auto &world) { return Checksum(world->backend, world->total); },
      [](auto &world) { return world->total; });
}
