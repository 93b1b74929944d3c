// A key-value store from the command line.
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "ioresult/io/system.hpp"
#include "ioresult/ioresult.hpp"
#include "store.hpp"

namespace {

using pagestore::Store;

int usage() {
  std::fputs("usage: pagestore [--wait] FILE get KEY\n"
             "       pagestore [--wait] FILE put KEY VALUE\n"
             "       pagestore [--wait] FILE erase KEY\n"
             "       pagestore [--wait] FILE verify\n"
             "--wait: where another process has the file, wait for it\n",
             stderr);
  return 2;
}

int failed(const std::string &why) {
  std::fprintf(stderr, "pagestore: %s\n", why.c_str());
  return 1;
}

/// One command on one store.
class Shell {
  template <class Operation> auto wait(Operation operation) {
    return ioresult::block_on(operation, *backend_);
  }

public:
  explicit Shell(std::string path) : path_(std::move(path)) {}

  /// Opens the store; what is wrong if that fails, else 0.
  int open(const pagestore::Options &options) {
    std::error_code error;
    store_ = Store::open(*backend_, path_, error, options);
    if (error == std::errc::operation_would_block)
      return failed(path_ + " is in use by another process; try again, or wait "
                            "for it with --wait");
    if (!store_)
      return failed(path_ + ": " + error.message());
    const auto started = wait([&] { return store_->start(); });
    return started.is_err() ? failed(started.error()) : 0;
  }

  int get(const std::string &key) {
    const auto value = wait([&] { return store_->get(key); });
    if (value.is_err())
      return failed(value.error());
    if (!value.value())
      return 1;
    std::printf("%s\n", value.value()->c_str());
    return 0;
  }

  int put(const std::string &key, const std::string &value) {
    const auto done = wait([&] { return store_->put(key, value); });
    return done.is_err() ? failed(done.error()) : commit();
  }

  int erase(const std::string &key) {
    const auto done = wait([&] { return store_->erase(key); });
    return done.is_err() ? failed(done.error()) : commit();
  }

  int verify() {
    const auto damage = wait(store_->verify());
    if (damage.is_err())
      return failed(damage.error());
    for (const std::string &line : damage.value())
      failed(path_ + " is damaged: " + line);
    return damage.value().empty() ? 0 : 1;
  }

private:
  int failed(const std::error_code &error) {
    if (error == std::errc::illegal_byte_sequence)
      return ::failed(path_ +
                      " is no store, or it is damaged: " + store_->damage());
    return ::failed(error.message());
  }
  int failed(const std::string &why) { return ::failed(why); }

  int commit() {
    const auto done = wait([&] { return store_->commit(); });
    if (!done.is_err())
      return 0;
    failed(done.error());
    if (wait([&] { return store_->settle(); }).is_done())
      return failed("nothing was changed");
    return failed("whether it was changed is not known; look with get");
  }

  std::string path_;
  std::unique_ptr<ioresult::io::Backend> backend_ =
      ioresult::io::make_system_backend();
  std::unique_ptr<Store> store_; // gone before the backend
};

} // namespace

int main(int argc, char **argv) {
  std::span<char *> words(argv, static_cast<std::size_t>(argc));
  words = words.subspan(words.empty() ? 0 : 1);
  pagestore::Options options;
  options.wait = !words.empty() && std::string_view(words[0]) == "--wait";
  if (options.wait)
    words = words.subspan(1);
  if (words.size() < 2)
    return usage();
  const std::string_view command = words[1];
  const bool puts = command == "put" && words.size() == 4;
  const bool gets = command == "get" && words.size() == 3;
  const bool erases = command == "erase" && words.size() == 3;
  const bool verifies = command == "verify" && words.size() == 2;
  if (!puts && !gets && !erases && !verifies)
    return usage();
  options.read_only = gets || verifies;
  options.create = puts;
  Shell shell(words[0]);
  if (const int status = shell.open(options))
    return status;
  if (puts)
    return shell.put(words[2], words[3]);
  if (gets)
    return shell.get(words[2]);
  return erases ? shell.erase(words[2]) : shell.verify();
}
