//===- Candidates.cpp - What may be changed before a yield ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "candidates/Candidates.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

namespace reentrancy {

Candidates::Candidates(const FunctionFacts &F, TermTable &Terms)
    : F(F), Terms(Terms), Slots(F.SlotCount, Term::None) {
  evaluate();
  collect();
  dominators();
}

/// A place of its own where it could not be worked out.
Term Candidates::place(Slot S) const {
  const Term T = S == NoSlot ? Term::None : Slots[S];
  return T == Term::None || Terms.isLocation(T) ? T : Terms.deref(T);
}

/// What each slot is, without a path: a load is what the place held first,
/// unless it is a local that is written once, which is what was written.
void Candidates::evaluate() {
  std::map<Term, std::pair<unsigned, Slot>> LocalWrites;
  auto OfLocal = [&](Term Place) {
    const auto It = LocalWrites.find(Place);
    return It != LocalWrites.end() && It->second.first == 1 &&
                   Slots[It->second.second] != Term::None
               ? Slots[It->second.second]
               : Terms.init(Place);
  };
  // The second pass knows what the first found out of locals.
  for (unsigned Pass = 0; Pass != 2; ++Pass)
    for (const Block &B : F.Blocks)
      for (const Fact &X : B.Facts) {
        auto In = [&](unsigned I) {
          return I < X.In.size() && X.In[I] != NoSlot ? Slots[X.In[I]]
                                                      : Term::None;
        };
        Term T = Term::None;
        switch (X.Kind) {
        case FactKind::Value:
          T = X.Payload;
          break;
        case FactKind::At:
          if (const Term Whole = place(X.In[0]); Whole != Term::None)
            T = Terms.at(Whole, X.Payload != Term::None
                                    ? X.Payload
                                    : Terms.elemKey(Terms.constant("any")));
          break;
        case FactKind::Deref:
          if (In(0) != Term::None)
            T = Terms.deref(In(0));
          break;
        case FactKind::Address:
          if (const Term P = place(X.In[0]); P != Term::None)
            T = Terms.address(P);
          break;
        case FactKind::Load:
          if (const Term P = place(X.In[0]); P != Term::None)
            T = Terms[P].Kind == TermKind::Local ? OfLocal(P) : Terms.init(P);
          break;
        case FactKind::Store:
          if (const Term P = place(X.In[0]);
              !Pass && P != Term::None && Terms[P].Kind == TermKind::Local) {
            auto &[Count, By] = LocalWrites[P];
            ++Count;
            By = X.In[1];
          }
          continue;
        default:
          break;
        }
        if (X.Dst != NoSlot)
          Slots[X.Dst] = T;
      }
}

void Candidates::collect() {
  for (BlockId B = 0; B != F.Blocks.size(); ++B)
    for (uint32_t I = 0; I != F.Blocks[B].Facts.size(); ++I) {
      const Fact &X = F.Blocks[B].Facts[I];
      if (X.Kind == FactKind::Store) {
        const Term P = place(X.In[0]);
        if (P == Term::None || Terms.persistent(P))
          Effects.push_back({&X, B, I, P});
      } else if (X.Kind == FactKind::Call) {
        const CallInfo &C = F.Calls[X.Call];
        if (C.Submits || C.StartsIO || C.Reentrant || C.mayLeaveTrace())
          Effects.push_back({&X, B, I, place(C.Object)});
      }
    }
}

std::set<Term> Candidates::untestedPointers() const {
  std::vector<llvm::SmallVector<const Fact *, 1>> Made(F.SlotCount);
  std::map<Term, llvm::SmallVector<Slot, 2>> Stored;
  std::set<Term> Found;
  for (const Block &B : F.Blocks)
    for (const Fact &X : B.Facts) {
      if (X.Dst != NoSlot)
        Made[X.Dst].push_back(&X);
      const Term P = X.Kind == FactKind::Store || X.Kind == FactKind::Load
                         ? place(X.In[0])
                         : Term::None;
      if (P == Term::None)
        continue;
      if (X.Kind == FactKind::Store)
        Stored[P].push_back(X.In[1]);
      else if (const clang::ValueDecl *D =
                   Terms.symbolOf(P) ? Terms.decl(Terms.symbolOf(P)) : nullptr;
               Terms.persistent(P) && Terms[P].Kind == TermKind::At && D &&
               D->getType()->isPointerType())
        Found.insert(P);
    }
  // Whether it is null, or is another, is asked; not what lies behind it.
  llvm::SmallVector<Slot, 16> Work;
  for (const Block &B : F.Blocks)
    if (B.End.Kind == Terminator::Branch || B.End.Kind == Terminator::Switch)
      Work.push_back(B.End.Cond);
  llvm::BitVector Seen(F.SlotCount);
  while (!Work.empty()) {
    const Slot S = Work.pop_back_val();
    if (S == NoSlot || Seen.test(S))
      continue;
    Seen.set(S);
    for (const Fact *X : Made[S]) {
      if (X->Kind == FactKind::Apply || X->Kind == FactKind::Choose)
        Work.append(X->In.begin(), X->In.end());
      if (X->Kind != FactKind::Load)
        continue;
      const Term P = place(X->In[0]);
      if (P == Term::None)
        continue;
      Found.erase(P);
      if (Terms[P].Kind == TermKind::Local)
        Work.append(Stored[P].begin(), Stored[P].end());
    }
  }
  return Found;
}

uint32_t Candidates::order(const Fact *Call) const {
  for (const Block &B : F.Blocks)
    if (!B.Facts.empty() && Call >= &B.Facts.front() && Call <= &B.Facts.back())
      return B.Order;
  return 0;
}

std::vector<const Candidates::Effect *>
Candidates::before(BlockId To, const Fact *Pending) const {
  // The blocks that lead to it.
  std::vector<llvm::SmallVector<BlockId, 2>> From(F.Blocks.size());
  for (BlockId B = 0; B != F.Blocks.size(); ++B)
    for (BlockId S : F.Blocks[B].successors())
      From[S].push_back(B);
  llvm::BitVector Leads(F.Blocks.size());
  llvm::SmallVector<BlockId, 16> Work{To};
  Leads.set(To);
  while (!Work.empty())
    for (BlockId B : From[Work.pop_back_val()])
      if (!Leads.test(B)) {
        Leads.set(B);
        Work.push_back(B);
      }
  std::vector<const Effect *> Found;
  for (const Effect &E : Effects)
    // In a loop the pending call may have been run to its end before.
    if (Leads.test(E.At) && Idom[E.At] != NoBlock &&
        (E.By != Pending || !F.Blocks[E.At].Loops.empty()))
      Found.push_back(&E);
  return Found;
}

void Candidates::dominators() {
  Idom.assign(F.Blocks.size(), NoBlock);
  std::vector<BlockId> Rpo;
  for (BlockId B = 0; B != F.Blocks.size(); ++B)
    if (F.Blocks[B].Order || B == F.Entry)
      Rpo.push_back(B);
  llvm::sort(Rpo, [this](BlockId A, BlockId B) {
    return F.Blocks[A].Order < F.Blocks[B].Order;
  });
  std::vector<llvm::SmallVector<BlockId, 2>> From(F.Blocks.size());
  for (BlockId B : Rpo)
    for (BlockId S : F.Blocks[B].successors())
      From[S].push_back(B);
  Idom[F.Entry] = F.Entry;
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (BlockId B : Rpo) {
      if (B == F.Entry)
        continue;
      BlockId New = NoBlock;
      for (BlockId P : From[B]) {
        if (Idom[P] == NoBlock)
          continue;
        if (New == NoBlock) {
          New = P;
          continue;
        }
        for (BlockId Q = P; New != Q;)
          (F.Blocks[New].Order > F.Blocks[Q].Order ? New : Q) =
              Idom[F.Blocks[New].Order > F.Blocks[Q].Order ? New : Q];
      }
      if (New != NoBlock && Idom[B] != New) {
        Idom[B] = New;
        Changed = true;
      }
    }
  }
}

