#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "ioresult/io/memory.hpp"
#include "ioresult/ioresult.hpp"
#include "pagestore/store.hpp"
#include "pagestore/wal.hpp"
#include "workload.hpp"

// Logs as crashes leave them: cut off, half written, and half written over one
// another. And files as failing devices leave them.
namespace {

using ioresult::block_on;
using ioresult::Buffer;
using namespace pagestore_test;
using ioresult::IOResult;
using pagestore::kFrameSize;
using pagestore::kLogHead;
using pagestore::Store;

// The store's two files, as bytes.
struct Files {
  std::string pages;
  std::string log;
};

// A life of the store, from the files that the one before left.
class Life {
public:
  explicit Life(const Files &files = {}, std::size_t log_pages = 1000) {
    write("store", files.pages);
    write("store-log", files.log);
    std::error_code error;
    // The log grows and grows: there is no checkpoint.
    store_ = Store::open(*backend_, "store", error, {.log_pages = log_pages});
    EXPECT_NE(store_, nullptr) << error.message();
    started_ = block_on([&] { return store_->start(); }, *backend_).error();
  }

  [[nodiscard]] std::error_code started() const { return started_; }
  [[nodiscard]] const std::string &damage() const { return store_->damage(); }

  void perform(std::vector<Change> changes) {
    EXPECT_TRUE(block_on(Transaction(*store_, std::move(changes)), *backend_)
                    .is_done());
  }

  Content content() { return block_on(ReadAll(*store_), *backend_).value(); }

  /// Everything, or the error that something ended with.
  IOResult<Content> read_all() {
    if (started_)
      return IOResult<Content>::err(started_);
    return block_on(ReadAll(*store_), *backend_);
  }

  /// What is damaged; if it did not even start, that.
  std::vector<std::string> verify() {
    if (started_)
      return {damage()};
    return block_on(store_->verify(), *backend_).value();
  }

  Files files() { return {read("store"), read("store-log")}; }

private:
  std::shared_ptr<ioresult::io::File> open(const std::string &name) {
    std::error_code error;
    return backend_->open(name, {.write = true, .create = true}, error);
  }

  void write(const std::string &name, const std::string &bytes) {
    EXPECT_TRUE(open(name)
                    ->write(0, Buffer::copy_of(std::as_bytes(std::span(bytes))))
                    .succeeded());
  }

  std::string read(const std::string &name) {
    const auto file = open(name);
    std::error_code error;
    const Buffer all = Buffer::allocate(file->size(error));
    EXPECT_TRUE(file->read(0, all).succeeded());
    return {reinterpret_cast<const char *>(all.data()), all.size()};
  }

  std::unique_ptr<ioresult::io::Backend> backend_ =
      ioresult::io::make_memory_backend();
  std::unique_ptr<Store> store_;
  std::error_code started_;
};

constexpr int kTransactions = 6;

/// The log when a crash comes before its head says more than that of `before`.
std::string with_head(const std::string &before, const std::string &log) {
  return before.substr(0, kLogHead) + log.substr(kLogHead);
}

class LogTest : public ::testing::Test {
protected:
  LogTest() {
    Life life;
    for (int n = 0; n < kTransactions; ++n) {
      life.perform(transaction(n));
      files_.push_back(life.files());
    }
  }

  const Files &behind(int commits) const {
    return files_[static_cast<std::size_t>(commits - 1)];
  }

