//===- Protocol.h - The yield vocabulary ------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a code base says "not yet": names of types, functions and methods. This
// is the only place (with its .cpp) that spells one; everything else asks it.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_PROTOCOL_H
#define REENTRANCY_LIB_PROTOCOL_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class FunctionDecl;
class NamedDecl;
class QualType;
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
};

/// A yield vocabulary. Names match a declaration's qualified name or any
/// suffix of it at a `::` ("Poll" matches `pw::async2::Poll`).
struct Protocol {
  std::vector<std::string> PendingTypes;    ///< answers: `IOResult`
  std::vector<std::string> PendingParts;    ///< convert to any: `IOPending`
  std::vector<std::string> CompletionTypes; ///< `Completion`
  std::vector<std::string> GroupTypes;      ///< `CompletionGroup`
  std::vector<std::string> PendingMakers;   ///< functions: `Pending`
  std::vector<std::string> DoneMakers;      ///< functions: `Ready`
  std::vector<std::string> YieldMacros;     ///< named in notes
  std::vector<std::string> Registrations;   ///< wakers: not a change
  std::vector<std::string> Noise;           ///< logs, counters of calls

  /// The model's own vocabulary (include/ioresult).
  static Protocol ioresult();
  /// Pigweed's pw_async2.
  static Protocol pwAsync2();

  /// Whether \p T is, wraps, or converts from an answer that may be pending.
  bool answers(clang::QualType T) const;
  /// Whether \p FD may answer "not yet" by its type.
  bool reentrant(const clang::FunctionDecl *FD) const;
  /// Whether \p T is a completion, or an optional or handle of one.
  bool completion(clang::QualType T) const;
  bool group(clang::QualType T) const;
  /// Whether \p D is one of the protocol's own types: its bodies define the
  /// vocabulary and are not analysed.
  bool ownType(const clang::CXXRecordDecl *D) const;
  /// The operation that a call of \p FD is, if it is one of the protocol's.
  ProtocolOp operation(const clang::FunctionDecl *FD) const;
  bool ignored(const clang::FunctionDecl *FD) const;

  static bool matches(llvm::ArrayRef<std::string> Names,
                      const clang::NamedDecl *D);
};

} // namespace reentrancy

#endif
