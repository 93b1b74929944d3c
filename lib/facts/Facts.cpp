//===- Facts.cpp - What a function does, in elementary steps --------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/Facts.h"
#include "vocabulary/Verbs.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

namespace reentrancy {

bool CallInfo::mayLeaveTrace() const {
  return !keepsAll() || verbOf(Callee) == Verb::Changes;
}

llvm::SmallVector<BlockId, 4> Block::successors() const {
  llvm::SmallVector<BlockId, 4> S;
  auto Add = [&S](BlockId B) {
    if (B != NoBlock)
      S.push_back(B);
  };
  for (auto &[V, B] : End.Cases)
    Add(B);
  Add(End.Then);
  Add(End.Else);
  Add(End.Resume);
  return S;
}

namespace {

/// Backward liveness over the blocks for slots and for locals whose address
/// does not escape, as one bit set each.
class Liveness {
public:
  Liveness(FunctionFacts &F, const TermTable &Terms) : F(F), Terms(Terms) {}

  void run(llvm::ArrayRef<BlockId> Rpo) {
    findLocals(Rpo);
    const size_t N = F.Blocks.size();
    Use.resize(N);
    Def.resize(N);
    In.resize(N);
    Out.resize(N);
    for (BlockId B : Rpo)
      summarise(B);
    // Iterates in post-order until nothing changes; two or three rounds.
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (BlockId B : llvm::reverse(Rpo)) {
        std::set<uint32_t> O;
        for (BlockId S : F.Blocks[B].successors())
          O.insert(In[S].begin(), In[S].end());
        std::set<uint32_t> I = Use[B];
        for (uint32_t X : O)
          if (!Def[B].count(X))
            I.insert(X);
        if (O != Out[B] || I != In[B]) {
          Out[B] = std::move(O);
          In[B] = std::move(I);
          Changed = true;
        }
      }
    }
    for (BlockId B : Rpo)
      publish(B);
  }

private:
  // A local shares the numbering with the slots, behind them.
  uint32_t localIndex(Term T) const { return F.SlotCount + unsigned(T); }

  // In reverse post-order, a slot is seen where it is made before it is used.
  void findLocals(llvm::ArrayRef<BlockId> Rpo) {
    for (BlockId Id : Rpo)
      for (Fact &X : F.Blocks[Id].Facts) {
        if (X.Kind == FactKind::Value &&
            Terms[X.Payload].Kind == TermKind::Local)
          Place[X.Dst] = {X.Payload, true};
        else if (X.Kind == FactKind::At) {
          // Copied first: a new entry may move the others.
          if (const auto Of = Place.find(X.In[0]); Of != Place.end()) {
            const Term Local = Of->second.first;
            Place[X.Dst] = {Local, false};
          }
        }
        for (unsigned I = 0; I != X.In.size(); ++I) {
          auto It = Place.find(X.In[I]);
          if (It == Place.end())
            continue;
          const bool Harmless = X.Kind == FactKind::Load ||
                                X.Kind == FactKind::At ||
                                (X.Kind == FactKind::Store && I == 0);
          if (!Harmless)
            Escaped.insert(It->second.first);
        }
        if (X.Kind == FactKind::Call) {
          const CallInfo &C = F.Calls[X.Call];
          auto Escape = [&](Slot S) {
            if (auto It = Place.find(S); It != Place.end())
              Escaped.insert(It->second.first);
          };
          Escape(C.Object);
          for (const CallArg &A : C.Args)
            Escape(A.S);
        }
      }
  }

