// RUN: %check_tidy %s -checks=-*,reentrancy-mutation-before-yield,reentrancy-consumed-before-yield -warnings-only -- -I%S/../Inputs
//
// C's way: the state is in a struct that a parameter names.
#include "device.h"
#include <cstddef>

using namespace ioresult;

struct Context {
  enum { Start, Wait } state;
  int sent;
  size_t offset, length;
  Device *dev;
  Context *next;
};

IOResult<void> byPointer(Context *c) {
  c->sent++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->sent' is changed before a yield and changed again
  RETURN_IF_IO(c->dev->wait());
  return IOResult<void>::done();
}
IOResult<void> byPointerSafe(Context *c) {
  RETURN_IF_IO(c->dev->wait());
  c->sent++;
  return IOResult<void>::done();
}
IOResult<void> byReference(Context &c) {
  ++c.sent;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c.sent' is changed before a yield and changed again
  return c.dev->wait();
}
IOResult<void> byReferenceSafe(Context &c) {
  c.sent = 1;
  return c.dev->wait();
}
IOResult<void> machineSafe(Context *c) {
  switch (c->state) {
  case Context::Start:
    c->sent += 2;
    c->state = Context::Wait;
    [[fallthrough]];
  case Context::Wait:
    RETURN_IF_IO(c->dev->wait());
  }
  c->state = Context::Start;
  return IOResult<void>::done();
}
IOResult<void> machine(Context *c) {
  switch (c->state) {
  case Context::Start:
    c->sent += 2;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->sent' is changed before a yield and changed again
    [[fallthrough]];
  case Context::Wait:
    RETURN_IF_IO(c->dev->wait());
    c->state = Context::Wait;
  }
  c->state = Context::Start;
  return IOResult<void>::done();
}
IOResult<void> offsetSafe(Context *c) {
  while (c->offset < c->length) {
    ASSIGN_OR_RETURN_IO(const int got, c->dev->get(static_cast<int>(c->offset)));
    c->offset += static_cast<size_t>(got);
  }
  c->offset = 0;
  return IOResult<void>::done();
}
IOResult<void> throughChain(Context *c) {
  c->next->sent += 1;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->next->sent' is changed before a yield and changed again
  RETURN_IF_IO(c->dev->wait());
  return IOResult<void>::done();
}
IOResult<void> throughChainSafe(Context *c) {
  Context *const next = c->next;
  RETURN_IF_IO(c->dev->wait());
  next->sent += 1;
  return IOResult<void>::done();
}
IOResult<void> walked(Context **head, Device &dev) {
  *head = (*head)->next;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: '*head' is
  RETURN_IF_IO(dev.wait());
  return IOResult<void>::done();
}
IOResult<void> walkedSafe(Context **head) {
  RETURN_IF_IO((*head)->dev->wait());
  *head = (*head)->next;
  return IOResult<void>::done();
}
// The pointer's own steps are local.
IOResult<void> searchedSafe(Context *c) {
  while (c->next)
    c = c->next;
  RETURN_IF_IO(c->dev->wait());
  return IOResult<void>::done();
}
