//===- EarlySuccess.cpp - State that says "done" too early ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Between the start of I/O and its end, on a path that yields meanwhile:
//  - an entry made in an index that other functions look things up in, or a
//    flag that by its name says that the work is done;
//  - what the I/O is to fill, stored as the mark that keeps the next call from
//    starting it, while the completion itself is not kept: nothing can tell
//    any more whether the I/O succeeded.
// And a callback that says "done" and does not look at its error.
//
//===----------------------------------------------------------------------===//

#include "LibraryModel.h"
#include "Mentions.h"
#include "PathAnalyses.h"
#include "SourceText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace reentrancy {

namespace {

/// What a name says of a flag: set, the work is done; cleared, it is.
enum class Claim { None, Done, Undone };

Claim claimOf(llvm::StringRef Name) {
  Name = Name.trim("_");
  Name.consume_front("is_");
  return llvm::StringSwitch<Claim>(Name)
      .Cases("done", "complete", "completed", "loaded", "synced", "flushed",
             Claim::Done)
      .Cases("durable", "committed", "clean", "written", "persisted",
             "published", Claim::Done)
      .Cases("dirty", "unsynced", "unflushed", "modified", Claim::Undone)
      .Default(Claim::None);
}

/// The first thing in a callback's body that says that its work is done.
class SuccessClaim : public clang::RecursiveASTVisitor<SuccessClaim> {
public:
  explicit SuccessClaim(clang::ASTContext &Context) : Context(Context) {}
  const clang::Expr *Found = nullptr;
  std::string Place;