  void summarise(BlockId Id) {
    Block &B = F.Blocks[Id];
    auto UseSlot = [&](Slot S) {
      if (S != NoSlot && !Def[Id].count(S))
        Use[Id].insert(S);
    };
    for (Fact &X : B.Facts) {
      for (Slot S : X.In)
        UseSlot(S);
      if (X.Kind == FactKind::Call) {
        const CallInfo &C = F.Calls[X.Call];
        UseSlot(C.Object);
        for (const CallArg &A : C.Args)
          UseSlot(A.S);
      }
      if (!X.In.empty())
        if (auto It = Place.find(X.In[0]);
            It != Place.end() && !Escaped.count(It->second.first)) {
          const uint32_t L = localIndex(It->second.first);
          if (X.Kind == FactKind::Store && It->second.second)
            Def[Id].insert(L);
          else if ((X.Kind == FactKind::Load || X.Kind == FactKind::Store) &&
                   !Def[Id].count(L))
            Use[Id].insert(L);
        }
      if (X.Dst != NoSlot)
        Def[Id].insert(X.Dst);
    }
    UseSlot(B.End.Cond);
  }

  void publish(BlockId Id) {
    Block &B = F.Blocks[Id];
    for (uint32_t X : Out[Id])
      if (X < F.SlotCount)
        B.Live.push_back(X);
    // What is made or last used here.
    std::set<uint32_t> Own = Def[Id];
    Own.insert(Use[Id].begin(), Use[Id].end());
    for (uint32_t X : Own)
      if (X >= F.SlotCount && !Out[Id].count(X))
        B.DeadOut.push_back(Term(X - F.SlotCount));
    for (uint32_t X : Out[Id]) {
      if (X < F.SlotCount)
        continue;
      for (BlockId S : B.successors())
        if (!In[S].count(X) &&
            !llvm::is_contained(F.Blocks[S].DeadIn, Term(X - F.SlotCount)))
          F.Blocks[S].DeadIn.push_back(Term(X - F.SlotCount));
    }
  }

  FunctionFacts &F;
  const TermTable &Terms;
  llvm::DenseMap<Slot, std::pair<Term, bool>> Place; ///< local, whole?
  llvm::DenseSet<Term> Escaped;
  std::vector<std::set<uint32_t>> Use, Def, In, Out;
};

} // namespace

void FunctionFacts::finish(const TermTable &Terms) {
  // Reverse post-order without recursion: generated functions are deep.
  std::vector<BlockId> Post;
  std::vector<uint8_t> Colour(Blocks.size());
  std::vector<std::pair<BlockId, unsigned>> Stack{{Entry, 0}};
  Colour[Entry] = 1;
  std::vector<llvm::SmallVector<BlockId, 4>> Succs(Blocks.size());
  Succs[Entry] = Blocks[Entry].successors();
  while (!Stack.empty()) {
    auto &[B, Next] = Stack.back();
    if (Next == Succs[B].size()) {
      Colour[B] = 2;
      Post.push_back(B);
      Stack.pop_back();
      continue;
    }
    const BlockId S = Succs[B][Next++];
    if (Colour[S] == 1)
      Blocks[S].LoopHead = true;
    if (Colour[S] == 0) {
      Colour[S] = 1;
      Succs[S] = Blocks[S].successors();
      Stack.push_back({S, 0});
    }
  }
  std::vector<BlockId> Rpo(Post.rbegin(), Post.rend());
  for (unsigned I = 0; I != Rpo.size(); ++I)
    Blocks[Rpo[I]].Order = I;
  findLoops(Rpo);
  Liveness(*this, Terms).run(Rpo);
}

/// The natural loop of each head: what leads back to it without leaving what
/// comes behind it (Aho, Lam, Sethi, Ullman, *Compilers*, 9.6.6).
void FunctionFacts::findLoops(llvm::ArrayRef<BlockId> Rpo) {
  std::vector<llvm::SmallVector<BlockId, 2>> Preds(Blocks.size());
  for (BlockId B : Rpo)
    for (BlockId S : Blocks[B].successors())
      Preds[S].push_back(B);
  for (BlockId Head : Rpo) {
    if (!Blocks[Head].LoopHead)
      continue;
    Blocks[Head].Loops.push_back(Head);
    std::vector<BlockId> Work = {Head};
    while (!Work.empty()) {
      const BlockId B = Work.back();
      Work.pop_back();
      for (BlockId P : Preds[B])
        if (Blocks[P].Order >= Blocks[Head].Order && !inLoop(Head, P)) {
          Blocks[P].Loops.push_back(Head);
          Work.push_back(P);
        }
    }
  }
}

