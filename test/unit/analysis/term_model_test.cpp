// The normal forms of terms against values: random expressions are built as
// terms and computed as numbers, containers and flags at once. A law that is
// wrong gives a term with another value.
#include "values/Term.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace {

using reentrancy::Term;
using reentrancy::TermKind;
using reentrancy::TermNode;
using reentrancy::TermTable;

constexpr unsigned Numbers = 3;   // unknown numbers: temporaries 0 to 2
constexpr unsigned Container = 9; // the unknown container: temporary 9

/// What the unknown places hold.
struct Model {
  int64_t Number[Numbers];
  std::vector<int64_t> Sequence;
  std::set<int64_t> Set;
  std::map<int64_t, int64_t> Map;
};

/// Computes the value of a term in a model.
class Evaluator {
public:
  Evaluator(const TermTable &T, const Model &M) : T(T), M(M) {}

  int64_t number(Term X) const {
    const TermNode &N = T[X];
    switch (N.Kind) {
    case TermKind::Int:
      return N.Num;
    case TermKind::Init:
      return held(N.Args[0]);
    case TermKind::Sum: {
      int64_t Value = N.Num;
      for (unsigned I = 0; I != N.Args.size(); ++I)
        Value += N.Coeffs[I] * number(N.Args[I]);
      return Value;
    }
    case TermKind::Fn:
      return computed(N);
    default:
      ADD_FAILURE() << T.str(X) << " is no number";
      return 0;
    }
  }

  std::vector<int64_t> sequence(Term X) const {
    const TermNode &N = T[X];
    if (N.Kind == TermKind::Init)
      return M.Sequence;
    if (N.Kind == TermKind::Const)
      return {};
    std::vector<int64_t> V = sequence(N.Args[0]);
    const llvm::StringRef Op = T.name(N.Sym);
    if (Op == "push_back")
      V.push_back(number(N.Args[1]));
    else if (Op == "pop_back")
      V.pop_back();
    else if (Op == "push_front")
      V.insert(V.begin(), number(N.Args[1]));
    else if (Op == "pop_front")
      V.erase(V.begin());
    else if (Op == "update")
      element(V, N.Args[1]) = number(N.Args[2]);
    else
      ADD_FAILURE() << T.str(X) << " is no sequence";
    return V;
  }

  std::set<int64_t> set(Term X) const {
    const TermNode &N = T[X];
    if (N.Kind == TermKind::Init)
      return M.Set;
    if (N.Kind == TermKind::Const)
      return {};
    std::set<int64_t> S = set(N.Args[0]);
    if (T.name(N.Sym) == "insert")
      S.insert(number(N.Args[1]));
    else if (T.name(N.Sym) == "erase")
      S.erase(number(N.Args[1]));
    else
      ADD_FAILURE() << T.str(X) << " is no set";
    return S;
  }

  std::map<int64_t, int64_t> map(Term X) const {
    const TermNode &N = T[X];
    if (N.Kind == TermKind::Init)
      return M.Map;
    if (N.Kind == TermKind::Const)
      return {};
    std::map<int64_t, int64_t> E = map(N.Args[0]);
    const llvm::StringRef Op = T.name(N.Sym);
    if (Op == "insert")
      E.emplace(number(N.Args[1]), number(N.Args[2]));
    else if (Op == "erase")
      E.erase(number(N.Args[1]));
    else if (Op == "assign_key")
      E[number(N.Args[1])] = number(N.Args[2]);
    else if (Op == "update")
      E[number(T[N.Args[1]].Args[0])] = number(N.Args[2]);
    else
      ADD_FAILURE() << T.str(X) << " is no map";
    return E;
  }

private:
  int64_t held(Term Place) const {
    const TermNode &N = T[Place];
    if (N.Kind == TermKind::Temp)
      return M.Number[N.Num];
    std::vector<int64_t> V = M.Sequence;
    return element(V, N.Args[1]);
  }

  int64_t &element(std::vector<int64_t> &V, Term Key) const {
    const TermNode &K = T[Key];
    if (K.Kind == TermKind::PartKey)
      return T.name(K.Sym) == "back" ? V.back() : V.front();
    const size_t I = number(K.Args[0]);
    if (I >= V.size()) {
      ADD_FAILURE() << "no element [" << I << "] in the term's sequence";
      V.resize(I + 1);
    }
    return V[I];
  }

