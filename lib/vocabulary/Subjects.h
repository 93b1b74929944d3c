//===- Subjects.h - Which functions are analysed ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_SUBJECTS_H
#define REENTRANCY_LIB_SUBJECTS_H

namespace clang {
class FunctionDecl;
} // namespace clang

namespace reentrancy {

struct Protocol;

/// Whether \p FD is one to analyse: defined here, not dependent, and its type
/// says that it may answer "not yet".
bool isCandidate(const clang::FunctionDecl *FD, const Protocol &Vocabulary);

/// Whether \p FD, though nobody calls it again, is to be looked at for what it
/// does with other functions' answers and completions: a driver's loop, a
/// helper that submits. Looks at the body.
bool isUser(const clang::FunctionDecl *FD, const Protocol &Vocabulary);

} // namespace reentrancy

#endif
