//===- Summary.cpp - What a callee leaves behind --------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "execution/Summary.h"
#include "facts/FactsGenerator.h"
#include "values/Answer.h"
#include "vocabulary/Options.h"
#include "vocabulary/Subjects.h"
#include "vocabulary/Verbs.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace reentrancy {

namespace {

/// How many ways to end are told apart.
constexpr size_t MaxWays = 6;

/// Collects the ends of a run, and what its repetition does again.
class EndCollector : public RunVisitor {
public:
  explicit EndCollector(Explorer &E) : E(E) {}
  struct End {
    int At;
    State S;
    Yield How;
  };
  std::vector<End> Done, Pending;
  std::optional<Tier> Trace;

  bool atCall(int, const CallEvent &C, const State &S) override {
    if (S.Run && (C.Call->Submits ||
                  (C.Repeated && C.Call->Reentrant && !C.Call->keepsAll() &&
                   verbOf(C.Call->Callee) == Verb::Changes)))
      Trace = std::max(Trace.value_or(Tier::Possible), Tier::Likely);
    return false;
  }
  void atReturn(int N, const State &S, Term Answer, const Terminator &,
                const Yield &Y) override {
    if (Y.Kind != YieldKind::None)
      Pending.push_back({N, S, Y});
    else if (Answer == Term::None || mayBeDone(E.Space, S, Answer, E.F.Values))
      Done.push_back({N, S, Y});
  }
  void atReturnEnded(int N, const State &S, Term Answer) override {
    if (mayBeDone(E.Space, S, Answer, E.F.Values))
      Done.push_back({N, S, Yield()});
  }

private:
  Explorer &E;
};

using Knowledge = std::vector<std::pair<Term, Range>>;

/// How sure it is that what the fact \p X writes is not the same once more if
/// it is done once more; nothing if it surely is.
std::optional<Tier> repetition(const FunctionFacts &F, const Fact &X,
                               Summaries &Callees) {
  if (X.Kind != FactKind::Call)
    return Tier::Certain;
  const CallInfo &C = F.Calls[X.Call];
  const Verb V = verbOf(C.Callee);
  if (onlyAsks(V))
    return std::nullopt;
  if (!C.Reentrant)
    return Tier::Certain;
  if (const Summary &Seen = Callees.of(C.Callee); Seen.Known)
    return Seen.Trace;
  return V == Verb::Changes ? Tier::Likely : Tier::Possible;
}

/// Leaves of \p Known what \p Other says as well.
void keepCommon(Knowledge &Known, const Knowledge &Other) {
  llvm::erase_if(Known, [&](auto &K) {
    auto O = llvm::find_if(Other, [&](auto &X) { return X.first == K.first; });
    if (O == Other.end())
      return true;
    K.second = Range::hull(K.second, O->second);
    return K.second.full();
  });
}

} // namespace

bool Summary::mayFollow(const TermTable &Terms, const Way &Before,
                        const Way &End) {
  // What it has changed, and what it waits for, may be something else then.
  auto MayChange = [&](Term Part) {
    const TermNode &N = Terms[Part];
    return N.Waits || N.HasVar || Terms.isFn(Part, "answer") ||
           (N.Kind == TermKind::Init &&
            llvm::any_of(Before.Writes, [&](auto &W) {
              return Terms.within(N.Args[0], W.first) ||
                     Terms.within(W.first, N.Args[0]);
            }));
  };
  for (auto &[T, R] : End.Known) {
    auto B =
        llvm::find_if(Before.Known, [T = T](auto &X) { return X.first == T; });
    if (B != Before.Known.end() && !R.meets(B->second) &&
        !Terms.somePart(T, MayChange))
      return false;
  }
  return true;
}

Summary import(TermTable &To, const TermTable &From, const Summary &S,
               llvm::DenseMap<unsigned, Term> &Done) {
  Summary Here = S;
  auto Take = [&](Term &T) { T = To.import(From, T, Done); };
  for (Term &R : Here.Reads)
    Take(R);
  for (auto *Ways : {&Here.Done, &Here.Pending})
    for (Summary::Way &W : *Ways) {
      for (auto &[Place, Value] : W.Writes) {
        Take(Place);
        Take(Value);
      }
      for (auto &[Value, R] : W.Known)
        Take(Value);
    }
  return Here;
}

