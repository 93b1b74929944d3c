//===- LostTransitions.cpp - States that are set twice -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A transition that every continuation writes over, before anybody reads it, is
// lost. Looked for in the facts, not on paths: on a path only the values that
// are possible there are seen, and the question is what the code says.
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "paths/Mentions.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/ParentMap.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace reentrancy {

namespace {

class Transitions {
public:
  Transitions(const Paths &P, FindingList &Out)
      : P(P), Out(Out),
        Parents(const_cast<clang::Stmt *>(P.F.Function->getBody())) {}
  void run();

private:
  void overwritten(BlockId B, size_t At, Term Place,
                   llvm::ArrayRef<Term> SlotPlace);
  std::vector<Term> staticPlaces() const;
  bool isStep(const Fact &First, const Fact &Second, Term Place) const;

  const Paths &P;
  FindingList &Out;
  clang::ParentMap Parents;
  std::set<BlockId> Dispatched; ///< where a switch's cases begin
};

/// The place that each slot names, as far as the facts alone tell.
std::vector<Term> Transitions::staticPlaces() const {
  std::vector<Term> Of(P.F.SlotCount, Term::None);
  auto In = [&](const Fact &X) {
    return X.In.empty() ? Term::None : Of[X.In[0]];
  };
  std::vector<const Block *> Sorted;
  for (const Block &B : P.F.Blocks)
    Sorted.push_back(&B);
  llvm::stable_sort(Sorted, [](const Block *A, const Block *B) {
    return A->Order < B->Order;
  });
  for (const Block *B : Sorted)
    for (const Fact &X : B->Facts) {
      if (X.Dst == NoSlot)
        continue;
      const Term T = In(X);
      const bool Place = T != Term::None && P.Terms.isLocation(T);
      if (X.Kind == FactKind::Value)
        Of[X.Dst] = X.Payload;
      else if (X.Kind == FactKind::At && Place && X.Payload != Term::None)
        Of[X.Dst] = P.Terms.at(T, X.Payload);
      else if (X.Kind == FactKind::Load && Place)
        Of[X.Dst] = P.Terms.init(T);
      else if (X.Kind == FactKind::Address && Place)
        Of[X.Dst] = P.Terms.address(T);
      else if (X.Kind == FactKind::Deref && T != Term::None)
        Of[X.Dst] = P.Terms.deref(T);
    }
  return Of;
}

/// Whether the first transition ends a step that a test of the state selects,
/// and the second stands behind it: `if (s_ == A) { ...; s_ = B; }`.
bool Transitions::isStep(const Fact &First, const Fact &Second,
                         Term Place) const {
  const clang::ValueDecl *D = P.Terms.decl(P.Terms[P.Terms[Place].Args[1]].Sym);
  auto Inside = [this](const clang::Stmt *S, const clang::Stmt *Of) {
    while (S && S != Of)
      S = Parents.getParent(S);
    return S != nullptr;
  };
  for (const clang::Stmt *S = First.Site; S; S = Parents.getParent(S)) {
    const clang::Expr *Test = nullptr;
    if (auto *If = llvm::dyn_cast<clang::IfStmt>(S))
      Test = If->getCond();
    else if (auto *Switch = llvm::dyn_cast<clang::SwitchStmt>(S))
      Test = Switch->getCond();
    if (Test && !Inside(Second.Site, S) && mentions(Test, D))
      return true;
  }
  return false;
}

/// Looks, behind the transition in \p B at \p At, for what comes first on each
/// way: a read or another write.
void Transitions::overwritten(BlockId B, size_t At, Term Place,
                              llvm::ArrayRef<Term> SlotPlace) {
  const Fact &First = P.F.Blocks[B].Facts[At];
  auto ValueOf = [&](const Fact &X) { return SlotPlace[X.In[1]]; };
  std::vector<std::pair<BlockId, size_t>> Work{{B, At + 1}};
  std::set<BlockId> Seen;
  std::set<const Fact *> Second;
  while (!Work.empty()) {
    auto [Id, From] = Work.back();
    Work.pop_back();
    const Block &Bl = P.F.Blocks[Id];
    bool Ended = false;
    for (size_t I = From; I < Bl.Facts.size() && !Ended; ++I) {
      const Fact &X = Bl.Facts[I];
      const Term T = X.In.empty() ? Term::None : SlotPlace[X.In[0]];
      // What is not known may read it.
      if (X.Kind == FactKind::Call || X.Kind == FactKind::Enter)
        return;
      if (X.Kind == FactKind::Load &&
          (T == Term::None || T == Place || P.Terms.within(Place, T)))
        return;
      if (X.Kind == FactKind::Store && T == Place) {
        const Term V = ValueOf(X);
        if (&X == &First || V == ValueOf(First) || V == Term::None ||
            !P.Terms.isInt(V))
          return;
        Second.insert(&X);
        Ended = true;
      }
    }
    if (Ended)
      continue;
    const auto Next = Bl.successors();
    if (Next.empty() || Bl.End.Kind == Terminator::Return)
      return;
    for (BlockId N : Next) {
      // A case says itself what state it stands for, whoever falls into it.
      if (Dispatched.count(N))
        return;
      if (Seen.insert(N).second)
        Work.push_back({N, 0});
    }
  }
  for (const Fact *X : Second) {
    if (isStep(First, *X, Place))
      continue;
    Finding *R =
        Out.add(FindingKind::TransitionLost, Tier::Likely, P.siteOf(X));
    if (!R)
      continue;
    R->Place = placeName(P.Terms, Place);
    R->Path.push_back({StepRole::Begins, P.siteOf(&First)});
    R->Path.push_back({StepRole::Ends, R->Where});
    R->Path.push_back({StepRole::Advice, R->Where});
  }
}

void Transitions::run() {
  for (const Block &B : P.F.Blocks)
    for (auto &[Value, To] : B.End.Cases)
      Dispatched.insert(To);
  const std::vector<Term> SlotPlace = staticPlaces();
  auto IsState = [&](Term T) {
    if (T == Term::None || !P.Terms.isLocation(T) || !P.Terms.persistent(T) ||
        P.Terms[T].Kind != TermKind::At)
      return false;
    const TermNode &Key = P.Terms[P.Terms[T].Args[1]];
    const auto *D =
        Key.Kind == TermKind::FieldKey ? P.Terms.decl(Key.Sym) : nullptr;
    return D && D->getType()->isEnumeralType();
  };
  for (BlockId B = 0; B < P.F.Blocks.size(); ++B) {
    const auto &Facts = P.F.Blocks[B].Facts;
    for (size_t I = 0; I < Facts.size(); ++I) {
      const Fact &X = Facts[I];
      // A helper's own writes are its matter: a reset may come first.
      if (X.Kind != FactKind::Store || X.Role != WriteRole::Assign || X.Outer ||
          !IsState(SlotPlace[X.In[0]]) || SlotPlace[X.In[1]] == Term::None ||
          !P.Terms.isInt(SlotPlace[X.In[1]]))
        continue;
      overwritten(B, I, SlotPlace[X.In[0]], SlotPlace);
    }
  }
}

} // namespace

void findLostTransitions(const Paths &P, FindingList &Out) {
  Transitions(P, Out).run();
}

} // namespace reentrancy
