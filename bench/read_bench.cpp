// Random reads of 4 KiB with 32 under way, through the backends and by raw
// loops of the same system calls. `direct` goes past the system's cache, so
// that the device sets the pace; `cached` shows what the backends themselves
// cost.
//
// Reads by posix block a thread each. Its raw loops are as many threads as its
// pool has: then the device sees the same from both. `posix_raw_32` is a thread
// for each of the 32, for comparison.
#include <benchmark/benchmark.h>

#include <fcntl.h>
#include <liburing.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "ioresult/io/io_uring.hpp"
#include "ioresult/io/posix.hpp"
#include "ioresult/ioresult.hpp"

namespace {

using ioresult::Buffer;
using ioresult::Completion;
using ioresult::CompletionResult;
using ioresult::io::Backend;
using ioresult::io::File;

constexpr std::size_t kBlock = 4096;
constexpr unsigned kDepth = 32;
constexpr unsigned kThreads = 8;
constexpr std::size_t kFileBlocks = std::size_t{64} << 10; // 256 MiB
constexpr std::size_t kBatch = 4096; // reads in one iteration

[[noreturn]] void give_up(const char *what) {
  std::perror(what);
  std::exit(1);
}

/// A file of random bytes in the working directory, gone in the end.
class TestFile {
public:
  TestFile() {
    const int fd = ::mkstemp(path_.data());
    if (fd < 0)
      give_up("mkstemp");
    std::vector<std::uint64_t> words(kBlock * 256 / sizeof(std::uint64_t));
    std::uint64_t random = 1;
    for (std::size_t block = 0; block < kFileBlocks; block += 256) {
      for (std::uint64_t &word : words)
        word = random = random * 6364136223846793005U + 1442695040888963407U;
      if (::write(fd, words.data(), kBlock * 256) != kBlock * 256)
        give_up("write");
    }
    ::fsync(fd);
    ::close(fd);
  }
  ~TestFile() { std::remove(path_.c_str()); }
  TestFile(const TestFile &) = delete;
  TestFile &operator=(const TestFile &) = delete;

  [[nodiscard]] const std::string &path() const { return path_; }

private:
  std::string path_ = "./read_bench.XXXXXX";
};

const std::string &test_file() {
  static const TestFile file;
  return file.path();
}

/// Offsets to read at, the same for all. Thread-safe.
class Offsets {
public:
  std::uint64_t next() {
    // splitmix64 of a counter: the threads of a raw loop share it.
    std::uint64_t z =
        (at_.fetch_add(1, std::memory_order_relaxed) + 1) * 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31)) % kFileBlocks * kBlock;
  }

private:
  std::atomic<std::uint64_t> at_ = 0;
};

int open_raw(bool direct) {
  const int fd = ::open(test_file().c_str(),
                        O_RDONLY | O_CLOEXEC | (direct ? O_DIRECT : 0));
  if (fd < 0)
    give_up("open");
  return fd;
}

std::vector<Buffer> blocks() {
  std::vector<Buffer> blocks;
  for (unsigned i = 0; i < kDepth; ++i)
    blocks.push_back(Buffer::allocate(kBlock, kBlock));
  return blocks;
}

void check(std::int64_t bytes) {
  if (bytes != static_cast<std::int64_t>(kBlock))
    give_up("read");
}

void count_reads(benchmark::State &state) {
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(kBatch));
}

/// Keeps kDepth reads under way until kBatch have ended.
class Reader {
public:
  Reader(Backend &backend, bool direct) : backend_(backend) {
    std::error_code error;
    file_ = backend.open(test_file(), {.direct = direct}, error);
    if (error)
      give_up("open");
  }

  void read_batch() {
    started_ = 0;
    for (const Buffer &block : blocks_)
      start(block);
    backend_.drain();
  }

private:
  void start(const Buffer &block) {
    if (started_ == kBatch)
      return;
    ++started_;
    (void)file_->read(
        offsets_.next(),
        Completion::make_read(block, [this, &block](CompletionResult result) {
          check(static_cast<std::int64_t>(result.bytes));
          start(block);
        }));
  }