struct SummaryStore::Body {
  TermTable Terms;
  std::unique_ptr<FunctionFacts> Facts;
};

SummaryStore::SummaryStore(ASTContext &Context, const Options &Opts)
    : Context(Context), Opts(Opts) {}

SummaryStore::~SummaryStore() = default;

const Summary &Summaries::of(const FunctionDecl *FD) {
  const Summary &There = Store.of(FD);
  if (!There.Known)
    return There;
  std::unique_ptr<Summary> &S = Here[&There];
  if (!S)
    S = std::make_unique<Summary>(import(Terms, Store.terms(), There, Taken));
  return *S;
}

/// How many summaries may be in the making, each for the next.
constexpr size_t MaxDepth = 64;

const Summary &SummaryStore::of(const FunctionDecl *FD) {
  static const Summary Unknown;
  const FunctionDecl *Def = FD ? FD->getDefinition() : nullptr;
  if (!Def || !isCandidate(Def, Opts.Vocabulary))
    return Unknown;
  // An override may do something else.
  if (auto *MD = dyn_cast<CXXMethodDecl>(Def);
      MD && MD->isVirtual() && !MD->hasAttr<FinalAttr>() &&
      !MD->getParent()->hasAttr<FinalAttr>())
    return Unknown;
  for (size_t I = 0; I != Stack.size(); ++I)
    if (Stack[I].Function == Def) {
      Stack.back().Round = std::min(Stack.back().Round, I);
      return Unknown;
    }
  if (const auto It = Made.find(Def); It != Made.end())
    return *It->second;
  if (Stack.size() == MaxDepth) {
    Stack.back().Round = 0;
    return Unknown;
  }
  const size_t Own = Stack.size();
  Stack.push_back({Def, Own});
  auto S = std::make_unique<Summary>();
  make(Def, *S);
  const size_t Round = Stack.back().Round;
  Stack.pop_back();
  if (Round < Own) {
    Provisional.push_back(Def);
    Stack.back().Round = std::min(Stack.back().Round, Round);
  } else {
    // What went round by this one holds for no other.
    for (const FunctionDecl *P : Provisional)
      Retired.push_back(std::move(Made.extract(P).mapped()));
    Provisional.clear();
  }
  return *(Made[Def] = std::move(S));
}

