//===- LostCompletion.cpp - Completions that nobody accounts for ----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Accounting: each completion that a path started is, at the path's end,
// returned, held by persistent state, given to a call, or known to be finished
// or absent. Values are followed, not names: a group holds its children, a
// built group the group, an optional or a list what was put in.
//
//===----------------------------------------------------------------------===//

#include "paths/PathAnalyses.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

namespace {

/// How a path treats one completion.
struct Fate {
  bool Accounted = false;
  const Fact *Cleared = nullptr; ///< the write that took it out of its place
};

/// A completion that some path leaves unaccounted.
struct Loss {
  const CallEvent *Start;
  const PathEnd *End;
  const Fact *Cleared;
};

class Accounting {
public:
  Accounting(const Paths &P, FindingList &Out) : P(P), Out(Out) {}
  void run();

private:
  Fate follow(const PathEnd &End, const std::vector<Event> &Way, size_t From,
              llvm::ArrayRef<Term> Parts) const;
  bool carried(Term T, llvm::ArrayRef<Term> Parts) const {
    return llvm::any_of(Parts, [&](Term Q) { return P.carries(T, Q); });
  }
  bool groupAdd(const CallEvent &C) const;
  bool givesHandle(const std::vector<Event> &Way, size_t At,
                   llvm::SmallVectorImpl<Term> &Parts) const;
  bool callTakes(const CallEvent &C, llvm::ArrayRef<Term> Parts,
                 const std::set<Term> &Places) const;
  void groups(const std::vector<Event> &Way);
  void unchecked();
  void report(FindingKind K, const clang::Stmt *Where, const Loss &L);