  bool VisitBinaryOperator(clang::BinaryOperator *B) {
    auto *M =
        llvm::dyn_cast<clang::MemberExpr>(B->getLHS()->IgnoreParenCasts());
    if (!M || B->getOpcode() != clang::BO_Assign)
      return true;
    clang::Expr::EvalResult R;
    if (!M->getType()->isBooleanType() ||
        !B->getRHS()->EvaluateAsInt(R, Context))
      return true;
    const bool Set = R.Val.getInt() != 0;
    const Claim C = claimOf(M->getMemberDecl()->getName());
    if (C == (Set ? Claim::Done : Claim::Undone))
      note(B, M);
    return !Found;
  }
  bool VisitCXXOperatorCallExpr(clang::CXXOperatorCallExpr *C) {
    // `index_[key] = ...`: only what is kept by key is looked up by others.
    if (C->getOperator() == clang::OO_Subscript && C->getNumArgs() == 2 &&
        libraryType(C->getArg(0)->getType()) == LibraryType::Associative)
      note(C, C->getArg(0));
    return !Found;
  }
  bool VisitCXXMemberCallExpr(clang::CXXMemberCallExpr *C) {
    const clang::Expr *On = C->getImplicitObjectArgument();
    const auto *MD = C->getMethodDecl();
    if (On && MD && MD->getIdentifier() &&
        libraryType(On->getType()) == LibraryType::Associative &&
        llvm::StringSwitch<bool>(MD->getName())
            .Cases("insert", "emplace", "try_emplace", "insert_or_assign", true)
            .Default(false))
      note(C, On);
    return !Found;
  }

private:
  void note(const clang::Expr *E, const clang::Expr *Of) {
    Found = E;
    Place = sourceText(Of->IgnoreParenImpCasts(), Context);
  }
  clang::ASTContext &Context;
};

/// The callbacks that are given to completions and groups.
class Callbacks : public clang::RecursiveASTVisitor<Callbacks> {
public:
  explicit Callbacks(const Protocol &Vocabulary) : Vocabulary(Vocabulary) {}
  std::vector<const clang::LambdaExpr *> Found;
  bool shouldVisitImplicitCode() const { return true; }
  bool VisitCallExpr(clang::CallExpr *C) {
    const clang::FunctionDecl *FD = C->getDirectCallee();
    if (FD && Vocabulary.operation(FD) == ProtocolOp::MakeHandle)
      take(C->arguments());
    return true;
  }
  bool VisitCXXConstructExpr(clang::CXXConstructExpr *C) {
    if (Vocabulary.group(C->getType()))
      take(C->arguments());
    return true;
  }

private:
  template <typename Range> void take(Range Args) {
    for (const clang::Expr *A : Args)
      if (const clang::LambdaExpr *L = lambdaIn(A))
        Found.push_back(L);
  }
  /// The lambda that \p E is made of.
  static const clang::LambdaExpr *lambdaIn(const clang::Stmt *E) {
    for (unsigned Depth = 0; E && Depth < 8; ++Depth) {
      if (auto *L = llvm::dyn_cast<clang::LambdaExpr>(E))
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

class EarlySuccess {
public:
  EarlySuccess(const Paths &P, FindingList &Out) : P(P), Out(Out) {}
  void run();

private:
  const clang::FieldDecl *indexOf(Term Loc) const;
  bool lookedUp(const clang::FieldDecl *F) const;
  void published(const PathEnd &End, const std::vector<Event> &Way);
  void assumed(const PathEnd &End, const std::vector<Event> &Way);
  void callbacks();
  void report(FindingKind K, const clang::Stmt *Where, std::string Place,
              const clang::Stmt *Begin, const clang::Stmt *End);

  const Paths &P;
  FindingList &Out;
};

void EarlySuccess::report(FindingKind K, const clang::Stmt *Where,
                          std::string Place, const clang::Stmt *Begin,
                          const clang::Stmt *End) {
  Finding *R = Out.add(K, Tier::Likely, Where);
  if (!R)
    return;
  R->Place = std::move(Place);
  R->Path.push_back({StepRole::Begins, Begin});
  if (End)
    R->Path.push_back({StepRole::Ends, End});
  R->Path.push_back({StepRole::Advice, Where});
}

/// The member of the object itself, kept by key, that \p Loc is or lies in.
const clang::FieldDecl *EarlySuccess::indexOf(Term Loc) const {
  for (; Loc != Term::None; Loc = P.Terms.parent(Loc)) {
    const TermNode &N = P.Terms[Loc];
    if (N.Kind != TermKind::At || N.Args[0] != P.Terms.thisObject() ||
        P.Terms[N.Args[1]].Kind != TermKind::FieldKey)
      continue;
    auto *F = llvm::dyn_cast_or_null<clang::FieldDecl>(
        P.Terms.decl(P.Terms[N.Args[1]].Sym));
    if (!F)
      return nullptr;
    const LibraryType L = libraryType(F->getType());
    return L == LibraryType::Associative || L == LibraryType::Multi ? F
                                                                    : nullptr;
  }
  return nullptr;
}

/// Whether another function of the class that does not wait looks things up
/// in \p F, and this one does not ask it what to do.
bool EarlySuccess::lookedUp(const clang::FieldDecl *F) const {
  const Term Before =
      P.Terms.init(P.Terms.at(P.Terms.thisObject(), P.Terms.fieldKey(F)));
  for (const Node &X : P.E.Nodes)
    if (X.Cond != Term::None && P.Terms.contains(X.Cond, Before))
      return false;
  const auto *RD = llvm::dyn_cast<clang::CXXRecordDecl>(F->getParent());
  if (!RD)
    return false;
  for (const clang::CXXMethodDecl *M : RD->methods()) {
    const clang::FunctionDecl *Def = M->getDefinition();
    if (!Def || !Def->hasBody() || !M->isConst() || P.Vocabulary.reentrant(Def))
      continue;
    if (mentions(Def->getBody(), F))
      return true;
  }
  return false;
}

void EarlySuccess::published(const PathEnd &End,
                             const std::vector<Event> &Way) {
  for (size_t I = 0; I < Way.size(); ++I) {
    llvm::SmallVector<Term, 2> Parts;
    if (Way[I].Kind != Event::Call || !P.starts(*Way[I].C, Parts))
      continue;
    auto Carried = [&](Term T) {
      return llvm::any_of(Parts, [&](Term Q) { return P.carries(T, Q); });
    };
    // In flight at the yield: handed out there, or kept.
    bool Flies = End.Answer != Term::None && Carried(End.Answer);
    for (auto &[L, V] : P.Space.entries(End.S))
      Flies |= P.Terms.persistent(L) && Carried(V);
    if (!Flies)
      continue;
    for (size_t J = I + 1; J < Way.size(); ++J) {
      const Event &X = Way[J];
      // Where its state was asked the rest knows what it does.
      if (X.Kind == Event::Test && X.Cond != Term::None && Carried(X.Cond) &&
          !P.asksPresence(X.Cond))
        break;
      if (X.Kind != Event::Write || X.W->Old == X.W->New ||
          !P.Terms.persistent(X.W->Loc) || Carried(X.W->New) ||
          X.By->Kind == FactKind::Call)
        continue;
      bool Early = false;
      if (const clang::FieldDecl *F = indexOf(X.W->Loc))
        Early = X.By->Role != WriteRole::Reset &&
                X.By->Role != WriteRole::Consume && lookedUp(F);
      const TermNode &N = P.Terms[X.W->Loc];
      if (N.Kind == TermKind::At && P.Terms.isInt(X.W->New) &&
          P.Terms[N.Args[1]].Kind == TermKind::FieldKey) {
        const auto *D = P.Terms.decl(P.Terms[N.Args[1]].Sym);
        const Claim C = D && D->getType()->isBooleanType()
                            ? claimOf(D->getName())
                            : Claim::None;
        Early |= C == (P.Terms[X.W->New].Num ? Claim::Done : Claim::Undone);
      }
      if (Early)
        report(FindingKind::PublishedEarly, P.siteOf(X.By),
               placeName(P.Terms, X.W->Loc), P.siteOf(Way[I].By),
               End.where(P.F));
    }
  }
}

void EarlySuccess::assumed(const PathEnd &End, const std::vector<Event> &Way) {
  for (size_t I = 0; I < Way.size(); ++I) {
    llvm::SmallVector<Term, 2> Parts;
    if (Way[I].Kind != Event::Call || !P.starts(*Way[I].C, Parts))
      continue;
    const Term Answer = Way[I].C->Answer;
    auto Carried = [&](Term T) {
      return llvm::any_of(Parts, [&](Term Q) { return P.carries(T, Q); });
    };
    if (End.Answer == Term::None || !Carried(End.Answer) ||
        llvm::is_contained(Parts, Answer))
      continue;
    bool Kept = false;
    for (auto &[L, V] : P.Space.entries(End.S))
      Kept |= P.Terms.persistent(L) && Carried(V);
    if (Kept)
      continue;
    for (size_t J = I + 1; J < Way.size(); ++J) {
      const Event &X = Way[J];
      // Another part of the handle, stored where the way to the call looked.
      if (X.Kind != Event::Write || !P.Terms.persistent(X.W->Loc) ||
          !P.Terms.isFn(X.W->New, "project") ||
          P.Terms[X.W->New].Args[0] != Answer ||
          P.Space.load(End.S, X.W->Loc) != X.W->New)
        continue;
      const Term Before = P.Terms.init(X.W->Loc);
      const bool Guards =
          std::any_of(Way.begin(), Way.begin() + I, [&](const Event &Y) {
            return Y.Kind == Event::Test && Y.Cond != Term::None &&
                   P.Terms.contains(Y.Cond, Before);
          });
      if (Guards)
        report(FindingKind::LoadedAssumed, P.siteOf(X.By),
               placeName(P.Terms, X.W->Loc), P.siteOf(Way[I].By),
               End.where(P.F));
    }
  }
}

void EarlySuccess::callbacks() {
  Callbacks All(P.Vocabulary);
  All.TraverseStmt(const_cast<clang::Stmt *>(P.F.Function->getBody()));
  if (All.Found.empty())
    return;
  // Who asks the completion how it ended need not be told.
  for (const Block &B : P.F.Blocks)
    for (const Fact &X : B.Facts)
      if (auto *Asks = llvm::dyn_cast_or_null<clang::CXXMemberCallExpr>(X.Site))
        if (X.Kind == FactKind::Apply &&
            P.Terms.name(X.Op) == "completion_state" && Asks->getMethodDecl() &&
            P.Vocabulary.tellsSuccess(Asks->getMethodDecl()))
          return;
  for (const clang::LambdaExpr *L : All.Found) {
    const clang::CXXMethodDecl *Op = L->getCallOperator();
    if (!Op || Op->getNumParams() != 1 || !Op->getBody())
      continue;
    SuccessClaim Claims(P.Context);
    Claims.TraverseStmt(Op->getBody());
    if (Claims.Found && !mentions(Op->getBody(), Op->getParamDecl(0)))
      report(FindingKind::ErrorUnread, Claims.Found, Claims.Place, L, nullptr);
  }
}

void EarlySuccess::run() {
  callbacks();
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind != YieldKind::Leaf && End.How.Kind != YieldKind::Retry)
      continue;
    const std::vector<Event> Way = P.events(End.At);
    published(End, Way);
    assumed(End, Way);
  }
}

} // namespace

void findEarlySuccess(const Paths &P, FindingList &Out) {
  EarlySuccess(P, Out).run();
}

} // namespace reentrancy
