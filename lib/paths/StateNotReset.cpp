//===- StateNotReset.cpp - Operations that do not end clean ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A machine that is used again is one whose done paths all leave its state (an
// enum, a flag, a number or pointer that is tested) as the class initialises
// it, or in C, where nothing does, all alike. For those:
//  - a wrapper that sets the state back when the machine is done must do so
//    when it fails;
//  - an error that the function makes itself must not leave the state in the
//    middle, unless another function of the class sets it back;
//  - a way to be done that sets one state back must set back all that others
//    set back.
//
//===----------------------------------------------------------------------===//

#include "execution/Summary.h"
#include "findings/SourceText.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
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
    if (M && M->getMemberDecl() == Field) {
      Found = true;
      Values.push_back(B->getRHS());
    }
    return true;
  }
  llvm::SmallVector<const clang::Expr *, 4> Values;

private:
  const clang::FieldDecl *Field;
};

class States {
public:
  States(const Paths &P, Summaries &Callees, FindingList &Out)
      : P(P), Callees(Callees), Out(Out) {}
  void run() {
    wrappers();
    errors();
    resets();
  }

private:
  const clang::FieldDecl *ownState(Term Loc) const;
  std::optional<int64_t> initial(const clang::FieldDecl *F) const;
  const clang::FieldDecl *fieldOf(Term Loc) const;
  bool isState(Term Loc) const;
  bool isC(const clang::FieldDecl *F) const;
  bool surelyDone(const PathEnd &End) const;
  bool ownError(const PathEnd &End) const;
  bool elsewhere(const State &S, Term Now, Term First) const;
  bool startsFrom(Term Place, Term First) const;
  bool marksProgress(Term Place, Term Now) const;
  bool setElsewhere(const clang::FieldDecl *F, Term First) const;
  bool setBackAtEntry(Term Place, Term First) const;
  void wrappers();
  void errors();
  void resets();

  const Paths &P;
  Summaries &Callees;
  FindingList &Out;
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
  if (Init && !Init->isValueDependent() &&
      Init->isNullPointerConstant(P.Context,
                                  clang::Expr::NPC_ValueDependentIsNotNull))
    return 0;
  if (!Init || Init->isValueDependent() || !Init->EvaluateAsInt(R, P.Context))
    return std::nullopt;
  return R.Val.getInt().getExtValue();
}

/// The field that \p Loc is, of the object itself or of one that is handed in
/// by address; null if it is none.
const clang::FieldDecl *States::fieldOf(Term Loc) const {
  const TermNode &N = P.Terms[Loc];
  if (N.Kind != TermKind::At || N.HasVar || !P.Terms.persistent(Loc) ||
      P.Terms[N.Args[1]].Kind != TermKind::FieldKey)
    return nullptr;
  return llvm::dyn_cast_or_null<clang::FieldDecl>(
      P.Terms.decl(P.Terms[N.Args[1]].Sym));
}

/// Whether \p Loc says how far an operation is: an enum, or a flag, a number or
/// a pointer that a test asks for as the call found it.
bool States::isState(Term Loc) const {
  if (ownState(Loc))
    return true;
  const clang::FieldDecl *F = fieldOf(Loc);
  if (!F || !F->getType()->isScalarType())
    return false;
  const Term Before = P.Terms.init(Loc);
  return llvm::any_of(P.E.Nodes, [&](const Node &X) {
    return X.Cond != Term::None && P.Terms.contains(X.Cond, Before);
  });
}

/// Whether nothing initialises \p F but whoever makes the object.
bool States::isC(const clang::FieldDecl *F) const {
  return !llvm::isa<clang::CXXRecordDecl>(F->getParent());
}

bool States::surelyDone(const PathEnd &End) const {
  return End.How.Kind == YieldKind::None && !P.endsAs(End, Status::Error) &&
         P.endsAs(End, Status::Done);
}

