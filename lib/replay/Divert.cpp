//===- Divert.cpp - What sends the replay another way --------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"
#include "values/Answer.h"
#include "clang/AST/Decl.h"

namespace reentrancy {

/// The last write of the first run that \p Loc holds, but for what the pending
/// call would have made of it: that was not done.
const WriteEvent *TwoRuns::firstRunWrite(const Reached &Y, Term Loc) const {
  const CallEvent *Pending = Y.How.Kind == YieldKind::Propagated
                                 ? callOf(FirstRun, Y.At, Y.How.Answer)
                                 : nullptr;
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes))
      if (W.Old != W.New && !(Pending && W.By == Pending->By) &&
          (Terms.within(W.Loc, Loc) || Terms.within(Loc, W.Loc)))
        return &W;
  return nullptr;
}

/// The last write of \p Loc that the first run made after the pending call.
const WriteEvent *TwoRuns::writeBehind(const Reached &Y,
                                       const CallEvent &Pending,
                                       Term Loc) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    const bool Called =
        llvm::any_of(FirstRun[N].Calls,
                     [&](const CallEvent &C) { return C.By == Pending.By; });
    for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes)) {
      if (Called && W.By <= Pending.By)
        break;
      if (!reentrant(*W.By) &&
          (Terms.within(W.Loc, Loc) || Terms.within(Loc, W.Loc)))
        return &W;
    }
    if (Called)
      break;
  }
  return nullptr;
}

/// Whether the first run made the write after the pending call.
bool TwoRuns::behindCall(const Reached &Y, const WriteEvent &W,
                         const CallEvent &Pending) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    const Node &X = FirstRun[N];
    const bool Called = llvm::any_of(
        X.Calls, [&](const CallEvent &C) { return C.By == Pending.By; });
    for (const WriteEvent &O : X.Writes)
      if (&O == &W)
        return !Called || W.By > Pending.By;
    if (Called)
      return false;
  }
  return false;
}

/// Whether the code that made \p W on the way to \p Y knew that it has to wait,
/// where "again" is a plain value: it stands behind the last test in front of a
/// retry; or it sets something, or has an unseen callee do something (start a
/// timer, ask for an event), where a callee's answer is known to be "again".
bool TwoRuns::knowsThatItWaits(const Reached &Y, const WriteEvent &W) const {
  if (!F.Values)
    return false;
  bool Tested = false;
  int N = Y.At;
  for (; N >= 0; N = FirstRun[N].Parent) {
    if (llvm::any_of(FirstRun[N].Writes,
                     [&](const WriteEvent &X) { return &X == &W; }))
      break;
    Tested |= FirstRun[N].Cond != Term::None;
  }
  if (!Tested && Y.How.Kind == YieldKind::Retry)
    return true;
  if (W.By->Kind == FactKind::Call ? reentrant(*W.By)
                                   : W.By->Role != WriteRole::Assign)
    return false;
  for (; N >= 0; N = FirstRun[N].Parent)
    for (Term A : answersIn(Terms, FirstRun[N].Cond))
      if (const CallEvent *C = callOf(FirstRun, N, A);
          C && mayBePending(Space, Y.Left, A, C->Call->Values) &&
          !mayBeDone(Space, Y.Left, A, C->Call->Values))
        return true;
  return false;
}

/// Whether \p Loc holds at \p Y what was set, or what an unseen callee made of
/// it, knowing that it waits.
bool TwoRuns::leftAsMark(const Reached &Y, Term Loc) const {
  int N = Y.At;
  const WriteEvent *W =
      lastWrite(FirstRun, N, Loc, [](const WriteEvent &) { return true; });
  return W &&
         (W->By->Kind == FactKind::Call || W->By->Role == WriteRole::Assign) &&
         knowsThatItWaits(Y, *W);
}

/// Whether \p Loc is in what an rvalue reference names: the caller has given it
/// away, and says whether the next call gets another.
bool TwoRuns::givenAway(Term Loc) const {
  while (Terms.parent(Loc) != Term::None)
    Loc = Terms.parent(Loc);
  if (Terms[Loc].Kind != TermKind::Deref ||
      Terms[Terms[Loc].Args[0]].Kind != TermKind::Init)
    return false;
  const TermNode &Param = Terms[Terms[Terms[Loc].Args[0]].Args[0]];
  const clang::ValueDecl *D =
      Param.Kind == TermKind::Local ? Terms.decl(Param.Sym) : nullptr;
  return D && D->getType()->isRValueReferenceType();
}

/// Whether \p Loc keeps the pending callee's answer: both runs write the next
/// one over what is there.
bool TwoRuns::keepsAnswer(const Reached &Y, const CallEvent &Pending,
                          Term Loc) const {
  const WriteEvent *W = writeBehind(Y, Pending, Loc);
  return W && W->Loc == Loc && Terms.contains(W->New, Pending.Answer);
}

