//===- ScopedGuards.cpp - Scoped guards alive at a yield -----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A scoped lock or pin that is alive at a yield is released there, in the
// middle of the operation. A retry yield under one is a critical section that
// found nothing to do: silent.
//
//===----------------------------------------------------------------------===//

#include "paths/PathAnalyses.h"
#include "vocabulary/LockVerbs.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/Stmt.h"

namespace reentrancy {

/// Reports guards that are alive at the yield \p End.
static void scopedAt(const Paths &P, const clang::ParentMap &Parents,
                     const PathEnd &End, FindingList &Out) {
  if (!End.Site->Site)
    return;
  const std::vector<Event> Way = P.events(End.At);
  const clang::Stmt *Child = End.Site->Site;
  for (const clang::Stmt *S = Parents.getParent(Child); S;
       Child = S, S = Parents.getParent(S)) {
    const auto *Body = llvm::dyn_cast<clang::CompoundStmt>(S);
    if (!Body)
      continue;
    for (const clang::Stmt *In : Body->body()) {
      if (In == Child)
        break;
      const auto *DS = llvm::dyn_cast<clang::DeclStmt>(In);
      if (!DS)
        continue;
      for (const clang::Decl *D : DS->decls()) {
        const auto *V = llvm::dyn_cast<clang::VarDecl>(D);
        if (!V || !V->hasLocalStorage())
          continue;
        const GuardKind K = guardKind(V->getType());
        if (K == GuardKind::None)
          continue;
        const Term Place = P.Terms.local(V, 0);
        bool Behind = false, Open = false, Changed = false;
        for (const Event &X : Way) {
          Behind |= X.Kind == Event::Write && X.W->Loc == Place;
          const clang::FunctionDecl *FD = P.calleeOf(X);
          Open |= FD && releases(FD) &&
                  (X.Kind == Event::Call ? X.C->Object : X.Object) == Place;
          Changed |= Behind && X.Kind == Event::Write && X.W->Old != X.W->New &&
                     P.Terms.persistent(X.W->Loc) && !P.E.guards(X.W->Loc) &&
                     X.By->Kind != FactKind::Call;
        }
        if (Open || !Behind)
          continue;
        // A lock that covers nothing but one call's own reads is taken again
        // by the next call, and covers those.
        const Tier T =
            K == GuardKind::Pin || Changed ? Tier::Likely : Tier::Possible;
        Finding *R = Out.add(FindingKind::GuardAlive, T, DS);
        if (!R)
          continue;
        R->Place = V->getNameAsString();
        R->Path.push_back({StepRole::Begins, DS});
        R->Path.push_back({StepRole::Ends, End.where(P.F)});
        R->Path.push_back({StepRole::Advice, DS});
      }
    }
  }
}

void findScopedGuards(const Paths &P, FindingList &Out) {
  const clang::ParentMap Parents(
      const_cast<clang::Stmt *>(P.F.Function->getBody()));
  for (const PathEnd &End : P.Ends)
    if (End.How.Kind == YieldKind::Propagated ||
        End.How.Kind == YieldKind::Leaf)
      scopedAt(P, Parents, End, Out);
}

} // namespace reentrancy