void SummaryStore::make(const FunctionDecl *FD, Summary &Result) {
  std::string Why;
  auto In = std::make_unique<Body>();
  TermTable &Terms = In->Terms;
  In->Facts =
      generateFacts(FD, Context, Opts.Vocabulary, Opts.Bounds, Terms, Why);
  const FunctionFacts *Facts = In->Facts.get();
  if (!Facts)
    return;
  Summary S;
  Summaries Callees(*this, Terms);
  StateSpace Space(Terms);
  Explorer E(*Facts, Space, Opts.Bounds, Opts.LeastConfidence, &Callees);
  EndCollector First(E);
  if (!E.run(Mode::FirstRun, State(), Facts->Entry, 0, First,
             Opts.Bounds.MaxRunStates))
    return;
  auto LastWrite = [&](int N, Term L) -> const WriteEvent * {
    for (; N >= 0; N = E.Nodes[N].Parent)
      for (const WriteEvent &W : llvm::reverse(E.Nodes[N].Writes))
        if (Terms.within(W.Loc, L) || Terms.within(L, W.Loc))
          return W.Loc == L ? &W : nullptr;
    return nullptr;
  };
  auto Collect = [&](const std::vector<EndCollector::End> &Ends,
                     std::vector<Summary::Way> &Out) {
    for (auto &[N, End, How] : Ends) {
      if (E.stale(N))
        continue;
      Summary::Way W;
      W.Resumes = How.Kind != YieldKind::Leaf;
      if (const CallEvent *Call = How.Kind == YieldKind::Propagated
                                      ? callOf(E.Nodes, N, How.Answer)
                                      : nullptr) {
        const FunctionDecl *Callee = Call->Call->Callee;
        for (const Summary::Way &Inner : Callees.of(Callee).Pending)
          W.WaitsFor.insert(Inner.WaitsFor.begin(), Inner.WaitsFor.end());
        if (W.WaitsFor.empty() && Callee)
          W.WaitsFor.insert(Callee->getCanonicalDecl());
      }
      for (auto &[L, V] : Space.entries(End))
        if (Terms.persistent(L)) {
          W.Writes.push_back({L, V});
          const WriteEvent *Last = LastWrite(N, L);
          W.By.push_back(Last ? Last->By : nullptr);
          W.Framed.push_back(Last && Last->Framed);
        }
      W.Known = Space.known(End);
      auto Same = llvm::find_if(
          Out, [&](const Summary::Way &O) { return O.Writes == W.Writes; });
      if (Same != Out.end()) {
        keepCommon(Same->Known, W.Known);
        Same->Resumes &= W.Resumes;
        Same->WaitsFor.insert(W.WaitsFor.begin(), W.WaitsFor.end());
        for (size_t I = 0; I != W.By.size(); ++I) {
          if (Same->By[I] != W.By[I])
            Same->By[I] = nullptr;
          Same->Framed[I] = Same->Framed[I] && W.Framed[I];
        }
      } else if (Out.size() < MaxWays)
        Out.push_back(std::move(W));
      else
        S.AllWays = false;
    }
  };
  Collect(First.Done, S.Done);
  Collect(First.Pending, S.Pending);
  for (const Node &X : E.Nodes)
    for (const ReadEvent &R : X.Reads)
      if (Terms.persistent(R.Loc) && !llvm::is_contained(S.Reads, R.Loc) &&
          (R.Value == Term::None || Terms.contains(R.Value, Terms.init(R.Loc))))
        S.Reads.push_back(R.Loc);
  std::vector<State> Ends;
  for (auto &[N, End, How] : First.Done)
    if (!E.stale(N) && Ends.size() < MaxWays)
      Ends.push_back(End);
  // Run it again from where it ended, with the answers that it had.
  const size_t Most = 2 * std::max<size_t>(E.visited(), 1000);
  for (State &End : Ends) {
    State Again = End;
    Space.dropLocals(Again);
    Again.Run += 1;
    const State Left = Again;
    EndCollector Second(E);
    // As much for all of them as for the first.
    if (E.visited() >= Most || !E.run(Mode::Blocking, Again, Facts->Entry, 0,
                                      Second, Most - E.visited()))
      break;
    auto Note = [&S](Tier T) { S.Trace = std::max(S.Trace.value_or(T), T); };
    if (Second.Trace)
      Note(*Second.Trace);
    // How sure it is that what wrote a place adds up; nothing if it was only
    // asked for.
    auto AddsUp = [&](int N, Term L) {
      std::optional<Tier> Most;
      for (; N >= 0; N = E.Nodes[N].Parent)
        for (const WriteEvent &W : E.Nodes[N].Writes)
          if (Terms.within(W.Loc, L) || Terms.within(L, W.Loc))
            if (const auto T = repetition(*Facts, *W.By, Callees))
              Most = std::max(Most.value_or(*T), *T);
      return Most;
    };
    for (auto &[N, After, How] : Second.Done) {
      if (E.stale(N))
        continue;
      for (Term L : Space.places(Left, After)) {
        if (!Terms.persistent(L))
          continue;
        const Term A = Space.resolve(After, Space.load(Left, L));
        const Term B = Space.resolve(After, Space.load(After, L));
        if (const auto T = A == B ? std::nullopt : AddsUp(N, L))
          Note(std::min({*T, Terms[A].Certainty, Terms[B].Certainty}));
      }
    }
  }
  S.Known = true;
  llvm::DenseMap<unsigned, Term> Done;
  Result = import(this->Terms, Terms, S, Done);
  Bodies.push_back(std::move(In));
}