bool Candidates::dominates(BlockId A, BlockId B) const {
  if (Idom[A] == NoBlock || Idom[B] == NoBlock)
    return false;
  while (F.Blocks[B].Order > F.Blocks[A].Order)
    B = Idom[B];
  return A == B;
}

/// Whether two access paths may name one thing: the same variable or field, or
/// one inside the other.
bool Candidates::mayOverlap(Term A, Term B) const {
  if (A == Term::None || B == Term::None)
    return true;
  const Symbol S = Terms.symbolOf(A), T = Terms.symbolOf(B);
  return Terms.within(A, B) || Terms.within(B, A) || (S && S == T) || !S || !T;
}

/// Whether a function is stored or handed on that may go on in this one's
/// place.
bool Candidates::handsItselfOver() const {
  auto IsFunction = [this](Slot S) {
    if (S == NoSlot || Slots[S] == Term::None ||
        Terms[Slots[S]].Kind != TermKind::Const || !Terms[Slots[S]].Num)
      return false;
    const clang::ValueDecl *D = Terms.decl(Terms[Slots[S]].Sym);
    return D && llvm::isa<clang::FunctionDecl>(D);
  };
  for (const Block &B : F.Blocks)
    for (const Fact &X : B.Facts)
      if (X.Kind == FactKind::Store && IsFunction(X.In[1]))
        return true;
  return llvm::any_of(F.Calls, [&](const CallInfo &C) {
    return llvm::any_of(C.Args,
                        [&](const CallArg &A) { return IsFunction(A.S); });
  });
}

