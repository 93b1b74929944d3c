//===- Options.h - What the analysis is told --------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_OPTIONS_H
#define REENTRANCY_LIB_OPTIONS_H

#include "vocabulary/Limits.h"
#include "vocabulary/Protocol.h"
#include "vocabulary/Tier.h"

namespace reentrancy {

struct Options {
  Protocol Vocabulary = Protocol::ioresult();
  Limits Bounds;
  Tier LeastConfidence = Tier::Likely;
};

} // namespace reentrancy

#endif