/// What the pending callee, whose body is seen, has written to \p Loc before it
/// had to wait, if it has to be called again: a change before its own yield.
std::optional<WriteEvent> TwoRuns::calleeWrite(const Arrival &A, Term Loc,
                                               Term Was) const {
  if (!Way || !Way->Resumes || Way->WaitsFor.empty() || !madeByCallee(Loc))
    return std::nullopt;
  auto Awaited = [this](const clang::FunctionDecl *FD) {
    return FD && Way->WaitsFor.count(FD->getCanonicalDecl());
  };
  // The function itself is called again, if that is what was waited for.
  if (Awaited(F.Function))
    return std::nullopt;
  // What it waits for may go on by another of its callers.
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    for (const CallEvent &C : E.Nodes[N].Calls)
      if (Awaited(C.Call->Callee) ||
          llvm::any_of(E.callees()->of(C.Call->Callee).Pending,
                       [&](const Summary::Way &Other) {
                         return llvm::any_of(Other.WaitsFor, Awaited);
                       }))
        return std::nullopt;
  for (size_t I = 0; I != Way->Writes.size(); ++I)
    if (const Fact *By = Way->By[I];
        By && Terms.symbolOf(Way->Writes[I].first) == Terms.symbolOf(Loc))
      return WriteEvent{Loc, Was, Space.load(Left, Loc), By};
  return std::nullopt;
}

/// Whether the replay dispatches to a callee that the blocking run does not
/// come to behind the pending call: another function goes on in that one's
/// place.
bool TwoRuns::anotherGoesOn(const Reached &Y, const Arrival &A,
                            const CallEvent &Pending) const {
  std::optional<std::set<BlockId>> Ahead;
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    for (const CallEvent &C : E.Nodes[N].Calls) {
      if (!(C.Call->Reentrant || C.Call->Values) || firstRunRan(Y, C.By))
        continue;
      for (int M = Y.At; M >= 0 && !Ahead; M = FirstRun[M].Parent)
        if (llvm::any_of(FirstRun[M].Calls, [&](const CallEvent &X) {
              return X.By == Pending.By;
            }))
          Ahead = behind(FirstRun[M].At);
      if (Ahead && !Ahead->count(E.Nodes[N].At))
        return true;
    }
  return false;
}

/// The replay goes another way: blame the change that a test on the replay
/// reads, or that the pending callee's input was computed from.
void TwoRuns::divert(const Reached &Y, const Arrival &A,
                     const CallEvent *Pending, FindingKind Kind,
                     std::vector<Difference> &Found, Term Into) {
  // Reads of the replay that see a value which the first run left changed.
  std::vector<int> Path;
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    Path.push_back(N);
  std::set<Term> Written;
  for (int N : llvm::reverse(Path)) {
    for (const ReadEvent &R : E.Nodes[N].Reads) {
      if (!Terms.persistent(R.Loc) || Written.count(R.Loc) ||
          R.By->Kind == FactKind::Call)
        continue;
      const WriteEvent *W = firstRunWrite(Y, R.Loc);
      std::optional<WriteEvent> ByCallee;
      if (Pending && Kind == FindingKind::Abandoned &&
          !(W && behindCall(Y, *W, *Pending)))
        if (const State *Then = E.before(Y.Left, Y.How.Answer))
          if ((ByCallee = calleeWrite(A, R.Loc, Space.load(*Then, R.Loc))))
            W = &*ByCallee;
      if (!W || (!ByCallee && W->By->Kind == FactKind::Call &&
                 F.Calls[W->By->Call].Reentrant))
        continue;
      const Term Was = Space.resolve(Y.Left, W->Old);
      const Term Is = Space.resolve(Y.Left, Space.load(Left, R.Loc));
      if (W->Loc == R.Loc && Was == Is)
        continue;
      if (Terms[Is].Waits || Terms[Is].Blurred)
        continue;
      // A guard that is set knowing the pending answer is set on purpose; so is
      // whatever keeps that answer.
      if (knowsThatItWaits(Y, *W))
        continue;
      if (Pending &&
          (E.guards(W->Loc) || Terms.contains(W->New, Pending->Answer)) &&
          behindCall(Y, *W, *Pending))
        continue;
      // It must matter: in a test behind it, or in the callee's input.
      bool Matters = Into != Term::None && Terms.contains(Into, Is);
      for (int T : Path)
        Matters |=
            Into == Term::None && E.Nodes[T].Cond != Term::None &&
            E.Nodes[T].Via &&
            (Terms.contains(E.Nodes[T].Cond, Is) ||
             llvm::any_of(E.Nodes[E.Nodes[T].Parent].Reads,
                          [&](const ReadEvent &X) { return X.Loc == R.Loc; }));
      for (unsigned I = 0; Into == Term::None && I < A.Call.Args.size(); ++I)
        Matters |= Terms.contains(A.Call.Args[I], Is) ||
                   (Pending && I < Pending->Args.size() &&
                    Pending->Args[I] != A.Call.Args[I] &&
                    Terms.contains(Pending->Args[I], Was));
      if (!Matters)
        continue;
      Difference D = make(Y, Kind, Pending);
      D.Certainty = std::min(Terms[Is].Certainty, Terms[W->New].Certainty);
      if (ByCallee && anotherGoesOn(Y, A, *Pending))
        D.Certainty = Tier::Possible;
      if (W->By->Role == WriteRole::Consume) {
        D.Kind = FindingKind::Consumed;
        if (givenAway(W->Loc))
          D.Certainty = Tier::Possible;
      }
      if (D.Certainty < Threshold)
        continue;
      if (D.Kind == FindingKind::Abandoned &&
          (Terms[W->New].Kind != TermKind::Int || !E.guards(W->Loc)))
        D.Kind = FindingKind::OtherPath; // not a state: progress
      if (D.Kind == FindingKind::OtherPath) {
        D.Lost = savedLocal(Y, A, *W);
        if (D.Lost != Term::None)
          D.Kind = FindingKind::HalfSaved;
      }
      D.At = W->By;
      D.Again = R.By;
      D.Place = W->Loc;
      explainGuard(D, A, A.At);
      Found.push_back(std::move(D));
      return;
    }
    for (const WriteEvent &W : E.Nodes[N].Writes)
      Written.insert(W.Loc);
  }
}