void FunctionFacts::dump(llvm::raw_ostream &OS, const TermTable &Terms) const {
  static const char *RoleName[] = {"assign", "modify", "consume", "reset",
                                   "effect"};
  std::vector<const Block *> Sorted;
  for (const Block &B : Blocks)
    if (B.Order || &B == &Blocks[Entry])
      Sorted.push_back(&B);
  llvm::stable_sort(Sorted, [](const Block *A, const Block *B) {
    return A->Order < B->Order;
  });
  auto Name = [&](BlockId B) {
    return B == NoBlock ? std::string("-")
                        : "b" + std::to_string(Blocks[B].Order);
  };
  auto Ins = [&](const Fact &F) {
    for (Slot S : F.In)
      OS << " s" << S;
  };
  for (const Block *B : Sorted) {
    OS << "b" << B->Order << (B->LoopHead ? ": loop\n" : ":\n");
    for (const Fact &F : B->Facts) {
      if (F.Kind == FactKind::Split || F.Kind == FactKind::Enter)
        continue;
      OS << "  ";
      if (F.Dst != NoSlot)
        OS << "s" << F.Dst << " = ";
      switch (F.Kind) {
      case FactKind::Value:
        OS << Terms.str(F.Payload);
        break;
      case FactKind::At:
        OS << "at";
        Ins(F);
        if (F.Payload != Term::None)
          OS << " " << Terms.str(F.Payload);
        break;
      case FactKind::Deref:
        OS << "deref";
        Ins(F);
        break;
      case FactKind::Address:
        OS << "address";
        Ins(F);
        break;
      case FactKind::Load:
        OS << "load";
        Ins(F);
        break;
      case FactKind::Store:
        OS << RoleName[unsigned(F.Role)];
        Ins(F);
        break;
      case FactKind::Apply:
        OS << Terms.name(F.Op);
        Ins(F);
        break;
      case FactKind::Choose:
        OS << "choose " << Terms.name(F.Op);
        Ins(F);
        break;
      case FactKind::Call: {
        const CallInfo &C = Calls[F.Call];
        OS << (C.Reentrant ? "await " : "call ") << Terms.name(C.Name);
        if (C.Object != NoSlot)
          OS << " on s" << C.Object << (C.KeepsObject ? " const" : "");
        for (const CallArg &A : C.Args)
          OS << (A.Mode == ArgMode::MutableRef ? " &s" : " s") << A.S;
        break;
      }
      case FactKind::Split:
      case FactKind::Enter:
        break;
      }
      OS << "\n";
    }
    const Terminator &E = B->End;
    switch (E.Kind) {
    case Terminator::Jump:
      OS << "  jump " << Name(E.Then) << "\n";
      break;
    case Terminator::Branch:
      OS << "  if s" << E.Cond << " " << Name(E.Then) << " else "
         << Name(E.Else) << "\n";
      break;
    case Terminator::Switch:
      OS << "  switch s" << E.Cond;
      for (auto &[V, T] : E.Cases)
        OS << " " << V << ":" << Name(T);
      OS << " default:" << Name(E.Else) << "\n";
      break;
    case Terminator::Return:
      OS << "  return";
      if (E.Cond != NoSlot)
        OS << " s" << E.Cond;
      if (E.Resume != NoBlock)
        OS << " resume " << Name(E.Resume);
      OS << "\n";
      break;
    case Terminator::Stop:
      OS << "  stop\n";
      break;
    }
  }
}

} // namespace reentrancy