  std::vector<Files> files_; // behind each commit
};

TEST_F(LogTest, CutOffInACommitItHasThoseBefore) {
  for (int n = 1; n < kTransactions; ++n) {
    const std::string &before = behind(n).log;
    const std::string &whole = behind(n + 1).log;
    for (std::size_t size = before.size(); size <= whole.size(); size += 97) {
      Life life({behind(n).pages, with_head(before, whole).substr(0, size)});
      ASSERT_TRUE(life.content() == content_after(n))
          << "cut at " << size << " in commit " << n + 1;
    }
    // All of it is there: nothing else tells that it was not acknowledged.
    Life life({behind(n).pages, with_head(before, whole)});
    ASSERT_TRUE(life.content() == content_after(n + 1));
  }
}

TEST_F(LogTest, HalfWrittenInACommitItHasThoseBeforeAndGoesOn) {
  for (int n = 1; n < kTransactions; ++n) {
    const std::string &before = behind(n).log;
    Files files{behind(n).pages, with_head(before, behind(n + 1).log)};
    for (std::size_t at = before.size(); at < files.log.size(); at += 509) {
      Files torn = files;
      torn.log[at] = static_cast<char>(torn.log[at] ^ 1);
      Life life(torn);
      ASSERT_TRUE(life.content() == content_after(n)) << "torn at " << at;
      life.perform({{key(0), "again"}});
      Content expected = content_after(n);
      expected[key(0)] = "again";
      ASSERT_TRUE(Life(life.files()).content() == expected) << "torn at " << at;
    }
  }
}

TEST_F(LogTest, WhatWasDurableAndIsGoneIsDamage) {
  const Files &good = behind(kTransactions);
  for (std::size_t size = 0; size < good.log.size(); size += 613) {
    Life life({good.pages, good.log.substr(0, size)});
    // Of a log that is gone as a whole nothing tells, unless there are pages.
    if (size != 0)
      ASSERT_EQ(life.started(), std::errc::illegal_byte_sequence) << size;
  }
}

// Of every byte that is changed, in either file, something tells: where it
// matters, and where it is.
TEST(Damage, NeverGivesAWrongAnswer) {
  Life life({}, 10);
  constexpr int kCommits = 25;
  for (int n = 0; n < kCommits; ++n)
    life.perform(transaction(n));
  const Files good = life.files();
  const Content content = life.content();
  ASSERT_GT(good.log.size(), 2 * kFrameSize);
  ASSERT_GT(good.pages.size(), 4 * pagestore::kPageSize);
  ASSERT_TRUE(Life(good).verify().empty());
  std::mt19937_64 random(1);
  int told = 0;
  for (int i = 0; i < 2000; ++i) {
    Files damaged = good;
    std::string &file = i % 2 == 0 ? damaged.pages : damaged.log;
    // The head, which is short, as often as the rest.
    const std::size_t at = random() % (i % 4 == 1 ? kLogHead : file.size());
    file[at] = static_cast<char>(file[at] ^ (1 + random() % 255));
    Life after(damaged);
    const auto read = after.read_all();
    if (read.is_done()) {
      ASSERT_TRUE(read.value() == content) << "byte " << at << ", run " << i;
      continue;
    }
    ++told;
    ASSERT_EQ(read.error(), std::errc::illegal_byte_sequence);
    ASSERT_NE(after.damage(), "");
    ASSERT_FALSE(after.verify().empty()) << "byte " << at << ", run " << i;
  }
  // A page that the log has a newer image of is not looked at.
  EXPECT_GT(told, 1000);
}

TEST(Damage, SaysWhere) {
  Life life({}, 10);
  for (int n = 0; n < 25; ++n)
    life.perform(transaction(n));
  const Files good = life.files();
  Files damaged = good;
  damaged.log[kLogHead + kFrameSize + 100] ^= 1;
  EXPECT_EQ(Life(damaged).damage(),
            "the log, at byte " + std::to_string(kLogHead + kFrameSize));
  damaged = good;
  damaged.log[9] ^= 1;
  damaged.log[kLogHead / 2 + 9] ^= 1; // both of its heads
  EXPECT_EQ(Life(damaged).damage(), "the log, at byte 0");
  damaged = good;
  damaged.log.clear();
  EXPECT_EQ(Life(damaged).damage(), "the log, which is empty");
  // Each page that only the file has.
  std::size_t found = 0;
  for (std::size_t page = 0; page < good.pages.size() / pagestore::kPageSize;
       ++page) {
    damaged = good;
    damaged.pages[page * pagestore::kPageSize + 2000] ^= 1;
    Life after(damaged);
    const std::string name = "page " + std::to_string(page);
    for (const std::string &line : after.verify()) {
      EXPECT_TRUE(line == name || line == name + " does not match its checksum")
          << line;
      ++found;
    }
  }
  EXPECT_GT(found, 2U);
}

// A device writes in any order. The first of a commit's pages was lost in one
// crash, and the last of the next commit's in another: what is there of the two
// looks like one commit if the pages are the same.
TEST(LogCrashTest, TwoHalvesMakeNoWhole) {
  Life first;
  for (int n = 0; n < 20; ++n) // so many that keys have pages of their own
    first.perform(transaction(n));
  const Content before = first.content();
  const Files base = first.files();

  const Change same{key(0), "same"};
  first.perform({same, {key(59), "lost"}});
  Files files = first.files();
  ASSERT_GE(files.log.size(), base.log.size() + 2 * kFrameSize);
  files.log[base.log.size() + 100] ^= 1;
  files.log = with_head(base.log, files.log);

  Life second(files);
  ASSERT_TRUE(second.content() == before);
  const Files durable = second.files();
  second.perform({same, {key(59), "new"}});
  files = second.files();
  const std::size_t rest = base.log.size() + kFrameSize;
  files.log = with_head(durable.log, files.log).substr(0, rest) +
              (durable.log.size() > rest ? durable.log.substr(rest) : "");

  EXPECT_TRUE(Life(files).content() == before);
}

} // namespace
