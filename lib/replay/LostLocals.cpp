//===- LostLocals.cpp - What does not survive the yield ------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "replay/TwoRuns.h"
#include "vocabulary/LibraryModel.h"
#include "vocabulary/Verbs.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace reentrancy {

/// A completion in a local is lost without further conditions: the I/O is in
/// flight, and nobody waits for it.
void TwoRuns::dyingCompletions(const Reached &Y, const State &Before,
                               const CallEvent *Pending) {
  for (auto &[L, V] : Space.entries(Before)) {
    if (Terms[L].Kind != TermKind::Local || !F.Holders.count(Terms[L].Sym))
      continue;
    const WriteEvent *Last = nullptr;
    for (int N = Y.At; N >= 0 && !Last; N = FirstRun[N].Parent)
      for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes))
        if (W.Loc == L) {
          Last = &W;
          break;
        }
    // What it holds may have been joined, in a loop, with what it held before.
    if (!Last || (V != Last->New && !Terms[V].HasVar))
      continue;
    const auto Fresh = freshIn(Last->New);
    auto Kept = [&](Term Completion) {
      return llvm::any_of(Space.entries(Before), [&](auto &X) {
        return Terms.persistent(X.first) &&
               Terms.contains(X.second, Completion);
      });
    };
    if (Fresh.empty() || llvm::all_of(Fresh, Kept))
      continue;
    Difference D = make(Y, FindingKind::LostLocal, Pending);
    D.Certainty = Tier::Likely;
    D.At = D.Again = Last->By;
    D.Place = D.Lost = L;
    if (D.Certainty >= Threshold)
      Out.push_back(std::move(D));
  }
}

/// The completions of this very call that a value is or holds.
llvm::SmallVector<Term, 2> TwoRuns::freshIn(Term V) const {
  llvm::SmallVector<Term, 2> Fresh;
  llvm::SmallVector<Term, 8> Work{V};
  std::set<Term> Seen;
  while (!Work.empty()) {
    const Term T = Work.pop_back_val();
    if (!Seen.insert(T).second)
      continue;
    // A callee's answer, if it was taken out and kept.
    if (Terms.isFn(T, "result") || Terms.isFn(T, "handle") ||
        (Terms.isFn(T, "answer") && T != V))
      Fresh.push_back(T);
    else
      Work.append(Terms[T].Args.begin(), Terms[T].Args.end());
  }
  return Fresh;
}

/// The local whose value \p Save keeps, if the replay takes it up again as the
/// value of a local; else None. The replay is then meant to go on from there:
/// what it lacks are the other locals.
Term TwoRuns::savedLocal(const Reached &Y, const Arrival &A,
                         const WriteEvent &Save) const {
  Term Value = Save.New;
  while (Terms.isFn(Value, "some"))
    Value = Terms[Value].Args[0];
  // Only what was computed, not a copy of state or a callee's answer.
  if (Save.By->Role != WriteRole::Assign || Save.By->Kind != FactKind::Store ||
      !(Terms[Value].Kind == TermKind::Sum || Terms[Value].HasVar ||
        Terms.isFn(Value, "/") || Terms.isFn(Value, "*") ||
        Terms.isFn(Value, "%")))
    return Term::None;
  auto LocalGets = [&](const WriteEvent &W, bool Exactly) {
    return Terms[W.Loc].Kind == TermKind::Local && Terms[W.Loc].Num == 0 &&
           (Exactly ? W.New == Value : Terms.contains(W.New, Value));
  };
  Term Saved = Term::None;
  for (int N = Y.At; N >= 0 && Saved == Term::None; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (LocalGets(W, true))
        Saved = W.Loc;
  for (int N = A.At; N >= 0; N = E.Nodes[N].Parent)
    for (const WriteEvent &W : E.Nodes[N].Writes)
      if (LocalGets(W, false))
        return Saved;
  return Term::None;
}

/// How sure it is that the pending callee changed what a local was read from.
Tier TwoRuns::staleness(const CallEvent *Pending) {
  const clang::FunctionDecl *FD = Pending ? Pending->Call->Callee : nullptr;
  return verbOf(FD) == Verb::Changes ? Tier::Likely : Tier::Possible;
}

/// Whether a test among \p Blocks on the way to the yield read the local \p L.
bool TwoRuns::tested(const Reached &Y, Term L,
                     const std::set<BlockId> &Blocks) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    const Node &X = FirstRun[N];
    const Block &B = F.Blocks[X.At];
    if (!Blocks.count(X.At) || B.End.Kind == Terminator::Jump)
      continue;
    for (const ReadEvent &R : X.Reads)
      if (Terms.within(R.Loc, L) && B.Facts.data() + B.End.TestBegin <= R.By &&
          R.By < B.Facts.data() + B.Facts.size())
        return true;
  }
  return false;
}

