//===-- The docs page of each check, built in -------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace reentrancy {

/// The page of docs/checks of the check of this full name, as Markdown; empty
/// if there is no such check.
llvm::StringRef pageOf(llvm::StringRef Check);

/// What the check does, in the one sentence of its page; empty if there is no
/// such check.
std::string sentenceOf(llvm::StringRef Check);

/// The full names of all checks that have a page, in order.
std::vector<llvm::StringRef> checksWithPage();

/// Answers a command line that is `PROGRAM --explain CHECK`, or with a `=`, by
/// printing the check's page; the prefix of its name can be left out.
/// \returns the exit status; nothing if the command line is another one.
std::optional<int> explain(llvm::ArrayRef<const char *> Args);

} // namespace reentrancy
