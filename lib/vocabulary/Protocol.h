//===- Protocol.h - The yield vocabulary ------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a code base says "not yet": names of types, values, functions, macros.
// Protocols.cpp has the ones that are built in; options add and replace. Only
// these files spell a name of a vocabulary; everything else asks here.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_PROTOCOL_H
#define REENTRANCY_LIB_PROTOCOL_H

#include "vocabulary/AnswerValues.h"
#include "llvm/ADT/ArrayRef.h"
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CallExpr;
class CXXRecordDecl;
class FunctionDecl;
class NamedDecl;
class QualType;
class SourceLocation;
} // namespace clang

namespace reentrancy {

/// What an answer of a re-entrant function is.
enum class Status { Done = 0, Pending = 1, Error = 2 };

/// What a member or function of the protocol's own types does.
enum class ProtocolOp {
  None,
  MakeDone,     ///< `IOResult::done(v)`
  MakePending,  ///< `IOResult::io(c)`, `IOPending(c)`, a bare `Pending()`
  MakeError,    ///< `IOResult::err(e)`
  TestDone,     ///< `r.is_done()`
  TestPending,  ///< `r.is_io()`
  TestError,    ///< `r.is_err()`
  Value,        ///< `r.value()`
  PassOn,       ///< `r.pending()`: the answer, passed on if it is not done
  CompletionOf, ///< `r.completion()`
  ReadState,    ///< `c.finished()`: what only the wait changes
  MakeYield,    ///< `Completion::make_yield()`: asks only to be called again
  MakeHandle,   ///< `Completion::make(...)`
  Build,        ///< `group.build()`: submits what the group holds
  Finish,       ///< `c.abort()`: finishes it by hand
};

/// A yield vocabulary. Names match a declaration's qualified name or any
/// suffix of it at a `::` ("Poll" matches `pw::async2::Poll`).
struct Protocol {
  /// One of the lists below.
  using Names = std::vector<std::string>;

  Names PendingTypes;      ///< answers: `IOResult`, an enum, `int`, `Page *`
  Names PendingParts;      ///< convert to any: `IOPending`
  Names PendingValues;     ///< enumerators, numbers, constants, macros, `null`
  Names DoneValues;        ///< of the same types; none: what is nothing else
  Names ErrorValues;       ///< of the same types; `<0`, `>0`: all such
  Names PendingMakers;     ///< functions: `Pending`
  Names DoneMakers;        ///< functions: `Ready`
  Names YieldingFunctions; ///< unseen ones of a plain type; `*` is any text
  Names CompletionTypes;   ///< `Completion`
  Names GroupTypes;        ///< `CompletionGroup`
  Names YieldMacros;       ///< whose `return` says "not yet" in any function
  Names LeafYields;        ///< macros, functions, values: go on behind them
  Names Registrations;     ///< wakers: not a change
  Names Noise;             ///< logs, counters of calls
  Names PureFunctions;     ///< see Mark::Pure
  Names IdempotentFunctions; ///< see Mark::Idempotent

  /// The number that a macro stands for; empty where macros are not known.
  std::function<std::optional<int64_t>(llvm::StringRef)> MacroValue;

  /// The built-in vocabulary of that name.
  static std::optional<Protocol> named(llvm::StringRef Name);
  /// Their names for a message, the default first.
  static std::string builtIn();
  static Protocol ioresult() { return *named("ioresult"); }
  static Protocol pwAsync2() { return *named("pw_async2"); }

  /// Whether \p T is, wraps, or converts from an answer that may be pending.
  bool answers(clang::QualType T) const;
  /// What values of \p T say; null if none says "not yet".
  const AnswerValues *values(clang::QualType T,
                             const clang::ASTContext &Context) const;
  /// Whether \p FD may answer "not yet": by its type, by what its body
  /// returns (see Yielders), by its name or an annotation.
  bool reentrant(const clang::FunctionDecl *FD) const;
  /// Whether the callee's name, or that of the pointer it is called through,
  /// is one of YieldingFunctions.
  bool namedYielding(const clang::CallExpr *E) const;
  /// Whether \p T is a completion, or an optional or handle of one.
  bool completion(clang::QualType T) const;
  bool group(clang::QualType T) const;
  /// Whether \p D is one of the protocol's own types: its bodies define the
  /// vocabulary and are not analysed.
  bool ownType(const clang::CXXRecordDecl *D) const;
  /// The operation that a call of \p FD is, if it is one of the protocol's.
  ProtocolOp operation(const clang::FunctionDecl *FD) const;
  /// Whether a call is a registration or noise, by its function or macro.
  bool ignored(const clang::FunctionDecl *FD) const;
  bool ignored(const clang::CallExpr *E,
               const clang::ASTContext &Context) const;
  bool pure(const clang::FunctionDecl *FD) const;
  bool idempotent(const clang::FunctionDecl *FD) const;
  /// Whether \p FD, a ReadState, tells how the I/O ended: `c.failed()`.
  bool tellsSuccess(const clang::FunctionDecl *FD) const;

  static bool matches(llvm::ArrayRef<std::string> Names,
                      const clang::NamedDecl *D);
  /// Whether \p Names names \p T, or a typedef that it is written as.
  static bool namesType(llvm::ArrayRef<std::string> Names, clang::QualType T);
  /// Whether \p Loc comes out of the expansion of a macro in \p Names.
  static bool inMacro(llvm::ArrayRef<std::string> Names,
                      clang::SourceLocation Loc,
                      const clang::ASTContext &Context);

private:
  /// What is known of one translation unit; copies of a protocol share it.
  struct Unit;
  mutable std::shared_ptr<Unit> Seen;
  Unit &seen() const;
};

} // namespace reentrancy

#endif
