#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
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
// another.
namespace {

using ioresult::block_on;
using ioresult::Buffer;
using namespace pagestore_test;
using pagestore::kFrameSize;
using pagestore::Store;

// The store's two files, as bytes.
struct Files {
  std::string pages;
  std::string log;
};

// A life of the store, from the files that the one before left.
class Life {
public:
  explicit Life(const Files &files = {}) {
    write("store", files.pages);
    write("store-log", files.log);
    std::error_code error;
    // The log grows and grows: there is no checkpoint.
    store_ = Store::open(*backend_, "store", error, {.log_pages = 1000});
    EXPECT_NE(store_, nullptr) << error.message();
    EXPECT_TRUE(block_on([&] { return store_->start(); }, *backend_).is_done());
  }

  void perform(std::vector<Change> changes) {
    EXPECT_TRUE(block_on(Transaction(*store_, std::move(changes)), *backend_)
                    .is_done());
  }

  Content content() { return block_on(ReadAll(*store_), *backend_).value(); }

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
};

constexpr int kTransactions = 6;

class LogTest : public ::testing::Test {
protected:
  LogTest() {
    Life life;
    for (int n = 0; n < kTransactions; ++n) {
      life.perform(transaction(n));
      ends_.push_back(life.files().log.size());
    }
    files_ = life.files();
  }

  // What is left if the log is good up to `size`.
  Content committed_within(std::size_t size) const {
    int whole = 0;
    while (whole < kTransactions &&
           ends_[static_cast<std::size_t>(whole)] <= size)
      ++whole;
    return content_after(whole);
  }

  Files files_;
  std::vector<std::size_t> ends_; // of the log behind each commit
};

TEST_F(LogTest, CutOffAnywhereItHasTheCommitsThatAreWhole) {
  for (std::size_t size = 0; size <= files_.log.size(); size += 997)
    for (const std::size_t at : {size, size / kFrameSize * kFrameSize}) {
      Life life({files_.pages, files_.log.substr(0, at)});
      ASSERT_TRUE(life.content() == committed_within(at)) << "cut at " << at;
    }
}

TEST_F(LogTest, WithADamagedByteItHasTheCommitsBefore) {
  for (std::size_t at = 0; at < files_.log.size(); at += 509) {
    Files files = files_;
    files.log[at] = static_cast<char>(files.log[at] ^ 1);
    Life life(files);
    ASSERT_TRUE(life.content() == committed_within(at)) << "damaged at " << at;
    // ... and the store goes on from there.
    life.perform({{key(0), "again"}});
    Content expected = committed_within(at);
    expected[key(0)] = "again";
    ASSERT_TRUE(Life(life.files()).content() == expected)
        << "damaged at " << at;
  }
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

  Life second(files);
  ASSERT_TRUE(second.content() == before);
  const Files durable = second.files();
  second.perform({same, {key(59), "new"}});
  files = second.files();
  const std::size_t rest = base.log.size() + kFrameSize;
  files.log = files.log.substr(0, rest) +
              (durable.log.size() > rest ? durable.log.substr(rest) : "");

  EXPECT_TRUE(Life(files).content() == before);
}

} // namespace
