//===- Callers.cpp - What callers test on the way to a call ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "calls/Callers.h"
#include "vocabulary/Protocol.h"
#include "vocabulary/Subjects.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace reentrancy {

namespace {

using Places = std::set<const ValueDecl *>;

/// The fields and globals that code names, also through locals that were made
/// of them and helpers that only answer a question.
class Reads : public RecursiveASTVisitor<Reads> {
public:
  Reads(const std::map<const VarDecl *, Places> &Locals, Places &Out)
      : Locals(Locals), Out(Out) {}

  bool VisitMemberExpr(MemberExpr *M) {
    if (isa<FieldDecl>(M->getMemberDecl()))
      Out.insert(M->getMemberDecl());
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *R) {
    const auto *V = dyn_cast<VarDecl>(R->getDecl());
    if (!V)
      return true;
    if (V->hasGlobalStorage())
      Out.insert(V);
    else if (auto It = Locals.find(V); It != Locals.end())
      Out.insert(It->second.begin(), It->second.end());
    return true;
  }
  bool VisitCallExpr(CallExpr *C) {
    const FunctionDecl *FD = C->getDirectCallee();
    const auto *Body =
        FD ? dyn_cast_or_null<CompoundStmt>(FD->getBody()) : nullptr;
    if (Body && Body->size() == 1 && isa<ReturnStmt>(Body->body_front()) &&
        Depth < MaxDepth) {
      ++Depth;
      TraverseStmt(*Body->body_begin());
      --Depth;
    }
    return true;
  }

private:
  static constexpr unsigned MaxDepth = 3; ///< helpers within helpers
  unsigned Depth = 0;
  const std::map<const VarDecl *, Places> &Locals;
  Places &Out;
};

/// Whether control may leave \p S other than by its end.
bool leaves(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  return isa<ReturnStmt, BreakStmt, ContinueStmt, GotoStmt, CXXThrowExpr>(S) ||
         llvm::any_of(S->children(), leaves);
}

/// Whether nobody outside the translation unit can call \p FD.
bool callersAreSeen(const FunctionDecl *FD) {
  if (!FD->isExternallyVisible())
    return true;
  const auto *MD = dyn_cast<CXXMethodDecl>(FD);
  return MD && MD->getAccess() == AS_private && !MD->isVirtual() &&
         methodsAreSeen(MD->getParent());
}

} // namespace

bool methodsAreSeen(const CXXRecordDecl *RD) {
  if (RD->hasFriends())
    return false;
  for (const CXXMethodDecl *M : RD->methods())
    if (!M->isImplicit() && !M->isDeleted() && !M->isDefined())
      return false;
  return true;
}

class Callers::Collector : public RecursiveASTVisitor<Collector> {
public:
  using Base = RecursiveASTVisitor<Collector>;
  Collector(const SourceManager &SM, Callers &Out) : SM(SM), Out(Out) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(Decl *D) {
    if (D && D->getDeclContext() && D->getDeclContext()->isFileContext() &&
        SM.isInSystemHeader(D->getLocation()))
      return true;
    const auto *FD = dyn_cast_or_null<FunctionDecl>(D);
    if (!FD || Inside)
      return Base::TraverseDecl(D);
    Inside = FD->getCanonicalDecl();
    Base::TraverseDecl(D);
    Inside = nullptr;
    Here = nullptr;
    Loop = nullptr;
    Locals.clear();
    return true;
  }