/// The blocks that can be run behind \p Here.
std::set<BlockId> TwoRuns::behind(BlockId Here) const {
  std::set<BlockId> Ahead;
  std::vector<BlockId> Work{Here};
  while (!Work.empty()) {
    const BlockId B = Work.back();
    Work.pop_back();
    for (BlockId S : F.Blocks[B].successors())
      if (Ahead.insert(S).second)
        Work.push_back(S);
  }
  return Ahead;
}

/// Whether \p Value is computed from \p Answer, and not only asked for with it.
static bool computedFrom(const TermTable &Terms, Term Value, Term Answer) {
  if (Value == Answer)
    return true;
  return !Terms.isFn(Value, "answer") && !Terms.isFn(Value, "result") &&
         llvm::any_of(Terms[Value].Args, [&](Term Part) {
           return computedFrom(Terms, Part, Answer);
         });
}

/// Whether \p Value is computed from \p Answer so that it grows with it.
static bool growsWith(const TermTable &Terms, Term Value, Term Answer) {
  const TermNode &N = Terms[Value];
  if (N.Kind != TermKind::Sum)
    return computedFrom(Terms, Value, Answer);
  for (unsigned I = 0; I != N.Args.size(); ++I)
    if (N.Coeffs[I] > 0 && computedFrom(Terms, N.Args[I], Answer))
      return true;
  return false;
}

/// Whether the pending call moves the next part of a stream, of which \p Answer
/// said how much was moved before: what it is given grows by that in nothing
/// but the address of the data. One that is told the position too (`pread`)
/// only does the same once more.
static bool movesStream(const TermTable &Terms, const CallEvent &Pending,
                        Term Answer) {
  const auto *Site = llvm::dyn_cast<clang::CallExpr>(Pending.Call->Site);
  if (!Site || Site->getNumArgs() < Pending.Args.size())
    return false;
  unsigned Addresses = 0;
  for (unsigned I = 0; I != Pending.Args.size(); ++I)
    if (growsWith(Terms, Pending.Args[I], Answer)) {
      if (!Site->getArg(I)->getType()->isPointerType())
        return false;
      ++Addresses;
    }
  return Addresses <= 1;
}

/// The call \p C was made in an earlier pass of a loop, and is made again: it
/// is the pending call's own progress that is lost, if only a local keeps it.
/// \returns whether that is so.
bool TwoRuns::lostProgress(const Reached &Y, const CallEvent &C,
                           const CallEvent &Pending,
                           std::vector<Difference> &Found) {
  if (C.By != Pending.By || C.alike(Pending) ||
      llvm::none_of(Pending.Args, [&](Term Arg) {
        return computedFrom(Terms, Arg, C.Answer);
      }))
    return false;
  // The local that counts up is the cursor; what counts down follows from it.
  const WriteEvent *Counted = nullptr;
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent)
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (Terms[W.Loc].Kind == TermKind::Local && Terms[W.Loc].Num == 0 &&
          (W.By->Role == WriteRole::Modify || W.New != C.Answer) &&
          computedFrom(Terms, W.New, C.Answer) &&
          (!Counted || growsWith(Terms, W.New, C.Answer)))
        Counted = &W;
  if (!Counted)
    return false;
  Difference D = make(Y, FindingKind::LostLocal, &Pending);
  D.Certainty = movesStream(Terms, Pending, C.Answer) ? Tier::Likely
                                                      : repetition(C, &Pending);
  D.At = D.Again = Counted->By;
  D.Place = D.Lost = Counted->Loc;
  if (D.Certainty >= Threshold)
    Found.push_back(std::move(D));
  return true;
}

/// Whether the first run did something among \p Blocks, in a pass of a loop
/// that is run again, that adds up.
bool TwoRuns::leavesTrace(const Reached &Y, const CallEvent *Pending,
                          const std::set<BlockId> &Blocks) const {
  for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
    if (!Blocks.count(FirstRun[N].At))
      continue;
    for (const WriteEvent &W : FirstRun[N].Writes)
      if (Terms.persistent(W.Loc) && !reentrant(*W.By) &&
          (W.By->Kind == FactKind::Call
               ? F.Calls[W.By->Call].Confidence >= Tier::Likely
               : W.By->Role == WriteRole::Modify ||
                     (W.New != W.Old && Terms.contains(W.New, W.Old))))
        return true;
    for (const CallEvent &C : FirstRun[N].Calls)
      if (C.Call->Submits || (C.Call->Reentrant && C.Answer != Y.How.Answer &&
                              repetition(C, Pending) >= Tier::Likely))
        return true;
  }
  return false;
}

