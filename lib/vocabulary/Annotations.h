//===- Annotations.h - What the code says of itself -------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `[[clang::annotate("reentrancy::...")]]` on a declaration. The meaning of
// each word is on the page docs/protocols.md.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_ANNOTATIONS_H
#define REENTRANCY_LIB_ANNOTATIONS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace clang {
class AnnotateAttr;
class Decl;
} // namespace clang

namespace reentrancy {

enum class Mark {
  Yields,     ///< a function that may answer "not yet"; a value that says so
  Pure,       ///< a function that only computes its answer from its arguments
  Idempotent, ///< a function that leaves nothing more when it runs again
  State,      ///< a variable or field that says how far the operation is
  Ignore,     ///< changes, or calls, of it are nobody's business
};

/// Whether a declaration of \p D carries \p M.
bool marked(const clang::Decl *D, Mark M);

/// What is wrong with an annotation of ours: in words, empty if nothing is.
/// Annotations of others are not looked at.
std::string complaint(const clang::Decl *D, const clang::AnnotateAttr *A);

} // namespace reentrancy

#endif
