//===- UnfinishedHandles.cpp - Completions that nobody can finish ---------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A completion that is made here and handed out to be waited for, while nobody
// was given it: no call, no member, no callback. It never finishes.
//
// A function that only makes completions for its caller to start is no such
// case: what a plain function answers counts if on another path it answers one
// that is in flight.
//
//===----------------------------------------------------------------------===//

#include "paths/PathAnalyses.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace reentrancy {

namespace {

/// What the lambdas of a body capture.
class Captured : public clang::RecursiveASTVisitor<Captured> {
public:
  std::set<const clang::ValueDecl *> Found;
  bool VisitLambdaExpr(clang::LambdaExpr *L) {
    for (const clang::LambdaCapture &C : L->captures())
      if (C.capturesVariable())
        Found.insert(C.getCapturedVar());
    return true;
  }
};

class Handles {
public:
  Handles(const Paths &P, FindingList &Out) : P(P), Out(Out) {
    Callbacks.TraverseStmt(const_cast<clang::Stmt *>(P.F.Function->getBody()));
  }
  void run();

private:
  Term handedOut(const PathEnd &End) const;
  bool given(const PathEnd &End, Term Handle) const;
  bool answersInFlight(const PathEnd &End) const;

  const Paths &P;
  FindingList &Out;
  Captured Callbacks;
};

/// The completion made here that \p End answers, or None.
Term Handles::handedOut(const PathEnd &End) const {
  llvm::SmallVector<Term, 8> Work{End.Answer};
  while (!Work.empty()) {
    const Term T = Work.pop_back_val();
    if (T == Term::None)
      continue;
    if (P.Terms.isFn(T, "handle"))
      return T;
    // As such, not as a child of a group or an input of a call.
    if (P.Terms.isFn(T, "pending") || P.Terms.isFn(T, "pass_on") ||
        P.Terms.isFn(T, "some") || P.Terms.isFn(T, "make"))
      Work.append(P.Terms[T].Args.begin(), P.Terms[T].Args.end());
  }
  return Term::None;
}

/// Whether somebody has the completion who may finish it.
bool Handles::given(const PathEnd &End, Term Handle) const {
  std::set<Term> Places;
  for (const Event &X : P.events(End.At)) {
    if (X.Kind == Event::Write && P.carries(X.W->New, Handle)) {
      if (P.Terms.persistent(X.W->Loc))
        return true;
      Places.insert(X.W->Loc);
    }
    if (X.Kind != Event::Call)
      continue;
    // It was finished on the spot, or is somebody's now.
    if (X.C->Object != Term::None && Places.count(X.C->Object))
      return true;
    for (Term A : X.C->Args)
      if (P.carries(A, Handle) ||
          (P.Terms[A].Kind == TermKind::Addr && Places.count(P.Terms.deref(A))))
        return true;
  }
  return llvm::any_of(Places, [&](Term L) {
    const TermNode &Root = P.Terms[P.Terms.root(L)];
    return Root.Kind == TermKind::Local &&
           Callbacks.Found.count(P.Terms.decl(Root.Sym));
  });
}

/// Whether \p End answers a completion that was started, or a built group.
bool Handles::answersInFlight(const PathEnd &End) const {
  return llvm::any_of(P.events(End.At), [&](const Event &X) {
    if (X.Kind != Event::Call || !X.C->Call->Callee)
      return false;
    llvm::SmallVector<Term, 2> Parts;
    const bool Built =
        P.Vocabulary.operation(X.C->Call->Callee) == ProtocolOp::Build;
    return Built || P.starts(*X.C, Parts)
               ? P.carries(End.Answer, X.C->Answer)
               : llvm::any_of(X.C->Args, [&](Term A) {
                   return P.Terms.isFn(A, "handle") && P.carries(End.Answer, A);
                 });
  });
}

void Handles::run() {
  const bool Reentrant = P.Vocabulary.reentrant(P.F.Function);
  if (!Reentrant && llvm::none_of(P.Ends, [&](const PathEnd &End) {
        return End.Answer != Term::None && answersInFlight(End);
      }))
    return;
  for (const PathEnd &End : P.Ends) {
    if (Reentrant == (End.How.Kind == YieldKind::None))
      continue;
    const Term Handle = handedOut(End);
    if (Handle == Term::None || given(End, Handle))
      continue;
    Finding *R =
        Out.add(FindingKind::NeverFinished, Tier::Likely, End.where(P.F));
    if (!R)
      continue;
    R->Path.push_back({StepRole::Ends, R->Where});
    R->Path.push_back({StepRole::Advice, R->Where});
  }
}

} // namespace

void findUnfinishedHandles(const Paths &P, FindingList &Out) {
  Handles(P, Out).run();
}

} // namespace reentrancy
