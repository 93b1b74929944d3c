/// Pages of a file, through a cache and a write-ahead log.
#ifndef EXAMPLES_PAGESTORE_PAGER_HPP
#define EXAMPLES_PAGESTORE_PAGER_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "ioresult/io/file.hpp"
#include "ioresult/ioresult.hpp"
#include "node.hpp"
#include "wal.hpp"

namespace pagestore {

using ioresult::Buffer;
using ioresult::Completion;
using ioresult::IOResult;
using FilePtr = std::shared_ptr<ioresult::io::File>;

/// A page in the cache. Who holds a handle keeps it there.
struct Page {
  PageNo number = 0;
  Buffer buffer = Buffer::allocate(kPageSize);
  std::uint64_t version = 0; ///< counts its changes
  std::uint64_t used = 0;    ///< when it was last looked at
};
using PagePtr = std::shared_ptr<Page>;

struct Options {
  /// How many pages stay in memory that did not change and that nobody holds.
  std::size_t cache_pages = 64;
  /// From how many pages on the log is brought into the file by a commit.
  std::size_t log_pages = 64;
};

/// Changes are made in the cache, and are in the file, whatever happens, from
/// the moment on that commit() is done; a crash before that undoes them all.
/// Several operations may read while one writes and commits; all see what the
/// cache has. For one thread.
class Pager {
public:
  /// `file` holds the pages, `log` what is not in there yet.
  Pager(FilePtr file, FilePtr log, Options options)
      : file_(std::move(file)), log_file_(std::move(log)), options_(options) {}

  /// Reads the log, as a crash may have left it, and cuts off what is behind
  /// its last whole commit; to be done before all else.
  IOResult<void> recover();

  /// Whether there has never been a commit. Behind recover().
  [[nodiscard]] bool is_new() const { return is_new_; }

  /// The page. Fails with std::errc::illegal_byte_sequence if the file is too
  /// short.
  IOResult<PagePtr> read(PageNo number);

  /// A page that is not in the file yet.
  PagePtr create(PageNo number);

  /// To be called behind each change of a page's bytes.
  void changed(const PagePtr &page);

  /// Makes all changes up to here durable, and those that are made meanwhile.
  IOResult<void> commit();

private:
  enum class Recovery { Start, ReadLog, CutLog, SyncLog, Ended };
  enum class Step {
    Idle,
    WriteLog,
    SyncLog,
    ReadBack, // and from here on the checkpoint: the log into the file
    WriteBack,
    SyncFile,
    EmptyLog,
  };
  struct Snapshot {
    PagePtr page;
    std::uint64_t version;
  };

  void begin_log_write();
  void logged();
  void begin_read_back();
  void begin_write_back();
  void evict();

  FilePtr file_;
  FilePtr log_file_;
  Options options_;

  Recovery recovery_ = Recovery::Start;
  bool is_new_ = false;

  std::map<PageNo, PagePtr> cache_;
  std::map<PageNo, std::pair<PagePtr, Completion>> loads_;
  std::map<PageNo, PagePtr> dirty_;
  std::uint64_t clock_ = 0;

  WalIndex log_;
  Step step_ = Step::Idle;
  Completion io_;                  // what the recovery or the step waits for
  std::vector<Snapshot> snapshot_; // the pages of the commit under way
  WalIndex next_log_;              // the log when it is done
  std::vector<std::pair<PageNo, Buffer>> images_; // of the checkpoint
};

} // namespace pagestore

#endif // EXAMPLES_PAGESTORE_PAGER_HPP
