//===- Tier.h - How sure a finding is ---------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_TIER_H
#define REENTRANCY_LIB_TIER_H

#include <cstdint>

namespace reentrancy {

/// How sure the analysis is of a finding, or of a value that it rests on
/// (docs/checks/mutation-before-yield.md). Ordered: the least certain decides.
enum class Tier : uint8_t { Possible, Likely, Certain };

} // namespace reentrancy

#endif
