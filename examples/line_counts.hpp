/// What the examples find out about a file, and the same by a plain read to
/// compare with.
#ifndef EXAMPLES_LINE_COUNTS_HPP
#define EXAMPLES_LINE_COUNTS_HPP

#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace example {

struct Line {
  std::size_t number; // from 1
  std::string text;   // without the newline
};

struct Counts {
  std::size_t lines = 0;
  std::size_t bytes = 0;          // newlines not counted
  std::size_t longest = 0;        // the number of the first longest line
  std::size_t longest_length = 0; // in bytes

  void add(const Line &line) {
    lines = line.number;
    bytes += line.text.size();
    if (line.text.size() > longest_length) {
      longest = line.number;
      longest_length = line.text.size();
    }
  }

  friend bool operator==(const Counts &, const Counts &) = default;
};

/// The truth, by a read that blocks.
inline Counts plain_read(const std::string &path) {
  Counts counts;
  std::ifstream file(path, std::ios::binary);
  Line line{0, {}};
  while (std::getline(file, line.text)) {
    ++line.number;
    counts.add(line);
  }
  return counts;
}

/// A temporary file of 1000 lines of differing length.
class SampleFile {
public:
  SampleFile() {
    const int fd = ::mkstemp(path_.data());
    if (fd < 0) {
      std::perror("mkstemp");
      std::exit(2);
    }
    ::close(fd);
    std::ofstream file(path_, std::ios::binary);
    for (int n = 1; n <= 1000; ++n)
      file << "line " << n << ' '
           << std::string(static_cast<std::size_t>(n * 37 % 61), '.') << '\n';
  }
  ~SampleFile() { std::remove(path_.c_str()); }
  SampleFile(const SampleFile &) = delete;
  SampleFile &operator=(const SampleFile &) = delete;

  const std::string &path() const { return path_; }

private:
  std::string path_ =
      (std::filesystem::temp_directory_path() / "read_lines.XXXXXX").string();
};

/// How many too many.
inline std::ptrdiff_t diff(std::size_t counted, std::size_t plain) {
  return static_cast<std::ptrdiff_t>(counted) -
         static_cast<std::ptrdiff_t>(plain);
}

inline void print(const char *who, const Counts &counts) {
  std::printf("%s: %zu lines, %zu bytes, the longest is line %zu (%zu bytes)\n",
              who, counts.lines, counts.bytes, counts.longest,
              counts.longest_length);
}

/// Prints both and how they differ. The program's exit code: 0 if they are
/// equal, else 1.
inline int compare(const Counts &counted, const Counts &plain) {
  print("through the model", counted);
  print("by a plain read  ", plain);
  if (counted == plain) {
    std::puts("a plain read finds the same");
    return 0;
  }
  std::printf("WRONG: off by %+td lines and %+td bytes\n",
              diff(counted.lines, plain.lines),
              diff(counted.bytes, plain.bytes));
  return 1;
}

} // namespace example

#endif // EXAMPLES_LINE_COUNTS_HPP
