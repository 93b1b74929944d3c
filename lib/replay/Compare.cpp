//===- Compare.cpp - What differs where the two runs meet ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"
#include "values/Answer.h"

namespace reentrancy {

/// Whether every test on the way to node \p N of the replay was decided.
bool TwoRuns::decided(int N) const {
  for (; N >= 0; N = E.Nodes[N].Parent)
    if (E.Nodes[N].Undecided)
      return false;
  return true;
}

std::vector<std::pair<Term, int64_t>> TwoRuns::waits(int N) const {
  std::vector<std::pair<Term, int64_t>> W;
  for (; N >= 0; N = E.Nodes[N].Parent)
    if (E.Nodes[N].Undecided && E.Nodes[N].Cond != Term::None &&
        Terms[E.Nodes[N].Cond].Waits)
      W.push_back({E.Nodes[N].Cond, E.Nodes[N].Choice});
  llvm::sort(W);
  return W;
}

/// Whether block \p To comes behind \p From in the same pass of a loop.
static bool reaches(const FunctionFacts &F, BlockId From, BlockId To) {
  std::set<BlockId> Seen{From};
  std::vector<BlockId> Work{From};
  while (!Work.empty()) {
    const BlockId B = Work.back();
    Work.pop_back();
    if (B == To)
      return true;
    if (F.Blocks[B].LoopHead)
      continue;
    for (BlockId S : F.Blocks[B].successors())
      if (Seen.insert(S).second)
        Work.push_back(S);
  }
  return false;
}

/// Whether what node \p At does on the way to \p Arrived is done in a pass of a
/// loop only if the wait decides so. A later pass's state stands for both.
static bool hangsOnWait(const Explorer &E, int Arrived, int At) {
  // The first call did it, behind the pending call: not on this way.
  if (At < 0 || !E.genericPass(Arrived, At + 1, E.Nodes[At].At))
    return false;
  for (int N = At; N >= 0; N = E.Nodes[N].Parent) {
    const Node &X = E.Nodes[N];
    if (X.Undecided && X.Via && X.Via->Kind == Terminator::Branch &&
        X.Cond != Term::None && E.Terms[X.Cond].Waits) {
      const BlockId Other = X.Choice ? X.Via->Else : X.Via->Then;
      if (Other == NoBlock || !reaches(E.F, Other, E.Nodes[At].At))
        return true;
    }
    if (E.F.Blocks[X.At].LoopHead)
      break;
  }
  return false;
}

/// Whether a test on the way to node \p N read what was joined because there
/// are too many states: such a way claims nothing.
static bool blurred(const Explorer &E, int N) {
  for (; N >= 0; N = E.Nodes[N].Parent)
    if (E.Nodes[N].Undecided && E.Nodes[N].Cond != Term::None &&
        E.Terms[E.Nodes[N].Cond].Blurred)
      return true;
  return false;
}

void TwoRuns::judge(const Reached &Y, const State &Ref, ReplayVisitor &V,
                    const CallEvent *Pending) {
  // What only the wait decides must show on both ways.
  struct Decision {
    std::vector<Difference> Found;
    std::vector<const Arrival *> Ways;
    bool Missed = true; ///< none of the ways came to the sync point
  };
  std::map<std::vector<std::pair<Term, int64_t>>, Decision> ByWait;
  // Where only a later pass may have made a call whose input is known, it did.
  if (Pending && !Terms[Pending->Key].HasVar &&
      llvm::none_of(V.Arrivals, [this](const Arrival &A) {
        return A.Exact && !E.stale(A.At);
      }))
    V.Arrivals.insert(V.Arrivals.end(), V.Later.begin(), V.Later.end());
  // In a loop's later passes the pending call may be this one or the next: a
  // way to the end that comes by the call has not missed it.
  std::set<int> Met = V.Passed;
  for (const Arrival &A : V.Arrivals)
    if (A.Exact)
      Met.insert(A.At);
  auto cameBy = [&](int N) {
    for (; N >= 0; N = E.Nodes[N].Parent)
      if (Met.count(N))
        return true;
    return false;
  };
  for (const Arrival &A : V.Arrivals) {
    if (!E.stale(A.At) && blurred(E, A.At))
      Now->Whole = false;
    if (E.stale(A.At) || (!A.Exact && cameBy(A.At)) || blurred(E, A.At) ||
        givesUp(A))
      continue;
    Decision &D = ByWait[waits(A.At)];
    D.Ways.push_back(&A);
    D.Missed &= A.Ended;
    const size_t Before = D.Found.size();
    compare(Y, Ref, A, Pending, D.Found);
    if (D.Found.size() != Before && guardIsGiven(Y, A.At))
      for (size_t I = Before; I != D.Found.size(); ++I)
        D.Found[I].Certainty = Tier::Possible;
  }
  notDispatched(Y, Pending);
  if (ByWait.empty())
    return;
  // A way on which the call is not met cannot be compared: there it counts
  // whether it does the same again.
  auto Again = [&](const Arrival &A, const Difference &D) {
    for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
      for (const WriteEvent &W : E.Nodes[N].Writes)
        if (W.By == D.At)
          return true;
    return false;
  };
  auto First = llvm::find_if(ByWait, [](auto &X) { return !X.second.Missed; });
  std::vector<Difference> Common =
      (First == ByWait.end() ? ByWait.begin() : First)->second.Found;
  for (auto &[W, Group] : ByWait)
    llvm::erase_if(Common, [&](const Difference &D) {
      return !(Group.Missed &&
               llvm::all_of(Group.Ways,
                            [&](const Arrival *A) { return Again(*A, D); })) &&
             llvm::none_of(Group.Found, [&](const Difference &O) {
               return O.At == D.At && O.Kind == D.Kind;
             });
    });
  for (Difference &D : Common)
    if (D.Certainty >= Threshold)
      Out.push_back(std::move(D));
}

/// Whether the replay ended with an error for which only the wait decides: the
/// operation is given up, which says nothing of what the other ways do.
bool TwoRuns::givesUp(const Arrival &A) const {
  if (!A.Ended || A.Answer == Term::None || waits(A.At).empty())
    return false;
  return F.Values ? !mayBeDone(Space, A.S, A.Answer, F.Values) &&
                        !mayBePending(Space, A.S, A.Answer, F.Values)
                  : Terms.isFn(A.Answer, "error");
}

/// Whether the replay runs, on its way to the pending call, a callee that does
/// more than ask, and that the first call did not run. Not where only the wait
/// decides that.
bool TwoRuns::runsExtra(const Reached &Y, const Arrival &A) const {
  if (!waits(A.At).empty())
    return false;
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    for (const CallEvent &C : E.Nodes[N].Calls)
      if (C.Call->Reentrant && !C.Repeated && !E.settles(*C.Call) &&
          !(N == A.At && C.By == A.Call.By) && !firstRunRan(Y, C.By))
        return true;
  return false;
}

Difference TwoRuns::make(const Reached &Y, FindingKind K,
                         const CallEvent *Pending) {
  Difference D;
  D.Kind = K;
  D.Yield = Y.Site;
  D.How = Y.How.Kind;
  D.Callee = Pending;
  return D;
}

void TwoRuns::compare(const Reached &Y, const State &Ref, const Arrival &A,
                      const CallEvent *Pending,
                      std::vector<Difference> &Found) {
  repeated(Y, A, Pending, Found);
  if (A.Ended) {
    if (Pending)
      divert(Y, A, Pending, FindingKind::Abandoned, Found);
    else if (GoesOn != NoBlock)
      compareEnds(Y, Ref, GoesOn, 0, A, nullptr, Found);
    return;
  }
  if (Pending && A.Call.By != Pending->By) {
    followTwin(Y, Ref, A, Pending, Found);
    return;
  }
  if (!A.Exact && goesOnWithKept(A.Call, *Pending)) {
    comparePersistent(Y, Ref, A, Pending, Found);
    return;
  }
  if (!A.Exact) {
    // The pending call is made again, with another input.
    const size_t Before = Found.size();
    divert(Y, A, Pending, FindingKind::OtherPath, Found);
    // A local that the input is computed from starts afresh.
    if (Found.size() == Before && A.Call.By == Pending->By)
      compareLocals(Y, Ref, A, Pending, Found);
    // Where no test was open, its input differs for what was done again.
    if (Found.size() == Before && decided(A.At)) {
      comparePersistent(Y, Ref, A, Pending, Found);
      // It may have been taken out of its place to be put back behind the call.
      if (Found.size() == Before)
        compareInput(Y, A, Pending, Found);
    }
    return;
  }
  const size_t Before = Found.size();
  if (Y.How.Kind != YieldKind::Retry)
    compareLocals(Y, Ref, A, Pending, Found);
  comparePersistent(Y, Ref, A, Pending, Found);
  // A callee that only the replay runs: what sends it there is to blame.
  if (Pending && Found.size() == Before && runsExtra(Y, A))
    divert(Y, A, Pending, FindingKind::OtherPath, Found);
  if (Y.How.Kind == YieldKind::Leaf)
    resubmitted(Y, A, Found);
}

/// Whether \p Loc, which holds \p V, is a part of a larger object, or reached
/// by a pointer in it, and the wait alone has made it what it is. What an
/// unseen callee that gets the whole does to a part nobody knows: it may well
/// want it as it is set here.
static bool partOfWaited(const TermTable &Terms, Term Loc, Term V) {
  auto Projects = [&](Term T) {
    bool Part = false;
    for (; Terms.isFn(T, "project"); T = Terms[T].Args[0])
      Part = true;
    return Part && Terms[T].Waits && Terms.isFn(T, "wait");
  };
  while (Terms.parent(Loc) != Term::None)
    Loc = Terms.parent(Loc);
  return Projects(V) ||
         (Terms[Loc].Kind == TermKind::Deref && Projects(Terms[Loc].Args[0]));
}

/// Whether the replay runs guarded code again only if an answer that the first
/// run got there, and left the guard with, is the one value that the guard is
/// left without.
bool TwoRuns::guardIsGiven(const Reached &Y, int At) const {
  for (int N = At; N >= 0; N = E.Nodes[N].Parent) {
    const Node &X = E.Nodes[N];
    if (!X.Undecided || !X.Choice || !X.Via || !Terms.isFn(X.Cond, "==0"))
      continue;
    for (int M = Y.At; M >= 0; M = FirstRun[M].Parent)
      if (FirstRun[M].Via == X.Via && FirstRun[M].Choice == X.Choice)
        for (int B = Y.At; B >= M; B = FirstRun[B].Parent)
          for (const CallEvent &C : FirstRun[B].Calls)
            if (C.Call->Reentrant && Terms.contains(X.Cond, C.Answer))
              return true;
  }
  return false;
}

const WriteEvent *
TwoRuns::lastWrite(const std::vector<Node> &Path, int &N, Term Loc,
                   llvm::function_ref<bool(const WriteEvent &)> Wanted) const {
  for (; N >= 0; N = Path[N].Parent)
    for (const WriteEvent &W : llvm::reverse(Path[N].Writes))
      if ((Terms.within(W.Loc, Loc) || Terms.within(Loc, W.Loc)) && Wanted(W))
        return &W;
  return nullptr;
}

/// Whether the pending callee, whose body is seen, makes of \p Loc the same in
/// the end whichever of the two states it goes on in. A guard that it reads
/// decides more than its own content.
bool TwoRuns::madeAnew(const CallEvent &Pending, Term Loc, const State &Ref,
                       const State &Replayed) {
  const Summary &Seen = E.callees()->of(Pending.Call->Callee);
  const bool Reads = llvm::any_of(Seen.Reads, [&](Term R) {
    const Term L = Summaries::instantiate(Terms, R, Pending);
    return L != Term::None && (Terms.within(L, Loc) || Terms.within(Loc, L));
  });
  if (Reads && E.guards(Loc))
    return false;
  bool Ends = false;
  for (const Summary::Way &W : Seen.Done) {
    if (Way && !Summary::mayFollow(Terms, *Way, W))
      continue;
    Ends = true;
    State A = Ref, B = Replayed;
    for (auto [I, Write] : llvm::enumerate(W.Writes)) {
      const auto [Inner, Value] = Write;
      const Term L = Summaries::instantiate(Terms, Inner, Pending);
      if (L == Term::None || !(Terms.within(L, Loc) || Terms.within(Loc, L)) ||
          (W.Framed[I] && isFieldOf(Terms, Loc, L)))
        continue;
      const Term V = Summaries::instantiateValue(Space, Ref, Value, Pending);
      const Term U =
          Summaries::instantiateValue(Space, Replayed, Value, Pending);
      // What it makes without a look at it, whatever that is, is the same.
      if (V != U || (V == Term::None && Reads))
        return false;
      const Term Made = V == Term::None ? Terms.constant("\x01made") : V;
      Space.store(A, L, Made);
      Space.store(B, L, Made);
    }
    if (Space.load(A, Loc) != Space.load(B, Loc))
      return false;
  }
  return Ends;
}

/// Whether \p Loc lies in what an unseen call hands out that is asked with
/// nothing that persists: the next call may well be handed something else.
static bool handedOutAnew(const TermTable &Terms, Term Loc) {
  const TermNode &Root = Terms[Terms.root(Loc)];
  return Root.Kind == TermKind::Deref && Terms.isFn(Root.Args[0], "result") &&
         !Terms.somePart(Root.Args[0], [&](Term Part) {
           return Terms[Part].Kind == TermKind::Init;
         });
}

void TwoRuns::comparePersistent(const Reached &Y, const State &Ref,
                                const Arrival &A, const CallEvent *Pending,
                                std::vector<Difference> &Found) {
  for (Term L : Space.places(Ref, A.S)) {
    if (!Terms.persistent(L))
      continue;
    // What differs are its parts, which are places of their own.
    if (Space.stored(Ref, L) == Space.stored(A.S, L))
      continue;
    // What a parent's entry covers is compared part by part.
    const Term X = Space.resolve(A.S, Space.load(Ref, L));
    const Term Z = Space.resolve(A.S, Space.load(A.S, L));
    if (maySame(Terms, X, Z) || (gone(Space, Ref, L) && gone(Space, A.S, L)))
      continue;
    // The last write of it on the replay; what a repeated callee did to it is
    // told of that, but what was done to its object before is not its doing.
    int At = A.At;
    bool ByCallee = false;
    const WriteEvent *Last =
        lastWrite(E.Nodes, At, L, [&](const WriteEvent &W) {
          if (!reentrant(*W.By))
            return !ByCallee || W.By->Role == WriteRole::Modify ||
                   W.By->Kind == FactKind::Call;
          ByCallee = true;
          return false;
        });
    if (!Last && ByCallee)
      continue;
    // Changed between the pending call and the return, and not put back. What
    // the blocking run changes there as well is only done early.
    bool Behind = false;
    if (!Last && Pending) {
      Last = writeBehind(Y, *Pending, L);
      if (Last && endsAlike(A, Ref, L))
        continue;
      Behind = true;
    }
    if (!Last)
      continue; // the wait, or the waiting run
    if (triedAgain(Y, Last->By))
      continue;
    if (hangsOnWait(E, A.At, At) ||
        (Pending && keepsAnswer(Y, *Pending, Last->Loc)))
      continue;
    if (Pending && madeAnew(*Pending, L, Ref, A.S))
      continue;
    if (llvm::any_of(Found, [&](const Difference &O) {
          return O.At == Last->By && O.Kind == FindingKind::LostProgress;
        }))
      continue;
    Difference D = make(Y, FindingKind::ChangedAgain, Pending);
    if (Last->By->Kind == FactKind::Call)
      D.Certainty = F.Calls[Last->By->Call].Confidence;
    // What is read, changed and written is changed again whatever else was
    // done to it.
    else if (Last->By->Role != WriteRole::Modify)
      D.Certainty =
          std::min({D.Certainty, Terms[X].Certainty, Terms[Z].Certainty});
    if ((Last->By->Role == WriteRole::Consume && givenAway(L)) ||
        handedOutAnew(Terms, L))
      D.Certainty = Tier::Possible;
    // Set knowing that it has to wait: a mark of what for.
    if (leftAsMark(Y, L) || (Behind && Last->By->Role == WriteRole::Assign &&
                             Terms.isInt(Last->New)))
      D.Certainty = Tier::Possible;
    if (Last->By->Role == WriteRole::Assign &&
        partOfWaited(Terms, Last->Loc, Space.load(Ref, Last->Loc)))
      D.Certainty = Tier::Possible;
    if (D.Certainty < Threshold || faint(A, L))
      continue;
    switch (Last->By->Role) {
    case WriteRole::Consume:
      D.Kind = FindingKind::Consumed;
      break;
    case WriteRole::Assign:
    case WriteRole::Reset:
      if (Last->By->Kind != FactKind::Call &&
          !Terms.contains(Last->New, Last->Old))
        D.Kind =
            madeByCallee(L) ? FindingKind::ResetProgress : FindingKind::Reset;
      break;
    default:
      break;
    }
    // What is done again behind the wait may make the same of both.
    if (D.Kind == FindingKind::ChangedAgain && WaitsFor == NoBlock &&
        endsAlike(A, Ref))
      continue;
    D.At = D.Again = Last->By;
    D.Place = L;
    explainGuard(D, A, At);
    Found.push_back(std::move(D));
  }
}

} // namespace reentrancy
