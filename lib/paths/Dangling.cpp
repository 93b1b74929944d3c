//===- Dangling.cpp - What survives a yield and points at what does not ---===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Locals and by-value parameters die when a function returns pending. Their
// addresses, views and iterators must not be with I/O that is then in flight,
// nor in persistent state. What was moved away took its memory with it.
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "paths/PathAnalyses.h"
#include "vocabulary/LibraryModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace reentrancy {

namespace {

/// Whether a type only refers to what another object owns.
bool refers(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return true;
  const CXXRecordDecl *RD = T->getAsCXXRecordDecl();
  if (!RD || !RD->getIdentifier())
    return false;
  const llvm::StringRef Name = RD->getName();
  return Name.ends_with("span") || Name.ends_with("Span") ||
         Name.ends_with("view") || Name.ends_with("View") ||
         Name.ends_with("iterator");
}

const Expr *stripped(const Expr *E) {
  for (;;) {
    const Expr *Next = E->IgnoreParenImpCasts();
    if (auto *M = dyn_cast<MaterializeTemporaryExpr>(Next))
      Next = M->getSubExpr();
    else if (auto *F = dyn_cast<FullExpr>(Next))
      Next = F->getSubExpr();
    else if (auto *B = dyn_cast<CXXBindTemporaryExpr>(Next))
      Next = B->getSubExpr();
    else if (auto *C = dyn_cast<CXXFunctionalCastExpr>(Next))
      Next = C->getSubExpr();
    if (Next == E)
      return E;
    E = Next;
  }
}

/// The local object that the glvalue \p E is or lies in.
const VarDecl *localOf(const Expr *E) {
  E = stripped(E);
  if (auto *M = dyn_cast<MemberExpr>(E); M && !M->isArrow())
    return localOf(M->getBase());
  if (auto *A = dyn_cast<ArraySubscriptExpr>(E);
      A && A->getBase()->IgnoreParenImpCasts()->getType()->isArrayType())
    return localOf(A->getBase());
  auto *R = dyn_cast<DeclRefExpr>(E);
  auto *V = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType()
             ? V
             : nullptr;
}

/// The local whose memory the value of \p E points into; null if it is none.
const VarDecl *borrowed(const Expr *E) {
  if (auto *Decay = dyn_cast<ImplicitCastExpr>(E->IgnoreParens());
      Decay && Decay->getCastKind() == CK_ArrayToPointerDecay)
    return localOf(Decay->getSubExpr());
  E = stripped(E);
  if (E->getType()->isArrayType() && E->isGLValue())
    return localOf(E);
  if (auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_AddrOf)
    return localOf(U->getSubExpr());
  if (auto *C = dyn_cast<CXXMemberCallExpr>(E)) {
    const Expr *On = C->getImplicitObjectArgument();
    const CXXMethodDecl *MD = C->getMethodDecl();
    if (!On || !MD || !refers(C->getType()) ||
        !MD->getParent()->isInStdNamespace())
      return nullptr;
    // `p->data()` of a unique_ptr: its pointee dies with it.
    if (auto *Arrow = dyn_cast<CXXOperatorCallExpr>(stripped(On));
        Arrow && Arrow->getOperator() == OO_Arrow)
      On = Arrow->getArg(0);
    const VarDecl *V = localOf(On);
    if (!V || refers(V->getType()))
      return nullptr;
    const CXXRecordDecl *RD = V->getType()->getAsCXXRecordDecl();
    // Others may own what a shared_ptr points at.
    return RD && RD->getIdentifier() && RD->getName() == "shared_ptr" ? nullptr
                                                                      : V;
  }
  // A view made of something: of a local, or of what is itself borrowed.
  const Expr *From = nullptr;
  if (auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() >= 1)
    From = C->getArg(0);
  else if (auto *C = dyn_cast<CallExpr>(E);
           C && C->getNumArgs() >= 1 && C->getDirectCallee() &&
           C->getDirectCallee()->isInStdNamespace())
    From = C->getArg(0);
  if (!From || !refers(E->getType()))
    return nullptr;
  if (const VarDecl *V = borrowed(From))
    return V;
  const VarDecl *V = localOf(From);
  return V && libraryType(V->getType()) == LibraryType::Sequence &&
                 !refers(V->getType())
             ? V
             : nullptr;
}

/// The local whose memory an assignment's right side points into; null if it is
/// none.
const VarDecl *assignedFrom(const Stmt *Assignment) {
  if (auto *C = dyn_cast_or_null<CXXOperatorCallExpr>(Assignment);
      C && C->getOperator() == OO_Equal)
    return borrowed(C->getArg(1));
  auto *B = dyn_cast_or_null<BinaryOperator>(Assignment);
  return B && B->getOpcode() == BO_Assign ? borrowed(B->getRHS()) : nullptr;
}

/// Follows a replay up to a write.
class Rewriting : public RunVisitor {
public:
  Rewriting(Explorer &E, const Fact *Write) : E(E), Write(Write) {}
  bool Again = false;
  bool atFact(int N, uint32_t Index, State &) override {
    const auto &Facts = E.F.Blocks[E.Nodes[N].At].Facts;
    Again |= Index < Facts.size() && &Facts[Index] == Write;
    return Again;
  }

private:
  Explorer &E;
  const Fact *Write;
};

class Dangling {
public:
  Dangling(Paths &P, FindingList &Out) : P(P), Out(Out) {}
  void run();

private:
  bool inFlight(const PathEnd &End, llvm::ArrayRef<Term> Parts) const;
  bool movedAway(const std::vector<Event> &Way, size_t From,
                 const VarDecl *V) const;
  void handed(const PathEnd &End, const std::vector<Event> &Way);
  void kept(const PathEnd &End, const std::vector<Event> &Way);
  const VarDecl *pointedAt(Term Value) const;
  bool writtenAgain(const PathEnd &End, const WriteEvent &W);
  void report(FindingKind K, Tier T, const Stmt *Where, std::string Place,
              const PathEnd &End);

