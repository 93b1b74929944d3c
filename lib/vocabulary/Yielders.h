//===- Yielders.h - Functions that answer pending by value ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plain type (`int`, a pointer) does not say which of its functions may
// answer "not yet"; their bodies do. A function yields if a `return` of it
// gives a pending value, a variable that was given one or is compared with one,
// or the answer of a function that yields. Bottom-up over the call graph of
// answers, with a fixpoint over recursion: the same result whatever is asked
// first.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_YIELDERS_H
#define REENTRANCY_LIB_YIELDERS_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class FunctionDecl;
} // namespace clang

namespace reentrancy {

struct Protocol;

class Yielders {
public:
  /// Whether \p FD, a definition, may answer "not yet". Cost: one walk over
  /// each body that its answers may come from, once.
  bool mayYield(const clang::FunctionDecl *FD, const Protocol &P);

private:
  /// What the answers of one body may be.
  struct Body {
    bool Yields = false;
    llvm::SmallVector<const clang::FunctionDecl *, 4> AnswersOf;
  };
  static Body read(const clang::FunctionDecl *FD, const Protocol &P);

  llvm::DenseMap<const clang::FunctionDecl *, Body> Known;
};

} // namespace reentrancy

#endif
