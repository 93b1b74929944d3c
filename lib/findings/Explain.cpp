//===- Explain.cpp - From differences to findings -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Explain.h"
#include "findings/SourceText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
#include <set>

using namespace clang;

namespace reentrancy {

namespace {

class Explainer {
public:
  Explainer(const FunctionFacts &F, const TermTable &Terms, ASTContext &Context)
      : F(F), Terms(Terms), Context(Context), SM(Context.getSourceManager()) {}

  Finding finding(const Difference &D);
  YieldSite yieldOf(const Difference &D);
  SourceLocation where(const Stmt *S) const {
    return SM.getExpansionLoc(S->getBeginLoc());
  }

private:
  std::string text(const Stmt *S) const { return sourceText(S, Context); }
  std::string place(const Difference &D) const;
  std::string name(Term Loc) const { return placeName(Terms, Loc); }
  std::string caseText(const SwitchStmt *S, int64_t Value) const;
  Step guard(const Difference &D, std::string &GuardName);
  const Stmt *siteOf(const Fact *X) const;

  const FunctionFacts &F;
  const TermTable &Terms;
  ASTContext &Context;
  const SourceManager &SM;
};

const Stmt *Explainer::siteOf(const Fact *X) const {
  if (X->Outer)
    return X->Outer;
  return X->Site ? X->Site : F.Function->getBody();
}

std::string Explainer::place(const Difference &D) const {
  const Expr *Target = D.At->Target;
  if (D.At->Kind == FactKind::Call) {
    const CallInfo &C = F.Calls[D.At->Call];
    if (auto *M = dyn_cast<CXXMemberCallExpr>(C.Site))
      Target = M->getImplicitObjectArgument();
  }
  // A helper's names mean nothing to its caller.
  if (D.At->Outer)
    Target = nullptr;
  if (Target) {
    // `std::move(x)` takes from x.
    if (auto *C = dyn_cast<CallExpr>(Target->IgnoreParenImpCasts());
        C && C->isCallToStdMove())
      Target = C->getArg(0);
    Target = Target->IgnoreParenImpCasts();
    if (!isa<CXXThisExpr>(Target))
      if (std::string T = text(Target); !T.empty())
        return T;
  }
  if (D.Lost != Term::None && D.Place == D.Lost)
    return name(Terms.root(D.Place));
  std::string N = D.Place == Term::None ? std::string() : name(D.Place);
  return N.empty() ? "state" : N;
}

std::string Explainer::caseText(const SwitchStmt *S, int64_t Value) const {
  if (Value == INT64_MIN)
    return "default";
  for (const SwitchCase *C = S->getSwitchCaseList(); C;
       C = C->getNextSwitchCase())
    if (auto *K = dyn_cast<CaseStmt>(C)) {
      const int64_t Lo =
          K->getLHS()->EvaluateKnownConstInt(Context).getExtValue();
      if (Lo == Value)
        return text(K->getLHS());
    }
  return std::to_string(Value);
}

Step Explainer::guard(const Difference &D, std::string &GuardName) {
  Step S{StepRole::Reentered};
  S.Where = siteOf(D.Again ? D.Again : D.At);
  if (!D.Guard || !D.Guard->Test)
    return S;
  const Expr *Test = D.Guard->Test->IgnoreParenImpCasts();
  S.Where = Test;
  S.Name = text(Test);
  if (S.Name.empty()) {
    S.Where = siteOf(D.Again ? D.Again : D.At);
    return S;
  }
  if (auto *Sw = dyn_cast<SwitchStmt>(D.Guard->Site)) {
    S.Value = caseText(Sw, D.GuardChoice);
    GuardName = S.Name;
  } else {
    S.Value = D.GuardChoice ? "true" : "false";
  }
  S.Why = D.GuardUndecided && D.GuardWritten ? GuardReason::Undecided
          : D.GuardWritten                   ? GuardReason::SetBehind
                                             : GuardReason::Unchanged;
  return S;
}

YieldSite Explainer::yieldOf(const Difference &D) {
  YieldSite Y;
  Y.Where = D.Yield->Site ? D.Yield->Site : F.Function->getBody();
  Y.Kind = D.How;
  if (D.Callee && D.Callee->Call->Callee) {
    Y.Callee = D.Callee->Call->Callee->getNameAsString();
    // The call says more than the macro's return.
    Y.Where = D.Callee->Call->Site;
  }
  return Y;
}

Finding Explainer::finding(const Difference &D) {
  Finding R;
  R.Kind = D.Kind;
  R.Certainty = D.Certainty;
  R.Where = siteOf(D.At);
  R.Place = place(D);
  if (D.At->Kind == FactKind::Call)
    if (const FunctionDecl *FD = F.Calls[D.At->Call].Callee)
      R.Callee = FD->getNameAsString();
  Step First{StepRole::Changed, siteOf(D.At)};
  First.Name = R.Place;
  R.Path.push_back(First);
  if (D.At->Outer && D.At->Site)
    R.Path.push_back({StepRole::Inside, D.At->Site});
  const YieldSite Y = yieldOf(D);
  Step Yield{StepRole::MayYield, Y.Where};
  Yield.Name = Y.Callee;
  R.Path.push_back(Yield);
  Step Guard = guard(D, R.Guard);
  switch (D.Kind) {
  case FindingKind::OtherPath:
  case FindingKind::HalfSaved:
  case FindingKind::NoArm:
  case FindingKind::Abandoned:
    Guard.Role = StepRole::Diverted;
    R.Path.push_back(Guard);
    break;
  case FindingKind::LostProgress:
  case FindingKind::StaleValue:
  case FindingKind::LostLocal: {
    Step Lost{StepRole::LostHere, siteOf(D.At)};
    Lost.Name = name(Terms.root(D.Lost));
    R.Path.push_back(Lost);
    if (D.Kind != FindingKind::LostProgress)
      break;
    Step Again{StepRole::ChangedAgain, siteOf(D.At)};
    Again.Name = R.Place;
    R.Path.push_back(Again);
    break;
  }
  default: {
    R.Path.push_back(Guard);
    Step Again{StepRole::ChangedAgain, siteOf(D.Again ? D.Again : D.At)};
    Again.Name = R.Place;
    R.Path.push_back(Again);
    break;
  }
  }
  R.Path.push_back({StepRole::Advice, R.Where});
  return R;
}

} // namespace

std::vector<Finding> explain(const FunctionFacts &F, const TermTable &Terms,
                             ASTContext &Context,
                             llvm::ArrayRef<Difference> Differences) {
  const SourceManager &SM = Context.getSourceManager();
  Explainer E(F, Terms, Context);
  std::vector<Finding> Findings;
  std::map<std::pair<const Stmt *, FindingKind>, size_t> Index;
  for (const Difference &D : Differences) {
    Finding X = E.finding(D);
    const YieldSite Y = E.yieldOf(D);
    auto [It, New] = Index.try_emplace({X.Where, X.Kind}, Findings.size());
    if (New)
      Findings.push_back(std::move(X));
    Finding &Kept = Findings[It->second];
    Kept.Certainty = std::max(Kept.Certainty, D.Certainty);
    if (llvm::none_of(Kept.Yields,
                      [&](const YieldSite &O) { return O.Where == Y.Where; }))
      Kept.Yields.push_back(Y);
  }
  auto Before = [&](const Stmt *A, const Stmt *B) {
    return SM.isBeforeInTranslationUnit(E.where(A), E.where(B));
  };
  for (Finding &X : Findings)
    llvm::stable_sort(X.Yields, [&](const YieldSite &A, const YieldSite &B) {
      return Before(A.Where, B.Where);
    });
  llvm::stable_sort(Findings, [&](const Finding &A, const Finding &B) {
    return Before(A.Where, B.Where);
  });
  return Findings;
}

} // namespace reentrancy
