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
// An object's status, or a plain value of which some numbers say "not yet".
//
// No finding, because the callee is called again or had its say:
//  - a race: who polls several callees and is content with the first that is
//    done has the others' pending answers left over;
//  - the same call is made again behind it, and its answer counts;
//  - a loop takes in what there is, until the callee has no more;
//  - an answer is dropped on purpose, and a later one of the same object tells;
//  - each caller asks the callee once more;
//  - a plain value that is "not yet" has a way of its own, with another answer
//    or another state than "done": what it means, its callers decide.
//
//===----------------------------------------------------------------------===//

#include "calls/Callers.h"
#include "execution/Summary.h"
#include "paths/Mentions.h"
#include "paths/PathAnalyses.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

namespace {

class IgnoredResults {
public:
  IgnoredResults(const Paths &P, Summaries &Callees, const Callers &Up,
                 FindingList &Out)
      : P(P), Callees(Callees), Up(Up), Out(Out) {}

  void run();

private:
  bool canBePending(const CallEvent &C);
  bool ownMethod(const CallEvent &C) const;
  bool handedOn(const PathEnd &End, const std::vector<Event> &Way, Term Answer,
                bool Pending) const;
  bool askedAgain(const PathEnd &End, const std::vector<Event> &Way,
                  size_t At) const;
  bool drains(const CallEvent &C, BlockId In) const;
  bool callersAsk(const CallEvent &C) const;
  bool toldApart(const PathEnd &End, const Event &X) const;
  void judge(const PathEnd &End);
  void untested();
  void spinning();
  const Terminator *spins(int N, const CallEvent &C) const;
  Finding *report(FindingKind K, Tier T, const CallEvent &C);

