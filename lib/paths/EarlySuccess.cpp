//===- EarlySuccess.cpp - State that says "done" too early ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Between the start of I/O and its end, on a path that yields meanwhile:
//  - an entry made in an index that other functions look things up in, or a
//    flag that by its name says that the work is done;
//  - what the I/O is to fill, stored as the mark that keeps the next call from
//    starting it, while the completion itself is not kept: nothing can tell
//    any more whether the I/O succeeded.
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "paths/Claim.h"
#include "paths/Mentions.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

namespace {

class EarlySuccess {
public:
  EarlySuccess(const Paths &P, FindingList &Out) : P(P), Out(Out) {}
  void run();

private:
  bool lookedUp(const clang::FieldDecl *F) const;
  void published(const PathEnd &End, const std::vector<Event> &Way);
  void assumed(const PathEnd &End, const std::vector<Event> &Way);
  void report(FindingKind K, const clang::Stmt *Where, std::string Place,
              const clang::Stmt *Begin, const clang::Stmt *End);

  const Paths &P;
  FindingList &Out;
};

void EarlySuccess::report(FindingKind K, const clang::Stmt *Where,
                          std::string Place, const clang::Stmt *Begin,
                          const clang::Stmt *End) {
  Finding *R = Out.add(K, Tier::Likely, Where);
  if (!R)
    return;
  R->Place = std::move(Place);
  R->Path.push_back({StepRole::Begins, Begin});
  R->Path.push_back({StepRole::Ends, End});
  R->Path.push_back({StepRole::Advice, Where});
}

/// Whether another function of the class that does not wait looks things up
/// in \p F, and this one does not ask it what to do.
bool EarlySuccess::lookedUp(const clang::FieldDecl *F) const {
  const Term Before =
      P.Terms.init(P.Terms.at(P.Terms.thisObject(), P.Terms.fieldKey(F)));
  for (const Node &X : P.E.Nodes)
    if (X.Cond != Term::None && P.Terms.contains(X.Cond, Before))
      return false;
  const auto *RD = llvm::dyn_cast<clang::CXXRecordDecl>(F->getParent());
  if (!RD)
    return false;
  for (const clang::CXXMethodDecl *M : RD->methods()) {
    const clang::FunctionDecl *Def = M->getDefinition();
    if (!Def || !Def->hasBody() || !M->isConst() || P.Vocabulary.reentrant(Def))
      continue;
    if (mentions(Def->getBody(), F))
      return true;
  }
  return false;
}

void EarlySuccess::published(const PathEnd &End,
                             const std::vector<Event> &Way) {
  for (size_t I = 0; I < Way.size(); ++I) {
    llvm::SmallVector<Term, 2> Parts;
    if (Way[I].Kind != Event::Call || !P.starts(*Way[I].C, Parts))
      continue;
    auto Carried = [&](Term T) {
      return llvm::any_of(Parts, [&](Term Q) { return P.carries(T, Q); });
    };
    // In flight at the yield: handed out there, or kept.
    bool Flies = End.Answer != Term::None && Carried(End.Answer);
    for (auto &[L, V] : P.Space.entries(End.S))
      Flies |= P.Terms.persistent(L) && Carried(V);
    if (!Flies)
      continue;
    for (size_t J = I + 1; J < Way.size(); ++J) {
      const Event &X = Way[J];
      // Where its state was asked the rest knows what it does.
      if (X.Kind == Event::Test && X.Cond != Term::None && Carried(X.Cond) &&
          !P.asksPresence(X.Cond))
        break;
      if (X.Kind != Event::Write || X.W->Old == X.W->New ||
          !P.Terms.persistent(X.W->Loc) || Carried(X.W->New) ||
          X.By->Kind == FactKind::Call)
        continue;
      bool Early = false;
      if (const clang::FieldDecl *F = P.ownIndex(X.W->Loc))
        Early = X.By->Role != WriteRole::Reset &&
                X.By->Role != WriteRole::Consume && lookedUp(F);
      const TermNode &N = P.Terms[X.W->Loc];
      if (N.Kind == TermKind::At && P.Terms.isInt(X.W->New) &&
          P.Terms[N.Args[1]].Kind == TermKind::FieldKey) {
        const auto *D = P.Terms.decl(P.Terms[N.Args[1]].Sym);
        const Claim C = D && D->getType()->isBooleanType()
                            ? claimOf(D->getName())
                            : Claim::None;
        Early |= C == (P.Terms[X.W->New].Num ? Claim::Done : Claim::Undone);
      }
      if (Early)
        report(FindingKind::PublishedEarly, P.siteOf(X.By),
               placeName(P.Terms, X.W->Loc), P.siteOf(Way[I].By),
               End.where(P.F));
    }
  }
}

void EarlySuccess::assumed(const PathEnd &End, const std::vector<Event> &Way) {
  for (size_t I = 0; I < Way.size(); ++I) {
    llvm::SmallVector<Term, 2> Parts;
    if (Way[I].Kind != Event::Call || !P.starts(*Way[I].C, Parts))
      continue;
    const Term Answer = Way[I].C->Answer;
    auto Carried = [&](Term T) {
      return llvm::any_of(Parts, [&](Term Q) { return P.carries(T, Q); });
    };
    if (End.Answer == Term::None || !Carried(End.Answer) ||
        llvm::is_contained(Parts, Answer))
      continue;
    bool Kept = false;
    for (auto &[L, V] : P.Space.entries(End.S))
      Kept |= P.Terms.persistent(L) && Carried(V);
    if (Kept)
      continue;
    for (size_t J = I + 1; J < Way.size(); ++J) {
      const Event &X = Way[J];
      // Another part of the handle, stored where the way to the call looked.
      if (X.Kind != Event::Write || !P.Terms.persistent(X.W->Loc) ||
          !P.Terms.isFn(X.W->New, "project") ||
          P.Terms[X.W->New].Args[0] != Answer ||
          P.Space.load(End.S, X.W->Loc) != X.W->New)
        continue;
      const Term Before = P.Terms.init(X.W->Loc);
      const bool Guards =
          std::any_of(Way.begin(), Way.begin() + I, [&](const Event &Y) {
            return Y.Kind == Event::Test && Y.Cond != Term::None &&
                   P.Terms.contains(Y.Cond, Before);
          });
      if (Guards)
        report(FindingKind::LoadedAssumed, P.siteOf(X.By),
               placeName(P.Terms, X.W->Loc), P.siteOf(Way[I].By),
               End.where(P.F));
    }
  }
}

void EarlySuccess::run() {
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind != YieldKind::Leaf && End.How.Kind != YieldKind::Retry)
      continue;
    const std::vector<Event> Way = P.events(End.At);
    published(End, Way);
    assumed(End, Way);
  }
}

} // namespace

void findEarlySuccess(const Paths &P, FindingList &Out) {
  EarlySuccess(P, Out).run();
}

} // namespace reentrancy
