//===- Callers.h - What callers test on the way to a call -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// "Called again from the top" means the top of whoever is called from outside.
// A helper that only re-entrant functions of this translation unit call comes
// after their tests: where it has changed what each of them tests on the way to
// it, they decide whether it is called again, and its own top says little.
//
// Flow-insensitive but for the way to the call: one walk over the translation
// unit collects, for each call of a function, the fields and globals that tests
// around it and before it read.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_CALLERS_H
#define REENTRANCY_LIB_CALLERS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <deque>
#include <map>
#include <set>
#include <vector>

namespace clang {
class ASTContext;
class CallExpr;
class CXXRecordDecl;
class FunctionDecl;
class Stmt;
class ValueDecl;
} // namespace clang

namespace reentrancy {

struct Protocol;

/// Whether only methods whose bodies the translation unit holds can name the
/// private members of \p RD.
bool methodsAreSeen(const clang::CXXRecordDecl *RD);

class Callers {
  struct Way;

public:
  /// Linear in the size of the translation unit, system headers left out.
  explicit Callers(clang::ASTContext &Context);
  Callers(const Callers &) = delete;
  Callers &operator=(const Callers &) = delete;

  /// Whether every way to call \p FD again goes through a test of something
  /// that is \p Changed. False if not all its callers are seen, or one is not
  /// called again itself.
  bool decide(const clang::FunctionDecl *FD, const Protocol &Vocabulary,
              llvm::function_ref<bool(const clang::ValueDecl *)> Changed) const;

  /// Whether \p FD runs only as a part of \p Own: it is that, or all its
  /// calls are seen and made by what runs only as a part of it.
  bool partOf(const clang::FunctionDecl *FD,
              const clang::FunctionDecl *Own) const;

  /// A call of a function by its name.
  struct CallSite {
    const clang::FunctionDecl *By;
    const clang::CallExpr *Call;
    const clang::Stmt *Loop; ///< the innermost one around it; null if none
    const Way *To;           ///< null if nothing is tested
  };
  /// All calls of \p FD; none if others may call it too.
  llvm::ArrayRef<CallSite> callsOf(const clang::FunctionDecl *FD) const;

  /// Whether the translation unit calls \p FD at one place only, and hands it
  /// out nowhere; what is done elsewhere with it is not known.
  bool calledOnce(const clang::FunctionDecl *FD) const;

  /// Whether \p From is \p To, calls it, or hands it out, itself or through
  /// others.
  bool leadsTo(const clang::FunctionDecl *From,
               const clang::FunctionDecl *To) const;

private:
  class Collector;

  /// What is tested on the way to a point: the last test's place, and the ways
  /// that lead there. A graph, so that ways share what they have in common.
  struct Way {
    const clang::ValueDecl *Tested; ///< null where ways meet
    const Way *Before;
    const Way *Other; ///< the second of the ways that meet
  };

  static bool tests(const Way *To,
                    llvm::function_ref<bool(const clang::ValueDecl *)> Changed);
  bool decide(const clang::FunctionDecl *FD, const Protocol &Vocabulary,
              llvm::function_ref<bool(const clang::ValueDecl *)> Changed,
              std::set<const clang::FunctionDecl *> &Open) const;

  bool partOf(const clang::FunctionDecl *FD, const clang::FunctionDecl *Own,
              std::set<const clang::FunctionDecl *> &Open) const;

  std::deque<Way> Ways; // references stay valid while it grows
  std::map<const clang::FunctionDecl *, std::vector<CallSite>> Calls;
  /// As a pointer: by whom.
  std::map<const clang::FunctionDecl *,
           std::vector<const clang::FunctionDecl *>>
      HandedOut;
};

} // namespace reentrancy

#endif