  bool TraverseIfStmt(IfStmt *S) {
    TraverseStmt(S->getInit());
    if (DeclStmt *D = S->getConditionVariableDeclStmt())
      TraverseStmt(D);
    const Way *const Before = Here;
    test(S->getCond());
    branches({S->getThen(), S->getElse()});
    // If nothing leaves it, what comes after is reached whatever was tested.
    if (!leaves(S->getThen()) && !leaves(S->getElse()))
      Here = Before;
    return true;
  }
  bool TraverseConditionalOperator(ConditionalOperator *C) {
    test(C->getCond());
    branches({C->getTrueExpr(), C->getFalseExpr()});
    return true;
  }
  bool TraverseBinaryOperator(BinaryOperator *B) {
    if (!B->isLogicalOp())
      return Base::TraverseBinaryOperator(B);
    test(B->getLHS());
    TraverseStmt(B->getRHS());
    return true;
  }
  bool TraverseWhileStmt(WhileStmt *S) {
    if (DeclStmt *D = S->getConditionVariableDeclStmt())
      TraverseStmt(D);
    llvm::SaveAndRestore Inner(Loop, static_cast<const Stmt *>(S));
    test(S->getCond());
    TraverseStmt(S->getBody());
    return true;
  }
  bool TraverseForStmt(ForStmt *S) {
    TraverseStmt(S->getInit());
    llvm::SaveAndRestore Inner(Loop, static_cast<const Stmt *>(S));
    test(S->getCond());
    TraverseStmt(S->getBody());
    TraverseStmt(S->getInc());
    return true;
  }
  bool TraverseDoStmt(DoStmt *S) {
    llvm::SaveAndRestore Inner(Loop, static_cast<const Stmt *>(S));
    TraverseStmt(S->getBody());
    test(S->getCond());
    return true;
  }
  bool TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
    llvm::SaveAndRestore Inner(Loop, static_cast<const Stmt *>(S));
    Base::TraverseCXXForRangeStmt(S);
    return true;
  }
  bool TraverseSwitchStmt(SwitchStmt *S) {
    TraverseStmt(S->getInit());
    if (DeclStmt *D = S->getConditionVariableDeclStmt())
      TraverseStmt(D);
    test(S->getCond());
    // What one case tests is not on the way to the next.
    Switch Now{Here, Here};
    Switch *const Outer = std::exchange(Innermost, &Now);
    TraverseStmt(S->getBody());
    Innermost = Outer;
    Here = meet(Now.Before, Here);
    return true;
  }
  bool VisitSwitchCase(SwitchCase *) {
    if (!Innermost)
      return true;
    Innermost->Before = meet(Innermost->Before, Here);
    Here = Innermost->Dispatch;
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    if (V->hasLocalStorage() && V->getInit())
      Reads(Locals, Locals[V]).TraverseStmt(V->getInit());
    return true;
  }
  bool VisitCallExpr(CallExpr *C) {
    if (const FunctionDecl *FD = C->getDirectCallee(); FD && Inside) {
      Out.Calls[FD->getCanonicalDecl()].push_back({Inside, C, Loop, Here});
      if (const auto *R =
              dyn_cast<DeclRefExpr>(C->getCallee()->IgnoreParenImpCasts()))
        Called.insert(R);
    }
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *R) {
    const auto *FD = dyn_cast<FunctionDecl>(R->getDecl());
    // A call is visited before its parts.
    if (FD && !Called.count(R))
      Out.HandedOut[FD->getCanonicalDecl()].push_back(Inside);
    return true;
  }

private:
  /// The innermost switch around the code that is being read.
  struct Switch {
    const Way *Dispatch; ///< to its cases
    const Way *Before;   ///< through the cases so far
  };

  void test(Expr *E) {
    if (!E)
      return;
    TraverseStmt(E);
    Places Tested;
    Reads(Locals, Tested).TraverseStmt(E);
    for (const ValueDecl *D : Tested)
      Here = &Out.Ways.emplace_back(Way{D, Here, nullptr});
  }
  const Way *meet(const Way *A, const Way *B) {
    if (A == B || !B)
      return A;
    return A ? &Out.Ways.emplace_back(Way{nullptr, A, B}) : B;
  }
  void branches(std::initializer_list<Stmt *> Arms) {
    const Way *const Before = Here;
    const Way *All = Here;
    for (Stmt *S : Arms) {
      Here = Before;
      TraverseStmt(S);
      if (Here != Before)
        All = All == Before ? Here : meet(All, Here);
    }
    Here = All;
  }

  const SourceManager &SM;
  Callers &Out;
  std::set<const DeclRefExpr *> Called;
  std::map<const VarDecl *, Places> Locals;
  const FunctionDecl *Inside = nullptr; ///< the outermost function
  const Way *Here = nullptr;            ///< to the code that is being read
  Switch *Innermost = nullptr;
  const Stmt *Loop = nullptr; ///< the innermost around it
};

