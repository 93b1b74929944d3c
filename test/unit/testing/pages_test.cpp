//===- pages_test.cpp - What the runtime's pages show -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each block of C++ on the pages stands, as it is printed, in this file or in
// example_test.cpp, and each macro's expansion in the table is the real one.
//
//===----------------------------------------------------------------------===//

#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <regex>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <gmock/gmock.h>

#include "../temporary_directory.hpp"
#include "ioresult/io/system.hpp"
#include "ioresult/ioresult.hpp"
#include "ioresult/testing/simulator.hpp"

namespace {

using ::testing::HasSubstr;

// --- docs/runtime.md ---------------------------------------------------------

class Reader {
public:
  ioresult::IOResult<int> both_ways() {
    // clang-format off
++lines_;                         // wrong: counted again by each call
RETURN_IF_IO(next_line());

RETURN_IF_IO(next_line());
++lines_;                         // right: reached once, behind the yield
    // clang-format on
    return ioresult::IOResult<int>::done(lines_);
  }

private:
  ioresult::IOResult<void> next_line() {
    if (std::exchange(waits_, false))
      IO_YIELD_ONE(ioresult::Completion::make_yield());
    return ioresult::IOResult<void>::done();
  }

  bool waits_ = true;
  int lines_ = 0;
};

TEST(RuntimePage, TheWrongWayCountsALineTwice) {
  Reader reader;
  EXPECT_EQ(
      ioresult::block_on([&] { return reader.both_ways(); }, [] {}).value(), 3);
}

// --- docs/io.md --------------------------------------------------------------

TEST(IoPage, ItsExampleWrites) {
  using namespace ioresult;
  const unit_tests::TemporaryDirectory directory;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(directory.path(""));
  const auto bytes = std::as_bytes(std::span("abc"));
  {
    const auto operation = [] { return IOResult<int>::done(1); };
    // clang-format off
const auto backend = ioresult::io::make_system_backend();
std::error_code error;
const auto file = backend->open("data", {.write = true, .create = true}, error);

Completion c = file->write(0, Buffer::copy_of(bytes)); // hands it over, never blocks
auto answer = block_on(operation, [&] { return backend->step(); });
    // clang-format on
    EXPECT_EQ(answer.value(), 1);
    backend->drain();
    EXPECT_EQ(c.bytes(), bytes.size());
  }
  EXPECT_EQ(std::filesystem::file_size("data"), bytes.size());
  std::filesystem::current_path(before);
}

// --- docs/testing.md ---------------------------------------------------------

auto waits_for(ioresult::Completion request) {
  return [request]() -> ioresult::IOResult<std::size_t> {
    if (!request.finished())
      IO_YIELD_ONE(request);
    return ioresult::IOResult<std::size_t>::done(request.bytes());
  };
}

/// A store of one entry.
class Store {
public:
  explicit Store(ioresult::io::Backend &backend) {
    std::error_code error;
    file_ = backend.open("entry", {.write = true, .create = true}, error);
  }
  auto put(std::string_view, std::string_view value) {
    return waits_for(file_->write(
        0, ioresult::Buffer::copy_of(std::as_bytes(std::span(value)))));
  }
  auto get(std::string_view) {
    return waits_for(file_->read(0, ioresult::Buffer::allocate(5)));
  }

private:
  std::shared_ptr<ioresult::io::File> file_;
};

TEST(TestingPage, ItsSimulationRuns) {
  using ioresult::testing::Simulator;
  const std::uint64_t seed = 1;
  ::testing::internal::CaptureStdout();
  {
    // clang-format off
Simulator simulator({.seed = seed, .errors_per_mille = 5});
Store store(simulator);
simulator.spawn("put", store.put("key", "value"));
simulator.spawn("get", store.get("key"));
simulator.run();               // or run(n): stop before call n
std::puts(simulator.trace().c_str());
    // clang-format on
  }
  const std::string trace = ::testing::internal::GetCapturedStdout();
  EXPECT_THAT(trace, HasSubstr("put: done 5"));
  EXPECT_THAT(trace, HasSubstr("get: done "));
}

// --- the pages and this ------------------------------------------------------

std::string text_of(const std::string &path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Pages, AllTheirCodeIsCompiled) {
  const std::string compiled =
      text_of(TESTS "pages_test.cpp") + text_of(TESTS "example_test.cpp");
  constexpr std::string_view kBegin = "```cpp\n", kEnd = "```\n";
  std::size_t blocks = 0;
  for (const char *name : {"runtime.md", "io.md", "testing.md"}) {
    const std::string page = text_of(std::string(PAGES) + name);
    std::size_t at = 0;
    while ((at = page.find(kBegin, at)) != std::string::npos) {
      at += kBegin.size();
      const std::size_t end = page.find(kEnd, at);
      ASSERT_NE(end, std::string::npos);
      EXPECT_THAT(compiled, HasSubstr(page.substr(at, end - at))) << name;
      at = end + kEnd.size();
      ++blocks;
    }
  }
  EXPECT_EQ(blocks, 4U);
}

#define TEXT_OF_(...) #__VA_ARGS__
#define TEXT_OF(...) TEXT_OF_(__VA_ARGS__)

/// Without what is there for the compiler or the page only.
std::string plain(std::string text) {
  for (const char *part :
       {"\\s", "`", "<br>", "do\\{(?=autor=)", "\\}while\\(false\\);",
        "__extension__", "::(?=std::)"})
    text = std::regex_replace(text, std::regex(part), "");
  return text;
}

TEST(Pages, MacrosExpandToWhatTheTableSays) {
  const std::string page = plain(text_of(PAGES "runtime.md"));
  const std::regex name("io_result_[0-9]+");
  const auto expect_row = [&](const std::string &use,
                              const std::string &expansion) {
    const std::string row =
        plain("|" + use + "|" + std::regex_replace(expansion, name, "r") + "|");
    EXPECT_NE(page.find(row), std::string::npos) << row;
  };
#define EXPECT_ROW(...) expect_row(#__VA_ARGS__, TEXT_OF(__VA_ARGS__))
  EXPECT_ROW(RETURN_IF_IO(expr););
  EXPECT_ROW(ASSIGN_OR_RETURN_IO(lhs, expr););
  EXPECT_ROW(RETURN_AND_RESTORE_IF_IO(field, saved, expr););
  EXPECT_ROW(IO_YIELD_ONE(completion););
  EXPECT_ROW(IO_YIELD(group););
  EXPECT_ROW(lhs = IO_TRY(expr););
}

} // namespace