  Paths &P;
  FindingList &Out;
};

void Dangling::report(FindingKind K, Tier T, const Stmt *Where,
                      std::string Place, const PathEnd &End) {
  Finding *R = Out.add(K, T, Where);
  if (!R)
    return;
  R->Place = std::move(Place);
  R->Path.push_back({StepRole::Begins, Where});
  R->Path.push_back({StepRole::Ends, End.where(P.F)});
  R->Path.push_back({StepRole::Advice, Where});
}

/// Whether a completion is handed out at the yield, or kept for later.
bool Dangling::inFlight(const PathEnd &End, llvm::ArrayRef<Term> Parts) const {
  auto Carried = [&](Term T) {
    return T != Term::None &&
           llvm::any_of(Parts, [&](Term Q) { return P.carries(T, Q); });
  };
  return Carried(End.Answer) ||
         llvm::any_of(P.Space.entries(P.left(End)), [&](auto &X) {
           return P.Terms.persistent(X.first) && Carried(X.second);
         });
}

bool Dangling::movedAway(const std::vector<Event> &Way, size_t From,
                         const VarDecl *V) const {
  const Term Place = P.Terms.local(V, 0);
  return std::any_of(Way.begin() + From, Way.end(), [&](const Event &X) {
    return X.Kind == Event::Write && X.By->Role == WriteRole::Consume &&
           P.Terms.within(X.W->Loc, Place);
  });
}

/// Whether the next call writes it again, with an address of its own: then only
/// somebody who looks meanwhile is misled.
bool Dangling::writtenAgain(const PathEnd &End, const WriteEvent &W) {
  State S = P.left(End);
  S.Run += 1;
  P.Space.dropLocals(S);
  std::vector<Node> Saved = std::move(P.E.Nodes);
  Rewriting V(P.E, W.By);
  P.E.run(Mode::Blocking, S, P.F.Entry, 0, V, P.Bounds.MaxRunStates);
  P.E.Nodes = std::move(Saved);
  return V.Again;
}

void Dangling::handed(const PathEnd &End, const std::vector<Event> &Way) {
  for (size_t I = 0; I < Way.size(); ++I) {
    const Event &X = Way[I];
    if (X.Kind != Event::Call || X.C->Call->Reentrant || X.By->Outer)
      continue;
    // The completion that it answers, or is given.
    llvm::SmallVector<Term, 2> Parts;
    const bool Starts = P.starts(*X.C, Parts);
    for (Term A : X.C->Args)
      if (P.Terms.isFn(A, "handle"))
        Parts.push_back(A);
    if (Parts.empty() || !inFlight(End, Parts))
      continue;
    const auto *Call = dyn_cast<CallExpr>(X.C->Call->Site);
    const FunctionDecl *FD = X.C->Call->Callee;
    if (!Call || !FD)
      continue;
    for (unsigned A = 0; A < Call->getNumArgs(); ++A) {
      const Expr *Arg = Call->getArg(A);
      const VarDecl *V = borrowed(Arg);
      // A buffer taken by reference is filled while the I/O goes on.
      if (!V && A < FD->getNumParams() && !isa<CXXOperatorCallExpr>(Call)) {
        QualType T = FD->getParamDecl(A)->getType();
        const QualType Of = T.getNonReferenceType();
        if (Starts && T->isLValueReferenceType() && !Of.isConstQualified() &&
            !P.Vocabulary.completion(Of) && !P.Vocabulary.group(Of))
          V = localOf(Arg);
      }
      if (V && !movedAway(Way, I, V))
        report(FindingKind::DanglingHanded, Tier::Likely, Call,
               V->getNameAsString(), End);
    }
  }
}

/// The local of this call that a value points at or into; null if it is none.
const VarDecl *Dangling::pointedAt(Term Value) const {
  // `&x`, or `x.data()` and its like.
  if (P.Terms[Value].Kind == TermKind::Fn && P.Terms[Value].Args.size() == 2)
    Value = P.Terms[Value].Args[1];
  if (P.Terms[Value].Kind != TermKind::Addr)
    return nullptr;
  const Term Root = P.Terms.root(P.Terms[Value].Args[0]);
  if (P.Terms[Root].Kind != TermKind::Local || P.Terms[Root].Num != 0)
    return nullptr;
  const auto *V = dyn_cast_or_null<VarDecl>(P.Terms.decl(P.Terms[Root].Sym));
  return V && !V->getType()->isReferenceType() ? V : nullptr;
}

/// Persistent pointers and views that name a local.
void Dangling::kept(const PathEnd &End, const std::vector<Event> &Way) {
  for (auto &[Place, Value] : P.Space.entries(P.left(End))) {
    if (!P.Terms.persistent(Place))
      continue;
    const TermNode &N = P.Terms[Place];
    const ValueDecl *D =
        N.Kind == TermKind::At && P.Terms[N.Args[1]].Kind == TermKind::FieldKey
            ? P.Terms.decl(P.Terms[N.Args[1]].Sym)
        : N.Kind == TermKind::Global ? P.Terms.decl(N.Sym)
                                     : nullptr;
    if (!D || !refers(D->getType()))
      continue;
    const Event *Last = nullptr;
    for (const Event &X : Way)
      if (X.Kind == Event::Write && X.W->Loc == Place)
        Last = &X;
    if (!Last || Last->By->Outer)
      continue;
    const VarDecl *V = pointedAt(Value);
    // A view of a string has its text as value, not its address.
    if (!V && Last->W->New == Value)
      V = assignedFrom(Last->By->Site);
    if (V && !movedAway(Way, 0, V))
      report(FindingKind::DanglingKept,
             writtenAgain(End, *Last->W) ? Tier::Possible : Tier::Likely,
             P.siteOf(Last->By), V->getNameAsString(), End);
  }
}

void Dangling::run() {
  for (const PathEnd &End : P.Ends) {
    const std::vector<Event> Way = P.events(End.At);
    handed(End, Way);
    if (End.How.Kind != YieldKind::None)
      kept(End, Way);
  }
}

} // namespace

void findDangling(Paths &P, FindingList &Out) { Dangling(P, Out).run(); }

} // namespace reentrancy
