//===- Slot.h - Numbers of temporaries and blocks ---------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_SLOT_H
#define REENTRANCY_LIB_SLOT_H

#include <cstdint>

namespace reentrancy {

/// A temporary of the analysed function: the value or location that one
/// expression has.
using Slot = uint32_t;
constexpr Slot NoSlot = ~0u;
using BlockId = uint32_t;
constexpr BlockId NoBlock = ~0u;

} // namespace reentrancy

#endif
