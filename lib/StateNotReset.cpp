//===- StateNotReset.cpp - Operations that do not end clean ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A machine that is used again is one whose done paths all leave its state as
// the class initialises it. For those:
//  - a wrapper that sets the state back when the machine is done must do so
//    when it fails;
//  - an error that the function makes itself must not leave the state in the
//    middle, unless another function of the class sets it back.
// And for any state: a transition that every continuation writes over, before
// anybody reads it, is lost.
//
//===----------------------------------------------------------------------===//

#include "Mentions.h"
#include "PathAnalyses.h"
#include "SourceText.h"
#include "Summary.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

namespace {

/// Whether a body assigns to a field.
class Assigns : public clang::RecursiveASTVisitor<Assigns> {
public:
  explicit Assigns(const clang::FieldDecl *F) : Field(F) {}
  bool Found = false;
  bool VisitBinaryOperator(clang::BinaryOperator *B) {
    if (!B->isAssignmentOp())
      return true;
    auto *M =
        llvm::dyn_cast<clang::MemberExpr>(B->getLHS()->IgnoreParenCasts());
    Found |= M && M->getMemberDecl() == Field;
    return !Found;
  }

private:
  const clang::FieldDecl *Field;
};

class States {
public:
  States(const Paths &P, Summaries &Callees, FindingList &Out)
      : P(P), Callees(Callees), Out(Out),
        Parents(const_cast<clang::Stmt *>(P.F.Function->getBody())) {}
  void run() {
    wrappers();
    errors();
    transitions();
  }

private:
  const clang::FieldDecl *ownState(Term Loc) const;
  std::optional<int64_t> initial(const clang::FieldDecl *F) const;
  bool setElsewhere(const clang::FieldDecl *F) const;
  void wrappers();
  void errors();
  void transitions();
  void overwritten(BlockId B, size_t At, Term Place,
                   llvm::ArrayRef<Term> SlotPlace);
  std::vector<Term> staticPlaces() const;
  bool isStep(const Fact &First, const Fact &Second, Term Place) const;
  std::set<BlockId> Dispatched; ///< where a switch's cases begin

  const Paths &P;
  Summaries &Callees;
  FindingList &Out;
  clang::ParentMap Parents;
};

/// The enum member of the object itself that \p Loc is, or null.
const clang::FieldDecl *States::ownState(Term Loc) const {
  const TermNode &N = P.Terms[Loc];
  if (N.Kind != TermKind::At || N.Args[0] != P.Terms.thisObject() ||
      P.Terms[N.Args[1]].Kind != TermKind::FieldKey)
    return nullptr;
  auto *F = llvm::dyn_cast_or_null<clang::FieldDecl>(
      P.Terms.decl(P.Terms[N.Args[1]].Sym));
  return F && F->getType()->isEnumeralType() ? F : nullptr;
}

std::optional<int64_t> States::initial(const clang::FieldDecl *F) const {
  const clang::Expr *Init = F->getInClassInitializer();
  clang::Expr::EvalResult R;
  if (!Init || Init->isValueDependent() || !Init->EvaluateAsInt(R, P.Context))
    return std::nullopt;
  return R.Val.getInt().getExtValue();
}

/// Whether another function of the class sets it: a reset, a wrapper.
bool States::setElsewhere(const clang::FieldDecl *F) const {
  const auto *RD = llvm::dyn_cast<clang::CXXRecordDecl>(F->getParent());
  if (!RD)
    return true;
  for (const clang::CXXMethodDecl *M : RD->methods()) {
    const clang::FunctionDecl *Def = M->getDefinition();
    if (!Def || !Def->hasBody() ||
        Def->getCanonicalDecl() == P.F.Function->getCanonicalDecl() ||
        llvm::isa<clang::CXXConstructorDecl>(Def) || Def->isDefaulted())
      continue;
    Assigns V(F);
    V.TraverseStmt(Def->getBody());
    if (V.Found)
      return true;
  }
  return false;
}

/// `RETURN_IF_IO(run()); state_ = Start;`: an error leaves first.
void States::wrappers() {
  std::set<Term> Read;
  for (size_t N = 0; N < P.E.Nodes.size(); ++N)
    for (const ReadEvent &R : P.E.Nodes[N].Reads)
      if (R.By->Kind == FactKind::Load)
        Read.insert(R.Loc);
  // What the done paths set back, and do not read themselves.
  std::map<Term, Term> SetBack;
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind != YieldKind::None)
      continue;
    for (const Event &X : P.events(End.At))
      if (X.Kind == Event::Write && ownState(X.W->Loc) &&
          P.Terms.isInt(X.W->New) && !Read.count(X.W->Loc))
        SetBack[X.W->Loc] = X.W->New;
  }
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind != YieldKind::Propagated ||
        !P.may(End.S, End.Answer, Status::Error))
      continue;
    const CallEvent *Call = callOf(P.E.Nodes, End.At, End.How.Answer);
    if (!Call || !Call->Call->OwnObject || Call->By->Outer)
      continue;
    const Summary &Seen = Callees.of(Call->Call->Callee);
    if (!Seen.Known)
      continue;
    const std::vector<Event> Way = P.events(End.At);
    for (auto &[Place, Value] : SetBack) {
      // The callee leaves it elsewhere while it goes on.
      const bool Moves = llvm::any_of(Seen.Pending, [&](auto &W) {
        return llvm::any_of(W, [&](auto &X) {
          return X.first == Place && X.second != Value &&
                 P.Terms.isInt(X.second);
        });
      });
      const bool Reset = llvm::any_of(Way, [&](const Event &X) {
        return X.Kind == Event::Write && X.W->Loc == Place;
      });
      if (!Moves || Reset)
        continue;
      Finding *R = Out.add(FindingKind::ErrorKeepsWrapped, Tier::Likely,
                           P.siteOf(Call->By));
      if (!R)
        continue;
      R->Place = placeName(P.Terms, Place);
      R->Callee = Call->Call->Callee->getNameAsString();
      R->Path.push_back({StepRole::Begins, R->Where});
      R->Path.push_back({StepRole::Advice, R->Where});
    }
  }
}

