//===- AnswerClass.h - What a class's own definition says -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An answer that is an object is in one of several alternatives: an optional
// that is engaged or not, an alternative of a variant, an enumerator in a
// field. Which of them is "not yet" is read off the class: what its fields
// can hold, what its constructors and factories put there, what its tests and
// accessors read. Bodies are evaluated over that one field; names of members
// are not needed where a body is seen.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_ANSWERCLASS_H
#define REENTRANCY_LIB_ANSWERCLASS_H

#include "vocabulary/Protocol.h"

namespace clang {
class Expr;
class FieldDecl;
} // namespace clang

namespace reentrancy {

/// A set of Status, a bit each; empty where nothing is known.
using StatusSet = unsigned;
constexpr StatusSet bit(Status S) { return 1u << unsigned(S); }
constexpr StatusSet AnyStatus = 7;

/// What the name of an enumerator or of a flag says of an answer.
std::optional<Status> statusWord(llvm::StringRef Name);

/// Whether \p D, or a base of it, is named by \p Names.
bool inFamily(llvm::ArrayRef<std::string> Names, const clang::CXXRecordDecl *D);
/// Whether \p T is a pending part: such an object is never done.
bool pendingPart(const Protocol &P, clang::QualType T);

/// What an object of an answer's class is that \p E makes: a braced list, a
/// constructor, a factory whose body is seen.
struct Made {
  StatusSet May = 0;
  const clang::Expr *Completion = nullptr; ///< what it hands out
  /// What stands in the alternative that is not done: an error code.
  const clang::Expr *Rest = nullptr;
};
Made madeBy(const Protocol &P, const clang::Expr *E);

/// The statuses for which \p FD, a member without parameters that answers a
/// bool, answers true; 0 where that is not known, or always the same.
StatusSet trueFor(const Protocol &P, const clang::FunctionDecl *FD);

/// The statuses for which what \p Field reads of an answer, a field or by an
/// accessor, is \p Value, or true if that is null; 0 where it does not say
/// which alternative the answer is in, or not exactly.
StatusSet equalFor(const Protocol &P, const clang::Expr *Field,
                   const clang::Expr *Value);

/// The field of an answer of type \p T that says which alternative it is in,
/// with the meaning of its values; null if anybody may not read that field, or
/// there is none.
const clang::FieldDecl *
publicAlternative(const Protocol &P, clang::QualType T,
                  llvm::SmallVectorImpl<std::pair<int64_t, StatusSet>> &Values);

/// The statuses of the alternative whose content \p FD reads; 0 for a member
/// that is no accessor.
StatusSet readsFor(const Protocol &P, const clang::FunctionDecl *FD);

/// Whether \p E, or what it puts together, holds a completion.
bool holdsCompletion(const Protocol &P, const clang::Expr *E);

} // namespace reentrancy

#endif
