//===- Verbs.h - What the name of an unseen function says ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_VERBS_H
#define REENTRANCY_LIB_VERBS_H

#include "llvm/ADT/StringRef.h"

namespace clang {
class NamedDecl;
} // namespace clang

namespace reentrancy {

/// What the name of an unseen function says of its effect on what it gets.
enum class Verb {
  Observes, ///< `get`, `find`, `is_...`
  Reads,    ///< `read`, `load`, `record`: may wait, but leaves no trace
  Ensures,  ///< `ensure`, `wait`, `poll`, `is`: asks only for readiness
  Changes,  ///< `push`, `append`, `take`, `seek`, ...
  Unknown,
};

Verb verbOf(llvm::StringRef FunctionName);
/// The same by the declaration; unknown if it is null or has no plain name.
Verb verbOf(const clang::NamedDecl *Function);
/// Whether such a function leaves nothing more when it is called again.
inline bool onlyAsks(Verb V) {
  return V != Verb::Changes && V != Verb::Unknown;
}
/// Whether the name makes a new object (`allocate`, `create`, `make`).
bool allocates(llvm::StringRef FunctionName);
/// Whether the name starts I/O (`read`, `write`, `submit`, ...).
/// \p Optional: the answered completion is optional; then only verbs that
/// always start something count.
bool startsIO(llvm::StringRef FunctionName, bool Optional);

} // namespace reentrancy

#endif
