//===- FactsGenerator.cpp - From clang's CFG to facts ---------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsGenerator.h"
#include "facts/FactsBuilder.h"
#include "vocabulary/Annotations.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace reentrancy {

std::unique_ptr<FunctionFacts>
generateFacts(const FunctionDecl *FD, ASTContext &Context,
              const Protocol &Vocabulary, const Limits &Bounds,
              TermTable &Terms, std::string &Why) {
  return FactsBuilder(Context, Vocabulary, Bounds, Terms).build(FD, Why);
}

std::unique_ptr<FunctionFacts> FactsBuilder::build(const FunctionDecl *FD,
                                                   std::string &Why) {
  const Stmt *Body = FD->getBody();
  if (!Body) {
    Why = "no body";
    return nullptr;
  }
  if (FD->isDependentContext() || FD->isInvalidDecl()) {
    Why = FD->isInvalidDecl() ? "invalid declaration" : "dependent code";
    return nullptr;
  }
  if (isa<CoroutineBodyStmt>(Body)) {
    Why = "a coroutine";
    return nullptr;
  }
  // Code under edit: recovery expressions have no meaning to reason about.
  llvm::SmallVector<const Stmt *, 32> Work{Body};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (auto *E = dyn_cast<Expr>(S); E && E->containsErrors()) {
      Why = "code that does not compile";
      return nullptr;
    }
    if (auto *DS = dyn_cast<DeclStmt>(S))
      for (const Decl *D : DS->decls())
        if (D->isInvalidDecl()) {
          Why = "code that does not compile";
          return nullptr;
        }
    Work.append(S->child_begin(), S->child_end());
  }
  Out = std::make_unique<FunctionFacts>();
  Out->Function = Root = FD;
  Out->Values = Vocabulary.values(FD->getReturnType(), Context);
  Out->YieldsSilently =
      FD->getReturnType()->isVoidType() && marked(FD, Mark::Yields);
  Frame F;
  F.Function = FD;
  F.Graph = graphOf(FD);
  if (!F.Graph) {
    Why = "no control-flow graph";
    return nullptr;
  }
  if (F.Graph->size() > Bounds.MaxBlocks) {
    Why = "more than " + std::to_string(Bounds.MaxBlocks) + " blocks";
    return nullptr;
  }
  Out->Entry = newBlock();
  Cur = Out->Entry;
  if (auto *MD = dyn_cast<CXXMethodDecl>(FD); MD && MD->isInstance()) {
    Current = &F;
    F.This = value(Terms.thisObject(), Body);
  }
  if (!lower(F)) {
    Why = "a statement that is not understood";
    return nullptr;
  }
  Out->finish(Terms);
  return std::move(Out);
}

const CFG *FactsBuilder::graphOf(const FunctionDecl *FD) {
  auto [It, New] = Graphs.try_emplace(FD);
  if (New) {
    CFG::BuildOptions Options;
    Options.AddImplicitDtors = false;
    Options.AddTemporaryDtors = false;
    Options.AddEHEdges = false;
    Options.AddCXXNewAllocator = false;
    Options.AddCXXDefaultInitExprInCtors = false;
    Options.PruneTriviallyFalseEdges = true;
    Options.setAllAlwaysAdd();
    It->second = CFG::buildCFG(FD, FD->getBody(), &Context, Options);
  }
  return It->second.get();
}

BlockId FactsBuilder::newBlock() {
  Out->Blocks.emplace_back();
  return Out->Blocks.size() - 1;
}

void FactsBuilder::jumpTo(BlockId B) {
  Terminator &T = Out->Blocks[Cur].End;
  T.Kind = Terminator::Jump;
  T.Then = B;
}

/// Lowers a whole body; the current block jumps to its entry.
bool FactsBuilder::lower(Frame &F) {
  const CFG &G = *F.Graph;
  F.BlockOf.assign(G.getNumBlockIDs(), NoBlock);
  for (const CFGBlock *B : G) {
    F.BlockOf[B->getBlockID()] = newBlock();
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>())
        F.InGraph.insert(S->getStmt());
  }
  jumpTo(F.BlockOf[G.getEntry().getBlockID()]);
  Frame *Saved = Current;
  Current = &F;
  // Operands of `?:` and `&&` stand in earlier blocks: reverse post-order, and
  // unreachable blocks (behind a leaf yield) last.
  llvm::BitVector Seen(G.getNumBlockIDs());
  auto Lower = [&](const CFGBlock *B) {
    if (Seen.test(B->getBlockID()))
      return;
    Seen.set(B->getBlockID());
    lowerBlock(F, *B);
  };
  PostOrderCFGView View(&G);
  for (const CFGBlock *B : View)
    Lower(B);
  llvm::SmallVector<const CFGBlock *, 16> Rest(G.begin(), G.end());
  llvm::sort(Rest, [](const CFGBlock *A, const CFGBlock *B) {
    return A->getBlockID() > B->getBlockID();
  });
  for (const CFGBlock *B : Rest)
    Lower(B);
  if (!F.Caller)
    findResumes(F);
  Current = Saved;
  return true;
}

