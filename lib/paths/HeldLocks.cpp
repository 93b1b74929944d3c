//===- HeldLocks.cpp - Explicit locks at yields and errors ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two ways to have a lock when nobody knows:
//  - it is held at a yield, and the replay takes it again;
//  - an error exit stands between the lock and the flag that remembers it.
//
//===----------------------------------------------------------------------===//

#include "findings/SourceText.h"
#include "paths/PathAnalyses.h"
#include "vocabulary/LockVerbs.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

namespace {

/// What a call is of: its object, or what its first argument points at.
static Term objectOf(const Paths &P, const CallEvent &C) {
  if (C.Object == Term::None && C.Call->OfFirst && !C.Args.empty())
    return P.Terms.deref(C.Args[0]);
  return C.Object;
}

/// A lock that is held at the end of a path.
struct Held {
  const Event *Taken;
  Term Object;
  bool Noted; ///< persistent state was written since
};

/// Follows a replay up to the pending call, and sees whether it takes a lock.
class Retaking : public RunVisitor {
public:
  Retaking(const Paths &P, Explorer &E, const Fact *Taken, Term Object,
           const CallEvent *Pending)
      : P(P), E(E), Taken(Taken), Object(Object), Pending(Pending) {}
  bool Again = false;

  bool atFact(int N, uint32_t Index, State &S) override {
    const auto &Facts = E.F.Blocks[E.Nodes[N].At].Facts;
    if (Index >= Facts.size())
      return Again;
    const Fact &X = Facts[Index];
    if (X.Kind != FactKind::Enter)
      return Again;
    if (&X == Taken)
      return take(N);
    auto *Call = llvm::dyn_cast_or_null<clang::CallExpr>(X.Site);
    return Again || (Call && releases(Call->getDirectCallee()) &&
                     !X.In.empty() && E.Space.slot(S, X.In[0]) == Object);
  }
  bool atCall(int N, const CallEvent &C, const State &) override {
    if (C.By == Taken)
      return take(N);
    return Again || (objectOf(P, C) == Object && releases(C.Call->Callee)) ||
           (Pending && C.Call->Callee == Pending->Call->Callee &&
            C.Object == Pending->Object);
  }

private:
  /// Only a way that is certain counts: a test that the first call left open
  /// may be the one that asks whether the lock is held.
  bool take(int N) {
    for (int X = N; X >= 0; X = E.Nodes[X].Parent)
      if (E.Nodes[X].Undecided)
        return true;
    return Again = true;
  }
  const Paths &P;
  Explorer &E;
  const Fact *Taken;
  Term Object;
  const CallEvent *Pending;
};

class Locks {
public:
  Locks(Paths &P, FindingList &Out) : P(P), Out(Out) {}
  void run();

private:
  bool took(const PathEnd &End, const std::vector<Event> &Way, size_t At) const;
  std::vector<Held> held(const PathEnd &End,
                         const std::vector<Event> &Way) const;
  void leaks();
  void retakes();
  const clang::Stmt *siteOf(const Event &X) const {
    return X.By->Outer ? X.By->Outer : X.By->Site;
  }
  void report(FindingKind K, const clang::Stmt *Where, Term Lock,
              const clang::Stmt *Begin, const clang::Stmt *End);

