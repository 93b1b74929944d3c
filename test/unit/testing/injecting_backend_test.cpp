//===- injecting_backend_test.cpp - Files under injection -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ioresult/testing/injecting_backend.hpp"

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <gmock/gmock.h>

#include "ioresult/io/memory.hpp"
#include "ioresult/ioresult.hpp"
#include "ioresult/testing/gtest.hpp"

namespace ioresult::testing {
namespace {

constexpr io::OpenOptions kCreate{.write = true, .create = true};

Buffer buffer_of(std::string_view text) {
  return Buffer::copy_of(std::as_bytes(std::span(text)));
}
std::string text_of(const Buffer &buffer, std::size_t size) {
  return {reinterpret_cast<const char *>(buffer.data()), size};
}

class InjectingBackendTest : public ::testing::Test {
protected:
  /// Makes the backend and opens a file on it, with these choices to come.
  std::shared_ptr<io::File> open(const char *choices) {
    injector_.emplace(Schedule::explicitly(choices));
    io_.emplace(*injector_);
    backend_.emplace(*io_, *memory_);
    std::error_code error;
    return backend_->open("file", kCreate, error);
  }

  std::unique_ptr<io::Backend> memory_ =
      io::make_memory_backend({.deferred = true});
  std::optional<YieldInjector> injector_;
  std::optional<TestIo> io_;
  std::optional<InjectingBackend> backend_;
};

TEST_F(InjectingBackendTest, WithoutYieldsRequestsAreOverAtOnce) {
  const auto file = open("");
  EXPECT_EQ(file->write(0, buffer_of("hello")).bytes(), 5U);
  const Buffer into = Buffer::allocate(8);
  const Completion read = file->read(1, into);
  EXPECT_TRUE(read.succeeded());
  EXPECT_EQ(text_of(into, read.bytes()), "ello");
  EXPECT_FALSE(backend_->busy());
}

TEST_F(InjectingBackendTest, AYieldMovesTheDataInALaterStep) {
  const auto file = open("y");
  const Completion write = file->write(0, buffer_of("hello"));
  std::error_code error;
  EXPECT_FALSE(write.finished());
  EXPECT_TRUE(backend_->busy());
  EXPECT_EQ(file->size(error), 0U);
  EXPECT_TRUE(backend_->step());
  EXPECT_TRUE(write.succeeded());
  EXPECT_EQ(file->size(error), 5U);
  EXPECT_FALSE(backend_->step());
}

TEST_F(InjectingBackendTest, AnErrorIsWithoutEffect) {
  const auto file = open("e");
  io_->allow_errors(1);
  const Completion write = file->write(0, buffer_of("hello"));
  backend_->drain();
  std::error_code error;
  EXPECT_EQ(write.error(), std::errc::io_error);
  EXPECT_EQ(file->size(error), 0U);
}

TEST_F(InjectingBackendTest, ErrorsOfTheOtherBackendArePassedOn) {
  open("");
  std::error_code error;
  const auto read_only = backend_->open("file", {}, error);
  EXPECT_EQ(read_only->write(0, buffer_of("x")).error(),
            std::errc::bad_file_descriptor);
  EXPECT_EQ(backend_->open("none", {}, error), nullptr);
  EXPECT_EQ(error, std::errc::no_such_file_or_directory);
}

TEST_F(InjectingBackendTest, QuestionsSayWhatIsAsked) {
  const auto file = open("");
  static_cast<void>(file->write(4, buffer_of("abc")));
  static_cast<void>(file->truncate(2));
  static_cast<void>(file->sync());
  static_cast<void>(file->read(0, Buffer::allocate(2)));
  std::string asked;
  for (const auto &question : injector_->questions())
    asked += question.label + '\n';
  EXPECT_EQ(asked,
            "write file 4+3\ntruncate file 2\nsync file\nread file 0+2\n");
}

TEST_F(InjectingBackendTest, AFileOutlivesItsBackend) {
  const auto file = open("y");
  const Completion write = file->write(0, buffer_of("a"));
  backend_.reset();
  EXPECT_TRUE(write.finished());
  EXPECT_EQ(file->sync().error(), std::errc::operation_canceled);
}

/// Appends numbered records to a file, two writes each.
class Log {
public:
  Log(TestIo &io, bool right)
      : memory_(io::make_memory_backend()), backend_(io, *memory_),
        right_(right) {
    std::error_code error;
    file_ = backend_.open("log", kCreate, error);
  }

  IOResult<void> append() {
    if (!head_) {
      if (!right_)
        ++records_; // counted again by each call that waits for the head
      if (!write_)
        write_ = file_->write(end_, buffer_of("<"));
      if (!write_->finished())
        IO_YIELD_ONE(*write_);
      write_.reset();
      head_ = true;
    }
    if (!write_)
      write_ = file_->write(end_ + 1, buffer_of(">"));
    if (!write_->finished())
      IO_YIELD_ONE(*write_);
    write_.reset();
    head_ = false;
    end_ += 2;
    if (right_)
      ++records_;
    return IOResult<void>::done();
  }

  std::pair<int, std::string> contents() {
    const Buffer into = Buffer::allocate(64);
    std::error_code error;
    const auto direct = memory_->open("log", {}, error);
    const std::size_t size = direct->read(0, into).bytes();
    return {records_, text_of(into, size)};
  }

private:
  std::unique_ptr<io::Backend> memory_;
  InjectingBackend backend_;
  std::shared_ptr<io::File> file_;
  bool right_;
  std::optional<Completion> write_;
  bool head_ = false;
  std::uint64_t end_ = 0;
  int records_ = 0;
};

TransparencyReport explore_log(bool right) {
  TransparencyOptions options;
  options.errors = false; // a failed write stays in write_
  return check_yield_transparent(
      [right](TestIo &io) { return std::make_unique<Log>(io, right); },
      [](auto &log) { return log->append(); },
      [](auto &log) { return log->contents(); }, options);
}

TEST(InjectingBackendExploration, FindsWhatIsWrongAndAcceptsWhatIsRight) {
  EXPECT_TRUE(explore_log(true).holds) << explore_log(true).message;
  const auto report = explore_log(false);
  EXPECT_EQ(report.replay, "yields y");
  EXPECT_THAT(report.message, ::testing::HasSubstr("write log 0+1"));
}

} // namespace
} // namespace ioresult::testing
