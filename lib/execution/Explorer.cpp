//===- Explorer.cpp - Path-sensitive execution of facts -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "execution/Explorer.h"
#include "execution/Summary.h"
#include "values/Answer.h"

namespace reentrancy {

/// How many states a run may have before those of a block are joined whatever
/// their guards hold. The larger the function, the fewer a block.
constexpr size_t MaxCrowds = 12000;

/// Among the counts of calls, which are terms: how often this run was called
/// again for its next portion; and how often it is at most.
constexpr unsigned Portions = 0;
constexpr unsigned MaxPortions = 4;
/// Another: which calls are repeats.
constexpr unsigned Repeating = 1;

Explorer::Explorer(const FunctionFacts &F, StateSpace &Space,
                   const Limits &Bounds, Tier Threshold, Summaries *Callees)
    : F(F), Space(Space), Terms(Space.Terms), Bounds(Bounds),
      Threshold(Threshold), Callees(Callees), AtBlock(F.Blocks.size()),
      Crowd(std::clamp(MaxCrowds / std::max<size_t>(1, F.Blocks.size()),
                       size_t(Bounds.MaxValuations),
                       size_t(8) * Bounds.MaxValuations)) {
  Outcomes.emplace_back(); // 0: none
  Snapshots.emplace_back();
  for (const Block &B : F.Blocks)
    Crowd += B.End.Cases.size();
  const std::pair<const char *, Op> Names[] = {
      {"+", Op::Add},
      {"-", Op::Sub},
      {"*", Op::Mul},
      {"&", Op::And},
      {"|", Op::Or},
      {"^", Op::Xor},
      {"~", Op::Not},
      {"/", Op::Div},
      {"%", Op::Rem},
      {"<<", Op::Shl},
      {">>", Op::Shr},
      {"==", Op::Eq},
      {"<", Op::Lt},
      {"!", Op::LNot},
      {"update", Op::Update},
      {"status", Op::Status},
      {"completion_state", Op::CompletionState},
      {"range", Op::Range},
      {"in_flight", Op::InFlight}};
  for (auto [N, O] : Names)
    Ops[Terms.symbol(N)] = O;
}

bool Explorer::genericPass(int N, int From, BlockId B) const {
  for (; N >= From; N = Nodes[N].Parent)
    if (Nodes[N].Generic && F.inLoop(Nodes[N].At, B))
      return true;
  return false;
}

bool Explorer::stale(int N) const {
  while (N >= 0) {
    if (Nodes[N].Superseded)
      return true;
    // What a loop head's state replaces, and what that replaced, lie on its own
    // way: step over them.
    while (Nodes[N].Replaces >= 0)
      N = Nodes[N].Replaces;
    N = Nodes[N].Parent;
  }
  return false;
}

const State *Explorer::before(const State &S, Term Answer) const {
  unsigned I = Space.get(S.Calls, 2 * unsigned(Answer) + 1, 0);
  return I ? &Snapshots[I] : nullptr;
}

void Explorer::unanswer(State &S, const CallEvent &C) {
  for (unsigned I : entries(C))
    Space.put(S.Calls, I, 0);
  // What a test of its answer has shown is not what the next one will show.
  if (!C.Call->Reentrant)
    for (Term Key : {C.Key, C.Written})
      Space.put(S.Calls, waitedFor(Key), 1);
}

unsigned Explorer::waitedFor(Term Key) const {
  return 2 * unsigned(Terms.apply("waited for", {Key}));
}

void Explorer::startBehind(State &S, Repeats Which, const CallEvent *Pending) {
  const State::Map Before = S.Counts;
  for (auto &[K, N] : Before)
    if (Terms.isFn(Term(K), "call") || Terms.isFn(Term(K), "asked at"))
      Space.put(S.Counts, K, 0);
  Space.put(S.Counts, Repeating, unsigned(Which));
  if (Pending)
    for (Term K : {Pending->Key, Pending->Written})
      Space.put(S.Counts, unsigned(K), Pending->Nth);
}

std::array<unsigned, 2> Explorer::entries(const CallEvent &C) const {
  auto Entry = [&](Term Key) {
    return 2 * unsigned(C.Nth
                            ? Terms.apply("again", {Key, Terms.integer(C.Nth)})
                            : Key);
  };
  return {Entry(C.Key), Entry(C.Written)};
}

unsigned Explorer::outcome(const State &S, const CallEvent &C) const {
  const auto Which = Repeats(Space.get(S.Counts, Repeating, 0));
  if (Which == Repeats::None)
    return 0;
  unsigned Known = 0;
  for (unsigned I : entries(C))
    if (!Known)
      Known = Space.get(S.Calls, I, 0);
  return Which == Repeats::All || Outcomes[Known].By == C.By ? Known : 0;
}

std::vector<std::pair<Term, Term>> Explorer::left(const State &S,
                                                  const CallEvent &C) const {
  return Outcomes[outcome(S, C)].After;
}

/// Learns on what condition the callee that \p Y hands on was pending; false if
/// that cannot have been.
bool Explorer::learnPending(State &S, int N, const Yield &Y) const {
  const CallEvent *Call =
      Y.Kind == YieldKind::Propagated ? callOf(Nodes, N, Y.Answer) : nullptr;
  const State *Then = Call ? before(S, Y.Answer) : nullptr;
  if (!Then || !Callees || !Call->Call->Reentrant)
    return true;
  return llvm::all_of(
      Summaries::knownWhenPending(Space, *Then, Callees->of(Call->Call->Callee),
                                  *Call),
      [&](auto &K) { return Space.narrow(S, K.first, K.second); });
}

bool Explorer::run(Mode M, State S, BlockId B, uint32_t Fact, RunVisitor &V,
                   unsigned MaxNodes) {
  Current = M;
  Visitor = &V;
  Nodes.clear();
  Worklist.clear();
  for (auto &A : AtBlock)
    A.clear();
  Valuations.clear();
  JoinedAt.assign(F.Blocks.size(), -1);
  Budget = MaxNodes;
  Exhausted = false;
  S.Visits = State::Map(nullptr);
  Node First;
  First.At = B;
  First.Start = Fact;
  First.In = S;
  Nodes.push_back(std::move(First));
  Worklist.insert({0, 0});
  if (Fact == 0)
    AtBlock[B].push_back(0);
  if (F.Blocks[B].LoopHead && Fact == 0)
    Space.put(Nodes[0].In.Visits, visitKey(B, valuation(S)), 1);
  while (!Worklist.empty() && !Exhausted) {
    const int N = Worklist.begin()->second;
    Worklist.erase(Worklist.begin());
    if (stale(N))
      continue;
    ++Total;
    State Out = Nodes[N].In;
    const Block &Bl = F.Blocks[Nodes[N].At];
    bool Ended = false;
    for (uint32_t I = Nodes[N].Start; I < Bl.Facts.size() && !Ended; ++I)
      Ended = V.atFact(N, I, Out) || runFact(N, Out, Bl.Facts[I]);
    if (!Ended && !V.atFact(N, Bl.Facts.size(), Out))
      finishBlock(N, Out);
  }
  return !Exhausted;
}

void Explorer::execute(State &S, BlockId B, uint32_t From, uint32_t To) {
  RunVisitor Nobody;
  RunVisitor *Saved = Visitor;
  Visitor = &Nobody;
  for (uint32_t I = From; I < To; ++I)
    runFact(-1, S, F.Blocks[B].Facts[I]);
  Visitor = Saved;
}

/// Writes \p V to \p Loc. By a call that is not seen, made in the state
/// \p Before, within its frame condition.
void Explorer::write(int N, State &S, Term Loc, Term V, const Fact &X,
                     const State *Before) {
  if (N >= 0)
    Nodes[N].Writes.push_back(
        {Loc, Space.load(S, Loc), V, &X, Before != nullptr});
  Space.store(S, Loc, V);
  if (Before)
    keepFields(S, *Before, Loc);
}

bool Explorer::runFact(int N, State &S, const Fact &X) {
  llvm::SmallVector<Term, 4> In;
  for (Slot I : X.In)
    In.push_back(Space.slot(S, I));
  auto Place = [&](Term T) {
    // A place that could not be worked out: somewhere of its own.
    return T != Term::None && Terms.isLocation(T) ? T : Terms.deref(T);
  };
  switch (X.Kind) {
  case FactKind::Value:
    Space.setSlot(S, X.Dst, X.Payload);
    return false;
  case FactKind::At: {
    Term Key = X.Payload;
    if (Key == Term::None) {
      const Term Index = Space.resolve(S, In[1]);
      Key = X.Op ? Terms.position(Index) : Terms.elemKey(Index);
    }
    Space.setSlot(S, X.Dst, Terms.at(Place(In[0]), Key));
    return false;
  }
  case FactKind::Deref:
    Space.setSlot(S, X.Dst, Terms.deref(In[0]));
    return false;
  case FactKind::Address:
    Space.setSlot(S, X.Dst, Terms.address(Place(In[0])));
    return false;
  case FactKind::Load: {
    const Term Loc = Place(In[0]);
    Space.setSlot(S, X.Dst, Space.load(S, Loc));
    if (N >= 0)
      Nodes[N].Reads.push_back({Loc, &X, Space.slot(S, X.Dst)});
    return false;
  }
  case FactKind::Store:
    write(N, S, Place(In[0]), In[1], X);
    return false;
  case FactKind::Apply:
    Space.setSlot(S, X.Dst, evaluate(S, X, In));
    return false;
  case FactKind::Choose: {
    // Of several inputs, the one on this path was computed.
    Term T = Term::None;
    for (Term V : In)
      if (T == Term::None)
        T = V;
    if (T == Term::None) {
      llvm::StringRef Op = Terms.name(X.Op);
      T = Terms.integer(Op == "||");
    }
    Space.setSlot(S, X.Dst, T);
    if (Terms.name(X.Op) != "answer")
      for (Slot I : X.In)
        Space.setSlot(S, I, Term::None);
    return false;
  }
  case FactKind::Call:
    return runCall(N, S, X);
  case FactKind::Split:
  case FactKind::Enter:
    return false;
  }
  return false;
}

/// Whether the last test before node \p N was of known numbers.
bool Explorer::decidedTest(int N) const {
  for (; N >= 0; N = Nodes[N].Parent)
    if (Nodes[N].Via &&
        (Nodes[N].Via->Kind == Terminator::Switch ||
         (Nodes[N].Via->Then != NoBlock && Nodes[N].Via->Else != NoBlock)))
      return Nodes[N].Cond != Term::None && Terms.isInt(Nodes[N].Cond);
  return false;
}

void Explorer::finishBlock(int N, State &S) {
  const Block &B = F.Blocks[Nodes[N].At];
  const Terminator &T = B.End;
  const Term Cond = T.Cond == NoSlot ? Term::None : Space.slot(S, T.Cond);
  Space.keepSlots(S, B.Live);
  if (T.Kind != Terminator::Return)
    for (Term L : B.DeadOut)
      Space.forget(S, L);
  switch (T.Kind) {
  case Terminator::Stop:
    return;
  case Terminator::Jump:
    enqueue(N, T.Then, S, nullptr, Term::None, 0, false);
    return;
  case Terminator::Branch: {
    Visitor->atTest(N, Cond, S);
    auto Known = Space.truth(S, Cond);
    for (bool Way : {true, false}) {
      const BlockId To = Way ? T.Then : T.Else;
      if (To == NoBlock || (Known && *Known != Way))
        continue;
      State Next = S;
      if (Cond != Term::None && !Space.assume(Next, Cond, Way))
        continue;
      enqueue(N, To, Next, &T, Cond, Way, !Known);
    }
    return;
  }
  case Terminator::Switch: {
    Visitor->atTest(N, Cond, S);
    Range R = Cond == Term::None ? Range() : Space.range(S, Cond);
    if (R.single()) {
      auto It = llvm::lower_bound(T.Cases, std::make_pair(R.Lo, BlockId(0)));
      if (It != T.Cases.end() && It->first == R.Lo)
        enqueue(N, It->second, S, &T, Cond, R.Lo, false);
      else if (T.Else != NoBlock)
        enqueue(N, T.Else, S, &T, Cond, INT64_MIN, false);
      return;
    }
    for (auto &[V, To] : T.Cases) {
      if (!R.has(V))
        continue;
      State Next = S;
      Range Only;
      Only.Lo = Only.Hi = V;
      if (Cond == Term::None || Space.narrow(Next, Cond, Only))
        enqueue(N, To, Next, &T, Cond, V, true);
    }
    if (T.Else != NoBlock) {
      State Next = S;
      Range Rest;
      for (auto &[V, To] : T.Cases)
        Rest.exclude(V);
      if (Cond == Term::None || Space.narrow(Next, Cond, Rest))
        enqueue(N, T.Else, Next, &T, Cond, INT64_MIN, true);
    }
    return;
  }
  case Terminator::Return: {
    const Yield Y = classify(S, Cond, N, T);
    // An answer that is handed on unseen may be either.
    if (Y.Kind == YieldKind::Propagated && Cond != Term::None &&
        Terms.contains(Cond, Y.Answer) &&
        !surelyPending(Space, S, Y.Answer, F.Values)) {
      State Ended = S;
      assumeNotPending(Space, Ended, Y.Answer, F.Values);
      Visitor->atReturnEnded(N, Ended, Y.Answer);
    }
    if (!learnPending(S, N, Y))
      return;
    Visitor->atReturn(N, S, Cond, T, Y);
    // The blocking run goes on behind a leaf yield. A retry waits for its
    // test: the other way out of that was taken too, if it was open; else, with
    // work in portions, it is called again.
    if (const unsigned Calls = Space.get(S.Counts, Portions, 0);
        Current == Mode::Blocking && Y.Kind == YieldKind::Retry &&
        Calls < MaxPortions && decidedTest(N)) {
      Space.dropLocals(S);
      Space.put(S.Counts, Portions, Calls + 1);
      enqueue(N, F.Entry, S, nullptr, Term::None, 0, false);
      return;
    }
    if (Current == Mode::Blocking && Y.Kind == YieldKind::Leaf &&
        T.Resume != NoBlock)
      enqueue(N, T.Resume, S, nullptr, Term::None, 0, false);
    return;
  }
  }
}

} // namespace reentrancy
