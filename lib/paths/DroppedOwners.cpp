//===- DroppedOwners.cpp - What a dropped operation leaves ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shared state that is changed for the time of a wait, while nothing changes it
// back if the operation is dropped there. Only possible: whether an operation
// can be dropped, and whether others mind, is not seen here.
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/DeclCXX.h"
#include <algorithm>
#include <set>

namespace reentrancy {

void findDroppedOwners(const Paths &P, FindingList &Out) {
  auto *MD = llvm::dyn_cast<clang::CXXMethodDecl>(P.F.Function);
  if (!MD || !MD->isInstance() ||
      (MD->getParent()->getDestructor() &&
       MD->getParent()->getDestructor()->isUserProvided()))
    return;
  auto Shared = [&](Term L) {
    for (Term X = L; X != Term::None; X = P.Terms.parent(X)) {
      const TermNode &N = P.Terms[X];
      if (N.Kind != TermKind::Deref)
        continue;
      const TermNode &Of = P.Terms[N.Args[0]];
      return Of.Kind == TermKind::Init &&
             P.Terms.root(Of.Args[0]) == P.Terms.thisObject();
    }
    return false;
  };
  auto Own = [&](Term L) {
    return P.Terms.root(L) == P.Terms.thisObject() && P.E.guards(L);
  };
  // What a way to the end sets back.
  std::set<Term> SetBack;
  for (const PathEnd &End : P.Ends)
    if (End.How.Kind == YieldKind::None)
      for (const Event &X : P.events(End.At))
        if (X.Kind == Event::Write && Shared(X.W->Loc) &&
            (P.Terms[X.W->New].Kind == TermKind::Int ||
             P.Terms[X.W->New].Kind == TermKind::Const))
          SetBack.insert(X.W->Loc);
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind == YieldKind::None)
      continue;
    const std::vector<Event> Way = P.events(End.At);
    for (size_t I = 0; I < Way.size(); ++I) {
      const Event &X = Way[I];
      if (X.Kind != Event::Write || X.W->Old == X.W->New || !Shared(X.W->Loc) ||
          !SetBack.count(X.W->Loc) || X.By->Kind == FactKind::Call ||
          P.Space.load(P.left(End), X.W->Loc) != X.W->New)
        continue;
      // And a flag of the operation's own says that it did.
      const bool Flagged =
          std::any_of(Way.begin() + I, Way.end(), [&](const Event &Y) {
            return Y.Kind == Event::Write && Own(Y.W->Loc) &&
                   Y.W->Old != Y.W->New;
          });
      if (!Flagged)
        continue;
      Finding *R =
          Out.add(FindingKind::OwnerDropped, Tier::Possible, P.siteOf(X.By));
      if (!R)
        continue;
      R->Place = placeName(P.Terms, X.W->Loc);
      R->Path.push_back({StepRole::Begins, R->Where});
      R->Path.push_back({StepRole::Ends, End.where(P.F)});
      R->Path.push_back({StepRole::Advice, R->Where});
    }
  }
}

} // namespace reentrancy
