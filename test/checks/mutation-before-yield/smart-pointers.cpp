// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// What a handle points at survives a return as the handle does.
#include "device.h"
#include <memory>
#include <vector>

using namespace ioresult;

struct Node {
  int fill = 0;
  std::vector<int> items;
};

class Handles {
  IOResult<void> pointee() {
    node_->fill++;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'node_->fill' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> pointeeSafe() {
    node_->fill = 1;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> star() {
    *number_ += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '*number_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> starSafe() {
    RETURN_IF_IO(dev_.wait());
    *number_ += 1;
    return IOResult<void>::done();
  }
  IOResult<void> items() {
    node_->items.push_back(1);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'node_->items' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> throughGet() {
    Node *node = node_.get();
    node->fill += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'node->fill' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> throughCopy() {
    auto node = shared_;
    node->fill += 1;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'node->fill' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> throughCopySafe() {
    auto node = shared_;
    RETURN_IF_IO(dev_.get(node->fill));
    node->fill += 1;
    return IOResult<void>::done();
  }
  IOResult<void> ownObjectSafe() {
    auto node = std::make_shared<Node>();
    node->fill += 1;
    RETURN_IF_IO(dev_.get(node->fill));
    return IOResult<void>::done();
  }
  IOResult<void> moved() {
    auto node = std::move(node_);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'node_' is taken before a yield and no longer there
    RETURN_IF_IO(dev_.get(node->fill));
    return IOResult<void>::done();
  }
  IOResult<void> movedSafe() {
    RETURN_IF_IO(dev_.get(node_->fill));
    auto node = std::move(node_);
    return IOResult<void>::done();
  }
  IOResult<void> released() {
    std::unique_ptr<Node> node(node_.release());
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'node_' is taken before a yield and no longer there
    RETURN_IF_IO(dev_.get(node->fill));
    return IOResult<void>::done();
  }
  IOResult<void> resetSafe() {
    node_.reset();
    shared_ = nullptr;
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> usedThenReset() {
    total_ += node_ ? node_->fill : 0;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'total_' is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    node_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> usedThenResetSafe() {
    if (node_) {
      total_ += node_->fill;
      node_.reset();
    }
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  // What it pointed at is gone in the end, and nobody else has it.
  IOResult<void> filledThenGoneSafe() {
    if (node_)
      ++node_->fill;
    RETURN_IF_IO(dev_.wait());
    node_.reset();
    return IOResult<void>::done();
  }
  IOResult<void> filledAndKept() {
    if (node_)
      ++node_->fill;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is changed before a yield and changed again
    RETURN_IF_IO(dev_.wait());
    return IOResult<void>::done();
  }
  IOResult<void> madeOnceSafe() {
    if (!node_)
      node_ = std::make_unique<Node>();
    RETURN_IF_IO(fill(*node_));
    return IOResult<void>::done();
  }
  static IOResult<void> fill(Node &node);

  Device dev_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<int> number_;
  std::shared_ptr<Node> shared_;
  int total_ = 0;
};
