/// Pages of a file, through a cache and a write-ahead log.
#ifndef EXAMPLES_PAGESTORE_PAGER_HPP
#define EXAMPLES_PAGESTORE_PAGER_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
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
  /// Nothing is written, and several may have the files open at a time. Else
  /// nobody else may.
  bool read_only = false;
  /// Makes the files if they are not there; not with read_only.
  bool create = true;
  /// Where another process has the files, waits for it instead of failing.
  bool wait = false;
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
  /// its last whole commit, unless it must not write; to be done before all
  /// else. Fails with std::errc::illegal_byte_sequence if it was damaged.
  IOResult<void> recover();

  /// Whether there has never been a commit. Behind recover().
  [[nodiscard]] bool is_new() const { return is_new_; }

  /// The page. Fails with std::errc::illegal_byte_sequence if the file is too
  /// short, or if the page does not match its checksum.
  IOResult<PagePtr> read(PageNo number);

  /// A page that is not in the file yet.
  PagePtr create(PageNo number);

  /// To be called behind each change of a page's bytes.
  void changed(const PagePtr &page);

  /// Makes all changes up to here durable, and those that are made meanwhile.
  /// Done: they are in the files. Failed: that is not known before settle().
  IOResult<void> commit();

  /// Takes back what a commit that failed has left in the files, so that a
  /// crash cannot bring it back. Done: it is not there, and its changes are
  /// changes still, which the next commit writes. Failed: whether it is there
  /// is not known; try again. The next commit begins with this.
  IOResult<void> settle();

  /// What was found damaged last, and where; empty if nothing was.
  [[nodiscard]] const std::string &damage() const { return damage_; }
  void note_damage(std::string what) { damage_ = std::move(what); }

private:
  enum class Recovery { Start, ReadLog, WriteHead, CutLog, SyncLog, Ended };
  enum class Step {
    Idle,
    ReadBack, // the checkpoint: the log into the file
    WriteBack,
    SyncFile,
    ClearHead,
    SyncHead,
    CutLog,
    WriteLog, // the commit
    SyncLog,
    WriteHead,
    RestoreHead, // and taking it back
    SyncRestored,
    CutRest,
    SyncRest,
  };
  struct Snapshot {
    PagePtr page;
    std::uint64_t version;
  };

  IOResult<void> damaged(std::string what);
  bool is_full() const;
  Completion write_head(const WalIndex &log);
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
  bool unsettled_ = false;         // a commit was begun and is not done
  std::string damage_;
  std::vector<std::pair<PageNo, Buffer>> images_; // of the checkpoint
};

} // namespace pagestore

#endif // EXAMPLES_PAGESTORE_PAGER_HPP
