//===- program.hpp - What a generated program includes ----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The external callees, declared only: their bodies stand in harness.cpp, where
// the checks do not look. A name says what a repetition of the finished call
// does, as the checks read it: next, insert, append, take and push leave a
// trace in the log; read, get, load, key and ensure_loaded do not.
//
//===----------------------------------------------------------------------===//

#ifndef DIFFERENTIAL_PROGRAM_HPP
#define DIFFERENTIAL_PROGRAM_HPP

#include "ioresult/ioresult.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using ioresult::Completion;
using ioresult::IOPending;
using ioresult::IOResult;

struct ExternalState;

class Device {
public:
  IOResult<int> read(int k);
  IOResult<int> get(int k);
  IOResult<int> load(int k);
  IOResult<void> ensure_loaded(int k);
  Completion submit(int k);
  Completion write(int k);
  void push(int v);
  bool ready() const;

  Device();
  ~Device();
  ExternalState *external_;
};

/// What nothing changes while an operation runs.
class Config {
public:
  int limit() const;

  int limit_ = 3;
};

class Cursor {
public:
  IOResult<int> next();
  IOResult<int> insert(int k, int v);
  IOResult<int> append(int v);
  IOResult<int> take();
  IOResult<int> key();
  IOResult<int> find(int k);
  void push(int v);

  Cursor();
  ~Cursor();
  ExternalState *external_;
};

#endif // DIFFERENTIAL_PROGRAM_HPP