void FactsBuilder::lowerBlock(Frame &F, const CFGBlock &B) {
  Cur = F.BlockOf[B.getBlockID()];
  if (&B == &F.Graph->getExit()) {
    Terminator &T = Out->Blocks[Cur].End;
    if (F.Caller) {
      T.Kind = Terminator::Jump;
      T.Then = F.Continuation;
    } else {
      T.Kind = Terminator::Return;
    }
    return;
  }
  for (const CFGElement &E : B) {
    auto S = E.getAs<CFGStmt>();
    if (!S)
      continue;
    const Stmt *St = S->getStmt();
    if (auto *DS = dyn_cast<DeclStmt>(St))
      lowerDecl(DS);
    else if (auto *R = dyn_cast<ReturnStmt>(St)) {
      lowerReturn(R);
      return;
    } else if (auto *Ex = dyn_cast<Expr>(St)) {
      emit(Ex);
    }
  }
  lowerTerminator(F, B);
}

void FactsBuilder::lowerReturn(const ReturnStmt *S) {
  const Expr *E = S->getRetValue();
  if (Current->Caller) {
    if (E && Current->Result != NoSlot) {
      Slot V = E->isGLValue() ? slotOf(E) : valueOf(E);
      push(FactKind::Choose, Current->Result, S).In = {V};
      Out->Blocks[Cur].Facts.back().Op = Terms.symbol("answer");
    }
    jumpTo(Current->Continuation);
    return;
  }
  Slot V = E ? valueOf(E) : NoSlot;
  // An object that was filled field by field.
  llvm::SmallVector<std::pair<int64_t, StatusSet>, 4> Values;
  const Expr *Named = E ? strip(E) : nullptr;
  if (auto *C = dyn_cast_or_null<CXXConstructExpr>(Named);
      C && C->getNumArgs() == 1 &&
      C->getConstructor()->isCopyOrMoveConstructor())
    Named = C->getArg(0)->IgnoreParenImpCasts();
  if (Named && isa<DeclRefExpr>(Named))
    if (const FieldDecl *D =
            publicAlternative(Vocabulary, Named->getType(), Values)) {
      Slot Whole = value(Terms.temporary(NextTemp++), S);
      store(Whole, V, WriteRole::Assign, S, nullptr);
      Slot Is = load(at(Whole, Terms.fieldKey(D), S), S);
      if (libraryType(D->getType()) == LibraryType::Optional)
        Is = engaged(Is, D->getType(), E);
      llvm::SmallVector<Slot, 8> In{V, Is};
      for (auto [N, Means] : Values)
        for (Status X : {Status::Done, Status::Pending, Status::Error})
          if (Means == bit(X))
            In.append({integer(N, S), integer(int(X), S)});
      V = apply("answer_in", In, S);
    }
  Terminator &T = Out->Blocks[Cur].End;
  T.Kind = Terminator::Return;
  T.Cond = V;
  T.Site = S;
  const SourceLocation Loc = S->getReturnLoc();
  T.Leaf = Vocabulary.inMacro(Vocabulary.LeafYields, Loc, Context);
  if (auto *C = E ? dyn_cast<CallExpr>(E->IgnoreParenImpCasts()) : nullptr)
    T.Leaf |= Vocabulary.matches(Vocabulary.LeafYields, C->getDirectCallee());
  T.SaysPending =
      !Vocabulary.answers(Root->getReturnType()) &&
      (T.Leaf || Vocabulary.inMacro(Vocabulary.YieldMacros, Loc, Context));
}

void FactsBuilder::lowerDecl(const DeclStmt *S) {
  for (const Decl *D : S->decls()) {
    auto *VD = dyn_cast<VarDecl>(D);
    if (!VD || VD->isStaticLocal() || VD->hasExternalStorage())
      continue;
    Slot Place = value(Terms.local(VD, Current->Instance), S);
    if (Vocabulary.completion(VD->getType()) || Vocabulary.group(VD->getType()))
      Out->Holders[Terms.symbol(VD)] = true;
    if (VD->getType()->isReferenceType() && VD->getInit()) {
      store(Place, address(placeOf(VD->getInit()), S), WriteRole::Assign, S,
            nullptr);
      continue;
    }
    if (Slot Begun = arrayIterator(VD); Begun != NoSlot)
      store(Place, Begun, WriteRole::Assign, S, nullptr);
    else
      initialise(Place, VD, VD->getInit());
  }
}

