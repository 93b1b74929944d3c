#include "store.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "bytes.hpp"

namespace pagestore {

namespace {

constexpr std::uint64_t kMagic = 0x65726f7473676170; // "pagstore"
constexpr PageNo kMetaPage = 0;
constexpr PageNo kFirstRoot = 1;

std::error_code damaged() {
  return std::make_error_code(std::errc::illegal_byte_sequence);
}

/// Where the first page has the magic number.
std::span<std::byte> end_of(const PagePtr &page) {
  return page->buffer.bytes().first(kPageContent).last(sizeof kMagic);
}

void write(Pager &pager, const PagePtr &page, const Node &node) {
  node.encode(page->buffer.bytes());
  pager.changed(page);
}

} // namespace

std::unique_ptr<Store> Store::open(ioresult::io::Backend &backend,
                                   const std::string &path,
                                   std::error_code &error, Options options) {
  using ioresult::io::FileLock;
  // Who has the one file has both.
  ioresult::io::OpenOptions mode{.write = !options.read_only,
                                 .create = options.create && !options.read_only,
                                 .wait_for_lock = options.wait};
  mode.lock = options.read_only ? FileLock::Shared : FileLock::Exclusive;
  FilePtr file = backend.open(path, mode, error);
  if (!file)
    return nullptr;
  mode.lock = FileLock::None;
  FilePtr log = backend.open(path + "-log", mode, error);
  if (!log)
    return nullptr;
  return std::unique_ptr<Store>(
      new Store(std::move(file), std::move(log), options));
}

IOResult<void> Store::start() {
  RETURN_IF_IO(pager_.recover());
  if (!pager_.is_new()) {
    ASSIGN_OR_RETURN_IO(meta_page_, pager_.read(kMetaPage));
    if (Reader(end_of(meta_page_)).number<std::uint64_t>() != kMagic) {
      pager_.note_damage("page 0, which is no store's");
      return IOResult<void>::err(damaged());
    }
    return IOResult<void>::done();
  }
  meta_page_ = pager_.create(kMetaPage);
  Writer(end_of(meta_page_)).number(kMagic);
  set_meta({kFirstRoot, kFirstRoot + 1});
  write(pager_, pager_.create(kFirstRoot), Node());
  return IOResult<void>::done();
}

std::string Store::problem_of(const PagePtr &page) const {
  if (page->number == kMetaPage)
    return {};
  Node node;
  if (!node.decode(page->buffer.bytes()))
    return "holds no node of the tree";
  if (!std::ranges::is_sorted(node.keys))
    return "has keys that are not sorted";
  for (const PageNo child : node.children)
    if (child == kMetaPage || child >= meta().pages)
      return "refers to page " + std::to_string(child) + ", which is none";
  return {};
}

IOResult<std::vector<std::string>> Store::Verification::operator()() {
  for (; next_ < store_->meta().pages; ++next_) {
    const IOResult<PagePtr> page = store_->pager_.read(next_);
    if (page.is_io())
      return page.pending();
    if (page.is_err() && page.error() != damaged())
      return page.pending();
    const std::string problem = page.is_err()
                                    ? "does not match its checksum"
                                    : store_->problem_of(page.value());
    if (!problem.empty())
      damage_.push_back("page " + std::to_string(next_) + ' ' + problem);
  }
  return IOResult<std::vector<std::string>>::done(std::move(damage_));
}

Store::Meta Store::meta() const {
  Reader in(meta_page_->buffer.bytes());
  const auto root = in.number<PageNo>();
  return {root, in.number<PageNo>()};
}

void Store::set_meta(Meta meta) {
  Writer out(meta_page_->buffer.bytes());
  out.number(meta.root);
  out.number(meta.pages);
  pager_.changed(meta_page_);
}

PagePtr Store::create_page() {
  const Meta before = meta();
  set_meta({before.root, before.pages + 1});
  return pager_.create(before.pages);
}

IOResult<Store::Path> Store::find(std::string_view key) {
  // Each call walks from the root: the pages that it has read are in the cache,
  // and nothing is changed here.
  Path path;
  PageNo next = meta().root;
  for (;;) {
    ASSIGN_OR_RETURN_IO(const PagePtr page, pager_.read(next));
    Node node;
    // A tree that is a circle would have no end.
    if (!node.decode(page->buffer.bytes()) || path.size() > meta().pages) {
      pager_.note_damage("page " + std::to_string(next) +
                         ", which holds no node of the tree");
      return IOResult<Path>::err(damaged());
    }
    const bool leaf = node.leaf;
    const std::size_t at = leaf ? node.position(key) : node.child_for(key);
    path.push_back({page, std::move(node), at});
    if (leaf)
      return IOResult<Path>::done(std::move(path));
    next = path.back().node.children[at];
  }
}

IOResult<std::optional<std::string>> Store::get(std::string_view key) {
  ASSIGN_OR_RETURN_IO(const Path path, find(key));
  const auto &[page, leaf, at] = path.back();
  std::optional<std::string> value;
  if (at < leaf.keys.size() && leaf.keys[at] == key)
    value = leaf.values[at];
  return IOResult<std::optional<std::string>>::done(std::move(value));
}

IOResult<void> Store::put(std::string_view key, std::string_view value) {
  if (key.size() > kMaxKey || value.size() > kMaxValue)
    return IOResult<void>::err(
        std::make_error_code(std::errc::argument_out_of_domain));
  ASSIGN_OR_RETURN_IO(Path path, find(key));
  auto &[page, leaf, at] = path.back();
  if (at < leaf.keys.size() && leaf.keys[at] == key) {
    leaf.values[at] = value;
  } else {
    const auto offset = static_cast<std::ptrdiff_t>(at);
    leaf.keys.emplace(leaf.keys.begin() + offset, key);
    leaf.values.emplace(leaf.values.begin() + offset, value);
  }
  store(std::move(path));
  return IOResult<void>::done();
}

IOResult<bool> Store::erase(std::string_view key) {
  ASSIGN_OR_RETURN_IO(Path path, find(key));
  auto &[page, leaf, at] = path.back();
  if (at == leaf.keys.size() || leaf.keys[at] != key)
    return IOResult<bool>::done(false);
  const auto offset = static_cast<std::ptrdiff_t>(at);
  leaf.keys.erase(leaf.keys.begin() + offset);
  leaf.values.erase(leaf.values.begin() + offset);
  store(std::move(path));
  return IOResult<bool>::done(true);
}

void Store::store(Path path) {
  for (;;) {
    Visited low = std::move(path.back());
    path.pop_back();
    if (low.node.encoded_size() <= kPageContent) {
      write(pager_, low.page, low.node);
      return;
    }
    std::string separator;
    const Node upper = low.node.split(separator);
    const PagePtr upper_page = create_page();
    write(pager_, low.page, low.node);
    write(pager_, upper_page, upper);
    if (path.empty()) {
      // The root was split: a new one goes on top.
      Visited root{create_page(), Node(), 0};
      root.node.leaf = false;
      root.node.children = {low.page->number};
      const Meta before = meta();
      set_meta({root.page->number, before.pages});
      path.push_back(std::move(root));
    }
    auto &[page, node, at] = path.back();
    const auto offset = static_cast<std::ptrdiff_t>(at);
    node.keys.insert(node.keys.begin() + offset, std::move(separator));
    node.children.insert(node.children.begin() + offset + 1,
                         upper_page->number);
  }
}

} // namespace pagestore