  int64_t computed(const TermNode &N) const {
    const llvm::StringRef Op = T.name(N.Sym);
    if (Op == "size")
      return sequence(N.Args[0]).size();
    if (Op == "contains")
      return set(N.Args[0]).count(number(N.Args[1]));
    if (Op == "project") {
      std::vector<int64_t> V = sequence(N.Args[0]);
      return element(V, N.Args[1]);
    }
    const int64_t A = number(N.Args[0]);
    if (Op == "==0")
      return A == 0;
    if (Op == "<0")
      return A < 0;
    if (Op == "!")
      return !A;
    const int64_t B = number(N.Args[1]);
    if (Op == "*")
      return A * B;
    if (Op == "&")
      return A & B;
    EXPECT_EQ(Op, "|");
    return A | B;
  }

  const TermTable &T;
  const Model &M;
};

class TermModel : public testing::TestWithParam<unsigned> {
protected:
  TermModel() : Random(GetParam()) {
    for (int64_t &N : M.Number)
      N = pick(-4, 4);
    for (int N = pick(1, 3); N > 0; --N) {
      M.Sequence.push_back(pick(-4, 4));
      M.Set.insert(pick(-4, 4));
      M.Map.emplace(pick(-4, 4), pick(-4, 4));
    }
  }

  int pick(int Low, int High) {
    return std::uniform_int_distribution<int>(Low, High)(Random);
  }

  struct Value {
    Term AsTerm;
    int64_t AsNumber;
  };

  Value leaf() {
    if (pick(0, 1)) {
      const int N = pick(-4, 7);
      return {T.integer(N), N};
    }
    const unsigned Id = pick(0, Numbers - 1);
    return {T.init(T.temporary(Id)), M.Number[Id]};
  }

  Value expression(int Depth) {
    if (Depth == 0)
      return leaf();
    const Value A = expression(Depth - 1), B = expression(Depth - 1);
    const int64_t X = A.AsNumber, Y = B.AsNumber;
    switch (pick(0, 8)) {
    case 0:
      return {T.add(A.AsTerm, B.AsTerm), X + Y};
    case 1:
      return {T.sub(A.AsTerm, B.AsTerm), X - Y};
    case 2:
      return {T.negate(A.AsTerm), -X};
    case 3:
      return {T.multiply(A.AsTerm, B.AsTerm), X * Y};
    case 4:
      return {T.bitAnd(A.AsTerm, B.AsTerm), X & Y};
    case 5:
      return {T.bitOr(A.AsTerm, B.AsTerm), X | Y};
    case 6:
      return {T.equal(A.AsTerm, B.AsTerm), X == Y};
    case 7:
      return {T.less(A.AsTerm, B.AsTerm), X < Y};
    default:
      return {T.logicalNot(T.equal(A.AsTerm, B.AsTerm)), X != Y};
    }
  }

  TermTable T;
  Model M;
  std::mt19937 Random;
};

TEST_P(TermModel, NumbersKeepTheirValue) {
  for (int Round = 0; Round != 200; ++Round) {
    const Value V = expression(pick(1, 4));
    ASSERT_EQ(Evaluator(T, M).number(V.AsTerm), V.AsNumber) << T.str(V.AsTerm);
  }
}

TEST_P(TermModel, SequencesKeepTheirElements) {
  Term S = pick(0, 1) ? T.init(T.temporary(Container)) : T.constant("empty");
  const Evaluator Eval(T, M);
  std::vector<int64_t> V = Eval.sequence(S);
  for (int Step = 0; Step != 30; ++Step) {
    const Value X = leaf();
    switch (pick(0, V.empty() ? 1 : 5)) {
    case 0:
      S = T.apply("push_back", {S, X.AsTerm});
      V.push_back(X.AsNumber);
      break;
    case 1:
      S = T.apply("push_front", {S, X.AsTerm});
      V.insert(V.begin(), X.AsNumber);
      break;
    case 2:
      S = T.apply("pop_back", {S});
      V.pop_back();
      break;
    case 3:
      S = T.apply("pop_front", {S});
      V.erase(V.begin());
      break;
    case 4:
      S = T.update(S, T.partKey("back"), X.AsTerm);
      V.back() = X.AsNumber;
      break;
    default: {
      const int I = pick(0, V.size() - 1);
      S = T.update(S, T.elemKey(T.integer(I)), X.AsTerm);
      V[I] = X.AsNumber;
    }
    }
    ASSERT_EQ(Eval.sequence(S), V) << T.str(S);
    ASSERT_EQ(Eval.number(T.apply("size", {S})), int64_t(V.size())) << T.str(S);
    if (V.empty())
      continue;
    ASSERT_EQ(Eval.number(T.project(S, T.partKey("back"))), V.back())
        << T.str(S);
    ASSERT_EQ(Eval.number(T.project(S, T.partKey("front"))), V.front())
        << T.str(S);
    const int I = pick(0, V.size() - 1);
    ASSERT_EQ(Eval.number(T.project(S, T.elemKey(T.integer(I)))), V[I])
        << "[" << I << "] of " << T.str(S);
  }
}

