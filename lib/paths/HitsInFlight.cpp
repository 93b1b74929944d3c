//===- HitsInFlight.cpp - Entries that are not ready yet ------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A cache that enters what it starts to load, and gives the completion to who
// asked first: who asks next finds the entry and must be told to wait as well.
// Two ways to be done are held together:
//  - a miss enters something, starts I/O, and answers with its completion;
//  - a hit answers with the entry, without a completion and without having
//    looked at what is in it.
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace reentrancy {

namespace {

/// A miss: what is entered, and the call that starts the I/O.
struct Miss {
  Term Index;
  const CallEvent *Start;
};

/// The I/O that the way to \p End started and answers with, if it was entered
/// in an index.
std::optional<Miss> missAt(const Paths &P, const PathEnd &End) {
  const std::vector<Event> Way = P.events(End.At);
  const CallEvent *Start = nullptr;
  Term Index = Term::None;
  for (const Event &X : Way) {
    llvm::SmallVector<Term, 2> Parts;
    if (X.Kind == Event::Call && P.starts(*X.C, Parts) &&
        llvm::any_of(Parts, [&](Term Q) { return P.carries(End.Answer, Q); }))
      Start = X.C;
    if (X.Kind == Event::Write && X.W->Old != X.W->New)
      if (const clang::FieldDecl *F = P.ownIndex(X.W->Loc))
        Index = P.Terms.at(P.Terms.thisObject(), P.Terms.fieldKey(F));
  }
  if (!Start || Index == Term::None)
    return std::nullopt;
  return Miss{Index, Start};
}

/// Whether \p End answers with an entry of \p Index that it found and did not
/// look into.
bool isBlindHit(const Paths &P, const PathEnd &End, Term Index) {
  const Term Content = P.Terms.init(Index);
  auto InEntry = [&](Term T) {
    return P.Terms.contains(T, Index) || P.Terms.contains(T, Content);
  };
  bool Found = false;
  for (const Event &X : P.events(End.At)) {
    llvm::SmallVector<Term, 2> Parts;
    if ((X.Kind == Event::Call && P.starts(*X.C, Parts)) ||
        (X.Kind == Event::Write && P.Terms.within(X.W->Loc, Index)))
      return false;
    if (X.Kind == Event::Read && X.R->Loc != Index && InEntry(X.R->Loc))
      return false;
    Found |= X.Kind == Event::Test && X.Cond != Term::None && InEntry(X.Cond);
  }
  return Found && InEntry(End.Answer);
}

} // namespace

void findHitsInFlight(const Paths &P, FindingList &Out) {
  auto Done = [&](const PathEnd &End) {
    return End.How.Kind == YieldKind::None && End.Answer != Term::None &&
           P.may(End.S, End.Answer, Status::Done);
  };
  for (const PathEnd &End : P.Ends) {
    const std::optional<Miss> M =
        Done(End) ? missAt(P, End) : std::optional<Miss>();
    if (!M)
      continue;
    for (const PathEnd &Other : P.Ends) {
      if (!Done(Other) || !isBlindHit(P, Other, M->Index))
        continue;
      Finding *R =
          Out.add(FindingKind::HitInFlight, Tier::Likely, Other.where(P.F));
      if (!R)
        continue;
      R->Place = placeName(P.Terms, M->Index);
      if (M->Start->Call->Callee)
        R->Callee = M->Start->Call->Callee->getNameAsString();
      R->Path.push_back({StepRole::Begins, P.siteOf(M->Start->By)});
      R->Path.push_back({StepRole::Ends, R->Where});
      R->Path.push_back({StepRole::Advice, R->Where});
    }
  }
}

} // namespace reentrancy
