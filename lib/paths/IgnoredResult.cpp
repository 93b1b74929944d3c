//===- IgnoredResult.cpp - Pending answers that are not passed on ---------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// At each end that is no yield: an answer that was got on the way and may still
// be pending there was swallowed, unless somebody else has it now (it was
// stored, or given to a call), or a test looked at it that is not understood.
//
// A race is no finding: who polls several callees and is content with the
// first that is done has the others' pending answers left over.
//
//===----------------------------------------------------------------------===//

#include "execution/Summary.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

namespace {

class IgnoredResults {
public:
  IgnoredResults(const Paths &P, Summaries &Callees, FindingList &Out)
      : P(P), Callees(Callees), Out(Out) {}

  void run();

private:
  bool canBePending(const CallEvent &C);
  bool ownMethod(const CallEvent &C) const;
  bool handedOn(const PathEnd &End, const std::vector<Event> &Way, Term Answer,
                bool Pending) const;
  void judge(const PathEnd &End);
  void untested();
  void spinning();
  const Terminator *spins(int N, const CallEvent &C) const;
  Finding *report(FindingKind K, Tier T, const CallEvent &C);

  const Paths &P;
  Summaries &Callees;
  FindingList &Out;
};

/// A callee whose visible body never yields is waited for by nobody.
bool IgnoredResults::canBePending(const CallEvent &C) {
  if (!C.Call->Reentrant)
    return false;
  const Summary &Seen = Callees.of(C.Call->Callee);
  return !Seen.Known || !Seen.Pending.empty();
}

/// Whether the call is of a method of an answer itself: `r.error()`.
bool IgnoredResults::ownMethod(const CallEvent &C) const {
  auto *MD = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(C.Call->Callee);
  return MD && P.Vocabulary.ownType(MD->getParent());
}

/// \p Pending: it is known to be just that.
bool IgnoredResults::handedOn(const PathEnd &End, const std::vector<Event> &Way,
                              Term Answer, bool Pending) const {
  if (P.carries(End.Answer, Answer))
    return true;
  for (auto &[L, V] : P.Space.entries(End.S))
    if (P.Terms.persistent(L) && P.carries(V, Answer))
      return true;
  bool Behind = false; ///< the call that gave the answer has been passed
  bool Left = false;   ///< it is known to be pending, and another was asked
  for (const Event &X : Way) {
    if (X.Kind == Event::Call && X.C->Answer == Answer) {
      Behind = true;
      continue;
    }
    if (!Behind)
      continue;
    if (X.Kind == Event::Call && !ownMethod(*X.C)) {
      for (Term A : X.C->Args) {
        const Term Holds = P.Terms[A].Kind == TermKind::Addr
                               ? P.Space.load(End.S, P.Terms.deref(A))
                               : A;
        if (P.carries(A, Answer) || P.carries(Holds, Answer))
          return true;
      }
      Left |= X.C->Call->Reentrant &&
              !P.mayOnWay(End, X.At, X.C->Answer, Status::Pending) &&
              P.mayOnWay(End, X.At, X.C->Answer, Status::Done);
    }
    // A test that the vocabulary does not know of may be one of its state.
    if (X.Kind == Event::Test && X.Cond != Term::None) {
      llvm::SmallVector<Term, 8> Work{X.Cond};
      while (!Work.empty()) {
        const Term T = Work.pop_back_val();
        if (P.Terms.isFn(T, "status") || T < Answer)
          continue;
        if (P.Terms.isFn(T, "result") && P.carries(T, Answer))
          return true;
        Work.append(P.Terms[T].Args.begin(), P.Terms[T].Args.end());
      }
    }
  }
  return Left && Pending;
}

Finding *IgnoredResults::report(FindingKind K, Tier T, const CallEvent &C) {
  Finding *X = Out.add(K, T, C.Call->Site);
  if (!X)
    return nullptr;
  if (C.Call->Callee)
    X->Callee = C.Call->Callee->getNameAsString();
  X->Path.push_back({StepRole::Begins, C.Call->Site});
  return X;
}

void IgnoredResults::judge(const PathEnd &End) {
  const Range Said = P.status(End.S, End.Answer);
  if (End.How.Kind != YieldKind::None || Said.has(int(Status::Pending)))
    return;
  const bool Fails = Said.single() && Said.has(int(Status::Error));
  const std::vector<Event> Way = P.events(End.At);
  for (const Event &X : Way) {
    // A helper that leaves early on a pending answer yields without a word;
    // whoever calls it is called again.
    if (X.Kind != Event::Call || X.By->Outer || !canBePending(*X.C))
      continue;
    const Term A = X.C->Answer;
    const bool Tested = !P.mayOnWay(End, X.At, A, Status::Done);
    if (!P.mayOnWay(End, X.At, A, Status::Pending) || (Fails && !Tested) ||
        P.testedBlurred(End, X.At, A) ||
        handedOn(End, Way, A,
                 Tested && !P.mayOnWay(End, X.At, A, Status::Error)))
      continue;
    Finding *R =
        report(Fails ? FindingKind::PendingFails : FindingKind::PendingIgnored,
               Tier::Likely, *X.C);
    if (!R)
      continue;
    R->Path.push_back({StepRole::Ends, End.where(P.F)});
    R->Path.push_back({StepRole::Advice, R->Where});
  }
}

/// The value of an answer that may be pending.
void IgnoredResults::untested() {
  for (const PartUse &U : P.Uses) {
    if (U.Sure || U.By->Outer || U.By->Payload != P.Terms.partKey("value"))
      continue;
    const CallEvent *C = callOf(P.E.Nodes, U.At, U.Whole);
    if (!C || !canBePending(*C))
      continue;
    if (Finding *R = report(FindingKind::ValueUntested, Tier::Likely, *C)) {
      R->Path.push_back({StepRole::Ends, P.siteOf(U.By)});
      R->Path.push_back({StepRole::Advice, R->Where});
    }
  }
}

/// A loop that calls again at once what was "finished": a yield that asks only
/// for control to go back is always finished, so it never does.
void IgnoredResults::spinning() {
  for (int N = 0; N < int(P.E.Nodes.size()); ++N) {
    const Node &Again = P.E.Nodes[N];
    if (Again.Calls.empty() || P.E.stale(N))
      continue;
    for (const CallEvent &C : Again.Calls)
      if (canBePending(C) && !C.By->Outer)
        if (const Terminator *Test = spins(N, C)) {
          Finding *R =
              Out.add(FindingKind::FinishedTaken, Tier::Likely, Test->Test);
          if (!R)
            continue;
          if (C.Call->Callee)
            R->Callee = C.Call->Callee->getNameAsString();
          R->Path.push_back({StepRole::Begins, C.Call->Site});
          R->Path.push_back({StepRole::Ends, C.Call->Site});
          R->Path.push_back({StepRole::Advice, R->Where});
        }
  }
}

/// The test behind which \p C is called again though nobody had control.
const Terminator *IgnoredResults::spins(int N, const CallEvent &C) const {
  for (; N > 0; N = P.E.Nodes[N].Parent) {
    const Node &X = P.E.Nodes[N];
    if (!X.Via || X.Via->Kind != Terminator::Branch || X.Cond == Term::None)
      continue;
    llvm::SmallVector<Term, 8> Work{X.Cond};
    std::set<Term> Seen;
    while (!Work.empty()) {
      const Term T = Work.pop_back_val();
      if (!Seen.insert(T).second)
        continue;
      const TermNode &F = P.Terms[T];
      if (P.Terms.isFn(T, "result") && F.Args.size() > 1 &&
          P.Terms.isFn(F.Args[1], "project"))
        return nullptr; // it is asked for more
      if (!P.Terms.isFn(T, "completion_state")) {
        Work.append(F.Args.begin(), F.Args.end());
        continue;
      }
      const Term Of = F.Args[0];
      const CallEvent *First = P.Terms.isFn(Of, "project")
                                   ? callOf(P.E.Nodes, N, P.Terms[Of].Args[0])
                                   : nullptr;
      if (First && First->By == C.By && P.Space.truth(X.In, T).value_or(false))
        return X.Via;
    }
    // Somebody waits for it.
    for (const CallEvent &Between : P.E.Nodes[X.Parent].Calls)
      for (Term A : Between.Args)
        if (P.Terms.isFn(A, "project"))
          return nullptr;
  }
  return nullptr;
}

void IgnoredResults::run() {
  spinning();
  // Who is not called again cannot pass a pending answer on.
  if (!P.Vocabulary.reentrant(P.F.Function))
    return;
  untested();
  for (const PathEnd &End : P.Ends)
    judge(End);
}

} // namespace

void findIgnoredResults(const Paths &P, Summaries &Callees, FindingList &Out) {
  IgnoredResults(P, Callees, Out).run();
}

} // namespace reentrancy