  const Paths &P;
  FindingList &Out;
};

/// `group.add(c)`: the group holds it from here on.
bool Accounting::groupAdd(const CallEvent &C) const {
  auto *MD = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(C.Call->Callee);
  return MD && MD->getNumParams() &&
         P.Vocabulary.matches(P.Vocabulary.GroupTypes, MD->getParent()) &&
         P.Vocabulary.completion(
             MD->getParamDecl(0)->getType().getNonReferenceType());
}

/// Whether the call is the first that is given a completion made on this path
/// whose end nobody is told of: it is started here.
bool Accounting::givesHandle(const std::vector<Event> &Way, size_t At,
                             llvm::SmallVectorImpl<Term> &Parts) const {
  const CallEvent &C = *Way[At].C;
  if (C.Call->Reentrant || groupAdd(C))
    return false;
  for (Term A : C.Args) {
    if (!P.Terms.isFn(A, "handle"))
      continue;
    bool Told = false;
    for (Term With : llvm::drop_begin(P.Terms[A].Args)) {
      // A callback, bare or in a std::function.
      while (P.Terms.isFn(With, "make") && P.Terms[With].Args.size() == 2)
        With = P.Terms[With].Args[1];
      Told |= !P.Terms.isFn(With, "make") && !P.Terms.isInt(With);
    }
    for (size_t I = 0; I < At && !Told; ++I)
      Told =
          Way[I].Kind == Event::Call && llvm::is_contained(Way[I].C->Args, A);
    if (!Told)
      Parts.push_back(A);
  }
  return !Parts.empty();
}

/// Whether the call is given the completion, so that it is its matter now.
bool Accounting::callTakes(const CallEvent &C, llvm::ArrayRef<Term> Parts,
                           const std::set<Term> &Places) const {
  const bool Builds =
      C.Call->Callee &&
      P.Vocabulary.operation(C.Call->Callee) == ProtocolOp::Build;
  if (groupAdd(C) || Builds)
    return false;
  for (Term A : C.Args)
    if (carried(A, Parts) ||
        (P.Terms[A].Kind == TermKind::Addr && Places.count(P.Terms.deref(A))))
      return true;
  return C.Object != Term::None && llvm::any_of(Places, [&](Term L) {
           return P.Terms.within(L, C.Object) || P.Terms.within(C.Object, L);
         });
}

Fate Accounting::follow(const PathEnd &End, const std::vector<Event> &Way,
                        size_t From, llvm::ArrayRef<Term> Parts) const {
  Fate R;
  std::set<Term> Places; ///< that hold it
  const int Node = Way[From].At;
  for (size_t I = 0; I < From; ++I)
    if (Way[I].Kind == Event::Write && carried(Way[I].W->New, Parts))
      Places.insert(Way[I].W->Loc);
  for (size_t I = From + 1; I < Way.size() && !R.Accounted; ++I) {
    const Event &X = Way[I];
    switch (X.Kind) {
    case Event::Call:
      R.Accounted = callTakes(*X.C, Parts, Places);
      break;
    case Event::Test:
      // Asked how it stands, itself or with others of its list.
      R.Accounted = X.Cond != Term::None && !P.asksPresence(X.Cond) &&
                    carried(X.Cond, Parts);
      break;
    case Event::Write: {
      if (carried(X.W->New, Parts)) {
        Places.insert(X.W->Loc);
        R.Cleared = nullptr;
        break;
      }
      // What a loop's passes were joined to still holds it.
      if (P.hasVar(X.W->New))
        break;
      bool Kept = false;
      llvm::SmallVector<Term, 2> Gone;
      for (Term L : Places)
        if (P.Terms.within(L, X.W->Loc)) {
          Kept |= P.Terms.persistent(L);
          Gone.push_back(L);
        }
      for (Term L : Gone)
        Places.erase(L);
      if (Kept &&
          llvm::none_of(Places, [&](Term L) { return P.Terms.persistent(L); }))
        R.Cleared = X.By;
      break;
    }
    default:
      break;
    }
  }
  if (R.Accounted)
    return R;
  R.Accounted =
      (End.Answer != Term::None &&
       (carried(End.Answer, Parts) ||
        (P.hasVar(End.Answer) && !Places.empty()))) ||
      llvm::any_of(Places, [&](Term L) { return P.Terms.persistent(L); }) ||
      llvm::any_of(Parts, [&](Term Q) {
        return P.knownOnWay(End, Node, P.Terms.apply("has", {Q}), false);
      });
  return R;
}

void Accounting::report(FindingKind K, const clang::Stmt *Where,
                        const Loss &L) {
  Finding *R = Out.add(K, Tier::Likely, Where);
  if (!R)
    return;
  if (L.Start->Call->Callee)
    R->Callee = L.Start->Call->Callee->getNameAsString();
  R->Path.push_back({StepRole::Begins, P.siteOf(L.Start->By)});
  if (L.Cleared)
    R->Path.push_back({StepRole::Meets, P.siteOf(L.Cleared)});
  R->Path.push_back({StepRole::Ends, L.End->where(P.F)});
  R->Path.push_back({StepRole::Advice, R->Where});
}

/// Groups against their rules, on one path.
void Accounting::groups(const std::vector<Event> &Way) {
  std::map<Term, const CallEvent *> Built;
  for (const Event &X : Way) {
    if (X.Kind == Event::Write && X.By->Kind != FactKind::Call)
      for (auto It = Built.begin(); It != Built.end();)
        It = P.Terms.within(It->first, X.W->Loc) ? Built.erase(It)
                                                 : std::next(It);
    if (X.Kind != Event::Call || !X.C->Call->Callee)
      continue;
    const CallEvent &C = *X.C;
    const ProtocolOp Op = P.Vocabulary.operation(C.Call->Callee);
    auto Add = [&](FindingKind K, const CallEvent &Build) {
      Finding *R = Out.add(K, Tier::Likely, P.siteOf(C.By));
      if (!R)
        return;
      R->Callee = C.Call->Callee->getNameAsString();
      R->Path.push_back({StepRole::Begins, P.siteOf(Build.By)});
      R->Path.push_back({StepRole::Advice, R->Where});
    };
    if (Op == ProtocolOp::Build && C.Object != Term::None)
      Built[C.Object] = &C;
    if (auto It = Built.find(C.Object); It != Built.end() && groupAdd(C))
      Add(FindingKind::AddedBehindBuild, *It->second);
    if (Op == ProtocolOp::Finish && P.Terms[C.Answer].Args.size() > 1) {
      // What the object held is the second part of a call's answer.
      Term Held = P.Terms[C.Answer].Args[1];
      if (P.Terms.isFn(Held, "some"))
        Held = P.Terms[Held].Args[0];
      const CallEvent *Made = callOf(P.E.Nodes, X.At, Held);
      if (Made && Made->Call->Callee &&
          P.Vocabulary.operation(Made->Call->Callee) == ProtocolOp::Build)
        Add(FindingKind::GroupAborted, *Made);
    }
  }
}

/// The content of an optional completion that nobody looked for.
void Accounting::unchecked() {
  for (const PartUse &U : P.Uses) {
    const auto *Use = llvm::dyn_cast_or_null<clang::Expr>(U.By->Site);
    if (U.Sure || U.By->Outer || !Use || U.By->Payload != P.Terms.partKey("*"))
      continue;
    clang::QualType T = Use->getType();
    if (T->isPointerType())
      T = T->getPointeeType();
    if (!P.Vocabulary.completion(T))
      continue;
    Term From = U.Whole;
    while (P.Terms.isFn(From, "project"))
      From = P.Terms[From].Args[0];
    const CallEvent *Start = callOf(P.E.Nodes, U.At, From);
    llvm::SmallVector<Term, 2> Parts;
    if (!Start || !P.starts(*Start, Parts))
      continue;
    // A test of anything else in the handle may stand for it.
    const std::vector<Event> Way = P.events(U.At);
    if (llvm::any_of(Way, [&](const Event &X) {
          return X.Kind == Event::Test && X.Cond != Term::None &&
                 P.Terms.contains(X.Cond, From);
        }))
      continue;
    if (Finding *R =
            Out.add(FindingKind::CompletionUnread, Tier::Likely, Use)) {
      if (Start->Call->Callee)
        R->Callee = Start->Call->Callee->getNameAsString();
      R->Path.push_back({StepRole::Begins, P.siteOf(Start->By)});
      R->Path.push_back({StepRole::Advice, R->Where});
    }
  }
}

void Accounting::run() {
  unchecked();
  std::vector<Loss> Lost;
  std::set<const Fact *> KeptElsewhere;
  for (const PathEnd &End : P.Ends) {
    // What dies in a local at a callee's yield is lost with the local.
    const std::vector<Event> Way = P.events(End.At);
    groups(Way);
    if (End.How.Kind == YieldKind::Propagated)
      continue;
    for (size_t I = 0; I < Way.size(); ++I) {
      llvm::SmallVector<Term, 2> Parts;
      if (Way[I].Kind != Event::Call ||
          (!P.starts(*Way[I].C, Parts) && !givesHandle(Way, I, Parts)))
        continue;
      const Fate F = follow(End, Way, I, Parts);
      if (F.Accounted)
        KeptElsewhere.insert(Way[I].By);
      else
        Lost.push_back({Way[I].C, &End, F.Cleared});
    }
  }
  for (const Loss &L : Lost) {
    if (L.Cleared)
      report(FindingKind::CompletionCleared, P.siteOf(L.Cleared), L);
    else if (KeptElsewhere.count(L.Start->By))
      report(FindingKind::CompletionDropped, L.End->where(P.F), L);
    else
      report(FindingKind::CompletionLost, P.siteOf(L.Start->By), L);
  }
}

} // namespace

void findLostCompletions(const Paths &P, FindingList &Out) {
  Accounting(P, Out).run();
}

} // namespace reentrancy
