// A key-value store from the command line.
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "ioresult/io/system.hpp"
#include "ioresult/ioresult.hpp"
#include "store.hpp"

namespace {

using pagestore::Store;

int usage() {
  std::fputs("usage: pagestore FILE get KEY\n"
             "       pagestore FILE put KEY VALUE\n"
             "       pagestore FILE erase KEY\n",
             stderr);
  return 2;
}

int failed(const std::error_code &error) {
  const std::string why = error == std::errc::illegal_byte_sequence
                              ? "this is no store's file, or it is damaged"
                              : error.message();
  std::fprintf(stderr, "pagestore: %s\n", why.c_str());
  return 1;
}

/// Waits for one operation after the other.
class Shell {
  template <class Operation> auto wait(Operation operation) {
    return ioresult::block_on(operation, backend_);
  }

  int commit() {
    const auto done = wait([&] { return store_.commit(); });
    return done.is_err() ? failed(done.error()) : 0;
  }

public:
  Shell(Store &store, ioresult::io::Backend &backend)
      : store_(store), backend_(backend) {}

  int get(const std::string &key) {
    const auto value = wait([&] { return store_.get(key); });
    if (value.is_err())
      return failed(value.error());
    if (!value.value())
      return 1;
    std::printf("%s\n", value.value()->c_str());
    return 0;
  }

  int put(const std::string &key, const std::string &value) {
    const auto done = wait([&] { return store_.put(key, value); });
    return done.is_err() ? failed(done.error()) : commit();
  }

  int erase(const std::string &key) {
    const auto done = wait([&] { return store_.erase(key); });
    return done.is_err() ? failed(done.error()) : commit();
  }

private:
  Store &store_;
  ioresult::io::Backend &backend_;
};

} // namespace

int main(int argc, char **argv) {
  if (argc < 4)
    return usage();
  const auto backend = ioresult::io::make_system_backend();
  std::error_code error;
  const auto store = Store::open(*backend, argv[1], error);
  if (!store)
    return failed(error);
  const auto started =
      ioresult::block_on([&] { return store->start(); }, *backend);
  if (started.is_err())
    return failed(started.error());
  Shell shell(*store, *backend);
  const std::string_view command = argv[2];
  if (command == "get" && argc == 4)
    return shell.get(argv[3]);
  if (command == "put" && argc == 5)
    return shell.put(argv[3], argv[4]);
  if (command == "erase" && argc == 4)
    return shell.erase(argv[3]);
  return usage();
}
