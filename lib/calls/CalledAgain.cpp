//===- CalledAgain.cpp - Whether anybody calls a function again -----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "calls/CalledAgain.h"
#include "calls/Callers.h"
#include "execution/Explorer.h"
#include "execution/Summary.h"
#include "facts/FactsGenerator.h"
#include "values/Answer.h"
#include "vocabulary/Options.h"
#include "vocabulary/Subjects.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace reentrancy {

namespace {

/// What a function does with the answers of a callee.
class Uses : public RunVisitor {
public:
  Uses(const Explorer &E, StateSpace &Space, const FunctionDecl *Callee)
      : E(E), Space(Space), Callee(Callee->getCanonicalDecl()) {}
  void atReturn(int N, const State &S, Term, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind == YieldKind::Propagated)
      if (const CallEvent *C = callOf(E.Nodes, N, Y.Answer))
        PassedOn |= ofCallee(*C);
    for (; N >= 0; N = E.Nodes[N].Parent)
      for (const CallEvent &C : E.Nodes[N].Calls)
        if (ofCallee(C))
          ToldApart |= !mayBePending(Space, S, C.Answer, C.Call->Values) !=
                       !mayBeDone(Space, S, C.Answer, C.Call->Values);
  }
  bool PassedOn = false;  ///< its "again" becomes this function's
  bool ToldApart = false; ///< "again" and "done" go separate ways

private:
  bool ofCallee(const CallEvent &C) const {
    return C.Call->Callee && C.Call->Callee->getCanonicalDecl() == Callee;
  }
  const Explorer &E;
  StateSpace &Space;
  const FunctionDecl *Callee;
};

/// Who calls a function again because of what it answered.
enum class Again {
  Nobody,
  Caller,   ///< the caller itself, or the event that calls that
  ItsCaller ///< whoever calls the caller, which passes "again" on
};

/// Who calls \p Callee again because of what it answered \p Caller.
Again calledAgainBy(const FunctionDecl *Caller, const FunctionDecl *Callee,
                    ASTContext &Context, const Options &Opts,
                    SummaryStore &Bodies) {
  if (!Opts.Vocabulary.values(Caller->getReturnType(), Context))
    return Again::Caller;
  TermTable Terms;
  std::string Why;
  auto Facts =
      generateFacts(Caller, Context, Opts.Vocabulary, Opts.Bounds, Terms, Why);
  if (!Facts)
    return Again::Caller;
  StateSpace Space(Terms);
  Summaries Callees(Bodies, Terms);
  Explorer E(*Facts, Space, Opts.Bounds, Opts.LeastConfidence, &Callees);
  Uses V(E, Space, Callee);
  if (!E.run(Mode::FirstRun, State(), Facts->Entry, 0, V,
             Opts.Bounds.MaxStates))
    return Again::Caller;
  if (V.PassedOn)
    return Again::ItsCaller;
  return V.ToldApart && !isCandidate(Caller, Opts.Vocabulary) ? Again::Caller
                                                              : Again::Nobody;
}

/// The local variables that a loop changes.
class ChangedInLoop : public RecursiveASTVisitor<ChangedInLoop> {
public:
  bool VisitVarDecl(VarDecl *D) {
    Changed.insert(D);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *B) {
    if (B->isAssignmentOp())
      note(B->getLHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *U) {
    if (U->isIncrementDecrementOp() || U->getOpcode() == UO_AddrOf)
      note(U->getSubExpr());
    return true;
  }
  std::set<const Decl *> Changed;

private:
  void note(const Expr *E) {
    if (auto *R = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts()))
      Changed.insert(R->getDecl());
  }
};

/// Whether an expression names one of some variables.
class Names : public RecursiveASTVisitor<Names> {
public:
  explicit Names(const std::set<const Decl *> &Of) : Of(Of) {}
  bool VisitDeclRefExpr(DeclRefExpr *R) {
    Found |= Of.count(R->getDecl()) != 0;
    return true;
  }
  bool Found = false;

private:
  const std::set<const Decl *> &Of;
};

/// Whether the loop around a call makes the same call again: not the next of
/// many.
bool retries(const Callers::CallSite &C) {
  if (!C.Loop)
    return false;
  ChangedInLoop V;
  V.TraverseStmt(const_cast<Stmt *>(C.Loop));
  Names Named(V.Changed);
  for (const Expr *A : C.Call->arguments())
    Named.TraverseStmt(const_cast<Expr *>(A));
  return !Named.Found;
}

bool mayBeCalledAgain(const FunctionDecl *FD, ASTContext &Context,
                      const Options &Opts, const Callers &Up,
                      SummaryStore &Bodies,
                      std::set<const FunctionDecl *> &Open) {
  if (!Opts.Vocabulary.values(FD->getReturnType(), Context))
    return true;
  const llvm::ArrayRef<Callers::CallSite> All = Up.callsOf(FD);
  if (All.empty())
    return true;
  if (!Open.insert(FD->getCanonicalDecl()).second)
    return false; // only what leads into the circle counts
  return llvm::any_of(All, [&](const Callers::CallSite &C) {
    const FunctionDecl *Caller = C.By->getDefinition();
    if (!Caller || retries(C))
      return true;
    switch (calledAgainBy(Caller, FD, Context, Opts, Bodies)) {
    case Again::Nobody:
      return false;
    case Again::Caller:
      return true;
    case Again::ItsCaller:
      return mayBeCalledAgain(Caller, Context, Opts, Up, Bodies, Open);
    }
    llvm_unreachable("no such answer");
  });
}

} // namespace

bool mayBeCalledAgain(const FunctionDecl *FD, ASTContext &Context,
                      const Options &Opts, const Callers &Up,
                      SummaryStore &Bodies) {
  std::set<const FunctionDecl *> Open;
  return mayBeCalledAgain(FD, Context, Opts, Up, Bodies, Open);
}

} // namespace reentrancy
