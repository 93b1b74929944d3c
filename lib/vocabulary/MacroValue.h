//===- MacroValue.h - Macros that stand for numbers -------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_MACROVALUE_H
#define REENTRANCY_LIB_MACROVALUE_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace clang {
class Preprocessor;
} // namespace clang

namespace reentrancy {

/// The number that the object-like macro \p Name expands to, as
/// `#define AGAIN -2` or `#define AGAIN (OTHER)`: one number, with a sign and
/// parentheses, or another macro. Nothing for anything else.
std::optional<int64_t> macroValue(clang::Preprocessor &PP, llvm::StringRef Name,
                                  unsigned Depth = 0);

} // namespace reentrancy

#endif