/// An error of the function's own: one that a callee made is passed on as it
/// is.
bool States::ownError(const PathEnd &End) const {
  if (End.How.Kind != YieldKind::None)
    return false;
  if (!P.F.Values)
    return P.Terms.isFn(P.plain(End.Answer), "error");
  return P.endsAs(End, Status::Error) && !P.endsAs(End, Status::Done) &&
         P.Terms.isInt(End.Answer);
}

/// Whether \p Now is known to be another value than \p First.
bool States::elsewhere(const State &S, Term Now, Term First) const {
  if (P.Terms.isInt(Now))
    return Now != First;
  return First == P.Terms.integer(0) && P.Space.truth(S, Now).value_or(false);
}

/// Whether an operation that finds \p First in \p Place moves it on from there:
/// where that is the last step of all, nothing starts.
bool States::startsFrom(Term Place, Term First) const {
  return llvm::any_of(P.E.Nodes, [&](const Node &X) {
    return llvm::any_of(X.Writes, [&](const WriteEvent &W) {
      return W.Loc == Place && P.Space.resolve(X.In, W.New) != First &&
             P.Space.resolve(X.In, W.Old) == First;
    });
  });
}

/// Whether a yield leaves \p Now in \p Place too: it says that an operation is
/// under way, not how one has ended.
bool States::marksProgress(Term Place, Term Now) const {
  return ownState(Place) || llvm::any_of(P.Ends, [&](const PathEnd &End) {
           return End.How.Kind != YieldKind::None &&
                  P.Space.resolve(End.S, P.Space.load(End.S, Place)) == Now;
         });
}