  const Paths &P;
  Summaries &Callees;
  const Callers &Up;
  FindingList &Out;
};

/// A callee whose visible body never yields is waited for by nobody. A plain
/// value that comes down to no callee's wait is a word between the two.
bool IgnoredResults::canBePending(const CallEvent &C) {
  if (!C.Call->Reentrant)
    return false;
  const Summary &Seen = Callees.of(C.Call->Callee);
  return !Seen.Known || llvm::any_of(Seen.Pending, [&](const Summary::Way &W) {
    return !C.Call->Values || !W.WaitsFor.empty();
  });
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
              !P.mayOnWay(End, X.At, *X.C, Status::Pending) &&
              P.mayOnWay(End, X.At, *X.C, Status::Done);
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

/// Whether what \p E answers is dropped on purpose: `(void)poll();`.
static bool castToVoid(const clang::Expr *E, clang::ASTContext &Context) {
  for (clang::DynTypedNodeList Up = Context.getParents(*E); Up.size() == 1;
       Up = Context.getParents(Up[0])) {
    if (const auto *C = Up[0].get<clang::CastExpr>();
        C && C->getCastKind() == clang::CK_ToVoid)
      return true;
    if (!Up[0].get<clang::ImplicitCastExpr>() &&
        !Up[0].get<clang::FullExpr>() && !Up[0].get<clang::ParenExpr>() &&
        !Up[0].get<clang::CXXBindTemporaryExpr>() &&
        !Up[0].get<clang::MaterializeTemporaryExpr>())
      return false;
  }
  return false;
}

/// Whether behind the call at \p At the same call is made again, so that the
/// later answer counts; or it is dropped on purpose, and a later answer of the
/// same object is known to be done.
bool IgnoredResults::askedAgain(const PathEnd &End,
                                const std::vector<Event> &Way,
                                size_t At) const {
  const CallEvent &C = *Way[At].C;
  const bool OnPurpose = castToVoid(C.Call->Site, P.Context);
  for (size_t I = At + 1; I < Way.size(); ++I) {
    if (Way[I].Kind != Event::Call)
      continue;
    const CallEvent &Later = *Way[I].C;
    if (Later.By == C.By && Later.alike(C))
      return true;
    if (OnPurpose && Later.Call->Reentrant && C.Object != Term::None &&
        Later.Object == C.Object &&
        !P.mayOnWay(End, Way[I].At, Later, Status::Pending))
      return true;
  }
  return false;
}

/// Whether only the answer of the call \p C in block \p In decides whether its
/// loop goes on: it takes in all that there is.
bool IgnoredResults::drains(const CallEvent &C, BlockId In) const {
  const auto &Loops = P.F.Blocks[In].Loops;
  if (Loops.empty() || !C.Call->Values)
    return false;
  // The innermost loop is that of the head that all others are around.
  BlockId Head = Loops.front();
  for (BlockId L : Loops)
    if (P.F.inLoop(Head, L))
      Head = L;
  std::vector<Range> On, Out;
  for (int N = 0; N < int(P.E.Nodes.size()); ++N) {
    const Node &X = P.E.Nodes[N];
    if (X.Parent < 0 || !P.F.inLoop(Head, P.E.Nodes[X.Parent].At))
      continue;
    const bool Leaves = !P.F.inLoop(Head, X.At);
    if (!Leaves && X.At != Head)
      continue;
    const CallEvent *Last = nullptr;
    for (int M = X.Parent; M >= 0 && P.F.inLoop(Head, P.E.Nodes[M].At) && !Last;
         M = P.E.Nodes[M].Parent) {
      for (const CallEvent &Y : llvm::reverse(P.E.Nodes[M].Calls))
        if (Y.By == C.By) {
          Last = &Y;
          break;
        }
      if (P.E.Nodes[M].At == Head)
        break;
    }
    if (!Last) {
      if (Leaves)
        return false; // another test ends the loop
      continue;
    }
    // A head that was joined knows no more of the pass before.
    State Learned;
    Range R;
    for (int M = N; M >= 0; M = P.E.Nodes[M].Parent) {
      if (llvm::is_contained(llvm::make_pointer_range(P.E.Nodes[M].Calls),
                             Last))
        break;
      if (P.E.Nodes[M].Via && P.E.Nodes[M].Via->Kind == Terminator::Branch &&
          P.E.Nodes[M].Cond != Term::None)
        P.Space.assume(Learned, P.E.Nodes[M].Cond, P.E.Nodes[M].Choice);
    }
    R = P.Space.range(Learned, Last->Answer);
    (Leaves ? Out : On).push_back(R);
  }
  return !On.empty() && llvm::none_of(Out, [&](const Range &R) {
    return llvm::any_of(On, [&](const Range &Q) { return R.meets(Q); });
  });
}

/// Whether no end where the call \p X is done looks like \p End, where it is
/// pending: the caller or the next call can tell, by the answer or by the
/// state.
bool IgnoredResults::toldApart(const PathEnd &End, const Event &X) const {
  return llvm::none_of(P.Ends, [&](const PathEnd &O) {
    if (O.How.Kind != YieldKind::None ||
        !callOf(P.E.Nodes, O.At, X.C->Answer) ||
        !P.mayOnWay(O, X.At, *X.C, Status::Done) ||
        P.Space.resolve(End.S, End.Answer) != P.Space.resolve(O.S, O.Answer))
      return false;
    return llvm::all_of(P.Space.places(End.S, O.S), [&](Term Place) {
      return !P.Terms.persistent(Place) ||
             P.Space.resolve(End.S, P.Space.load(End.S, Place)) ==
                 P.Space.resolve(O.S, P.Space.load(O.S, Place));
    });
  });
}

/// Whether all callers are seen and ask the callee once more themselves.
bool IgnoredResults::callersAsk(const CallEvent &C) const {
  const auto Sites = Up.callsOf(P.F.Function);
  return !Sites.empty() && C.Call->Callee &&
         llvm::all_of(Sites, [&](const Callers::CallSite &S) {
           return S.By && S.By->getBody() &&
                  mentions(S.By->getBody(), C.Call->Callee);
         });
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
  if (End.How.Kind != YieldKind::None || P.endsAs(End, Status::Pending))
    return;
  const bool Fails =
      P.endsAs(End, Status::Error) && !P.endsAs(End, Status::Done);
  const std::vector<Event> Way = P.events(End.At);
  for (size_t I = 0; I < Way.size(); ++I) {
    const Event &X = Way[I];
    // A helper that leaves early on a pending answer yields without a word;
    // whoever calls it is called again.
    if (X.Kind != Event::Call || X.By->Outer || !canBePending(*X.C))
      continue;
    const Term A = X.C->Answer;
    const bool Tested = !P.mayOnWay(End, X.At, *X.C, Status::Done);
    if (!P.mayOnWay(End, X.At, *X.C, Status::Pending) || (Fails && !Tested) ||
        P.testedBlurred(End, X.At, A) ||
        (X.C->Call->Values &&
         (P.testedInPart(End, X.At, A) ||
          (Tested && !P.mayOnWay(End, X.At, *X.C, Status::Error) &&
           toldApart(End, X)))) ||
        handedOn(End, Way, A,
                 Tested && !P.mayOnWay(End, X.At, *X.C, Status::Error)) ||
        askedAgain(End, Way, I) || drains(*X.C, P.E.Nodes[X.At].At) ||
        callersAsk(*X.C))
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

void findIgnoredResults(const Paths &P, Summaries &Callees, const Callers &Up,
                        FindingList &Out) {
  IgnoredResults(P, Callees, Up, Out).run();
}

} // namespace reentrancy
