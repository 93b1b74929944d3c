//===- Paths.cpp - What happens on each path of a first run ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "paths/Paths.h"
#include "execution/Summary.h"
#include "values/Answer.h"
#include "vocabulary/LibraryModel.h"
#include "vocabulary/Verbs.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

namespace reentrancy {

const clang::Stmt *PathEnd::where(const FunctionFacts &F) const {
  return Site->Site ? Site->Site : F.Function->getBody();
}

Paths::Paths(const FunctionFacts &F, StateSpace &Space, const Limits &Bounds,
             Tier Threshold, Summaries &Callees, const Protocol &Vocabulary,
             clang::ASTContext &Context)
    : E(F, Space, Bounds, Threshold, &Callees), F(F), Space(Space),
      Terms(Space.Terms), Bounds(Bounds), Vocabulary(Vocabulary),
      Context(Context) {}

bool Paths::run() {
  if (!E.run(Mode::FirstRun, State(), F.Entry, 0, *this, Bounds.MaxStates))
    return false;
  llvm::erase_if(Ends, [this](const PathEnd &X) { return E.stale(X.At); });
  llvm::erase_if(Uses, [this](const PartUse &U) { return E.stale(U.At); });
  return true;
}

bool Paths::tooLong() const {
  size_t Length = 0;
  for (const PathEnd &X : Ends)
    for (int N = X.At; N >= 0; N = E.Nodes[N].Parent)
      ++Length;
  return Length > Bounds.MaxPathBlocks;
}

bool Paths::atFact(int N, uint32_t Index, State &S) {
  const auto &Facts = F.Blocks[E.Nodes[N].At].Facts;
  if (Index >= Facts.size())
    return false;
  const Fact &X = Facts[Index];
  if (X.Kind == FactKind::Enter)
    Enters[N].push_back(
        {&X, X.In.empty() ? Term::None : Space.slot(S, X.In[0])});
  if (X.Kind != FactKind::At || X.Payload == Term::None)
    return false;
  const bool Value = X.Payload == Terms.partKey("value");
  if (!Value && X.Payload != Terms.partKey("*"))
    return false;
  const Term Place = Space.slot(S, X.In[0]);
  if (Place == Term::None || !Terms.isLocation(Place))
    return false;
  const Term Whole = Space.load(S, Place);
  const bool Sure =
      Value ? !may(S, Whole, Status::Pending)
            : Space.truth(S, Terms.apply("has", {Whole})).value_or(false);
  Uses.push_back({N, &X, Value ? plain(Whole) : Whole, Sure});
  return false;
}

void Paths::atReturn(int N, const State &S, Term Answer, const Terminator &T,
                     const Yield &Y) {
  Ends.push_back({N, S, Answer, &T, Y});
}

std::vector<Event> Paths::events(int N) const {
  std::vector<int> Way;
  for (; N >= 0; N = E.Nodes[N].Parent)
    Way.push_back(N);
  std::vector<Event> All;
  for (int At : llvm::reverse(Way)) {
    const Node &X = E.Nodes[At];
    if (X.Via)
      All.push_back({Event::Test, At, nullptr, nullptr, nullptr, nullptr,
                     Term::None, X.Cond});
    const size_t First = All.size();
    for (const ReadEvent &R : X.Reads)
      All.push_back({Event::Read, At, R.By, &R});
    if (auto It = Enters.find(At); It != Enters.end())
      for (const Entered &In : It->second)
        All.push_back(
            {Event::Enter, At, In.By, nullptr, nullptr, nullptr, In.Object});
    for (const CallEvent &C : X.Calls)
      All.push_back({Event::Call, At, C.By, nullptr, nullptr, &C});
    for (const WriteEvent &W : X.Writes)
      All.push_back({Event::Write, At, W.By, nullptr, &W});
    // The facts of a block stand in the order in which they are executed.
    std::stable_sort(
        All.begin() + First, All.end(),
        [](const Event &A, const Event &B) { return A.By < B.By; });
  }
  return All;
}

Term Paths::plain(Term Answer) const {
  while (Answer != Term::None && Terms.isFn(Answer, "pass_on"))
    Answer = Terms[Answer].Args[0];
  return Answer;
}

Range Paths::status(const State &S, Term A) const {
  A = plain(A);
  Range R;
  auto Only = [&R](Status What) { R.Lo = R.Hi = int(What); };
  if (Terms.isFn(A, "done"))
    Only(Status::Done);
  else if (Terms.isFn(A, "pending") || Terms.isFn(A, "not_yet"))
    Only(Status::Pending);
  else if (Terms.isFn(A, "error"))
    Only(Status::Error);
  else
    R = Space.range(S, Terms.apply("status", {A}));
  return R;
}

bool Paths::may(const State &S, const CallEvent &C, Status What) const {
  const AnswerValues *Values = C.Call->Values;
  if (!Values)
    return may(S, C.Answer, What);
  switch (What) {
  case Status::Pending: {
    // Of several words for "not yet" a callee may know but one: who asks for
    // one of them has asked.
    const Range R = Space.range(S, C.Answer);
    return surelyPending(Space, S, C.Answer, Values) ||
           llvm::all_of(Values->Pending, [&](int64_t N) { return R.has(N); });
  }
  case Status::Done:
    return mayBeDone(Space, S, C.Answer, Values);
  case Status::Error:
    return mayBeError(Space, S, C.Answer, Values);
  }
  llvm_unreachable("unknown status");
}

bool Paths::mayOnWay(const PathEnd &End, int From, const CallEvent &C,
                     Status What) const {
  // Joins forget what was learned before; the way itself does not.
  State Learned;
  for (int N = End.At; N > From; N = E.Nodes[N].Parent) {
    const Node &X = E.Nodes[N];
    if (!may(X.In, C, What))
      return false;
    if (X.Via && X.Via->Kind == Terminator::Branch && X.Cond != Term::None &&
        Terms.contains(X.Cond, C.Answer))
      Space.assume(Learned, X.Cond, X.Choice);
  }
  return may(Learned, C, What) && may(End.S, C, What);
}

bool Paths::endsAs(const PathEnd &End, Status What) const {
  if (!F.Values)
    return may(End.S, End.Answer, What);
  switch (What) {
  case Status::Pending:
    return End.How.Kind != YieldKind::None;
  case Status::Done:
    return mayBeDone(Space, End.S, End.Answer, F.Values);
  case Status::Error:
    return mayBeError(Space, End.S, End.Answer, F.Values);
  }
  llvm_unreachable("unknown status");
}

bool Paths::testedInPart(const PathEnd &End, int From, Term A) const {
  auto Tells = [&](Term Cond, bool Holds) {
    State S;
    return !Space.assume(S, Cond, Holds) || !Space.range(S, A).full();
  };
  for (int N = End.At; N > From; N = E.Nodes[N].Parent)
    if (const Node &X = E.Nodes[N];
        X.Via && X.Via->Kind == Terminator::Branch && X.Cond != Term::None &&
        Terms.contains(X.Cond, A) && !Tells(X.Cond, true) &&
        !Tells(X.Cond, false))
      return true;
  return false;
}

bool Paths::testedBlurred(const PathEnd &End, int From, Term A) const {
  for (int N = End.At; N > From; N = E.Nodes[N].Parent)
    // Of answers that were joined no more is known than that they are some.
    if (const Term Cond = E.Nodes[N].Cond;
        Cond != Term::None && Terms[Cond].Blurred &&
        Terms.somePart(
            Cond, [&](Term T) { return T == A || Terms.isFn(T, "status"); }))
      return true;
  return false;
}

bool Paths::knownOnWay(const PathEnd &End, int From, Term Cond,
                       bool Value) const {
  for (int N = End.At; N > From; N = E.Nodes[N].Parent)
    if (auto Known = Space.truth(E.Nodes[N].In, Cond); Known == Value)
      return true;
  return Space.truth(End.S, Cond) == Value;
}

/// Whether a value of type \p T is, or has as fields, completions.
bool Paths::holdsCompletion(clang::QualType T, Term Value,
                            llvm::SmallVectorImpl<Term> &Parts) const {
  if (Vocabulary.completion(T)) {
    Parts.push_back(Value);
    return true;
  }
  const auto *RD = T->getAsCXXRecordDecl();
  if (!RD || !RD->hasDefinition() || RD->isInStdNamespace() ||
      Vocabulary.ownType(RD) || Vocabulary.answers(T))
    return false;
  for (const clang::FieldDecl *F : RD->fields())
    if (Vocabulary.completion(F->getType()))
      Parts.push_back(Terms.project(Value, Terms.fieldKey(F)));
  return !Parts.empty();
}

bool Paths::starts(const CallEvent &C,
                   llvm::SmallVectorImpl<Term> &Parts) const {
  const clang::FunctionDecl *FD = C.Call->Callee;
  if (C.Call->Reentrant || C.Call->ReturnsPlace || !FD ||
      !FD->getIdentifier() || Vocabulary.operation(FD) != ProtocolOp::None)
    return false;
  // Who only shows a completion has not started it.
  auto *MD = llvm::dyn_cast<clang::CXXMethodDecl>(FD);
  const Verb V = verbOf(FD);
  if ((V == Verb::Observes || V == Verb::Ensures || (MD && MD->isConst())) &&
      !startsIO(FD->getName(), false))
    return false;
  return holdsCompletion(FD->getReturnType(), C.Answer, Parts);
}

const clang::FunctionDecl *Paths::calleeOf(const Event &X) const {
  if (X.Kind == Event::Call)
    return X.C->Call->Callee;
  if (X.Kind == Event::Enter)
    if (auto *Call = llvm::dyn_cast_or_null<clang::CallExpr>(X.By->Site))
      return Call->getDirectCallee();
  return nullptr;
}

bool Paths::asksPresence(Term Cond) const {
  while (Terms.isFn(Cond, "!") || Terms.isFn(Cond, "==0"))
    Cond = Terms[Cond].Args[0];
  return Terms.isFn(Cond, "has");
}

bool Paths::carries(Term T, Term What) const {
  llvm::SmallVector<Term, 8> Work{T};
  std::set<Term> Seen;
  while (!Work.empty()) {
    const Term X = Work.pop_back_val();
    // A term is made after its parts: a smaller number cannot contain it.
    if (X == What)
      return true;
    if (X < What || !Seen.insert(X).second)
      continue;
    const TermNode &N = Terms[X];
    // An error, or the value of an answer, is no longer the answer.
    if (Terms.isFn(X, "error"))
      continue;
    if (Terms.isFn(X, "project") && N.Args[0] == What &&
        N.Args[1] != Terms.partKey("completion") &&
        N.Args[1] != Terms.partKey("*"))
      continue;
    // What a call left in its object is a guess, but for groups: they keep
    // their children.
    if (Terms.isFn(X, "after")) {
      auto *MD = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(
          Terms.decl(Terms[N.Args[0]].Sym));
      if (!MD || !Vocabulary.matches(Vocabulary.GroupTypes, MD->getParent()))
        continue;
    }
    Work.append(N.Args.begin(), N.Args.end());
  }
  return false;
}

const State &Paths::left(const PathEnd &End) const {
  const State *Before = End.How.Kind == YieldKind::Propagated
                            ? E.before(End.S, End.How.Answer)
                            : nullptr;
  return Before ? *Before : End.S;
}

const clang::Stmt *Paths::siteOf(const Fact *X) const {
  if (X->Outer)
    return X->Outer;
  return X->Site ? X->Site : F.Function->getBody();
}

const clang::FieldDecl *Paths::ownIndex(Term Loc) const {
  for (; Loc != Term::None; Loc = Terms.parent(Loc)) {
    const TermNode &N = Terms[Loc];
    if (N.Kind != TermKind::At || N.Args[0] != Terms.thisObject() ||
        Terms[N.Args[1]].Kind != TermKind::FieldKey)
      continue;
    auto *F = llvm::dyn_cast_or_null<clang::FieldDecl>(
        Terms.decl(Terms[N.Args[1]].Sym));
    if (!F)
      return nullptr;
    const LibraryType L = libraryType(F->getType());
    return L == LibraryType::Associative || L == LibraryType::Multi ? F
                                                                    : nullptr;
  }
  return nullptr;
}

Finding *FindingList::add(FindingKind K, Tier T, const clang::Stmt *Where) {
  auto [It, New] = Index.try_emplace({Where, K}, Out.size());
  if (!New) {
    Finding &Kept = Out[It->second];
    Kept.Certainty = std::max(Kept.Certainty, T);
    return nullptr;
  }
  Finding X;
  X.Kind = K;
  X.Certainty = T;
  X.Where = Where;
  Out.push_back(std::move(X));
  return &Out.back();
}

} // namespace reentrancy