TEST_P(TermModel, SetsKeepTheirKeys) {
  Term S = pick(0, 1) ? T.init(T.temporary(Container)) : T.constant("empty");
  const Evaluator Eval(T, M);
  std::set<int64_t> Keys = Eval.set(S);
  for (int Step = 0; Step != 30; ++Step) {
    const Value X = leaf(), Asked = leaf();
    if (pick(0, 1)) {
      S = T.apply("insert", {S, X.AsTerm});
      Keys.insert(X.AsNumber);
    } else {
      S = T.apply("erase", {S, X.AsTerm});
      Keys.erase(X.AsNumber);
    }
    ASSERT_EQ(Eval.set(S), Keys) << T.str(S);
    ASSERT_EQ(Eval.number(T.apply("contains", {S, Asked.AsTerm})),
              int64_t(Keys.count(Asked.AsNumber)))
        << T.str(Asked.AsTerm) << " in " << T.str(S);
  }
}

TEST_P(TermModel, MapsKeepTheirEntries) {
  Term S = pick(0, 1) ? T.init(T.temporary(Container)) : T.constant("empty");
  const Evaluator Eval(T, M);
  std::map<int64_t, int64_t> Entries = Eval.map(S);
  for (int Step = 0; Step != 30; ++Step) {
    const Value K = leaf(), V = leaf(), Asked = leaf();
    switch (pick(0, 3)) {
    case 0:
      S = T.apply("insert", {S, K.AsTerm, V.AsTerm});
      Entries.emplace(K.AsNumber, V.AsNumber);
      break;
    case 1:
      S = T.apply("erase", {S, K.AsTerm});
      Entries.erase(K.AsNumber);
      break;
    case 2:
      S = T.apply("assign_key", {S, K.AsTerm, V.AsTerm});
      Entries[K.AsNumber] = V.AsNumber;
      break;
    default:
      S = T.update(S, T.elemKey(K.AsTerm), V.AsTerm);
      Entries[K.AsNumber] = V.AsNumber;
    }
    ASSERT_EQ(Eval.map(S), Entries) << T.str(S);
  }
}

TEST_P(TermModel, StepsOnOtherKeysMayComeInAnyOrder) {
  // The steps on each key in one order, those on different keys in two.
  const Term S = T.init(T.temporary(Container));
  std::vector<std::vector<std::pair<const char *, int>>> OfKey(4);
  for (int Step = 0; Step != 10; ++Step)
    OfKey[pick(0, 3)].push_back(
        {pick(0, 1) ? "assign_key" : "erase", pick(0, 2)});
  auto Shuffled = [&] {
    std::vector<size_t> Next(OfKey.size());
    Term Map = S;
    for (int Left = 10; Left;) {
      const int K = pick(0, 3);
      if (Next[K] == OfKey[K].size())
        continue;
      const auto [Op, Value] = OfKey[K][Next[K]++];
      --Left;
      const Term Key = T.integer(K);
      Map = llvm::StringRef(Op) == "erase"
                ? T.apply(Op, {Map, Key})
                : T.apply(Op, {Map, Key, T.integer(Value)});
    }
    return Map;
  };
  const Term First = Shuffled();
  EXPECT_EQ(Shuffled(), First) << T.str(First);
}

INSTANTIATE_TEST_SUITE_P(Seeds, TermModel, testing::Range(0u, 10u));

} // namespace