  Backend &backend_;
  std::shared_ptr<File> file_;
  Offsets offsets_;
  std::vector<Buffer> blocks_ = blocks();
  std::size_t started_ = 0;
};

void read_through(benchmark::State &state, Backend &backend, bool direct) {
  Reader reader(backend, direct);
  for (auto _ : state)
    reader.read_batch();
  count_reads(state);
}

void posix_backend(benchmark::State &state, bool direct) {
  const auto backend = ioresult::io::make_posix_backend({.threads = kThreads});
  read_through(state, *backend, direct);
}

void io_uring_backend(benchmark::State &state, bool direct) {
  std::error_code error;
  const auto backend =
      ioresult::io::make_io_uring_backend({.depth = kDepth}, error);
  if (!backend) {
    state.SkipWithError(error.message().c_str());
    return;
  }
  read_through(state, *backend, direct);
}

/// Threads that each read in a loop of preadv(2).
void posix_loops(benchmark::State &state, std::size_t count, bool direct) {
  const int fd = open_raw(direct);
  const std::vector<Buffer> buffers = blocks();
  Offsets offsets;
  for (auto _ : state) {
    std::atomic<std::size_t> started = 0;
    std::vector<std::thread> threads;
    for (const Buffer &buffer : std::span(buffers).first(count))
      threads.emplace_back([&, buffer] {
        const iovec piece{buffer.data(), kBlock};
        while (started.fetch_add(1, std::memory_order_relaxed) < kBatch)
          check(::preadv(fd, &piece, 1, static_cast<off_t>(offsets.next())));
      });
    for (std::thread &thread : threads)
      thread.join();
  }
  ::close(fd);
  count_reads(state);
}

void posix_raw(benchmark::State &state, bool direct) {
  posix_loops(state, kThreads, direct);
}

void posix_raw_32(benchmark::State &state, bool direct) {
  posix_loops(state, kDepth, direct);
}

void io_uring_raw(benchmark::State &state, bool direct) {
  io_uring ring{};
  if (const int error =
          ::io_uring_queue_init(kDepth, &ring, IORING_SETUP_COOP_TASKRUN);
      error < 0) {
    state.SkipWithError("no io_uring");
    return;
  }
  const int fd = open_raw(direct);
  const std::vector<Buffer> buffers = blocks();
  Offsets offsets;
  for (auto _ : state) {
    std::size_t started = 0;
    std::size_t under_way = 0;
    const auto start = [&](void *buffer) {
      io_uring_sqe *const entry = ::io_uring_get_sqe(&ring);
      ::io_uring_prep_read(entry, fd, buffer, kBlock, offsets.next());
      ::io_uring_sqe_set_data(entry, buffer);
      ++started;
      ++under_way;
    };
    for (const Buffer &buffer : buffers)
      start(buffer.data());
    while (under_way != 0) {
      if (::io_uring_submit_and_wait(&ring, 1) < 0)
        give_up("io_uring_submit_and_wait");
      std::array<io_uring_cqe *, kDepth> answers{};
      const unsigned count =
          ::io_uring_peek_batch_cqe(&ring, answers.data(), kDepth);
      std::array<void *, kDepth> ended{};
      for (unsigned i = 0; i < count; ++i) {
        check(answers[i]->res);
        ended[i] = ::io_uring_cqe_get_data(answers[i]);
      }
      ::io_uring_cq_advance(&ring, count);
      under_way -= count;
      for (void *const buffer : std::span(ended).first(count))
        if (started < kBatch)
          start(buffer);
    }
  }
  ::close(fd);
  ::io_uring_queue_exit(&ring);
  count_reads(state);
}

#define BENCH_READS(name)                                                      \
  BENCHMARK_CAPTURE(name, direct, true)->UseRealTime();                        \
  BENCHMARK_CAPTURE(name, cached, false)->UseRealTime()

BENCH_READS(io_uring_raw);
BENCH_READS(io_uring_backend);
BENCH_READS(posix_raw);
BENCH_READS(posix_raw_32);
BENCH_READS(posix_backend);

} // namespace
