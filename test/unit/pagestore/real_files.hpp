/// The store on real files, by each backend that has them.
#ifndef PAGESTORE_TEST_REAL_FILES_HPP
#define PAGESTORE_TEST_REAL_FILES_HPP

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "../io/backends.hpp"
#include "../temporary_directory.hpp"
#include "ioresult/ioresult.hpp"
#include "pagestore/store.hpp"
#include "workload.hpp"

namespace pagestore_test {

class RealFilesTest : public ::testing::TestWithParam<io_tests::BackendCase> {
protected:
  // Small, so that pages are read again and checkpoints are frequent.
  // What a process that was killed had locked the kernel may let go of later
  // than it is gone.
  static constexpr pagestore::Options kSmall{
      .cache_pages = 3, .log_pages = 10, .wait = true};

  void SetUp() override {
    if (!GetParam().make())
      GTEST_SKIP() << "the kernel has no io_uring for us";
  }

  std::unique_ptr<pagestore::Store> open(ioresult::io::Backend &backend) {
    std::error_code error;
    return pagestore::Store::open(backend, path_, error, kSmall);
  }

  /// What a process that opens the files now finds.
  Content recovered() {
    const auto backend = GetParam().make();
    const auto store = open(*backend);
    EXPECT_NE(store, nullptr);
    EXPECT_TRUE(
        ioresult::block_on([&] { return store->start(); }, *backend).is_done());
    return ioresult::block_on(ReadAll(*store), *backend).value();
  }

  void remove_files() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
    std::filesystem::remove(path_ + "-log", ignored);
  }

  const unit_tests::TemporaryDirectory directory_;
  const std::string path_ = directory_.path("store");
};

} // namespace pagestore_test

#endif // PAGESTORE_TEST_REAL_FILES_HPP