/// Whether the pending call gives out something in \p L: it is handed that by
/// its address, and with no value in it, \p Replayed.
bool TwoRuns::onlyWrites(const CallEvent *Pending, Term L,
                         Term Replayed) const {
  if (!Pending || Replayed != Terms.init(L) ||
      llvm::isa_and_nonnull<clang::ParmVarDecl>(
          Terms.decl(Terms.symbolOf(Terms.root(L)))))
    return false;
  for (unsigned I = 0; I != Pending->Args.size(); ++I)
    if (Pending->Call->Args[I].Mode == ArgMode::MutableRef &&
        Terms.deref(Pending->Args[I]) == L)
      return true;
  return false;
}

/// Locals that are live at the sync point and were not computed again.
void TwoRuns::compareLocals(const Reached &Y, const State &Ref,
                            const Arrival &A, const CallEvent *Pending,
                            std::vector<Difference> &Found) {
  // What is behind the yield and comes round to it again, changing what
  // persists, is done again for each step that a local forgets.
  const BlockId Here = E.Nodes[A.At].At;
  const std::set<BlockId> Ahead = behind(Here);
  for (Term L : Space.places(Ref, A.S)) {
    // A helper's locals are not alive at a yield of its caller.
    if (Terms[Terms.root(L)].Kind != TermKind::Local ||
        Terms[Terms.root(L)].Num != 0)
      continue;
    const Term X = Space.resolve(A.S, Space.load(Ref, L));
    const Term Z = Space.resolve(A.S, Space.load(A.S, L));
    if (maySame(Terms, X, Z) || Terms[X].Kind == TermKind::Addr ||
        onlyWrites(Pending, L, Z))
      continue;
    if (std::min(Terms[X].Certainty, Terms[Z].Certainty) < Threshold ||
        faint(A, L))
      continue;
    const bool Counts = OnlyDecides;
    if (endsAlike(A, Ref))
      continue;
    // Computed again from what the first call changed?
    const size_t Known = Found.size();
    divert(Y, A, Pending, FindingKind::OtherPath, Found, Z);
    if (Found.size() != Known)
      continue;
    bool Reported = false;
    if (Ahead.count(Here) && tested(Y, L, Ahead))
      for (int N = Y.At; N >= 0; N = FirstRun[N].Parent) {
        if (!Ahead.count(FirstRun[N].At))
          continue;
        for (const WriteEvent &W : FirstRun[N].Writes) {
          if (!Terms.persistent(W.Loc) || W.By->Kind == FactKind::Call ||
              W.By->Role != WriteRole::Modify)
            continue;
          // Is it run again before the local has caught up?
          Difference D = make(Y, FindingKind::LostProgress, Pending);
          D.Certainty = Terms[W.New].Certainty;
          D.At = D.Again = W.By;
          D.Place = W.Loc;
          D.Lost = L;
          if (D.Certainty < Threshold ||
              llvm::any_of(
                  Found, [&](const Difference &O) { return O.At == D.At; }))
            continue;
          Found.push_back(std::move(D));
          Reported = true;
        }
      }
    if (!Reported) {
      // Read again from what the wait alone makes another?
      const bool Stale = Terms[Z].Waits && Terms.withoutWaits(Z) == X;
      Difference D = make(
          Y, Stale ? FindingKind::StaleValue : FindingKind::LostLocal, Pending);
      if (Stale)
        D.Certainty = staleness(Pending);
      // Progress is lost, and nothing that is done again leaves a trace.
      else if (Counts && !leavesTrace(Y, Pending, Ahead))
        D.Certainty = Tier::Possible;
      D.Lost = L;
      D.Place = L;
      for (int N = Y.At; N >= 0 && !D.At; N = FirstRun[N].Parent)
        for (const WriteEvent &W : llvm::reverse(FirstRun[N].Writes))
          if (Terms.within(W.Loc, L)) {
            D.At = W.By;
            break;
          }
      D.Again = D.At;
      if (D.At && D.Certainty >= Threshold)
        Found.push_back(std::move(D));
    }
  }
}

} // namespace reentrancy