/// `return err` in the middle of a machine that starts over when it is done.
void States::errors() {
  std::map<Term, bool> Reused; ///< state -> all done paths leave it initial
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind != YieldKind::None ||
        P.may(End.S, End.Answer, Status::Error))
      continue;
    for (const Event &X : P.events(End.At))
      if (X.Kind == Event::Write && ownState(X.W->Loc))
        Reused.try_emplace(X.W->Loc, true);
  }
  auto Left = [&](const PathEnd &End, Term Place) {
    return P.Space.resolve(End.S, P.Space.load(End.S, Place));
  };
  for (auto &[Place, Whole] : Reused) {
    const clang::FieldDecl *F = ownState(Place);
    const std::optional<int64_t> First = initial(F);
    if (!First || setElsewhere(F))
      continue;
    for (const PathEnd &End : P.Ends)
      if (End.How.Kind == YieldKind::None &&
          !P.may(End.S, End.Answer, Status::Error))
        Whole &= Left(End, Place) == P.Terms.integer(*First);
    if (!Whole)
      continue;
    for (const PathEnd &End : P.Ends) {
      // Its own error: one that a callee made is passed on as it is.
      if (End.How.Kind != YieldKind::None ||
          !P.Terms.isFn(P.plain(End.Answer), "error"))
        continue;
      const Term Now = Left(End, Place);
      const std::vector<Event> Way = P.events(End.At);
      // A method of one's own that is not seen may set it back.
      const bool Unknown = llvm::any_of(Way, [](const Event &X) {
        return X.Kind == Event::Call && X.C->Call->OwnObject &&
               !X.C->Call->KeepsObject && !X.C->Call->Reentrant;
      });
      if (!P.Terms.isInt(Now) || Now == P.Terms.integer(*First) || Unknown)
        continue;
      Finding *R =
          Out.add(FindingKind::ErrorKeepsState, Tier::Likely, End.where(P.F));
      if (!R)
        continue;
      R->Place = F->getNameAsString();
      for (const Event &X : llvm::reverse(Way))
        if (X.Kind == Event::Write && X.W->Loc == Place) {
          R->Path.push_back({StepRole::Begins, P.siteOf(X.By)});
          break;
        }
      R->Path.push_back({StepRole::Ends, R->Where});
      R->Path.push_back({StepRole::Advice, R->Where});
    }
  }
}

/// The place that each slot names, as far as the facts alone tell.
std::vector<Term> States::staticPlaces() const {
  std::vector<Term> Of(P.F.SlotCount, Term::None);
  auto In = [&](const Fact &X) {
    return X.In.empty() ? Term::None : Of[X.In[0]];
  };
  std::vector<const Block *> Sorted;
  for (const Block &B : P.F.Blocks)
    Sorted.push_back(&B);
  llvm::stable_sort(Sorted, [](const Block *A, const Block *B) {
    return A->Order < B->Order;
  });
  for (const Block *B : Sorted)
    for (const Fact &X : B->Facts) {
      if (X.Dst == NoSlot)
        continue;
      const Term T = In(X);
      const bool Place = T != Term::None && P.Terms.isLocation(T);
      if (X.Kind == FactKind::Value)
        Of[X.Dst] = X.Payload;
      else if (X.Kind == FactKind::At && Place && X.Payload != Term::None)
        Of[X.Dst] = P.Terms.at(T, X.Payload);
      else if (X.Kind == FactKind::Load && Place)
        Of[X.Dst] = P.Terms.init(T);
      else if (X.Kind == FactKind::Address && Place)
        Of[X.Dst] = P.Terms.address(T);
      else if (X.Kind == FactKind::Deref && T != Term::None)
        Of[X.Dst] = P.Terms.deref(T);
    }
  return Of;
}

