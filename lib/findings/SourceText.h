//===- SourceText.h - Names as the source writes them -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_SOURCETEXT_H
#define REENTRANCY_LIB_SOURCETEXT_H

#include "values/Term.h"
#include <string>

namespace clang {
class ASTContext;
class Stmt;
} // namespace clang

namespace reentrancy {

/// The source of \p S on one line, or nothing if that would be long.
std::string sourceText(const clang::Stmt *S, const clang::ASTContext &Context);

/// A name for a place, made of its access path; empty if it has none.
std::string placeName(const TermTable &Terms, Term Place);

} // namespace reentrancy

#endif