/// Whether another function sets it: a reset, a wrapper. In C any function may
/// set any field: those that set it to \p First and to nothing else are meant.
bool States::setElsewhere(const clang::FieldDecl *F, Term First) const {
  if (isC(F)) {
    for (const clang::Decl *D : P.Context.getTranslationUnitDecl()->decls()) {
      const auto *Def = llvm::dyn_cast<clang::FunctionDecl>(D);
      if (!Def || !Def->doesThisDeclarationHaveABody() ||
          Def->getCanonicalDecl() == P.F.Function->getCanonicalDecl())
        continue;
      Assigns V(F);
      V.TraverseStmt(Def->getBody());
      if (V.Found && llvm::all_of(V.Values, [&](const clang::Expr *E) {
            clang::Expr::EvalResult R;
            return E->EvaluateAsInt(R, P.Context) &&
                   R.Val.getInt().getExtValue() == P.Terms[First].Num;
          }))
        return true;
    }
    return false;
  }
  const auto *RD = llvm::cast<clang::CXXRecordDecl>(F->getParent());
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
        return llvm::any_of(W.Writes, [&](auto &X) {
          return X.first == Place && X.second != Value &&
                 P.Terms.isInt(X.second);
        });
      });
      const bool Reset = llvm::any_of(Way, [&](const Event &X) {
        return X.Kind == Event::Write && X.W->Loc == Place &&
               X.W->By != Call->By;
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
/// Whether an operation looks, before it dispatches on \p Place, for what a
/// failed one has left there, and sets it back to \p First itself.
bool States::setBackAtEntry(Term Place, Term First) const {
  return llvm::any_of(P.Ends, [&](const PathEnd &End) {
    bool SetBack = false;
    for (const Event &X : P.events(End.At)) {
      const Terminator *Via = P.E.Nodes[X.At].Via;
      if (X.Kind == Event::Test && Via && Via->Kind == Terminator::Switch)
        return SetBack;
      if (X.Kind == Event::Read && X.R->Loc == Place && SetBack)
        return true;
      if (X.Kind == Event::Write && X.W->Loc == Place) {
        if (X.W->New != First)
          return false;
        SetBack = true;
      }
    }
    return false;
  });
}

void States::errors() {
  // What the ways to be done set back, and to what.
  std::map<Term, Term> Reused;
  std::set<Term> Once; ///< a way to be done leaves it elsewhere
  auto Left = [&](const PathEnd &End, Term Place) {
    return P.Space.resolve(End.S, P.Space.load(End.S, Place));
  };
  for (const PathEnd &End : P.Ends) {
    if (!surelyDone(End))
      continue;
    for (const Event &X : P.events(End.At))
      if (X.Kind == Event::Write && isState(X.W->Loc))
        Reused.try_emplace(X.W->Loc, Left(End, X.W->Loc));
  }
  for (auto &[Place, First] : Reused) {
    const clang::FieldDecl *F = fieldOf(Place);
    if (const auto I = initial(F))
      First = P.Terms.integer(*I);
    else if (F->hasInClassInitializer() || !isC(F))
      continue;
    if (!P.Terms.isInt(First))
      continue;
    for (const PathEnd &End : P.Ends) {
      // What this call has neither written nor asked for says nothing.
      const Term Now = Left(End, Place);
      if (surelyDone(End) && Now != First &&
          (ownState(Place) || Now != P.Terms.init(Place)))
        Once.insert(Place);
    }
    if (Once.count(Place) || (isC(F) && !startsFrom(Place, First)) ||
        setBackAtEntry(Place, First))
      continue;
    for (const PathEnd &End : P.Ends) {
      if (!ownError(End))
        continue;
      const Term Now = Left(End, Place);
      const std::vector<Event> Way = P.events(End.At);
      // A method of one's own that is not seen may set it back.
      const bool Unknown = llvm::any_of(Way, [](const Event &X) {
        return X.Kind == Event::Call && X.C->Call->OwnObject &&
               !X.C->Call->KeepsObject && !X.C->Call->Reentrant;
      });
      if (Unknown || !elsewhere(End.S, Now, First) ||
          !marksProgress(Place, Now) || setElsewhere(F, First))
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

/// A way to be done that sets one state back and leaves another in the middle,
/// which other ways to be done set back.
void States::resets() {
  // The states that each way to be done writes, and what it leaves.
  struct Way {
    const PathEnd *End;
    std::map<Term, const Fact *> Set; ///< the last write
  };
  std::vector<Way> Ways;
  std::map<Term, int64_t> First; ///< the initial values
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind != YieldKind::None ||
        !P.may(End.S, End.Answer, Status::Done))
      continue;
    Ways.push_back({&End, {}});
    for (const Event &X : P.events(End.At))
      if (X.Kind == Event::Write)
        if (const clang::FieldDecl *F = ownState(X.W->Loc))
          if (const std::optional<int64_t> I = initial(F)) {
            Ways.back().Set[X.W->Loc] = X.By;
            First[X.W->Loc] = *I;
          }
  }
  auto Leaves = [&](const Way &W, Term Place) {
    return P.Space.resolve(W.End->S, P.Space.load(W.End->S, Place));
  };
  auto SetsBack = [&](const Way &W, Term Place) {
    return W.Set.count(Place) &&
           Leaves(W, Place) == P.Terms.integer(First[Place]);
  };
  for (const Way &W : Ways)
    for (auto &[Left, By] : W.Set) {
      const Term Now = Leaves(W, Left);
      if (!P.Terms.isInt(Now) || Now == P.Terms.integer(First[Left]))
        continue;
      for (auto &[Back, Reset] : W.Set) {
        if (!SetsBack(W, Back) ||
            llvm::none_of(Ways, [&, Left = Left, Back = Back](const Way &O) {
              return SetsBack(O, Left) && SetsBack(O, Back);
            }))
          continue;
        Finding *R =
            Out.add(FindingKind::ResetMisses, Tier::Likely, P.siteOf(Reset));
        if (!R)
          continue;
        R->Place = placeName(P.Terms, Back);
        R->Guard = placeName(P.Terms, Left);
        R->Path.push_back({StepRole::Begins, P.siteOf(By)});
        R->Path.push_back({StepRole::Ends, W.End->where(P.F)});
        R->Path.push_back({StepRole::Advice, R->Where});
      }
    }
}

} // namespace

void findStatesNotReset(const Paths &P, Summaries &Callees, FindingList &Out) {
  States(P, Callees, Out).run();
}

} // namespace reentrancy