/// Whether the first transition ends a step that a test of the state selects,
/// and the second stands behind it: `if (s_ == A) { ...; s_ = B; }`.
bool States::isStep(const Fact &First, const Fact &Second, Term Place) const {
  const clang::ValueDecl *D = P.Terms.decl(P.Terms[P.Terms[Place].Args[1]].Sym);
  auto Inside = [this](const clang::Stmt *S, const clang::Stmt *Of) {
    while (S && S != Of)
      S = Parents.getParent(S);
    return S != nullptr;
  };
  for (const clang::Stmt *S = First.Site; S; S = Parents.getParent(S)) {
    const clang::Expr *Test = nullptr;
    if (auto *If = llvm::dyn_cast<clang::IfStmt>(S))
      Test = If->getCond();
    else if (auto *Switch = llvm::dyn_cast<clang::SwitchStmt>(S))
      Test = Switch->getCond();
    if (Test && !Inside(Second.Site, S) && mentions(Test, D))
      return true;
  }
  return false;
}

/// Looks, behind the transition in \p B at \p At, for what comes first on each
/// way: a read or another write.
void States::overwritten(BlockId B, size_t At, Term Place,
                         llvm::ArrayRef<Term> SlotPlace) {
  const Fact &First = P.F.Blocks[B].Facts[At];
  auto ValueOf = [&](const Fact &X) { return SlotPlace[X.In[1]]; };
  std::vector<std::pair<BlockId, size_t>> Work{{B, At + 1}};
  std::set<BlockId> Seen;
  std::set<const Fact *> Second;
  while (!Work.empty()) {
    auto [Id, From] = Work.back();
    Work.pop_back();
    const Block &Bl = P.F.Blocks[Id];
    bool Ended = false;
    for (size_t I = From; I < Bl.Facts.size() && !Ended; ++I) {
      const Fact &X = Bl.Facts[I];
      const Term T = X.In.empty() ? Term::None : SlotPlace[X.In[0]];
      // What is not known may read it.
      if (X.Kind == FactKind::Call || X.Kind == FactKind::Enter)
        return;
      if (X.Kind == FactKind::Load &&
          (T == Term::None || T == Place || P.Terms.within(Place, T)))
        return;
      if (X.Kind == FactKind::Store && T == Place) {
        const Term V = ValueOf(X);
        if (&X == &First || V == ValueOf(First) || V == Term::None ||
            !P.Terms.isInt(V))
          return;
        Second.insert(&X);
        Ended = true;
      }
    }
    if (Ended)
      continue;
    const auto Next = Bl.successors();
    if (Next.empty() || Bl.End.Kind == Terminator::Return)
      return;
    for (BlockId N : Next) {
      // A case says itself what state it stands for, whoever falls into it.
      if (Dispatched.count(N))
        return;
      if (Seen.insert(N).second)
        Work.push_back({N, 0});
    }
  }
  for (const Fact *X : Second) {
    if (isStep(First, *X, Place))
      continue;
    Finding *R =
        Out.add(FindingKind::TransitionLost, Tier::Likely, P.siteOf(X));
    if (!R)
      continue;
    R->Place = placeName(P.Terms, Place);
    R->Path.push_back({StepRole::Begins, P.siteOf(&First)});
    R->Path.push_back({StepRole::Ends, R->Where});
    R->Path.push_back({StepRole::Advice, R->Where});
  }
}

void States::transitions() {
  for (const Block &B : P.F.Blocks)
    for (auto &[Value, To] : B.End.Cases)
      Dispatched.insert(To);
  const std::vector<Term> SlotPlace = staticPlaces();
  auto IsState = [&](Term T) {
    if (T == Term::None || !P.Terms.isLocation(T) || !P.Terms.persistent(T) ||
        P.Terms[T].Kind != TermKind::At)
      return false;
    const TermNode &Key = P.Terms[P.Terms[T].Args[1]];
    const auto *D =
        Key.Kind == TermKind::FieldKey ? P.Terms.decl(Key.Sym) : nullptr;
    return D && D->getType()->isEnumeralType();
  };
  for (BlockId B = 0; B < P.F.Blocks.size(); ++B) {
    const auto &Facts = P.F.Blocks[B].Facts;
    for (size_t I = 0; I < Facts.size(); ++I) {
      const Fact &X = Facts[I];
      // A helper's own writes are its matter: a reset may come first.
      if (X.Kind != FactKind::Store || X.Role != WriteRole::Assign || X.Outer ||
          !IsState(SlotPlace[X.In[0]]) || SlotPlace[X.In[1]] == Term::None ||
          !P.Terms.isInt(SlotPlace[X.In[1]]))
        continue;
      overwritten(B, I, SlotPlace[X.In[0]], SlotPlace);
    }
  }
}

} // namespace

void findStatesNotReset(const Paths &P, Summaries &Callees, FindingList &Out) {
  States(P, Callees, Out).run();
}

} // namespace reentrancy