/// What the hidden variables of a range-based loop over an array hold: the
/// addresses of elements. NoSlot for any other variable.
Slot FactsBuilder::arrayIterator(const VarDecl *VD) {
  if (!VD->isImplicit() || !VD->getInit())
    return NoSlot;
  auto Array = [](const Expr *E) -> const Expr * {
    auto *C = dyn_cast<ImplicitCastExpr>(strip(E));
    return C && C->getCastKind() == CK_ArrayToPointerDecay ? C->getSubExpr()
                                                           : nullptr;
  };
  const Expr *Init = strip(VD->getInit());
  if (const Expr *A = Array(Init))
    return beginOf(slotOf(A), Init);
  if (auto *B = dyn_cast<BinaryOperator>(Init); B && B->isAdditiveOp())
    if (const Expr *A = Array(B->getLHS()))
      return pastArray(slotOf(A), A->getType(), Init);
  return NoSlot;
}

void FactsBuilder::lowerTerminator(Frame &F, const CFGBlock &B) {
  auto Target = [&](const CFGBlock::AdjacentBlock &A) {
    const CFGBlock *T = A.getReachableBlock();
    return T ? F.BlockOf[T->getBlockID()] : NoBlock;
  };
  const Stmt *TS = B.getTerminatorStmt();
  const BlockId Before = Cur;
  if (B.hasNoReturnElement()) {
    Out->Blocks[Cur].End.Kind = Terminator::Stop;
    return;
  }
  const bool Tests =
      TS && B.succ_size() >= 1 &&
      !isa<GotoStmt, BreakStmt, ContinueStmt, CXXTryStmt, IndirectGotoStmt>(TS);
  const Expr *Cond = nullptr;
  if (Tests) {
    if (auto *SS = dyn_cast<SwitchStmt>(TS))
      Cond = SS->getCond();
    else if (auto *RF = dyn_cast<CXXForRangeStmt>(TS))
      Cond = RF->getCond();
    else
      Cond = B.getLastCondition();
  }
  if (!Cond || B.succ_size() < 2) {
    if (auto *SS = dyn_cast_or_null<SwitchStmt>(TS); !SS || !Cond) {
      BlockId Next = NoBlock;
      if (B.succ_size() >= 1)
        Next = Target(*B.succ_begin());
      if (Next == NoBlock && B.succ_size() >= 2)
        Next = Target(*(B.succ_begin() + 1));
      Terminator &T = Out->Blocks[Cur].End;
      if (Next == NoBlock)
        T.Kind = Terminator::Stop;
      else
        jumpTo(Next);
      return;
    }
  }
  Slot V = valueOf(Cond);
  // The first fact that belongs to the test.
  llvm::DenseSet<const Stmt *> Parts;
  llvm::SmallVector<const Stmt *, 16> Work{Cond};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S || !Parts.insert(S).second)
      continue;
    Work.append(S->child_begin(), S->child_end());
  }
  uint32_t Begin = 0;
  if (Before == Cur)
    for (Begin = Out->Blocks[Cur].Facts.size();
         Begin && Parts.contains(Out->Blocks[Cur].Facts[Begin - 1].Site);)
      --Begin;
  if (auto *SS = dyn_cast<SwitchStmt>(TS)) {
    Terminator T;
    T.Kind = Terminator::Switch;
    T.Cond = V;
    T.Site = TS;
    T.Test = Cond;
    T.TestBegin = Begin;
    for (const auto &Adj : B.succs()) {
      const CFGBlock *To = Adj.getReachableBlock();
      const BlockId Id = Target(Adj);
      if (!To)
        continue;
      auto *Case = dyn_cast_or_null<CaseStmt>(To->getLabel());
      // A block of another switch that this one leaves for is its default.
      bool Mine = false;
      for (const SwitchCase *C = SS->getSwitchCaseList(); C && Case;
           C = C->getNextSwitchCase())
        Mine |= C == Case;
      if (!Case || !Mine) {
        T.Else = Id;
        continue;
      }
      auto Lo = Case->getLHS()->EvaluateKnownConstInt(Context);
      auto Hi =
          Case->getRHS() ? Case->getRHS()->EvaluateKnownConstInt(Context) : Lo;
      for (int64_t N = Lo.getExtValue(), K = 0;
           N <= Hi.getExtValue() && K < 256; ++N, ++K)
        T.Cases.push_back({N, Id});
    }
    llvm::sort(T.Cases);
    Out->Blocks[Cur].End = std::move(T);
    return;
  }
  V = truthOf(V, Cond->getType(), Cond);
  Terminator &T = Out->Blocks[Cur].End;
  T.Kind = Terminator::Branch;
  T.Cond = V;
  T.Site = TS;
  T.Test = Cond;
  T.TestBegin = Begin;
  T.Then = Target(*B.succ_begin());
  T.Else = Target(*(B.succ_begin() + 1));
}

} // namespace reentrancy
