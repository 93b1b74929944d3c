//===- Callbacks.cpp - What callbacks do with an error -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A callback is told how its I/O ended. Two ways not to care:
//  - it says that the work is done, and does not look at its error;
//  - it finishes another completion, but leaves on an error without doing
//    anything: whoever waits for that one waits for ever.
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "paths/Claim.h"
#include "paths/Mentions.h"
#include "paths/PathAnalyses.h"
#include "vocabulary/LibraryModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

using namespace clang;

namespace reentrancy {

namespace {

/// The first thing in a callback's body that says that its work is done.
class SuccessClaim : public RecursiveASTVisitor<SuccessClaim> {
public:
  explicit SuccessClaim(ASTContext &Context) : Context(Context) {}
  const Expr *Found = nullptr;
  std::string Place;

  bool VisitBinaryOperator(BinaryOperator *B) {
    auto *M = llvm::dyn_cast<MemberExpr>(B->getLHS()->IgnoreParenCasts());
    if (!M || B->getOpcode() != BO_Assign)
      return true;
    Expr::EvalResult R;
    if (!M->getType()->isBooleanType() ||
        !B->getRHS()->EvaluateAsInt(R, Context))
      return true;
    const bool Set = R.Val.getInt() != 0;
    const Claim C = claimOf(M->getMemberDecl()->getName());
    if (C == (Set ? Claim::Done : Claim::Undone))
      note(B, M);
    return !Found;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *C) {
    // `index_[key] = ...`: only what is kept by key is looked up by others.
    if (C->getOperator() == OO_Subscript && C->getNumArgs() == 2 &&
        libraryType(C->getArg(0)->getType()) == LibraryType::Associative)
      note(C, C->getArg(0));
    return !Found;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *C) {
    const Expr *On = C->getImplicitObjectArgument();
    const auto *MD = C->getMethodDecl();
    if (!On || !MD || libraryType(On->getType()) != LibraryType::Associative)
      return true;
    const llvm::StringRef Op =
        libraryOpName(LibraryType::Associative, MD, /*ByIterator=*/false);
    if (Op == "insert" || Op == "assign_key")
      note(C, On);
    return !Found;
  }

private:
  void note(const Expr *E, const Expr *Of) {
    Found = E;
    Place = sourceText(Of->IgnoreParenImpCasts(), Context);
  }
  ASTContext &Context;
};

/// The callbacks that are given to completions and groups.
class Callbacks : public RecursiveASTVisitor<Callbacks> {
public:
  explicit Callbacks(const Protocol &Vocabulary) : Vocabulary(Vocabulary) {}
  std::vector<const LambdaExpr *> Found;
  bool shouldVisitImplicitCode() const { return true; }
  bool VisitCallExpr(CallExpr *C) {
    const FunctionDecl *FD = C->getDirectCallee();
    if (FD && Vocabulary.operation(FD) == ProtocolOp::MakeHandle)
      take(C->arguments());
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *C) {
    if (Vocabulary.group(C->getType()))
      take(C->arguments());
    return true;
  }

private:
  template <typename Range> void take(Range Args) {
    for (const Expr *A : Args)
      if (const LambdaExpr *L = lambdaIn(A))
        Found.push_back(L);
  }
  /// The lambda that \p E is made of.
  static const LambdaExpr *lambdaIn(const Stmt *E) {
    for (unsigned Depth = 0; E && Depth < 8; ++Depth) {
      if (auto *L = llvm::dyn_cast<LambdaExpr>(E))
        return L;
      if (E->child_begin() == E->child_end() ||
          std::next(E->child_begin()) != E->child_end())
        return nullptr;
      E = *E->child_begin();
    }
    return nullptr;
  }
  const Protocol &Vocabulary;
};

/// The first completion that a callback's body finishes.
class FinishedOther : public RecursiveASTVisitor<FinishedOther> {
public:
  explicit FinishedOther(const Protocol &Vocabulary) : Vocabulary(Vocabulary) {}
  const Expr *Found = nullptr;
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *C) {
    if (C->getMethodDecl() &&
        Vocabulary.operation(C->getMethodDecl()) == ProtocolOp::Finish)
      Found = C->getImplicitObjectArgument();
    return !Found;
  }

private:
  const Protocol &Vocabulary;
};

/// Whether an element of a callback's body changes anything, or may; to ask the
/// error itself does not.
bool acts(const Stmt *S, const ParmVarDecl *Error) {
  if (auto *C = dyn_cast<CXXMemberCallExpr>(S);
      C && C->getMethodDecl() && C->getMethodDecl()->isConst() &&
      mentions(C->getImplicitObjectArgument(), Error))
    return false;
  if (auto *B = dyn_cast<BinaryOperator>(S))
    return B->isAssignmentOp();
  if (auto *U = dyn_cast<UnaryOperator>(S))
    return U->isIncrementDecrementOp();
  if (auto *O = dyn_cast<CXXOperatorCallExpr>(S))
    return !O->isComparisonOp() && O->getOperator() != OO_Star &&
           O->getOperator() != OO_Arrow && O->getOperator() != OO_Exclaim;
  return isa<CallExpr, CXXNewExpr, CXXDeleteExpr, CXXThrowExpr>(S);
}

/// Where a callback leaves, having tested its error, without having done
/// anything; null if it does not.
const Stmt *leavesIdle(const CXXMethodDecl *Callback, ASTContext &Context) {
  const auto Graph = CFG::buildCFG(Callback, Callback->getBody(), &Context,
                                   CFG::BuildOptions().setAllAlwaysAdd());
  if (!Graph)
    return nullptr;
  struct Way {
    const CFGBlock *At;
    const Stmt *Tested; ///< the last test of the error
    bool operator<(const Way &O) const {
      return std::tie(At, Tested) < std::tie(O.At, O.Tested);
    }
  };
  std::vector<Way> Work{{&Graph->getEntry(), nullptr}};
  std::set<Way> Seen;
  while (!Work.empty()) {
    Way W = Work.back();
    Work.pop_back();
    if (!Seen.insert(W).second)
      continue;
    bool Acts = false;
    const Stmt *Leaves = nullptr;
    for (const CFGElement &X : *W.At)
      if (auto S = X.getAs<CFGStmt>()) {
        Acts |= acts(S->getStmt(), Callback->getParamDecl(0));
        if (isa<ReturnStmt>(S->getStmt()))
          Leaves = S->getStmt();
      }
    if (Acts)
      continue;
    if (W.Tested && Leaves)
      return Leaves;
    if (const Stmt *Test = W.At->getTerminatorCondition();
        Test && mentions(Test, Callback->getParamDecl(0)))
      W.Tested = W.At->getTerminatorStmt();
    for (const CFGBlock *Next : W.At->succs()) {
      if (Next == &Graph->getExit() && W.Tested)
        return W.Tested;
      if (Next)
        Work.push_back({Next, W.Tested});
    }
  }
  return nullptr;
}

/// Whether the function asks a completion how it ended: then its callback need
/// not tell.
bool asksHowItEnded(const Paths &P) {
  for (const Block &B : P.F.Blocks)
    for (const Fact &X : B.Facts)
      if (auto *Asks = dyn_cast_or_null<CXXMemberCallExpr>(X.Site))
        if (X.Kind == FactKind::Apply &&
            P.Terms.name(X.Op) == "completion_state" && Asks->getMethodDecl() &&
            P.Vocabulary.tellsSuccess(Asks->getMethodDecl()))
          return true;
  return false;
}

void report(FindingList &Out, FindingKind K, const Stmt *Where,
            std::string Place, const Stmt *Callback) {
  Finding *R = Out.add(K, Tier::Likely, Where);
  if (!R)
    return;
  R->Place = std::move(Place);
  R->Path.push_back({StepRole::Begins, Callback});
  R->Path.push_back({StepRole::Advice, Where});
}

} // namespace

void findCallbackErrors(const Paths &P, FindingList &Out) {
  Callbacks All(P.Vocabulary);
  All.TraverseStmt(const_cast<Stmt *>(P.F.Function->getBody()));
  const bool Asked = !All.Found.empty() && asksHowItEnded(P);
  for (const LambdaExpr *L : All.Found) {
    const CXXMethodDecl *Op = L->getCallOperator();
    if (!Op || Op->getNumParams() != 1 || !Op->getBody())
      continue;
    SuccessClaim Claims(P.Context);
    Claims.TraverseStmt(Op->getBody());
    if (!Asked && Claims.Found && !mentions(Op->getBody(), Op->getParamDecl(0)))
      report(Out, FindingKind::ErrorUnread, Claims.Found, Claims.Place, L);
    FinishedOther Other(P.Vocabulary);
    Other.TraverseStmt(Op->getBody());
    if (const Stmt *Idle = Other.Found ? leavesIdle(Op, P.Context) : nullptr)
      report(Out, FindingKind::ErrorSwallowed, Idle,
             sourceText(Other.Found->IgnoreParenImpCasts(), P.Context), L);
  }
}

} // namespace reentrancy
