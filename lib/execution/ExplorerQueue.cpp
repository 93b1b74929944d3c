//===- ExplorerQueue.cpp - Which states are kept apart, and which joined --===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "execution/Explorer.h"
#include "vocabulary/LibraryModel.h"
#include "clang/AST/Decl.h"

namespace reentrancy {

/// How many passes of a loop whose test is decided are run as they are, and in
/// how many states of its head at most.
constexpr unsigned MaxPasses = 6;
constexpr size_t MaxPassStates = 64;

/// Whether the values of \p Loc are kept apart: enums, bools, flags, optionals
/// and pointers are what guards are made of.
bool Explorer::guards(Term Loc) const {
  auto [It, New] = Guarding.try_emplace(unsigned(Loc), false);
  if (New)
    It->second = mayGuard(Loc);
  return It->second;
}

bool Explorer::mayGuard(Term Loc) const {
  // Only places that a loop's passes share.
  unsigned Pointers = 0;
  for (Term L = Loc;;) {
    const TermNode &X = Terms[L];
    if (X.HasVar)
      return false;
    if (X.Kind == TermKind::At) {
      if (Terms[X.Args[1]].Kind == TermKind::ElemKey)
        return false;
      L = X.Args[0];
    } else if (X.Kind == TermKind::Deref) {
      if (Terms[X.Args[0]].Kind != TermKind::Init || ++Pointers > 2)
        return false;
      L = Terms[X.Args[0]].Args[0];
    } else {
      break;
    }
  }
  const TermNode &N = Terms[Loc];
  const Symbol Sym = Terms.symbolOf(Loc);
  const clang::ValueDecl *D = Sym ? Terms.decl(Sym) : nullptr;
  if (!D)
    return false;
  if (F.Progress.count(Sym))
    return true;
  clang::QualType T = D->getType().getNonReferenceType();
  if (T->isBooleanType() || T->isEnumeralType() || T->isPointerType())
    return true;
  if (T->isIntegerType()) {
    // A field that is never assigned here is a guard where it is tested.
    auto It = F.ConstantOnly.find(Sym);
    return It == F.ConstantOnly.end() ? N.Kind == TermKind::At : It->second;
  }
  switch (libraryType(T)) {
  case LibraryType::Optional:
  case LibraryType::Variant:
  case LibraryType::Pointer:
    return true;
  default:
    return false;
  }
}

/// The number of what the guards hold in \p S; equal valuations have equal
/// numbers.
unsigned Explorer::valuation(const State &S) {
  std::vector<unsigned> Holds;
  for (auto &[L, V] : S.Store) {
    if (!guards(Term(L)))
      continue;
    Term Value = Space.resolve(S, Term(V));
    const TermNode &N = Terms[Value];
    unsigned Shape;
    if (N.Kind == TermKind::Int || N.Kind == TermKind::Const)
      Shape = unsigned(Value);
    else if (Terms.isFn(Value, "some"))
      Shape = 1;
    else if (Terms.isFn(Value, "alternative"))
      Shape = 8 + unsigned(N.Args[0]);
    else if (Terms.isFn(Value, "new") || N.Kind == TermKind::Addr)
      Shape = 2;
    else
      Shape = 3;
    Holds.push_back(L);
    Holds.push_back(Shape);
  }
  return ValuationIndex.try_emplace(std::move(Holds), ValuationIndex.size())
      .first->second;
}

/// Under which the last visit of the loop head \p Head is kept, by what the
/// guards hold there.
unsigned Explorer::visitKey(BlockId Head, unsigned Guards) {
  return VisitIndex.try_emplace({Head, Guards}, VisitIndex.size())
      .first->second;
}

/// The places that the pass from node \p Head to node \p N overwrites with
/// what does not depend on what was there.
std::set<Term> Explorer::overwritten(int Head, int N) const {
  std::set<Term> Places;
  for (; N >= Head; N = Nodes[N].Parent)
    for (const WriteEvent &W : Nodes[N].Writes)
      if (W.By->Role != WriteRole::Modify && !Terms.contains(W.New, W.Old))
        Places.insert(W.Loc);
  return Places;
}

/// Whether the test at the loop head \p Head was of known numbers when the pass
/// that ends at \p N went by it: each run makes as many passes.
bool Explorer::counted(int Head, int N) const {
  while (N >= 0 && Nodes[N].Parent != Head)
    N = Nodes[N].Parent;
  if (N < 0 || !Nodes[N].Via || Nodes[N].Via->Kind != Terminator::Branch ||
      Nodes[N].Cond == Term::None || !Terms.isInt(Nodes[N].Cond))
    return false;
  const Block &B = F.Blocks[Nodes[Head].At];
  return llvm::any_of(llvm::drop_begin(B.Facts, B.End.TestBegin),
                      [](const Fact &X) { return X.Kind == FactKind::Load; });
}

void Explorer::enqueue(int Parent, BlockId To, State S, const Terminator *Via,
                       Term Cond, int64_t Choice, bool Undecided) {
  const Block &B = F.Blocks[To];
  for (Term L : B.DeadIn)
    Space.forget(S, L);
  bool Generic = false;
  int Replaces = -1;
  std::set<Term> Own;
  const unsigned Guards = valuation(S);
  unsigned VisitKey = 0, Passes = 0;
  if (B.LoopHead) {
    VisitKey = visitKey(To, Guards);
    // Entered anew, and not by its back edge, it starts from the first pass.
    const bool Again = F.Blocks[Nodes[Parent].At].Order >= B.Order;
    unsigned P = Again ? Space.get(S.Visits, VisitKey, 0) : 0;
    if (P) {
      const Node &Last = Nodes[P - 1];
      Passes = Last.Passes + 1;
      if (!Last.Generic && Passes < MaxPasses &&
          AtBlock[To].size() < MaxPassStates && counted(P - 1, Parent))
        P = 0;
    }
    if (P) {
      const Node &Last = Nodes[P - 1];
      Own = Last.Joined;
      State W = Space.generalise(Last.In, S, To, Last.Generic, Own,
                                 overwritten(P - 1, Parent));
      if (W.sameAs(Last.In))
        return;
      W.Visits = S.Visits;
      S = W;
      Generic = true;
      if (Last.Generic)
        Replaces = P - 1;
    }
  }
  for (int Other : AtBlock[To])
    if (Nodes[Other].In.sameAs(S) && !stale(Other)) {
      if (Replaces >= 0 && Replaces != Other)
        Nodes[Replaces].Superseded = true;
      return;
    }
  Alike &Same = Valuations[{To, Guards}];
  int *Joined = nullptr;
  if (Same.Nodes.size() >= Bounds.MaxValuations)
    Joined = &Same.Joined;
  else if (AtBlock[To].size() >= Crowd)
    Joined = &JoinedAt[To];
  if (Joined) {
    // All of them at once: one by one each would be left with a little less.
    const bool First = *Joined < 0;
    const auto &All = Joined == &Same.Joined ? Same.Nodes : AtBlock[To];
    const int Last = First ? All.front() : *Joined;
    State W = Nodes[Last].In;
    auto Join = [&](int From, const State &With) {
      Own.insert(Nodes[From].Joined.begin(), Nodes[From].Joined.end());
      W = Space.generalise(W, With, To | TermTable::Bound, /*Again=*/true, Own,
                           {});
    };
    if (First)
      for (int Other : llvm::drop_begin(All))
        Join(Other, Nodes[Other].In);
    Join(Last, S);
    if (W.sameAs(Nodes[Last].In))
      return;
    W.Visits = S.Visits;
    S = W;
    Generic = Generic || Nodes[Last].Generic;
    // One that nobody has gone on from yet is covered by this.
    if (!First && Worklist.count({B.Order, Last}))
      Nodes[Last].Superseded = true;
    *Joined = Nodes.size();
  }
  if (Replaces >= 0)
    Nodes[Replaces].Superseded = true;
  if (Nodes.size() >= Budget) {
    Exhausted = true;
    return;
  }
  Node N;
  N.At = To;
  N.Parent = Parent;
  N.Via = Via;
  N.Cond = Cond;
  N.Choice = Choice;
  N.Undecided = Undecided;
  N.Generic = Generic;
  N.Replaces = Replaces;
  N.Passes = Passes;
  N.Joined = std::move(Own);
  if (B.LoopHead)
    Space.put(S.Visits, VisitKey, Nodes.size() + 1);
  N.In = std::move(S);
  const int Id = Nodes.size();
  AtBlock[To].push_back(Id);
  Same.Nodes.push_back(Id);
  Nodes.push_back(std::move(N));
  Worklist.insert({B.Order, Id});
}

} // namespace reentrancy
