//===- callees.cpp - The external callees of programs in C ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// They are those of C++, with their answers as numbers.
//
//===----------------------------------------------------------------------===//

#include "harness.hpp"

static int status(const IOResult<int> &r) {
  return r.is_io() ? AGAIN : r.value();
}
static int status(const IOResult<void> &r) { return r.is_io() ? AGAIN : 0; }

/// A value that is handed out through a pointer, and only when there is one.
static int out(const IOResult<int> &r, int *value) {
  if (r.is_io())
    return AGAIN;
  *value = r.value();
  return 0;
}

extern "C" {

int dev_read(device *dev, int k) { return status(dev->real.read(k)); }
int dev_get(device *dev, int k) { return status(dev->real.get(k)); }
int dev_load(device *dev, int k) { return status(dev->real.load(k)); }
int dev_ensure_loaded(device *dev, int k) {
  return status(dev->real.ensure_loaded(k));
}
int dev_fetch(device *dev, int k, int *value) {
  return out(dev->real.get(k), value);
}
void dev_submit(device *dev, int k) { dev->real.submit(k); }
void dev_write(device *dev, int k) { dev->real.write(k); }
void dev_push(device *dev, int v) { dev->real.push(v); }
bool dev_ready(const device *dev) { return dev->real.ready(); }

int cur_next(cursor *cur) { return status(cur->real.next()); }
int cur_insert(cursor *cur, int k, int v) {
  return status(cur->real.insert(k, v));
}
int cur_append(cursor *cur, int v) { return status(cur->real.append(v)); }
int cur_take(cursor *cur) { return status(cur->real.take()); }
int cur_key(cursor *cur) { return status(cur->real.key()); }
int cur_find(cursor *cur, int k) { return status(cur->real.find(k)); }
int cur_pop(cursor *cur, int *value) { return out(cur->real.take(), value); }
void cur_push(cursor *cur, int v) { cur->real.push(v); }

} // extern "C"

namespace differential {

IOResult<int> as_result(int status) {
  return status == AGAIN || status == STARTED ? IOResult<int>::io(soon())
                                              : IOResult<int>::done(status);
}

template <> list make(Source &s) {
  list l{};
  for (l.len = 0; const int v : make<std::vector<int>>(s))
    list_push(&l, v);
  return l;
}
template <> cells make(Source &s) {
  return {{s.number(), s.number(), s.number()}};
}
// What lies behind the end of a list is nobody's.
std::string show(const list &l) {
  return show(std::vector<int>(l.item, l.item + l.len));
}
std::string show(const cells &c) {
  return show(std::array<int, 3>{c.at[0], c.at[1], c.at[2]});
}

} // namespace differential
