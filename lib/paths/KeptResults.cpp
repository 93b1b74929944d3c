//===- KeptResults.cpp - Results that outlive what they were made of ------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two operations of one object: one keeps its result, and a state that says so;
// the other changes what the result was computed from, and leaves that state.
// Then the first answers what is no longer true.
//
// What the first does is read off its summary: on one way to be done it stores
// something computed from a place, with a state; on another it stores neither.
// A class that has a function to set that state back leaves it to its callers.
//
//===----------------------------------------------------------------------===//

#include "execution/Summary.h"
#include "findings/SourceText.h"
#include "paths/Mentions.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace reentrancy {

namespace {

/// A result that an operation keeps.
struct Memo {
  Term Kept;  ///< where
  Term State; ///< the state that says so
};

class KeptResults {
public:
  KeptResults(const Paths &P, Summaries &Callees, FindingList &Out)
      : P(P), Callees(Callees), Out(Out) {}
  void run();

private:
  const clang::FieldDecl *ownField(Term Loc) const;
  std::optional<Memo> memoOf(const Summary &Of, Term Source) const;
  bool setElsewhere(const clang::CXXRecordDecl *RD, Term State,
                    const clang::FunctionDecl *Keeper) const;
  void changed(const PathEnd &End, const Event &Change);

  const Paths &P;
  Summaries &Callees;
  FindingList &Out;
};

/// The member of the object itself that \p Loc is, or null.
const clang::FieldDecl *KeptResults::ownField(Term Loc) const {
  const TermNode &N = P.Terms[Loc];
  return N.Kind == TermKind::At && N.Args[0] == P.Terms.thisObject() &&
                 P.Terms[N.Args[1]].Kind == TermKind::FieldKey
             ? llvm::dyn_cast_or_null<clang::FieldDecl>(
                   P.Terms.decl(P.Terms[N.Args[1]].Sym))
             : nullptr;
}

/// What an operation keeps that was computed from \p Source.
std::optional<Memo> KeptResults::memoOf(const Summary &Of, Term Source) const {
  if (!Of.Known)
    return std::nullopt;
  // As it was at first, or as a callee left it.
  const Term Field = P.Terms[Source].Args[1];
  auto Derived = [&](Term Value) {
    return P.Terms.somePart(Value, [&](Term T) {
      return T == P.Terms.init(Source) ||
             (P.Terms.isFn(T, "project") && P.Terms[T].Args[1] == Field);
    });
  };
  auto Writes = [](const Summary::Way &W, Term L) {
    return llvm::any_of(W.Writes, [&](auto &X) { return X.first == L; });
  };
  // A way that leaves both alone goes by what was kept if it may be taken then.
  auto Keeps = [&](const Summary::Way &W, Term Kept, Term State, Term Says) {
    return !Writes(W, Kept) && !Writes(W, State) &&
           llvm::all_of(W.Known, [&](auto &K) {
             return K.first != P.Terms.init(State) ||
                    K.second.has(P.Terms[Says].Num);
           });
  };
  for (const Summary::Way &Makes : Of.Done)
    for (auto &[Kept, Value] : Makes.Writes)
      for (auto &[State, Says] : Makes.Writes)
        if (ownField(Kept) && Kept != Source && Derived(Value) &&
            ownField(State) && P.E.guards(State) && P.Terms.isInt(Says) &&
            llvm::is_contained(Of.Reads, Kept) &&
            llvm::any_of(Of.Done, [&](const Summary::Way &Other) {
              return Keeps(Other, Kept, State, Says);
            }))
          return Memo{Kept, State};
  return std::nullopt;
}

/// Whether a function other than the one that keeps the result writes the
/// state that says so.
bool KeptResults::setElsewhere(const clang::CXXRecordDecl *RD, Term State,
                               const clang::FunctionDecl *Keeper) const {
  const clang::FieldDecl *F = ownField(State);
  return llvm::any_of(RD->methods(), [&](const clang::CXXMethodDecl *M) {
    const clang::FunctionDecl *Def = M->getDefinition();
    return Def && Def->hasBody() && Def != Keeper && !M->isConst() &&
           !llvm::isa<clang::CXXConstructorDecl>(Def) &&
           mentions(Def->getBody(), F);
  });
}

void KeptResults::changed(const PathEnd &End, const Event &Change) {
  const Term Source = Change.W->Loc;
  const TermNode &N = P.Terms[Source];
  const clang::ValueDecl *D =
      N.Kind == TermKind::At && P.Terms[N.Args[1]].Kind == TermKind::FieldKey
          ? P.Terms.decl(P.Terms[N.Args[1]].Sym)
          : nullptr;
  const auto *Self = llvm::cast<clang::CXXMethodDecl>(P.F.Function);
  if (!D)
    return;
  for (const clang::CXXMethodDecl *M : Self->getParent()->methods()) {
    const clang::FunctionDecl *Keeper = M->getDefinition();
    if (!Keeper || !Keeper->hasBody() ||
        Keeper->getCanonicalDecl() == Self->getCanonicalDecl() ||
        !P.Vocabulary.reentrant(Keeper) || !mentions(Keeper->getBody(), D))
      continue;
    const std::optional<Memo> Kept = memoOf(Callees.of(Keeper), Source);
    if (!Kept || setElsewhere(Self->getParent(), Kept->State, Keeper))
      continue;
    Finding *R =
        Out.add(FindingKind::MemoKept, Tier::Likely, P.siteOf(Change.By));
    if (!R)
      continue;
    R->Place = placeName(P.Terms, Source);
    R->Callee = Keeper->getNameAsString();
    R->Guard = placeName(P.Terms, Kept->State);
    Step Keeps{StepRole::Begins, Keeper->getBody()};
    Keeps.Name = placeName(P.Terms, Kept->Kept);
    R->Path.push_back(std::move(Keeps));
    R->Path.push_back({StepRole::Ends, End.where(P.F)});
    R->Path.push_back({StepRole::Advice, R->Where});
  }
}

void KeptResults::run() {
  const auto *Self = llvm::dyn_cast<clang::CXXMethodDecl>(P.F.Function);
  if (!Self || !Self->isInstance())
    return;
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind != YieldKind::None ||
        !P.may(End.S, End.Answer, Status::Done))
      continue;
    for (const Event &X : P.events(End.At))
      if (X.Kind == Event::Write && X.W->Old != X.W->New &&
          X.By->Kind == FactKind::Store && !X.By->Outer &&
          P.Terms.persistent(X.W->Loc) &&
          P.Space.load(End.S, X.W->Loc) == X.W->New)
        changed(End, X);
  }
}

} // namespace

void findKeptResults(const Paths &P, Summaries &Callees, FindingList &Out) {
  KeptResults(P, Callees, Out).run();
}

} // namespace reentrancy