std::vector<Candidates::Proof> Candidates::proofs(
    llvm::function_ref<bool(const CallInfo &, Term)> WrittenBy) const {
  std::vector<Proof> Found;
  if (F.Values && handsItselfOver())
    return Found;
  // The callees that are called at one place only, and their calls.
  struct Site {
    const Fact *By;
    BlockId At;
    uint32_t Index;
    unsigned Count = 0;
  };
  std::map<Symbol, Site> Sites;
  for (BlockId B = 0; B != F.Blocks.size(); ++B)
    for (uint32_t I = 0; I != F.Blocks[B].Facts.size(); ++I)
      if (const Fact &X = F.Blocks[B].Facts[I]; X.Kind == FactKind::Call)
        if (const CallInfo &C = F.Calls[X.Call];
            C.Callee && (C.Reentrant || C.Values)) {
          Site &S = Sites[C.Name];
          S = {&X, B, I, S.Count + 1};
        }
  llvm::SmallVector<Site, 8> Only;
  for (auto &[Name, S] : Sites)
    if (S.Count == 1 && Idom[S.At] != NoBlock)
      Only.push_back(S);
  // How often each variable or field is written.
  std::map<Symbol, unsigned> Writes;
  unsigned Unnamed = 0;
  for (const Effect &E : Effects)
    if (E.By->Kind == FactKind::Store)
      ++(E.Place != Term::None && Terms.symbolOf(E.Place)
             ? Writes[Terms.symbolOf(E.Place)]
             : Unnamed);
  for (const Effect &E : Effects) {
    // What is read, changed and written; by one fact of the whole function.
    if (E.By->Kind != FactKind::Store || E.By->Role != WriteRole::Modify ||
        E.Place == Term::None || Idom[E.At] == NoBlock)
      continue;
    const Symbol Sym = Terms.symbolOf(E.Place);
    const clang::ValueDecl *D = Sym ? Terms.decl(Sym) : nullptr;
    if (!D || Writes[Sym] != 1 || (F.Values && D->getType()->isPointerType()))
      continue;
    if (llvm::any_of(Effects, [&](const Effect &O) {
          return &O != &E && O.By->Kind == FactKind::Store &&
                 O.Place != Term::None && Terms.within(E.Place, O.Place);
        }))
      continue;
    for (const Site &S : Only) {
      if (!(E.At == S.At ? E.Index < S.Index : dominates(E.At, S.At)))
        continue;
      if (llvm::any_of(F.Calls, [&](const CallInfo &C) {
            return WrittenBy(C, E.Place);
          }))
        break;
      Found.push_back({&E, S.By});
    }
  }
  (void)Unnamed;
  return Found;
}

} // namespace reentrancy