Callers::Callers(ASTContext &Context) {
  Collector(Context.getSourceManager(), *this).TraverseAST(Context);
}

llvm::ArrayRef<Callers::CallSite>
Callers::callsOf(const FunctionDecl *FD) const {
  FD = FD->getCanonicalDecl();
  auto It = Calls.find(FD);
  if (!callersAreSeen(FD) || HandedOut.count(FD) || It == Calls.end())
    return {};
  return It->second;
}

bool Callers::calledOnce(const FunctionDecl *FD) const {
  FD = FD->getCanonicalDecl();
  auto It = Calls.find(FD);
  return It != Calls.end() && It->second.size() == 1 && !HandedOut.count(FD);
}

bool Callers::leadsTo(const FunctionDecl *From, const FunctionDecl *To) const {
  From = From->getCanonicalDecl();
  std::set<const FunctionDecl *> Seen;
  std::vector<const FunctionDecl *> Work{To->getCanonicalDecl()};
  while (!Work.empty()) {
    const FunctionDecl *const FD = Work.back();
    Work.pop_back();
    if (!FD || !Seen.insert(FD).second)
      continue;
    if (FD == From)
      return true;
    if (auto It = Calls.find(FD); It != Calls.end())
      for (const CallSite &C : It->second)
        Work.push_back(C.By);
    if (auto It = HandedOut.find(FD); It != HandedOut.end())
      Work.insert(Work.end(), It->second.begin(), It->second.end());
  }
  return false;
}

bool Callers::tests(const Way *To,
                    llvm::function_ref<bool(const ValueDecl *)> Changed) {
  std::set<const Way *> Seen;
  std::vector<const Way *> Work{To};
  while (!Work.empty()) {
    const Way *const W = Work.back();
    Work.pop_back();
    if (!W || !Seen.insert(W).second)
      continue;
    if (W->Tested && Changed(W->Tested))
      return true;
    Work.insert(Work.end(), {W->Before, W->Other});
  }
  return false;
}

bool Callers::decide(
    const FunctionDecl *FD, const Protocol &Vocabulary,
    llvm::function_ref<bool(const ValueDecl *)> Changed) const {
  std::set<const FunctionDecl *> Open;
  return decide(FD, Vocabulary, Changed, Open);
}

bool Callers::decide(const FunctionDecl *FD, const Protocol &Vocabulary,
                     llvm::function_ref<bool(const ValueDecl *)> Changed,
                     std::set<const FunctionDecl *> &Open) const {
  FD = FD->getCanonicalDecl();
  const llvm::ArrayRef<CallSite> All = callsOf(FD);
  if (All.empty())
    return false;
  if (!Open.insert(FD).second)
    return true; // only what leads into the circle counts
  for (const CallSite &C : All) {
    const FunctionDecl *Caller = C.By->getDefinition();
    if (!Caller || !isCandidate(Caller, Vocabulary))
      return false;
    if (!tests(C.To, Changed) && !decide(Caller, Vocabulary, Changed, Open))
      return false;
  }
  return true;
}

bool Callers::partOf(const FunctionDecl *FD, const FunctionDecl *Own) const {
  std::set<const FunctionDecl *> Open;
  return partOf(FD, Own, Open);
}

bool Callers::partOf(const FunctionDecl *FD, const FunctionDecl *Own,
                     std::set<const FunctionDecl *> &Open) const {
  FD = FD->getCanonicalDecl();
  if (FD == Own->getCanonicalDecl())
    return true;
  const llvm::ArrayRef<CallSite> All = callsOf(FD);
  return !All.empty() &&
         (!Open.insert(FD).second || llvm::all_of(All, [&](const CallSite &C) {
           return partOf(C.By, Own, Open);
         }));
}

} // namespace reentrancy
