//===-- Where Clang's own headers are ---------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include <string>

namespace reentrancy {

/// The resource directory of the Clang that the tools are linked with; empty
/// if none can be found.
///
/// Clang guesses it from the place of the executable, which is right for its
/// own tools only. Ours look, in this order, where it was when they were built,
/// where Clang would guess, and where a clang on the PATH says.
std::string findResourceDir(const char *Argv0);

} // namespace reentrancy
