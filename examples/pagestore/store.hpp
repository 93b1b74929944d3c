/// A key-value store on a B+tree of pages.
#ifndef EXAMPLES_PAGESTORE_STORE_HPP
#define EXAMPLES_PAGESTORE_STORE_HPP

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "ioresult/io/backend.hpp"
#include "pager.hpp"

namespace pagestore {

/// Keys and values are bytes, up to kMaxKey and kMaxValue of them. All
/// functions that answer an IOResult are re-entrant; one thread and one writer,
/// and any number of readers, which see what is not committed yet.
class Store {
public:
  /// Opens the files `path` and `path`-log, or makes them. Null and `error` set
  /// if that fails; std::errc::operation_would_block if another process has
  /// them open. The store must be gone before `backend` is.
  static std::unique_ptr<Store> open(ioresult::io::Backend &backend,
                                     const std::string &path,
                                     std::error_code &error,
                                     Options options = {});

  /// Recovers what the last run left; to be done before all else. Fails with
  /// std::errc::illegal_byte_sequence, as the others do, if the files are no
  /// store's or are damaged.
  IOResult<void> start();

  /// The value; nothing if there is no such key.
  IOResult<std::optional<std::string>> get(std::string_view key);

  /// Adds or replaces. Fails with std::errc::argument_out_of_domain if key or
  /// value are too long.
  IOResult<void> put(std::string_view key, std::string_view value);

  /// Removes; true if it was there. (Pages that become empty stay in the tree.)
  IOResult<bool> erase(std::string_view key);

  /// All of put() and erase() since the last commit, durable. If it fails,
  /// settle() makes sure that it has not happened: see Pager.
  IOResult<void> commit() { return pager_.commit(); }
  IOResult<void> settle() { return pager_.settle(); }

  /// Behind std::errc::illegal_byte_sequence: what is damaged, and where.
  [[nodiscard]] const std::string &damage() const { return pager_.damage(); }

  /// Reads all pages; an operation. Answers what is damaged, a line each.
  class Verification {
  public:
    explicit Verification(Store &store) : store_(&store) {}
    IOResult<std::vector<std::string>> operator()();

  private:
    Store *store_;
    PageNo next_ = 0;
    std::vector<std::string> damage_;
  };
  [[nodiscard]] Verification verify() { return Verification(*this); }

private:
  struct Visited {
    PagePtr page;
    Node node;
    std::size_t child; // where the way went on
  };
  using Path = std::vector<Visited>;
  struct Meta {
    PageNo root;
    PageNo pages; // how many there are, this one included
  };

  explicit Store(FilePtr file, FilePtr log, Options options)
      : pager_(std::move(file), std::move(log), options) {}

  /// The way from the root to the leaf of `key`; all its pages are held, so
  /// what follows can change them without waiting.
  IOResult<Path> find(std::string_view key);

  /// Writes the leaf at the path's end back, splitting what has become too
  /// large on the way up.
  void store(Path path);

  /// What is wrong with a page that matches its checksum; empty if nothing is.
  std::string problem_of(const PagePtr &page) const;

  Meta meta() const;
  void set_meta(Meta meta);
  PagePtr create_page();

  Pager pager_;
  PagePtr meta_page_;
};

} // namespace pagestore

#endif // EXAMPLES_PAGESTORE_STORE_HPP
