//===- Explorer.cpp - Path-sensitive execution of facts -------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Explorer.h"
#include "Answer.h"
#include "LibraryModel.h"
#include "Summary.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/Support/raw_ostream.h"

namespace reentrancy {

/// How many states a run may have before those of a block are joined whatever
/// their guards hold. The larger the function, the fewer a block.
constexpr size_t MaxCrowds = 12000;

/// How many passes of a loop whose test is decided are run as they are, and in
/// how many states of its head at most.
constexpr unsigned MaxPasses = 4;
constexpr size_t MaxPassStates = 12;

/// Among the counts of calls, which are terms: how often this run was called
/// again for its next portion.
constexpr unsigned Portions = 0;

/// How often one call is told apart on one path; more are a loop's.
constexpr unsigned MaxOccurrences = 3;

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
  Space.put(S.Calls, 2 * unsigned(C.Memo), 0);
}

std::vector<std::pair<Term, Term>> Explorer::left(const State &S,
                                                  const CallEvent &C) const {
  return Outcomes[Space.get(S.Calls, 2 * unsigned(C.Memo), 0)].After;
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
    Space.put(Nodes[0].In.Visits, unsigned(llvm::hash_combine(B, valuation(S))),
              1);
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

//===----------------------------------------------------------------------===//
// Facts
//===----------------------------------------------------------------------===//

void Explorer::write(int N, State &S, Term Loc, Term V, const Fact &X) {
  if (N >= 0)
    Nodes[N].Writes.push_back({Loc, Space.load(S, Loc), V, &X});
  Space.store(S, Loc, V);
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

Term Explorer::evaluate(const State &S, const Fact &X,
                        llvm::ArrayRef<Term> In) {
  auto It = Ops.find(X.Op);
  const Op O = It == Ops.end() ? Op::Generic : It->second;
  auto Number = [&](Term T) -> std::optional<int64_t> {
    T = Space.resolve(S, T);
    if (Terms.isInt(T))
      return Terms[T].Num;
    return std::nullopt;
  };
  for (Term T : In)
    if (T == Term::None && O != Op::Generic)
      return Terms.constant("undefined");
  switch (O) {
  case Op::Add:
    return Terms.add(In[0], In[1]);
  case Op::Sub:
    return Terms.sub(In[0], In[1]);
  case Op::Mul:
    return Terms.multiply(In[0], In[1]);
  case Op::And:
    return Terms.bitAnd(In[0], In[1]);
  case Op::Or:
    return Terms.bitOr(In[0], In[1]);
  case Op::Eq:
    return Terms.equal(In[0], In[1]);
  case Op::Lt:
    return Terms.less(In[0], In[1]);
  case Op::LNot:
    return Terms.logicalNot(In[0]);
  case Op::Update:
    return Terms.update(In[0], X.Payload, In[1]);
  case Op::Range:
    // The elements of what an iterator points into.
    if (Terms.positionOf(In[0]) != Term::None)
      return Space.load(S, Terms.parent(Terms[In[0]].Args[0]));
    return In[0];
  case Op::Not:
    if (auto A = Number(In[0]))
      return Terms.integer(~*A);
    break;
  case Op::Xor:
  case Op::Div:
  case Op::Rem:
  case Op::Shl:
  case Op::Shr: {
    auto A = Number(In[0]), B = Number(In[1]);
    // Twice the same is nothing.
    if (O == Op::Xor && B && Terms.isFn(In[0], "^") &&
        Terms.isInt(Terms[In[0]].Args[1])) {
      const Term Inner = Terms[In[0]].Args[0];
      const int64_t Both = *B ^ Terms[Terms[In[0]].Args[1]].Num;
      return Both ? Terms.apply("^", {Inner, Terms.integer(Both)}) : Inner;
    }
    if (!A || !B)
      break;
    if (O == Op::Xor)
      return Terms.integer(*A ^ *B);
    if ((O == Op::Div || O == Op::Rem) && *B != 0 && *B != -1)
      return Terms.integer(O == Op::Div ? *A / *B : *A % *B);
    if (O == Op::Shl && *B >= 0 && *B < 63 && *A >= 0)
      return Terms.integer(int64_t(uint64_t(*A) << *B));
    if (O == Op::Shr && *B >= 0 && *B < 63)
      return Terms.integer(*A >> *B);
    break;
  }
  case Op::Status: {
    Term A = In[0];
    while (Terms.isFn(A, "pass_on"))
      A = Terms[A].Args[0];
    if (Terms.isFn(A, "done"))
      return Terms.integer(int(Status::Done));
    if (Terms.isFn(A, "pending") || Terms.isFn(A, "not_yet"))
      return Terms.integer(int(Status::Pending));
    if (Terms.isFn(A, "error"))
      return Terms.integer(int(Status::Error));
    return Terms.apply("status", {A});
  }
  case Op::CompletionState: {
    Term Asked = In[1];
    if (Terms.isFn(In[0], "make_yield"))
      return Terms.integer(Terms.name(Terms[Asked].Sym) == "finished" ||
                           Terms.name(Terms[Asked].Sym) == "succeeded");
    llvm::SmallVector<Term, 3> Args{In[0], Asked, Terms.integer(S.Run)};
    return S.Run ? Terms.waited("completion_state", Args)
                 : Terms.apply("completion_state", Args);
  }
  case Op::InFlight: {
    // A callee that had to wait for I/O when it was first called need not on
    // the replay.
    Term From = In[0];
    while (Terms.isFn(From, "project"))
      From = Terms[From].Args[0];
    return From != In[0] && Space.get(S.Counts, unsigned(From), 0)
               ? Terms.waited("has", {In[0], Terms.integer(S.Run)})
               : Terms.apply("has", {In[0]});
  }
  case Op::Generic:
    break;
  }
  llvm::SmallVector<Term, 4> Args;
  for (Term T : In)
    Args.push_back(T == Term::None ? Terms.constant("undefined") : T);
  return Terms.apply(X.Op, Args);
}

/// What declares a place that is a variable or a field; 0 if it is neither.
static Symbol symbolOf(const TermTable &Terms, Term Loc) {
  const TermNode &N = Terms[Loc];
  if (N.Kind == TermKind::Local || N.Kind == TermKind::Global)
    return N.Sym;
  if (N.Kind != TermKind::At || Terms[N.Args[1]].Kind != TermKind::FieldKey)
    return 0;
  return Terms[N.Args[1]].Sym;
}

bool Explorer::runCall(int N, State &S, const Fact &X) {
  const CallInfo &C = F.Calls[X.Call];
  CallEvent E;
  E.By = &X;
  E.Call = &C;
  E.Object = C.Object == NoSlot ? Term::None : Space.slot(S, C.Object);
  if (E.Object != Term::None && !Terms.isLocation(E.Object))
    E.Object = Terms.deref(E.Object);
  const Term Callee = Terms.named(C.Name);
  llvm::SmallVector<Term, 4> Key{Callee, E.Object == Term::None
                                             ? Terms.integer(0)
                                             : Terms.address(E.Object)};
  for (const CallArg &A : C.Args) {
    Term T = Space.slot(S, A.S);
    if (T == Term::None)
      T = Terms.constant("undefined");
    if (A.Mode == ArgMode::MutableRef && Terms.isLocation(T))
      T = Terms.address(T);
    else
      T = Space.resolve(S, T);
    E.Args.push_back(T);
    Key.push_back(T);
  }
  E.Key = E.Memo = Terms.apply("call", Key);
  // The same call made twice in one run is two operations of the callee.
  unsigned Nth = 0;
  if (C.Reentrant || C.Values) {
    Nth = Space.get(S.Counts, unsigned(E.Key), 0);
    if (Nth)
      E.Memo = Terms.apply("again", {E.Key, Terms.integer(Nth)});
  }
  const unsigned Known = Space.get(S.Calls, 2 * unsigned(E.Memo), 0);
  E.Repeated = Known != 0;
  if (C.Submits) {
    E.Before = Snapshots.size();
    Snapshots.push_back(S);
  }
  if (N >= 0 && E.Object != Term::None)
    Nodes[N].Reads.push_back({E.Object, &X, Term::None});
  if (Visitor->atCall(N, E, S)) {
    if (N >= 0)
      Nodes[N].Calls.push_back(E);
    return true;
  }

  if ((C.Reentrant || C.Values) && Nth < MaxOccurrences)
    Space.put(S.Counts, unsigned(E.Key), Nth + 1);

  // "Earlier callees answer Done again with the same answer"; and of what an
  // unseen callee may possibly do, it is not assumed that it adds up.
  const bool MayAddUp =
      !C.Reentrant && !C.Idempotent && C.Confidence >= Threshold &&
      (!C.KeepsObject || llvm::any_of(C.Args, [](const CallArg &A) {
        return A.Mode == ArgMode::MutableRef;
      }));
  const bool Pure = !C.Reentrant && C.KeepsObject && !C.OwnObject &&
                    llvm::none_of(C.Args, [](const CallArg &A) {
                      return A.Mode == ArgMode::MutableRef;
                    });
  if (S.Run && Known && !MayAddUp && !Pure && !C.Submits) {
    const Outcome O = Outcomes[Known];
    E.Answer = O.Answer;
    const State *Then = before(S, E.Answer);
    for (auto &[L, V] : O.After) {
      // What was made of it since, the repetition does not undo.
      const Term Now = Space.load(S, L);
      const bool Made = Then && Now != V && !Terms[Now].Waits &&
                        Now != Space.load(*Then, L) &&
                        llvm::none_of(E.Args, [&, L = L](Term A) {
                          return L == Terms.deref(A);
                        });
      if (!Made)
        write(N, S, L, V, X);
    }
  } else {
    Outcome O;
    const State Before = S;
    // Which members an unseen method of one's own class reads is not known; in
    // the blocking run it need not be.
    const Term Old = E.Object == Term::None ? Terms.integer(0)
                     : C.OwnObject && Current == Mode::Blocking
                         ? Terms.init(E.Object)
                         : Space.load(S, E.Object);
    const Summary *Seen = nullptr;
    if (C.Reentrant && Callees && C.Callee)
      Seen = &Callees->of(C.Callee);
    if (Seen && !Seen->Known)
      Seen = nullptr;
    // What its answer and effects are computed from: of a callee that is seen
    // what it reads, else all that it gets.
    llvm::SmallVector<Term, 6> Parts{Callee};
    if (!Seen)
      Parts.push_back(Old);
    for (unsigned I = 0; I != E.Args.size(); ++I) {
      if (C.Args[I].Mode != ArgMode::MutableRef)
        Parts.push_back(E.Args[I]);
      else if (!Seen)
        Parts.push_back(Space.load(S, Terms.deref(E.Args[I])));
      if (Terms.positionOf(E.Args[I]) != Term::None && !Seen)
        Parts.push_back(Space.load(S, Terms.parent(Terms[E.Args[I]].Args[0])));
    }
    if (Seen)
      for (Term R : Seen->Reads)
        if (Term L = Summaries::instantiate(Terms, R, E); L != Term::None)
          Parts.push_back(Space.load(S, L));
    // A call that was pending is answered anew after the wait.
    llvm::SmallVector<Term, 6> Asked = Parts;
    if (C.Reentrant && (S.Run || Nth))
      Asked.push_back(Terms.integer(S.Run + Nth * 64));
    const char *Kind = C.Reentrant ? "answer" : "result";
    E.Answer = Terms.apply(Kind, Asked);
    // So is one that only a test showed to be pending.
    if (!C.Reentrant && C.Values && S.Run &&
        mayBePending(Space, S, E.Answer, C.Values) &&
        !mayBeDone(Space, S, E.Answer, C.Values)) {
      Asked.push_back(Terms.integer(S.Run));
      E.Answer = Terms.apply(Kind, Asked);
    }
    auto Changes = [&](Term Loc, int Which) {
      llvm::SmallVector<Term, 6> P = Parts;
      P.push_back(Terms.integer(Which));
      const Tier T = C.Reentrant ? Tier::Certain : C.Confidence;
      Term V = Terms.apply("after", P, T);
      if (const Symbol Sym = symbolOf(Terms, Loc))
        if (const clang::ValueDecl *D = Terms.decl(Sym);
            D && D->getType()->isUnsignedIntegerType())
          Space.assume(S, Terms.less(V, Terms.integer(0)), false);
      write(N, S, Loc, V, X);
      O.After.push_back({Loc, V});
    };
    if (Seen) {
      // What it leaves when it is done, if all ways agree on it.
      std::map<Term, Term> Left;
      for (const Summary::Writes &W : Seen->Done)
        for (auto &[L, V] : W) {
          auto [It, New] = Left.try_emplace(L, V);
          if (It->second != V)
            It->second = Term::None;
        }
      for (const Summary::Writes &W : Seen->Done)
        for (auto &[L, V] : Left)
          if (llvm::none_of(W, [&](auto &X) { return X.first == L; }))
            V = Term::None;
      for (auto &[Inner, Value] : Left) {
        const Term L = Summaries::instantiate(Terms, Inner, E);
        if (L == Term::None)
          continue;
        Term V = Value == Term::None
                     ? Value
                     : Summaries::instantiateValue(Space, Before, Value, E);
        if (V == Term::None) {
          llvm::SmallVector<Term, 6> P = Parts;
          P.push_back(Terms.address(L));
          P.push_back(Space.load(S, L));
          V = Terms.apply("after", P);
        }
        write(N, S, L, V, X);
        O.After.push_back({L, V});
      }
    } else {
      if (E.Object != Term::None && !C.KeepsObject && !C.OwnObject)
        Changes(E.Object, -1);
      for (unsigned I = 0; I != E.Args.size(); ++I)
        if (C.Args[I].Mode == ArgMode::MutableRef)
          Changes(Terms.deref(E.Args[I]), I);
    }
    O.Answer = E.Answer;
    if (C.Reentrant || C.Values) {
      Space.put(S.Calls, 2 * unsigned(E.Answer) + 1, Snapshots.size());
      Snapshots.push_back(Before);
      if (Current == Mode::Blocking)
        assumeDone(Space, S, E.Answer, C.Values);
    }
    Space.put(S.Calls, 2 * unsigned(E.Memo), Outcomes.size());
    Outcomes.push_back(std::move(O));
  }
  if (C.Reentrant && S.Run)
    Space.put(S.Counts, unsigned(E.Answer), 1);
  Space.setSlot(S, X.Dst, C.ReturnsPlace ? Terms.deref(E.Answer) : E.Answer);
  if (N >= 0)
    Nodes[N].Calls.push_back(std::move(E));
  return false;
}

//===----------------------------------------------------------------------===//
// Control
//===----------------------------------------------------------------------===//

/// Whether the last test before node \p N was of known numbers.
bool Explorer::decidedTest(int N) const {
  for (; N >= 0; N = Nodes[N].Parent)
    if (Nodes[N].Via && Nodes[N].Via->Then != NoBlock &&
        Nodes[N].Via->Else != NoBlock)
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
    Visitor->atReturn(N, S, Cond, T, Y);
    // The blocking run goes on behind a leaf yield. A retry waits for its
    // test: the other way out of that was taken too, if it was open; else, with
    // work in portions, it is called again.
    if (const unsigned Calls = Space.get(S.Counts, Portions, 0);
        Current == Mode::Blocking && Y.Kind == YieldKind::Retry &&
        Calls < MaxPasses && decidedTest(N)) {
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

/// Whether the values of \p Loc are kept apart: enums, bools, flags, optionals
/// and pointers are what guards are made of.
bool Explorer::guards(Term Loc) const {
  auto [It, New] = Guarding.try_emplace(unsigned(Loc), false);
  if (New)
    It->second = mayGuard(Loc);
  return It->second;
}

bool Explorer::mayGuard(Term Loc) const {
  // Only places that a loop's passes share.
  unsigned Pointers = 0;
  for (Term L = Loc;;) {
    const TermNode &X = Terms[L];
    if (X.HasVar)
      return false;
    if (X.Kind == TermKind::At) {
      if (Terms[X.Args[1]].Kind == TermKind::ElemKey)
        return false;
      L = X.Args[0];
    } else if (X.Kind == TermKind::Deref) {
      if (Terms[X.Args[0]].Kind != TermKind::Init || ++Pointers > 2)
        return false;
      L = Terms[X.Args[0]].Args[0];
    } else {
      break;
    }
  }
  const TermNode &N = Terms[Loc];
  const Symbol Sym = symbolOf(Terms, Loc);
  const clang::ValueDecl *D = Sym ? Terms.decl(Sym) : nullptr;
  if (!D)
    return false;
  if (F.Progress.count(Sym))
    return true;
  clang::QualType T = D->getType().getNonReferenceType();
  if (T->isBooleanType() || T->isEnumeralType() || T->isPointerType())
    return true;
  if (T->isIntegerType()) {
    // A field that is never assigned here is a guard where it is tested.
    auto It = F.ConstantOnly.find(Sym);
    return It == F.ConstantOnly.end() ? N.Kind == TermKind::At : It->second;
  }
  switch (libraryType(T)) {
  case LibraryType::Optional:
  case LibraryType::Variant:
  case LibraryType::Pointer:
    return true;
  default:
    return false;
  }
}

size_t Explorer::valuation(const State &S) {
  size_t H = 0;
  for (auto &[L, V] : S.Store) {
    if (!guards(Term(L)))
      continue;
    Term Value = Space.resolve(S, Term(V));
    const TermNode &N = Terms[Value];
    size_t Shape;
    if (N.Kind == TermKind::Int || N.Kind == TermKind::Const)
      Shape = unsigned(Value);
    else if (Terms.isFn(Value, "some"))
      Shape = 1;
    else if (Terms.isFn(Value, "alternative"))
      Shape = 8 + unsigned(N.Args[0]);
    else if (Terms.isFn(Value, "new") || N.Kind == TermKind::Addr)
      Shape = 2;
    else
      Shape = 3;
    H = llvm::hash_combine(H, L, Shape);
  }
  return H;
}

/// The places that the pass from node \p Head to node \p N overwrites with
/// what does not depend on what was there.
std::set<Term> Explorer::overwritten(int Head, int N) const {
  std::set<Term> Places;
  for (; N >= Head; N = Nodes[N].Parent)
    for (const WriteEvent &W : Nodes[N].Writes)
      if (W.By->Role != WriteRole::Modify && !Terms.contains(W.New, W.Old))
        Places.insert(W.Loc);
  return Places;
}

/// Whether the test at the loop head \p Head was of known numbers when the pass
/// that ends at \p N went by it: each run makes as many passes.
bool Explorer::counted(int Head, int N) const {
  while (N >= 0 && Nodes[N].Parent != Head)
    N = Nodes[N].Parent;
  if (N < 0 || !Nodes[N].Via || Nodes[N].Via->Kind != Terminator::Branch ||
      Nodes[N].Cond == Term::None || !Terms.isInt(Nodes[N].Cond))
    return false;
  const Block &B = F.Blocks[Nodes[Head].At];
  return llvm::any_of(llvm::drop_begin(B.Facts, B.End.TestBegin),
                      [](const Fact &X) { return X.Kind == FactKind::Load; });
}

void Explorer::enqueue(int Parent, BlockId To, State S, const Terminator *Via,
                       Term Cond, int64_t Choice, bool Undecided) {
  const Block &B = F.Blocks[To];
  for (Term L : B.DeadIn)
    Space.forget(S, L);
  bool Generic = false;
  int Replaces = -1;
  std::set<Term> Own;
  const size_t Guards = valuation(S);
  unsigned VisitKey = 0, Passes = 0;
  if (B.LoopHead) {
    VisitKey = unsigned(size_t(llvm::hash_combine(To, Guards)));
    // Entered anew, and not by its back edge, it starts from the first pass.
    const bool Again = F.Blocks[Nodes[Parent].At].Order >= B.Order;
    unsigned P = Again ? Space.get(S.Visits, VisitKey, 0) : 0;
    if (P) {
      const Node &Last = Nodes[P - 1];
      Passes = Last.Passes + 1;
      if (!Last.Generic && Passes < MaxPasses &&
          AtBlock[To].size() < MaxPassStates && counted(P - 1, Parent))
        P = 0;
    }
    if (P) {
      const Node &Last = Nodes[P - 1];
      Own = Last.Joined;
      State W = Space.generalise(Last.In, S, To, Last.Generic, Own,
                                 overwritten(P - 1, Parent));
      if (W.sameAs(Last.In))
        return;
      W.Visits = S.Visits;
      S = W;
      Generic = true;
      if (Last.Generic)
        Replaces = P - 1;
    }
  }
  for (int Other : AtBlock[To])
    if (Nodes[Other].In.sameAs(S) && !stale(Other)) {
      if (Replaces >= 0 && Replaces != Other)
        Nodes[Replaces].Superseded = true;
      return;
    }
  Alike &Same = Valuations[{To, Guards}];
  int *Joined = nullptr;
  if (Same.Nodes.size() >= Bounds.MaxValuations)
    Joined = &Same.Joined;
  else if (AtBlock[To].size() >= Crowd)
    Joined = &JoinedAt[To];
  if (Joined) {
    // All of them at once: one by one each would be left with a little less.
    const bool First = *Joined < 0;
    const auto &All = Joined == &Same.Joined ? Same.Nodes : AtBlock[To];
    const int Last = First ? All.front() : *Joined;
    State W = Nodes[Last].In;
    auto Join = [&](int From, const State &With) {
      Own.insert(Nodes[From].Joined.begin(), Nodes[From].Joined.end());
      W = Space.generalise(W, With, To | TermTable::Bound, /*Again=*/true, Own,
                           {});
    };
    if (First)
      for (int Other : llvm::drop_begin(All))
        Join(Other, Nodes[Other].In);
    Join(Last, S);
    if (W.sameAs(Nodes[Last].In))
      return;
    W.Visits = S.Visits;
    S = W;
    Generic = Generic || Nodes[Last].Generic;
    *Joined = Nodes.size();
  }
  if (Replaces >= 0)
    Nodes[Replaces].Superseded = true;
  if (Nodes.size() >= Budget) {
    Exhausted = true;
    return;
  }
  Node N;
  N.At = To;
  N.Parent = Parent;
  N.Via = Via;
  N.Cond = Cond;
  N.Choice = Choice;
  N.Undecided = Undecided;
  N.Generic = Generic;
  N.Replaces = Replaces;
  N.Passes = Passes;
  N.Joined = std::move(Own);
  if (B.LoopHead)
    Space.put(S.Visits, VisitKey, Nodes.size() + 1);
  N.In = std::move(S);
  const int Id = Nodes.size();
  AtBlock[To].push_back(Id);
  Same.Nodes.push_back(Id);
  Nodes.push_back(std::move(N));
  Worklist.insert({B.Order, Id});
}

const CallEvent *callOf(const std::vector<Node> &Path, int N, Term Answer) {
  for (; N >= 0; N = Path[N].Parent)
    for (const CallEvent &C : llvm::reverse(Path[N].Calls))
      if (C.Answer == Answer)
        return &C;
  return nullptr;
}

/// The answer that the last test before node \p N found to be pending.
Term Explorer::askedPending(const State &S, int N) const {
  for (int P = N; P >= 0; P = Nodes[P].Parent) {
    if (!Nodes[P].Via || !Nodes[P].Undecided)
      continue;
    for (Term A : answersIn(Terms, Nodes[P].Cond)) {
      const CallEvent *Call = callOf(Nodes, P, A);
      const AnswerValues *Values = Call ? Call->Call->Values : nullptr;
      if ((Values || Terms.isFn(A, "answer")) &&
          mayBePending(Space, S, A, Values) && !mayBeDone(Space, S, A, Values))
        return A;
    }
    return Term::None;
  }
  return Term::None;
}

/// A yield of a function whose answers are plain values.
Yield Explorer::classifyValue(const State &S, Term Answer, int N,
                              const Terminator &At) const {
  Yield Y;
  while (Terms[Answer].Kind == TermKind::Var && !Terms[Answer].Args.empty())
    Answer = Terms[Answer].Args.back();
  if (!mayBePending(Space, S, Answer, F.Values))
    return Y;
  const bool Surely = !mayBeDone(Space, S, Answer, F.Values);
  if (At.Leaf) {
    Y.Kind = YieldKind::Leaf;
  } else if (const CallEvent *Call = callOf(Nodes, N, Answer);
             Call &&
             (Call->Call->Reentrant || (Call->Call->Values && Surely))) {
    Y.Kind = YieldKind::Propagated;
    Y.Answer = Answer;
  } else if (Surely) {
    const Range R = Space.range(S, Answer);
    if (R.single() && F.Values->leaf(R.Lo)) {
      Y.Kind = YieldKind::Leaf;
    } else {
      Y.Answer = askedPending(S, N);
      Y.Kind =
          Y.Answer == Term::None ? YieldKind::Retry : YieldKind::Propagated;
    }
  }
  return Y;
}

Yield Explorer::classify(const State &S, Term Answer, int N,
                         const Terminator &At) const {
  if (F.Values && Answer != Term::None)
    return classifyValue(S, Answer, N, At);
  Yield Y;
  if (At.SaysPending || F.YieldsSilently) {
    Y.Answer = At.Leaf ? Term::None : askedPending(S, N);
    Y.Kind = Y.Answer != Term::None ? YieldKind::Propagated
             : At.Leaf              ? YieldKind::Leaf
             : At.SaysPending       ? YieldKind::Retry
                                    : YieldKind::None;
    return Y;
  }
  for (unsigned Depth = 0; Depth < 16 && Answer != Term::None; ++Depth) {
    const TermNode &A = Terms[Answer];
    if (!Space.range(S, Terms.apply("status", {Answer}))
             .has(int(Status::Pending)))
      return Y;
    if (A.Kind == TermKind::Var && !A.Args.empty()) {
      Answer = A.Args.back();
      continue;
    }
    if (A.Kind != TermKind::Fn)
      return Y;
    llvm::StringRef Op = Terms.name(A.Sym);
    if (Op == "pass_on" || Op == "some" || Op == "make") {
      if (A.Args.size() != (Op == "make" ? 2u : 1u))
        return Y;
      Answer = A.Args.back();
      continue;
    }
    if (Op == "answer") {
      if (!Space.range(S, Terms.apply("status", {Answer}))
               .has(int(Status::Pending)))
        return Y;
      Y.Kind = YieldKind::Propagated;
      Y.Answer = Answer;
      return Y;
    }
    if (Op == "not_yet") {
      // Said in one's own words that the callee just asked is not ready?
      Y.Answer = askedPending(S, N);
      Y.Kind =
          Y.Answer == Term::None ? YieldKind::Retry : YieldKind::Propagated;
      return Y;
    }
    if (Op != "pending")
      return Y;
    // A completion: this very call's, a callee's, or one from before.
    Term C = A.Args[0];
    Y.Completion = C;
    Y.Kind = YieldKind::Retry;
    llvm::SmallVector<Term, 8> Work{C};
    llvm::DenseMap<unsigned, bool> Seen;
    while (!Work.empty()) {
      Term T = Work.pop_back_val();
      if (!Seen.try_emplace(unsigned(T), true).second)
        continue;
      if (Terms.isFn(T, "project") && Terms.isFn(Terms[T].Args[0], "answer") &&
          Terms[T].Args[1] == Terms.partKey("completion")) {
        Y.Kind = YieldKind::Propagated;
        Y.Answer = Terms[T].Args[0];
        return Y;
      }
      if (Terms.isFn(T, "result") || Terms.isFn(T, "handle") ||
          Terms.isFn(T, "answer")) {
        Y.Kind = YieldKind::Leaf;
        continue;
      }
      if (Terms[T].Kind == TermKind::Fn || Terms[T].Kind == TermKind::Var)
        Work.append(Terms[T].Args.begin(), Terms[T].Args.end());
    }
    return Y;
  }
  return Y;
}

} // namespace reentrancy
