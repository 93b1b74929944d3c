//===- FactsGenerator.h - From clang's CFG to facts -------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_FACTSGENERATOR_H
#define REENTRANCY_LIB_FACTSGENERATOR_H

#include "facts/Facts.h"

namespace reentrancy {

struct Limits;

/// Makes the facts of \p FD, whose body must be present.
/// \returns null, with \p Why set to the reason, where there is no analysable
/// body: dependent or erroneous code, a coroutine, no CFG, too many blocks.
std::unique_ptr<FunctionFacts>
generateFacts(const clang::FunctionDecl *FD, clang::ASTContext &Context,
              const Protocol &Vocabulary, const Limits &Bounds,
              TermTable &Terms, std::string &Why);

} // namespace reentrancy

#endif
