//===- StateMachine.cpp - The states of a function and its ends -----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/StateMachine.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>
#include <set>

using namespace clang;

namespace reentrancy {

namespace {

/// A value that the walk cannot tell.
constexpr int64_t Unknown = std::numeric_limits<int64_t>::min();

/// The field, or variable that is no local, that \p E names as a whole.
const ValueDecl *persistent(const Expr *E) {
  if (!E)
    return nullptr;
  E = E->IgnoreParenCasts();
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return dyn_cast<FieldDecl>(M->getMemberDecl());
  if (const auto *D = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
        V && !V->hasLocalStorage())
      return V;
  return nullptr;
}

class Walk {
public:
  explicit Walk(const FunctionFacts &F) : F(F) {}

  StateMachine machine() {
    findGuard();
    StateMachine M;
    if (Guard)
      M.Guard = Guard->getNameAsString();
    for (int64_t Value : Values)
      M.States.push_back(nameOf(Value));
    std::set<std::tuple<int64_t, int64_t, const Stmt *>> Told;
    const SourceManager &SM = F.Function->getASTContext().getSourceManager();
    for (int64_t From : Values) {
      const size_t First = M.Transitions.size();
      std::set<std::pair<BlockId, int64_t>> Seen;
      std::vector<std::pair<BlockId, int64_t>> Work{{F.Entry, From}};
      while (!Work.empty()) {
        auto [At, Value] = Work.back();
        Work.pop_back();
        if (At == NoBlock || !Seen.insert({At, Value}).second)
          continue;
        const Block &B = F.Blocks[At];
        for (const Fact &X : B.Facts)
          Value = behind(X, Value);
        if (B.End.Kind == Terminator::Return && B.End.Site &&
            Told.insert({From, Value, B.End.Site}).second)
          M.Transitions.push_back({nameOf(From), nameOf(Value), B.End.Site});
        for (BlockId Next : next(B.End, Value))
          Work.push_back({Next, Value});
      }
      std::stable_sort(M.Transitions.begin() + First, M.Transitions.end(),
                       [&SM](const auto &A, const auto &B) {
                         return SM.isBeforeInTranslationUnit(
                             SM.getExpansionLoc(A.Return->getBeginLoc()),
                             SM.getExpansionLoc(B.Return->getBeginLoc()));
                       });
    }
    return M;
  }

private:
  void findGuard() {
    const Block *First = nullptr;
    for (const Block &B : F.Blocks)
      if (B.End.Kind == Terminator::Switch && persistent(B.End.Test) &&
          (!First || B.Order < First->Order))
        First = &B;
    if (!First) {
      Values = {Unknown};
      return;
    }
    Guard = persistent(First->End.Test);
    // All enumerators: one without a case of its own is a state as well.
    if (const auto *Type = Guard->getType()->getAs<EnumType>())
      for (const EnumConstantDecl *E : Type->getDecl()->enumerators())
        Values.push_back(E->getInitVal().getExtValue());
    else
      for (const auto &Case : First->End.Cases)
        Values.push_back(Case.first);
    // Two enumerators of one value are one state.
    std::set<int64_t> Seen;
    llvm::erase_if(Values, [&](int64_t V) { return !Seen.insert(V).second; });
  }

  std::string nameOf(int64_t Value) const {
    if (Value == Unknown)
      return Guard ? "?" : "";
    if (const auto *Type = Guard->getType()->getAs<EnumType>())
      for (const EnumConstantDecl *E : Type->getDecl()->enumerators())
        if (E->getInitVal() == Value)
          return E->getNameAsString();
    return std::to_string(Value);
  }

  /// The guard's value behind \p X, if it was \p Value.
  int64_t behind(const Fact &X, int64_t Value) const {
    if (!Guard || X.Kind != FactKind::Store || persistent(X.Target) != Guard)
      return Value;
    if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(X.Site);
        Assign && Assign->getOpcode() == BO_Assign &&
        !Assign->getRHS()->isValueDependent()) {
      Expr::EvalResult Result;
      if (Assign->getRHS()->EvaluateAsInt(Result, F.Function->getASTContext(),
                                          Expr::SE_NoSideEffects))
        return Result.Val.getInt().getExtValue();
    }
    return Unknown;
  }

  llvm::SmallVector<BlockId, 4> next(const Terminator &End,
                                     int64_t Value) const {
    llvm::SmallVector<BlockId, 4> All;
    if (End.Kind == Terminator::Switch && Guard && Value != Unknown &&
        persistent(End.Test) == Guard) {
      for (const auto &[Case, To] : End.Cases)
        if (Case == Value)
          return {To};
      return {End.Else};
    }
    if (End.Then != NoBlock)
      All.push_back(End.Then);
    if (End.Else != NoBlock)
      All.push_back(End.Else);
    for (const auto &Case : End.Cases)
      All.push_back(Case.second);
    return All;
  }

  const FunctionFacts &F;
  const ValueDecl *Guard = nullptr;
  std::vector<int64_t> Values;
};

} // namespace

StateMachine stateMachine(const FunctionFacts &F) { return Walk(F).machine(); }

} // namespace reentrancy
