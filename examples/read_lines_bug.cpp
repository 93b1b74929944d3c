// Counts the lines of a file, through cooperative I/O: read_lines.cpp with one
// bug in it.
//
// A function that returns IOResult<T> never blocks. It answers done (here is
// the value), err, or io: "not yet, wait for this completion and then call me
// again". It is then called again *from the top*: its locals are gone, its
// members are as it left them. Nothing tells it that it was here before, except
// its members.
//
// The program compares its result with a plain read and prints the difference.
// Each wait for the file adds to the difference, so tests on files that fit one
// chunk see little of it, and tests on a backend that never waits see none.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "deferred_file.hpp"
#include "ioresult/ioresult.hpp"
#include "line_counts.hpp"

namespace example {
namespace {

/// The lines of a file, one after the other.
class LineReader {
public:
  explicit LineReader(DeferredFile &file) : chunks_(file) {}

  /// The next line; nothing at the end of the file.
  IOResult<std::optional<Line>> next_line();

private:
  ChunkReader chunks_;
  std::uint64_t offset_ = 0;    // of the chunk to read next
  bool at_end_ = false;         // there are no more chunks
  std::string buffer_;          // read, and not handed out yet
  std::size_t line_number_ = 0; // of the line that next_line() is at
};

IOResult<std::optional<Line>> LineReader::next_line() {
  ++line_number_; // the line that is looked for from here on
  while (!at_end_ && buffer_.find('\n') == std::string::npos) {
    ASSIGN_OR_RETURN_IO(const std::string chunk, chunks_.read(offset_));
    offset_ += chunk.size();
    at_end_ = chunk.empty();
    buffer_ += chunk;
  }
  if (buffer_.empty())
    return IOResult<std::optional<Line>>::done(std::nullopt);
  const std::size_t length = std::min(buffer_.find('\n'), buffer_.size());
  Line line{line_number_, buffer_.substr(0, length)};
  buffer_.erase(0, length + 1);
  return IOResult<std::optional<Line>>::done(std::move(line));
}

/// Reads a file to its end and counts.
class LineCounter {
public:
  explicit LineCounter(DeferredFile &file) : lines_(file) {}

  /// The counts of the whole file.
  IOResult<Counts> count();

private:
  LineReader lines_;
  Counts counts_;
};

IOResult<Counts> LineCounter::count() {
  for (;;) {
    ASSIGN_OR_RETURN_IO(const std::optional<Line> line, lines_.next_line());
    if (!line)
      return IOResult<Counts>::done(counts_);
    counts_.add(*line);
  }
}

int run(const std::string &path) {
  DeferredFile file;
  if (const std::error_code error = file.open(path)) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), error.message().c_str());
    return 2;
  }
  LineCounter counter(file);
  const IOResult<Counts> counts = ioresult::block_on(
      [&] { return counter.count(); }, [&] { return file.step(); });
  if (counts.is_err()) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(),
                 counts.error().message().c_str());
    return 2;
  }
  return compare(counts.value(), plain_read(path));
}

} // namespace
} // namespace example

/// Usage: read_lines_bug [FILE]; without FILE it writes and reads a sample.
int main(int argc, char **argv) {
  if (argc > 1)
    return example::run(argv[1]);
  const example::SampleFile sample;
  return example::run(sample.path());
}
