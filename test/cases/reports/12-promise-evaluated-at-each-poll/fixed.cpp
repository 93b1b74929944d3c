#include "poll_stub.h"
#include <memory>

struct Metadata {
  int status = 0;
};
using MetadataHandle = std::unique_ptr<Metadata>;
struct Call {
  void spawn_push_trailing(MetadataHandle md);
};

struct Bridge {
  Call *call;
  // What it answers is called until it is ready.
  auto on_trailing(MetadataHandle metadata) {
    metadata->status = 1;
    call->spawn_push_trailing(std::move(metadata));
    return [](Context &) -> Poll<MetadataHandle> { return Pending(); };
  }
};
inline auto start(Bridge &b) { return b.on_trailing(std::make_unique<Metadata>()); }