  Paths &P;
  FindingList &Out;
};

void Locks::report(FindingKind K, const clang::Stmt *Where, Term Lock,
                   const clang::Stmt *Begin, const clang::Stmt *End) {
  Finding *R = Out.add(K, Tier::Likely, Where);
  if (!R)
    return;
  R->Place = placeName(P.Terms, Lock);
  R->Path.push_back({StepRole::Begins, Begin});
  R->Path.push_back({StepRole::Ends, End});
  R->Path.push_back({StepRole::Advice, Where});
}

/// Whether the call did take the lock: a `try_lock` that failed did not.
bool Locks::took(const PathEnd &End, const std::vector<Event> &Way,
                 size_t At) const {
  const Event &X = Way[At];
  if (X.Kind == Event::Call) {
    // A bool tells that it was taken, a number which error kept it from being.
    const bool Failed = !X.C->Call->Callee->getReturnType()->isBooleanType() &&
                        X.C->Call->OfFirst;
    return !X.C->Call->Reentrant &&
           !P.knownOnWay(End, X.At, X.C->Answer, Failed);
  }
  for (size_t I = At + 1; I < Way.size(); ++I)
    if (Way[I].Kind == Event::Write && Way[I].By->Outer == siteOf(X) &&
        P.Terms.persistent(Way[I].W->Loc) && Way[I].W->Old != Way[I].W->New)
      return true;
  return false;
}

std::vector<Held> Locks::held(const PathEnd &End,
                              const std::vector<Event> &Way) const {
  std::vector<Held> Now;
  for (size_t I = 0; I < Way.size(); ++I) {
    const Event &X = Way[I];
    if (X.Kind == Event::Write && X.W->Old != X.W->New &&
        P.Terms.persistent(X.W->Loc))
      for (Held &H : Now)
        if (X.By->Outer != siteOf(*H.Taken) && X.By != H.Taken->By)
          H.Noted = true;
    const clang::FunctionDecl *FD = P.calleeOf(X);
    if (!FD)
      continue;
    const Term Object = X.Kind == Event::Call ? objectOf(P, *X.C) : X.Object;
    if (acquires(FD) && Object != Term::None && took(End, Way, I)) {
      Now.push_back({&X, Object, false});
      continue;
    }
    // A method of one's own that is not seen may give back anything.
    const bool Anything = X.Kind == Event::Call && X.C->Call->OwnObject &&
                          !X.C->Call->KeepsObject && !X.C->Call->Reentrant;
    llvm::erase_if(Now, [&](const Held &H) {
      return Anything || (releases(FD) && (Object == Term::None ||
                                           P.Terms.within(Object, H.Object) ||
                                           P.Terms.within(H.Object, Object)));
    });
  }
  return Now;
}

void Locks::leaks() {
  // A lock whose other ways out release or remember it.
  std::set<const Fact *> Cared;
  std::vector<std::pair<const PathEnd *, std::vector<Event>>> Ways;
  for (const PathEnd &End : P.Ends)
    Ways.push_back({&End, P.events(End.At)});
  auto Takes = [&](auto Each) {
    for (auto &[End, Way] : Ways) {
      const std::vector<Held> Kept = held(*End, Way);
      for (size_t I = 0; I < Way.size(); ++I)
        if (const clang::FunctionDecl *FD = P.calleeOf(Way[I]);
            FD && acquires(FD) && took(*End, Way, I))
          Each(*End, Way[I],
               llvm::find_if(
                   Kept, [&](const Held &H) { return H.Taken == &Way[I]; }) ==
                   Kept.end(),
               Kept);
    }
  };
  Takes([&](const PathEnd &, const Event &X, bool Released,
            const std::vector<Held> &Kept) {
    bool Noted = Released;
    for (const Held &H : Kept)
      Noted |= H.Taken == &X && H.Noted;
    if (Noted)
      Cared.insert(X.By);
  });
  Takes([&](const PathEnd &End, const Event &X, bool Released,
            const std::vector<Held> &Kept) {
    if (Released || End.How.Kind != YieldKind::None ||
        P.endsAs(End, Status::Pending) || P.endsAs(End, Status::Done) ||
        !Cared.count(X.By))
      return;
    for (const Held &H : Kept)
      if (H.Taken == &X && !H.Noted)
        report(FindingKind::LockLeaked, End.where(P.F), H.Object, siteOf(X),
               End.where(P.F));
  });
}

/// Locks that are held at a yield, and that the replay takes again.
void Locks::retakes() {
  // The replays use the explorer: what they need is worked out first.
  struct Case {
    State Left;
    const Fact *Taken;
    Term Object;
    const clang::Stmt *Begin, *End;
    std::optional<CallEvent> Pending;
  };
  std::vector<Case> Cases;
  for (const PathEnd &End : P.Ends) {
    if (End.How.Kind == YieldKind::None)
      continue;
    const std::vector<Event> Way = P.events(End.At);
    for (const Held &H : held(End, Way)) {
      Case C{End.S,          H.Taken->By, H.Object, siteOf(*H.Taken),
             End.where(P.F), std::nullopt};
      if (End.How.Kind == YieldKind::Propagated)
        if (const CallEvent *Call = callOf(P.E.Nodes, End.At, End.How.Answer)) {
          C.Pending = *Call;
          C.End = P.siteOf(Call->By);
        }
      Cases.push_back(std::move(C));
    }
  }
  std::vector<Node> Saved = std::move(P.E.Nodes);
  for (Case &C : Cases) {
    State S = C.Left;
    S.Run += 1;
    if (C.Pending)
      P.E.unanswer(S, *C.Pending);
    P.Space.dropLocals(S);
    Retaking V(P, P.E, C.Taken, C.Object, C.Pending ? &*C.Pending : nullptr);
    if (P.E.run(Mode::Blocking, S, P.F.Entry, 0, V, P.Bounds.MaxRunStates) &&
        V.Again)
      report(FindingKind::LockAgain, C.Begin, C.Object, C.Begin, C.End);
  }
  P.E.Nodes = std::move(Saved);
}

void Locks::run() {
  leaks();
  retakes();
}

} // namespace

void findHeldLocks(Paths &P, FindingList &Out) { Locks(P, Out).run(); }

} // namespace reentrancy
