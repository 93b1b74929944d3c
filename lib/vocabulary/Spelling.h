//===- Spelling.h - Names that are nearly right -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A vocabulary is told by names, and a misspelt name says nothing. Here it is
// found out which names of a vocabulary name nothing in a translation unit, and
// what they were most likely meant to be.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_SPELLING_H
#define REENTRANCY_LIB_SPELLING_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace reentrancy {

/// The name in \p Known that \p Word is most likely meant to be: one that
/// differs by its case only, or else by the fewest edits: at most two, one in a
/// word of four letters, none in a shorter one. Empty if there is none, or \p
/// Word is known itself.
llvm::StringRef nearestName(llvm::StringRef Word,
                            llvm::ArrayRef<llvm::StringRef> Known);

/// The names of the vocabularies that are built in, the default first.
std::vector<std::string> protocolNames();

/// What the names of one list of a vocabulary stand for; a set of these.
enum NameKind : unsigned {
  NamesType = 1,
  NamesValue = 2, ///< an enumerator, a constant
  NamesFunction = 4,
  NamesMacro = 8,
};

/// The names that a translation unit declares, without their qualifiers, by
/// what they stand for. A variable or field counts as a function as well: it
/// may be called through.
class DeclaredNames {
public:
  /// Cost: one walk over the declarations and one over the identifiers.
  explicit DeclaredNames(const clang::ASTContext &Context);

  /// Whether \p Entry of a list names something of \p Kinds here, or needs not:
  /// a number, `null`, a built-in type, `<0`.
  bool names(llvm::StringRef Entry, unsigned Kinds) const;
  /// The name of those kinds that is nearest to \p Entry; empty if none is
  /// near.
  std::string nearest(llvm::StringRef Entry, unsigned Kinds) const;

private:
  llvm::StringMap<unsigned> Kinds;
};

} // namespace reentrancy

#endif