/// Whether \p Again hands no input over any more, by null pointers, and is else
/// \p Pending: a callee that answers by plain values goes on with what it has
/// kept.
bool TwoRuns::goesOnWithKept(const CallEvent &Again,
                             const CallEvent &Pending) const {
  if (!F.Values || Again.Args.size() != Pending.Args.size() ||
      !Pending.Call->Callee)
    return false;
  for (unsigned I = 0; I != Again.Args.size(); ++I)
    if (Again.Args[I] != Pending.Args[I] &&
        !(Terms.isInt(Again.Args[I]) && !Terms[Again.Args[I]].Num &&
          I < Pending.Call->Callee->getNumParams() &&
          Pending.Call->Callee->getParamDecl(I)->getType()->isPointerType()))
      return false;
  return true;
}

/// The pending call is made again, with an input that was changed again.
void TwoRuns::compareInput(const Reached &Y, const Arrival &A,
                           const CallEvent *Pending,
                           std::vector<Difference> &Found) {
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    for (const WriteEvent &W : llvm::reverse(E.Nodes[N].Writes)) {
      if (!Terms.persistent(W.Loc) || W.By->Role != WriteRole::Modify ||
          W.By->Kind == FactKind::Call || Terms.isInt(W.New) ||
          !firstRunRan(Y, W.By) || llvm::none_of(A.Call.Args, [&](Term Input) {
            return Terms.contains(Input, W.New);
          }))
        continue;
      Difference D = make(Y, FindingKind::ChangedAgain, Pending);
      D.Certainty = Terms[W.New].Certainty;
      D.At = D.Again = W.By;
      D.Place = W.Loc;
      if (D.Certainty < Threshold)
        continue;
      explainGuard(D, A, N);
      Found.push_back(std::move(D));
      return;
    }
}

bool TwoRuns::firstRunRan(const Reached &Y, const Fact *X) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    for (const CallEvent &C : FirstRun[N].Calls)
      if (C.By == X)
        return true;
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (W.By == X)
        return true;
  }
  return false;
}

/// Finds the last test before node \p At of the replay, and why it let control
/// through.
void TwoRuns::explainGuard(Difference &D, const Arrival &A, int At) {
  for (int N = At; N >= 0; N = E.Nodes[N].Parent) {
    const Node &X = E.Nodes[N];
    if (!X.Via || !X.Via->Test)
      continue;
    // Only what persists can guard; a callee's answer does not.
    const Node &Tested = E.Nodes[X.Parent];
    const Block &B = F.Blocks[Tested.At];
    const ReadEvent *Guard = nullptr;
    for (const ReadEvent &R : Tested.Reads)
      for (uint32_t I = B.End.TestBegin; I < B.Facts.size(); ++I)
        if (&B.Facts[I] == R.By && Terms.persistent(R.Loc) &&
            R.By->Kind != FactKind::Call)
          Guard = &R;
    if (!Guard)
      continue;
    D.Guard = X.Via;
    D.GuardCond = X.Cond;
    D.GuardChoice = X.Choice;
    D.GuardUndecided = X.Undecided;
    const Term Now = Space.load(Left, Guard->Loc);
    D.GuardWritten = Now != Terms.init(Guard->Loc);
    return;
  }
}

} // namespace reentrancy
