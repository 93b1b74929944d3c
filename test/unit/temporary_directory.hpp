/// Where tests on real files put them.
#ifndef TEST_UNIT_TEMPORARY_DIRECTORY_HPP
#define TEST_UNIT_TEMPORARY_DIRECTORY_HPP

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace unit_tests {

/// A new directory, gone with its content in the end. Not for the child of a
/// death test, which has no end.
class TemporaryDirectory {
public:
  TemporaryDirectory() {
    if (!::mkdtemp(path_.data())) {
      std::perror(path_.c_str());
      std::abort();
    }
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory &) = delete;
  TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

  [[nodiscard]] std::string path(const std::string &name) const {
    return path_ + '/' + name;
  }

private:
  std::string path_ =
      (std::filesystem::temp_directory_path() / "ioresult_test.XXXXXX")
          .string();
};

} // namespace unit_tests

#endif // TEST_UNIT_TEMPORARY_DIRECTORY_HPP
