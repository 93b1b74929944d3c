//===- AnswerValues.h - Answers that are plain values -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An answer need not be an object: an enumerator (`Result::Blocked`), a number
// in an `int` (`WANT_READ`) or a null pointer can say "not yet".
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_ANSWERVALUES_H
#define REENTRANCY_LIB_ANSWERVALUES_H

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace clang {
class ASTContext;
class QualType;
} // namespace clang

namespace reentrancy {

struct Protocol;

/// What the values of one answer type say. Each list is sorted.
struct AnswerValues {
  llvm::SmallVector<int64_t, 4> Pending;
  llvm::SmallVector<int64_t, 2> Leaf; ///< pending ones: go on behind them
  llvm::SmallVector<int64_t, 4> Done; ///< empty: all that are nothing else
  llvm::SmallVector<int64_t, 4> Error;
  bool NegativeIsError = false; ///< negative, and not pending: an error
  bool PositiveIsError = false;
  /// The type is made for such answers: each function that has it may yield.
  /// A plain type (`int`, a pointer) says so only of some of its functions.
  bool Dedicated = false;

  bool pending(int64_t N) const { return llvm::is_contained(Pending, N); }
  bool leaf(int64_t N) const { return llvm::is_contained(Leaf, N); }
};

/// The value that \p Name has in \p Context: a number, `null`, an enumerator
/// or constant by its qualified name, a macro (Protocol::MacroValue).
std::optional<int64_t> valueNamed(llvm::StringRef Name,
                                  const clang::ASTContext &Context,
                                  const Protocol &P);

/// What values of type \p T say; nothing if none of them is pending.
std::optional<AnswerValues> answerValues(clang::QualType T,
                                         const clang::ASTContext &Context,
                                         const Protocol &P);

} // namespace reentrancy

#endif
