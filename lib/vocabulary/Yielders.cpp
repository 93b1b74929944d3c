//===- Yielders.cpp - Functions that answer pending by value --------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/Yielders.h"
#include "vocabulary/Annotations.h"
#include "vocabulary/AnswerValues.h"
#include "vocabulary/Protocol.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace reentrancy {

namespace {

/// Collects what a body returns, and what is said of its variables.
class Reader : public RecursiveASTVisitor<Reader> {
public:
  Reader(const AnswerValues &Values, const ASTContext &Context)
      : Values(Values), Context(Context) {}
  std::vector<const ReturnStmt *> Returns;
  llvm::DenseMap<const ValueDecl *, llvm::SmallVector<const Expr *, 4>> Given;
  llvm::DenseSet<const ValueDecl *> Compared;

  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool VisitReturnStmt(ReturnStmt *S) {
    Returns.push_back(S);
    return true;
  }
  bool VisitVarDecl(VarDecl *D) {
    if (D->hasLocalStorage() && D->getInit())
      Given[D].push_back(D->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *B) {
    if (B->getOpcode() == BO_Assign) {
      if (const ValueDecl *V = variable(B->getLHS()))
        Given[V].push_back(B->getRHS());
    } else if (B->isEqualityOp()) {
      compare(B->getLHS(), B->getRHS());
      compare(B->getRHS(), B->getLHS());
    }
    return true;
  }
  // `!p`, `if (p)`
  bool VisitUnaryOperator(UnaryOperator *U) {
    if (U->getOpcode() == UO_LNot)
      asked(U->getSubExpr());
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *C) {
    if (C->getCastKind() == CK_PointerToBoolean)
      asked(C->getSubExpr());
    return true;
  }
  bool VisitSwitchStmt(SwitchStmt *S) {
    const ValueDecl *V = variable(S->getCond());
    for (const SwitchCase *C = S->getSwitchCaseList(); C && V;
         C = C->getNextSwitchCase())
      if (auto *Case = dyn_cast<CaseStmt>(C); Case && pending(Case->getLHS()))
        Compared.insert(V);
    return true;
  }

  /// The local variable or the field that \p E names, the field of whatever.
  static const ValueDecl *variable(const Expr *E) {
    E = E->IgnoreParenCasts();
    // `(rc = f()) == AGAIN`
    if (auto *B = dyn_cast<BinaryOperator>(E); B && B->getOpcode() == BO_Assign)
      E = B->getLHS()->IgnoreParenCasts();
    if (auto *M = dyn_cast<MemberExpr>(E))
      return dyn_cast<FieldDecl>(M->getMemberDecl());
    auto *R = dyn_cast<DeclRefExpr>(E);
    auto *V = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
    return V && V->hasLocalStorage() ? V : nullptr;
  }
  bool pending(const Expr *E) const {
    if (E->isValueDependent())
      return false;
    const QualType T = E->getType();
    if ((T->isPointerType() || T->isNullPtrType()) &&
        E->isNullPointerConstant(const_cast<ASTContext &>(Context),
                                 Expr::NPC_ValueDependentIsNotNull))
      return Values.pending(0);
    Expr::EvalResult R;
    return T->isIntegralOrEnumerationType() && E->EvaluateAsInt(R, Context) &&
           R.Val.getInt().getSignificantBits() <= 64 &&
           Values.pending(R.Val.getInt().getExtValue());
  }

private:
  void asked(const Expr *E) {
    if (const ValueDecl *V = variable(E); V && Values.pending(0))
      Compared.insert(V);
  }
  void compare(const Expr *A, const Expr *B) {
    if (const ValueDecl *V = variable(A); V && pending(B))
      Compared.insert(V);
  }
  const AnswerValues &Values;
  const ASTContext &Context;
};

} // namespace

Yielders::Body Yielders::read(const FunctionDecl *FD, const Protocol &P) {
  Body B;
  const ASTContext &Context = FD->getASTContext();
  const AnswerValues None;
  const AnswerValues *Values = P.values(FD->getReturnType(), Context);
  Reader R(Values ? *Values : None, Context);
  R.TraverseStmt(FD->getBody());
  llvm::SmallVector<const Expr *, 16> Work;
  for (const ReturnStmt *S : R.Returns) {
    if (P.inMacro(P.YieldMacros, S->getReturnLoc(), Context) ||
        P.inMacro(P.LeafYields, S->getReturnLoc(), Context))
      B.Yields = true;
    if (Values && S->getRetValue())
      Work.push_back(S->getRetValue());
  }
  llvm::DenseSet<const Expr *> Seen;
  while (!Work.empty() && !B.Yields) {
    const Expr *E = Work.pop_back_val();
    if (R.pending(E)) {
      B.Yields = true;
      break;
    }
    E = E->IgnoreParenCasts();
    if (auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr()->IgnoreParenCasts();
    if (!Seen.insert(E).second)
      continue;
    if (auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
      Work.push_back(C->getTrueExpr());
      Work.push_back(C->getFalseExpr());
    } else if (auto *O = dyn_cast<BinaryOperator>(E);
               O &&
               (O->getOpcode() == BO_Comma || O->getOpcode() == BO_Assign)) {
      Work.push_back(O->getRHS());
    } else if (auto *Call = dyn_cast<CallExpr>(E)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (Callee && Callee->getDefinition())
        B.AnswersOf.push_back(Callee->getDefinition());
      else
        B.Yields |= P.namedYielding(Call);
    }
    if (const ValueDecl *V = Reader::variable(E)) {
      B.Yields |= R.Compared.contains(V);
      if (auto It = R.Given.find(V); It != R.Given.end())
        Work.append(It->second.begin(), It->second.end());
    }
  }
  return B;
}

bool Yielders::mayYield(const FunctionDecl *FD, const Protocol &P) {
  if (auto It = Known.find(FD); It != Known.end())
    return It->second.Yields;
  // All bodies that the answers of this one may come from; what was read
  // before is settled, because its own answers were followed to their ends.
  llvm::SmallVector<const FunctionDecl *, 16> New, Work{FD};
  while (!Work.empty()) {
    const FunctionDecl *X = Work.pop_back_val();
    if (Known.contains(X))
      continue;
    Body B = X->getBody() && !X->isDependentContext() ? read(X, P) : Body();
    B.Yields |= marked(X, Mark::Yields);
    New.push_back(X);
    Work.append(B.AnswersOf.begin(), B.AnswersOf.end());
    Known[X] = std::move(B);
  }
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const FunctionDecl *X : New) {
      if (Known[X].Yields)
        continue;
      const bool Passes =
          llvm::any_of(Known[X].AnswersOf, [this](const FunctionDecl *C) {
            return Known.lookup(C).Yields;
          });
      Known[X].Yields = Passes;
      Changed |= Passes;
    }
  }
  return Known[FD].Yields;
}

} // namespace reentrancy
