//===- InitialValues.h - What guards hold before an operation ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An operation starts in a state that constructors or earlier operations leave,
// not in any enumerator. For the fields that guards are made of this says what
// constructors, and functions other than the analysed one, can leave in them;
// what the analysed function leaves itself is found by running it (Replay).
//
// Flow-insensitive: one walk over the translation unit collects initialisers
// and writes. A field that is written through something else than a constant,
// or whose address is taken, may hold anything.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_INITIALVALUES_H
#define REENTRANCY_LIB_INITIALVALUES_H

#include "values/State.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class FieldDecl;
class FunctionDecl;
} // namespace clang

namespace reentrancy {

/// What the fields of a translation unit's classes are initialised and
/// assigned with. Numbers: enumerators and bools by value, a null pointer as
/// 0, an optional as 1 or 0: engaged or not; of a container how many elements.
class InitialValues {
public:
  /// Linear in the size of the translation unit, system headers left out.
  explicit InitialValues(clang::ASTContext &Context);

  using Functions = llvm::function_ref<bool(const clang::FunctionDecl *)>;
  /// What \p Field may hold when an operation starts, as far as others than
  /// \p Own decide. Nothing if it may hold anything.
  std::optional<Range> of(const clang::FieldDecl *Field, Functions Own);
  /// The same of a number or a container that is no guard: what an operation
  /// leaves in it. Nothing if code that is not seen may change it.
  std::optional<Range> ofNumber(const clang::FieldDecl *Field, Functions Own);

  /// One place that gives a field its content.
  struct Write {
    const clang::FunctionDecl *By;  ///< null: an initialiser
    std::optional<int64_t> Content; ///< nothing: not a constant
    bool Grows = false;             ///< counts up
  };

private:
  const std::vector<Write> *writes(const clang::FieldDecl *Field);

  clang::ASTContext &Context;
  std::set<const clang::CXXRecordDecl *> Seen; ///< whose initialisers are in
  std::map<const clang::FieldDecl *, std::vector<Write>> Writes;
};

} // namespace reentrancy

#endif