Term Summaries::instantiateValue(StateSpace &Space, const State &S, Term Value,
                                 const CallEvent &Call) {
  TermTable &Terms = Space.Terms;
  const TermNode N = Terms[Value];
  if (N.HasVar || N.Waits)
    return Term::None;
  switch (N.Kind) {
  case TermKind::Int:
  case TermKind::Const:
    return Value;
  case TermKind::Init: {
    const TermNode &Of = Terms[N.Args[0]];
    if (Of.Kind == TermKind::Local) {
      const auto *Param = dyn_cast_or_null<ParmVarDecl>(Terms.decl(Of.Sym));
      return Param && Param->getFunctionScopeIndex() < Call.Args.size() &&
                     !Param->getType()->isReferenceType()
                 ? Call.Args[Param->getFunctionScopeIndex()]
                 : Term::None;
    }
    const Term L = instantiate(Terms, N.Args[0], Call);
    return L == Term::None ? L : Space.load(S, L);
  }
  case TermKind::Sum: {
    Term T = Terms.integer(N.Num);
    for (unsigned I = 0; I != N.Args.size(); ++I) {
      const Term Part = instantiateValue(Space, S, N.Args[I], Call);
      if (Part == Term::None)
        return Part;
      T = Terms.add(T, Terms.multiply(Part, Terms.integer(N.Coeffs[I])));
    }
    return T;
  }
  case TermKind::Fn: {
    // A call that is not seen answers each time anew.
    static const llvm::StringSet<> Unseen{"answer", "result",    "after",
                                          "new",    "handle",    "make",
                                          "lambda", "completion"};
    if (Unseen.contains(Terms.name(N.Sym)))
      return Term::None;
    llvm::SmallVector<Term, 4> Args;
    for (Term A : N.Args) {
      const TermKind K = Terms[A].Kind;
      const bool Key = K == TermKind::FieldKey || K == TermKind::PartKey;
      Args.push_back(Key ? A : instantiateValue(Space, S, A, Call));
      if (Args.back() == Term::None)
        return Term::None;
    }
    return Terms.apply(N.Sym, Args, N.Certainty);
  }
  default:
    return Term::None;
  }
}

bool Summaries::mayTake(StateSpace &Space, const State &S,
                        const Summary::Way &W, const CallEvent &Call) {
  return llvm::all_of(W.Known, [&](const std::pair<Term, Range> &K) {
    const Term Here = instantiateValue(Space, S, K.first, Call);
    return Here == Term::None || Space.range(S, Here).meets(K.second);
  });
}

std::vector<std::pair<Term, Range>>
Summaries::knownWhenPending(StateSpace &Space, const State &S,
                            const Summary &Seen, const CallEvent &Call) {
  std::optional<Knowledge> Common;
  for (const Summary::Way &W : Seen.Pending) {
    if (!mayTake(Space, S, W, Call))
      continue;
    Knowledge Here;
    for (auto &[Value, R] : W.Known)
      if (const Term T = instantiateValue(Space, S, Value, Call);
          T != Term::None)
        Here.push_back({T, R});
    if (Common)
      keepCommon(*Common, Here);
    else
      Common = std::move(Here);
  }
  return Common && Seen.AllWays ? *Common : Knowledge();
}

Term Summaries::instantiate(TermTable &Terms, Term Loc, const CallEvent &Call) {
  const TermNode N = Terms[Loc];
  switch (N.Kind) {
  case TermKind::This:
    return Call.Object;
  case TermKind::Global:
    return Loc;
  case TermKind::Deref: {
    // What a parameter names.
    const TermNode P = Terms[N.Args[0]];
    if (P.Kind == TermKind::Init && Terms[P.Args[0]].Kind == TermKind::Local) {
      const auto *Param =
          dyn_cast_or_null<ParmVarDecl>(Terms.decl(Terms[P.Args[0]].Sym));
      if (!Param || Param->getFunctionScopeIndex() >= Call.Args.size())
        return Term::None;
      return Terms.deref(Call.Args[Param->getFunctionScopeIndex()]);
    }
    // What a member points at.
    if (P.Kind == TermKind::Init) {
      Term Holder = instantiate(Terms, P.Args[0], Call);
      return Holder == Term::None ? Holder : Terms.deref(Terms.init(Holder));
    }
    return Term::None;
  }
  case TermKind::At: {
    Term Parent = instantiate(Terms, N.Args[0], Call);
    return Parent == Term::None ? Parent : Terms.at(Parent, N.Args[1]);
  }
  default:
    return Term::None;
  }
}

} // namespace reentrancy
