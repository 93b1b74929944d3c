//===- ResumeFacts.cpp - Where the blocking run goes on ------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"
#include "clang/AST/ParentMap.h"
#include "clang/Analysis/CFG.h"

using namespace clang;

namespace reentrancy {

/// For each statement that a block holds, the block of them that runs first:
/// CFG blocks are numbered from the exit up.
static llvm::DenseMap<const Stmt *, unsigned> firstBlocks(const CFG &Graph) {
  llvm::DenseMap<const Stmt *, unsigned> First;
  for (const CFGBlock *B : Graph) {
    auto Holds = [&](const Stmt *S) {
      unsigned &Id = First[S];
      Id = std::max(Id, B->getBlockID());
    };
    Holds(B->getLabel());
    Holds(B->getTerminatorStmt());
    Holds(B->getLoopTarget());
    for (const CFGElement &E : *B)
      if (auto St = E.getAs<CFGStmt>())
        Holds(St->getStmt());
  }
  First.erase(nullptr);
  return First;
}

/// The number of the block in which \p S starts; 0 if it is in none.
static unsigned
blockStarting(const Stmt *S, const llvm::DenseMap<const Stmt *, unsigned> &In) {
  unsigned Best = 0;
  llvm::SmallVector<const Stmt *, 16> Work{S};
  while (!Work.empty()) {
    const Stmt *X = Work.pop_back_val();
    if (!X)
      continue;
    Best = std::max(Best, In.lookup(X));
    Work.append(X->child_begin(), X->child_end());
  }
  return Best;
}

/// Where the blocking run goes on behind a leaf yield: where `continue` goes
/// in a loop, else at the next statement.
void FactsBuilder::findResumes(Frame &F) {
  ParentMap Parents(const_cast<Stmt *>(F.Function->getBody()));
  llvm::DenseMap<const Stmt *, BlockId> LoopBack;
  for (const CFGBlock *B : *F.Graph)
    if (const Stmt *L = B->getLoopTarget())
      LoopBack[L] = F.BlockOf[B->getBlockID()];
  const llvm::DenseMap<const Stmt *, unsigned> In = firstBlocks(*F.Graph);
  llvm::DenseMap<const Stmt *, BlockId> Starts;
  for (Block &B : Out->Blocks) {
    if (B.End.Kind != Terminator::Return || !B.End.Site)
      continue;
    const Stmt *S = B.End.Site;
    for (const Stmt *P = Parents.getParent(S); P;
         S = P, P = Parents.getParent(P)) {
      if (isa<ForStmt, WhileStmt, CXXForRangeStmt>(P)) {
        if (auto It = LoopBack.find(P); It != LoopBack.end())
          B.End.Resume = It->second;
        break;
      }
      // The macros' `do { } while (0)` is no loop.
      if (auto *Do = dyn_cast<DoStmt>(P)) {
        Expr::EvalResult R;
        const bool Once =
            Do->getCond()->EvaluateAsInt(R, Context) && R.Val.getInt() == 0;
        if (!Once) {
          if (auto It = LoopBack.find(P); It != LoopBack.end())
            B.End.Resume = It->second;
          break;
        }
        continue;
      }
      // Only in a loop is the rest of the body reached again; otherwise the
      // next statement of the innermost list that has one is.
      bool InLoop = false;
      for (const Stmt *Q = P; Q && !InLoop; Q = Parents.getParent(Q)) {
        InLoop = isa<ForStmt, WhileStmt, CXXForRangeStmt>(Q);
        if (auto *Do = dyn_cast<DoStmt>(Q)) {
          Expr::EvalResult R;
          InLoop |= !(Do->getCond()->EvaluateAsInt(R, Context) &&
                      R.Val.getInt() == 0);
        }
      }
      if (InLoop)
        continue;
      const Stmt *Next = nullptr;
      if (auto *C = dyn_cast<CompoundStmt>(P))
        for (auto It = C->body_begin(); It != C->body_end(); ++It)
          if (*It == S && std::next(It) != C->body_end())
            Next = *std::next(It);
      if (!Next)
        continue;
      auto [It, New] = Starts.try_emplace(Next, NoBlock);
      if (New)
        if (unsigned Start = blockStarting(Next, In))
          It->second = F.BlockOf[Start];
      B.End.Resume = It->second;
      break;
    }
  }
}

} // namespace reentrancy
