//===- YieldKind.h - The kinds of yields ------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_YIELDKIND_H
#define REENTRANCY_LIB_YIELDKIND_H

namespace reentrancy {

/// How a returned answer lets the function be called again.
enum class YieldKind { None, Propagated, Leaf, Retry };

} // namespace reentrancy

#endif
